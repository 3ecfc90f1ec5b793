"""Put a great many new records into a database at once, as the store would have saved them.

The store judges each record, asks for what it refers to, and keeps every index in step; for records that a
program made right, that is most of the time. Here the rows come from the same functions as the store's, the
links of the history are made one after the other, and indexes and the full text are made at the end. Only
some thousand records are in memory at a time. Nobody else may use the database meanwhile, and whatever ends
the loading early leaves it useless.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, Engine, event, func, select, text, update

from timeline.models.history import DatasetRow, RecordRow, RevisionRow
from timeline.models.listing import ListingRow
from timeline.models.mapping import Row, own_row_of, own_table, part_rows_of
from timeline.models.naming import NameWordRow
from timeline.models.search import SearchTextRow
from timeline.records.canonical import canonical_json, text_fingerprint
from timeline.records.kinds import Record
from timeline.records.references import RecordKey
from timeline.store.act import Act
from timeline.store.chain import link
from timeline.store.inserting import insert_rows
from timeline.store.listing import own_listing
from timeline.store.naming import name_word_rows
from timeline.store.search_index import SearchText, search_text

CHUNK = 2000
_LOADING = (
    "journal_mode = OFF", "synchronous = OFF", "foreign_keys = 0", "cache_size = -400000",
    "temp_store = MEMORY", "locking_mode = EXCLUSIVE",
)  # fmt: skip
_PUBLISHED = "published"

TextOf = Callable[[Record], SearchText]
Progress = Callable[[int], None]


def load_in_bulk(
    engine: Engine,
    records: Iterable[Record],
    act: Act,
    *,
    progress: Progress,
    text_of: TextOf = search_text,
) -> None:
    """Add new published records, which refer only to records that are there already.

    `text_of` gives the words by which a record is found, for who knows that many have the same. The words
    themselves must be known to the database: the records say nothing in other words than those there.
    """
    engine.dispose()
    loading = _loading_engine(engine)
    with loading.connect() as connection, connection.begin(), _without_indexes(connection, progress):
        _insert_all(connection, iter(records), act, progress, text_of)
    loading.dispose()


def _loading_engine(engine: Engine) -> Engine:
    if engine.dialect.name != "sqlite":
        return sqlalchemy.create_engine(engine.url)
    loading = sqlalchemy.create_engine(engine.url)

    @event.listens_for(loading, "connect")
    def _hurry(connection: Any, _entry: Any) -> None:
        for pragma in _LOADING:
            connection.execute(f"PRAGMA {pragma}")

    return loading


@contextmanager
def _without_indexes(connection: Connection, progress: Progress) -> Iterator[None]:
    """Take away what SQLite would keep in step row by row, and make it at the end."""
    if connection.dialect.name != "sqlite":
        yield
        return
    made = connection.execute(
        text(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
            " AND name NOT LIKE 'search_index%' ORDER BY type, name"
        )
    ).all()
    for kind, name, _ in made:
        connection.execute(text(f"DROP {kind} {name}"))
    yield
    for _, _, sql in made:
        connection.exec_driver_sql(sql)
        progress(0)
    connection.execute(text("INSERT INTO search_index(search_index) VALUES ('rebuild')"))


def _insert_all(
    connection: Connection, records: Iterator[Record], act: Act, progress: Progress, text_of: TextOf
) -> None:
    keys: dict[RecordKey, int] = {
        (kind, slug): key
        for key, kind, slug in connection.execute(select(RecordRow.id, RecordRow.kind, RecordRow.slug))
    }
    next_key = (connection.scalar(select(func.max(RecordRow.id))) or 0) + 1
    state = connection.execute(select(DatasetRow.version, DatasetRow.revision, DatasetRow.head)).one()
    number, head = state.revision, state.head
    while some := list(islice(records, CHUNK)):
        rows: dict[Any, list[Row]] = {}
        for record in some:
            number += 1
            head = _add_history(rows, record, next_key, number, head, act)
            _add_tables(rows, record, next_key, number, keys, act, text_of)
            next_key += 1
        for table, its_rows in rows.items():
            insert_rows(connection, table, its_rows)
        progress(len(some))
    version = max(state.version + 1, number)
    connection.execute(
        update(DatasetRow).values(version=version, revision=number, at_utc=act.at_utc, head=head)
    )


def _add_history(
    rows: dict[Any, list[Row]], record: Record, key: int, number: int, head: str, act: Act
) -> str:
    """Add the registry's row and the first revision of a record, and give its link."""
    document = canonical_json(record)
    shared = {
        "kind": record.record_kind,
        "slug": record.id,
        "status": _PUBLISHED,
        "version": 1,
        "fingerprint": text_fingerprint(document),
        "merged_into_id": None,
    }
    revision = {
        **shared,
        "number": number,
        "record_id": key,
        "at_utc": act.at_utc,
        "by": act.by,
        "through": act.through,
        "change": "new",
        "reason": act.reason,
        "note": act.note,
        "batch": act.batch,
        "document": document,
    }
    revision["chain"] = link(head, revision)
    _add(rows, RecordRow.__table__, {**shared, "id": key, "revision": number})
    _add(rows, RevisionRow.__table__, revision)
    return str(revision["chain"])


def _add_tables(
    rows: dict[Any, list[Row]],
    record: Record,
    key: int,
    number: int,
    keys: Mapping[RecordKey, int],
    act: Act,
    text_of: TextOf,
) -> None:
    _add(rows, own_table(type(record)).table, own_row_of(record, key, keys))
    for table, row in part_rows_of(record, key, keys):
        _add(rows, table, row)
    _add(rows, SearchTextRow.__table__, {"record_id": key, **asdict(text_of(record))})
    listed = {"record_id": key, "status": _PUBLISHED, "revision": number, "changed_by": act.by}
    _add(rows, ListingRow.__table__, {**own_listing(record), **listed})
    for row in name_word_rows(record, key):
        _add(rows, NameWordRow.__table__, row)


def _add(rows: dict[Any, list[Row]], table: Any, row: Row) -> None:
    try:
        rows[table].append(row)
    except KeyError:
        rows[table] = [row]
