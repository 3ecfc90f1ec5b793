"""A synthetic record that is loaded in bulk is sound, and the very one that the store would have saved."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from benchmarks.synthetic import AT, BATCH, BY, REASON, load_synthetic, synthetic_records
from timeline.db import create_engine, read_session, write_transaction
from timeline.exports.registry import FORMATS
from timeline.filters import EventFilter
from timeline.models.schema import metadata
from timeline.queries.archive import SelectedArchive
from timeline.queries.selection import count_events
from timeline.store.check import check
from timeline.store.save import save_all

NUMBER = 270


@pytest.fixture
def saved(request: pytest.FixtureRequest, engine: Engine, tmp_path: Path) -> Iterator[Engine]:
    """Give the same record as the store saves it, in a database of the same kind as `engine`."""
    if engine.dialect.name == "sqlite":
        path = tmp_path / "saved.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        url = f"sqlite:///{path}"
    else:
        new: Callable[[str], str] = request.getfixturevalue("new_postgresql")
        url = new(request.getfixturevalue("migrated_postgresql"))
    made = create_engine(url)
    first, more = synthetic_records(NUMBER)
    with write_transaction(made) as session:
        for records in (first, list(more)):
            save_all(session, records, by=BY, reason=REASON, batch=BATCH, at_utc=AT, change="new")
    yield made
    made.dispose()


def test_a_bulk_load_gives_the_record_that_the_store_saves(engine: Engine, saved: Engine) -> None:
    load_synthetic(engine, NUMBER)
    with read_session(engine) as bulk, read_session(saved) as reference:
        assert check(bulk) == ()
        assert count_events(bulk, EventFilter()) == NUMBER
        assert count_events(bulk, EventFilter(q="fingerprint")) > 10
        for table in metadata.sorted_tables:
            # The number that caches are keyed by counts transactions, and is not of the record.
            columns = [
                column for column in table.columns if (table.name, column.name) != ("dataset", "version")
            ]
            rows = [sorted(map(repr, session.execute(select(*columns)))) for session in (bulk, reference)]
            assert rows[0] == rows[1], table.name
        written = [
            b"".join(FORMATS["events-csv"].write(SelectedArchive(session, EventFilter(), site_url="")))
            for session in (bulk, reference)
        ]
        assert written[0] == written[1]
