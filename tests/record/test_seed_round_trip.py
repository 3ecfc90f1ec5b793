"""The law of the round trip on the real thing: `seed_data/` loaded into a store and exported again."""

from pathlib import Path

from sqlalchemy import Engine

from tests.conftest import SEED_DATA
from timeline.db import read_session, write_transaction
from timeline.exports.events_csv import events_csv
from timeline.exports.package import write_package
from timeline.filters import EventFilter
from timeline.imports.load import load_package
from timeline.queries.archive import SelectedArchive

SITE = "http://timeline.example"


def _load(engine: Engine) -> None:
    with write_transaction(engine) as session:
        load_package(session, SEED_DATA, by="Seed", reason="First load")


def _flat(engine: Engine) -> bytes:
    with read_session(engine) as session:
        return b"".join(events_csv(SelectedArchive(session, EventFilter(), site_url=SITE)))


def _files(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.iterdir() if path.is_file() and path.suffix != ".py")
    return {path.name: path.read_bytes() for path in files}


def test_not_a_byte_differs(engine: Engine, tmp_path: Path) -> None:
    _load(engine)
    with read_session(engine) as session:
        write_package(SelectedArchive(session, EventFilter(), site_url=""), tmp_path / "out")
    ours, given = _files(tmp_path / "out"), _files(SEED_DATA)
    assert sorted(ours) == sorted(given)
    assert [name for name in given if ours[name] != given[name]] == []


def test_loading_again_changes_nothing(engine: Engine) -> None:
    _load(engine)
    with write_transaction(engine) as session:
        again = load_package(session, SEED_DATA, by="Seed", reason="Once more")
    assert (again.new, again.changed) == (0, 0)


def test_the_flat_file_is_the_same_from_both_databases(
    sqlite_engine: Engine, postgresql_engine: Engine
) -> None:
    for engine in (sqlite_engine, postgresql_engine):
        _load(engine)
    assert _flat(sqlite_engine) == _flat(postgresql_engine)
