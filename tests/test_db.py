"""Engines, sessions and the schema's revisions, on both kinds of database."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from timeline.db import (
    SchemaError,
    create_engine,
    current_revision,
    differences,
    downgrade,
    gather_statistics,
    head_revision,
    read_session,
    require_current,
    upgrade,
    write_transaction,
)
from timeline.models.schema import metadata
from timeline.models.search import is_ours

ROOT = Path(__file__).parent.parent
BEGINNINGS = (".commit(", "session.begin(", "engine.begin(")


@pytest.fixture
def shelf(engine: Engine) -> Engine:
    """Give a database with two tables of the test's own."""
    with write_transaction(engine) as session:
        session.execute(text("CREATE TABLE shelf (id INTEGER PRIMARY KEY)"))
        session.execute(text("CREATE TABLE book (shelf_id INTEGER REFERENCES shelf (id))"))
    return engine


def _add(engine: Engine, number: int) -> None:
    with write_transaction(engine) as session:
        session.execute(text("INSERT INTO shelf VALUES (:number)"), {"number": number})


def _shelves(engine: Engine) -> list[int]:
    with read_session(engine) as session:
        return list(session.scalars(text("SELECT id FROM shelf ORDER BY id")))


def test_a_transaction_keeps_all_of_its_work(shelf: Engine) -> None:
    _add(shelf, 1)
    assert _shelves(shelf) == [1]


def test_an_error_leaves_nothing_not_even_a_table(shelf: Engine) -> None:
    def fail() -> None:
        with write_transaction(shelf) as session:
            session.execute(text("INSERT INTO shelf VALUES (1)"))
            session.execute(text("CREATE TABLE later (id INTEGER)"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert _shelves(shelf) == []
    with read_session(shelf) as session, pytest.raises(DBAPIError):
        session.execute(text("SELECT * FROM later"))


def test_a_savepoint_takes_back_its_own_part_only(shelf: Engine) -> None:
    def fail(session: Session) -> None:
        with session.begin_nested():
            session.execute(text("INSERT INTO shelf VALUES (2)"))
            session.execute(text("INSERT INTO shelf VALUES (1)"))

    with write_transaction(shelf) as session:
        session.execute(text("INSERT INTO shelf VALUES (1)"))
        with pytest.raises(IntegrityError):
            fail(session)
        session.execute(text("INSERT INTO shelf VALUES (3)"))
    assert _shelves(shelf) == [1, 3]


def test_foreign_keys_are_kept(shelf: Engine) -> None:
    with pytest.raises(IntegrityError), write_transaction(shelf) as session:
        session.execute(text("INSERT INTO book VALUES (7)"))


def test_a_read_session_cannot_write(shelf: Engine) -> None:
    for number in (1, 2):  # Again, on the connection of a writer.
        for _ in range(2):
            with read_session(shelf) as session, pytest.raises(DBAPIError, match=r"(?i)read-?only"):
                session.execute(text("INSERT INTO shelf VALUES (7)"))
        _add(shelf, number)
    assert _shelves(shelf) == [1, 2]


def test_a_read_session_sees_one_moment(shelf: Engine) -> None:
    count = text("SELECT count(*) FROM shelf")
    with read_session(shelf) as session:
        assert session.scalar(count) == 0
        _add(shelf, 1)
        assert session.scalar(count) == 0
    assert _shelves(shelf) == [1]


def test_writers_wait_for_each_other(shelf: Engine) -> None:
    """Each reads the highest number and adds the next: with lost turns two would take the same."""

    def add_next() -> None:
        with write_transaction(shelf) as session:
            if shelf.dialect.name == "postgresql":
                session.execute(text("LOCK TABLE shelf IN EXCLUSIVE MODE"))
            session.execute(text("INSERT INTO shelf SELECT coalesce(max(id), 0) + 1 FROM shelf"))

    threads = [threading.Thread(target=add_next) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _shelves(shelf) == list(range(1, 9))


def test_the_embedded_database_is_set_up_for_readers_beside_a_writer(sqlite_engine: Engine) -> None:
    with read_session(sqlite_engine) as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA synchronous")) == 1
        assert session.scalar(text("PRAGMA busy_timeout")) == 15_000


def test_the_folder_of_the_embedded_database_is_made(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/a/b/timeline.sqlite3")
    upgrade(engine)
    engine.dispose()
    assert (tmp_path / "a/b/timeline.sqlite3").exists()


def test_a_difference_from_the_models_is_listed(engine: Engine) -> None:
    with write_transaction(engine) as session:
        session.execute(text("CREATE TABLE stray (id INTEGER)"))
    (difference,) = differences(engine, metadata, is_ours)
    assert "stray" in difference


def test_an_old_database_is_refused_with_its_cure(blank_url: str) -> None:
    engine = create_engine(blank_url)
    with pytest.raises(SchemaError, match=r"no tables yet.*timeline db upgrade"):
        require_current(engine)
    upgrade(engine)
    require_current(engine)
    engine.dispose()


def test_servers_that_start_together_migrate_once(blank_url: str) -> None:
    start = threading.Barrier(4)
    faults: list[BaseException] = []

    def begin() -> None:
        engine = create_engine(blank_url)
        start.wait()
        try:
            upgrade(engine)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the test shows it
            faults.append(fault)
        engine.dispose()

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_migration_that_leaves_dangling_rows_is_taken_back(sqlite_engine: Engine) -> None:
    with closing(sqlite3.connect(str(sqlite_engine.url.database))) as stranger, stranger:
        stranger.execute("CREATE TABLE shelf (id INTEGER PRIMARY KEY)")
        stranger.execute("CREATE TABLE book (shelf_id INTEGER REFERENCES shelf (id))")
        stranger.execute("INSERT INTO book VALUES (7)")
    with pytest.raises(SchemaError, match="row 1 of book, which refers to shelf"):
        downgrade(sqlite_engine, "base")
    assert current_revision(sqlite_engine) == head_revision()


def test_transactions_begin_and_end_in_one_module() -> None:
    elsewhere = [
        f"{path.relative_to(ROOT)}: {beginning}"
        for path in sorted((ROOT / "timeline").rglob("*.py"))
        for beginning in BEGINNINGS
        if path != ROOT / "timeline/db.py" and beginning in path.read_text(encoding="utf-8")
    ]
    assert elsewhere == []


def test_postgresql_plans_by_what_lies_in_its_tables_and_starts_no_helpers(shelf: Engine) -> None:
    _add(shelf, 1)
    gather_statistics(shelf)
    assert _shelves(shelf) == [1]
    if shelf.dialect.name == "postgresql":
        with read_session(shelf) as session:
            assert session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'shelf'")) == 1
            settings = ("jit", "max_parallel_workers_per_gather", "random_page_cost")
            assert [session.scalar(text(f"SHOW {name}")) for name in settings] == ["off", "0", "1.1"]
