"""Sessions that read are lent to one request after the other."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from sqlite3 import ProgrammingError

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from timeline.db import write_transaction
from timeline.readers import LentSession, Readers

COUNT = text("SELECT count(*) FROM shelf")
ONE = text("SELECT 1")


@contextmanager
def lent(readers: Readers) -> Iterator[LentSession]:
    """Borrow a session as a request does."""
    session = readers.lend()
    try:
        yield session
    finally:
        readers.take_back(session)


@pytest.fixture
def shelf(engine: Engine) -> Engine:
    """Give a database with a table of the test's own."""
    with write_transaction(engine) as session:
        session.execute(text("CREATE TABLE shelf (id INTEGER PRIMARY KEY)"))
    return engine


def _add(engine: Engine, number: int) -> None:
    with write_transaction(engine) as session:
        session.execute(text("INSERT INTO shelf VALUES (:number)"), {"number": number})


def test_each_sees_one_moment_and_the_next_what_was_written_since(shelf: Engine) -> None:
    readers = Readers(shelf)
    for number in range(3):
        with lent(readers) as session:
            assert session.scalar(COUNT) == number
            _add(shelf, number + 1)
            assert session.scalar(COUNT) == number
    with lent(readers) as one, lent(readers) as other:
        assert (one.scalar(COUNT), other.scalar(COUNT)) == (3, 3)
        assert one is not other


def test_none_can_write(shelf: Engine) -> None:
    readers = Readers(shelf)
    for _ in range(3):
        with lent(readers) as session, pytest.raises(DBAPIError, match=r"(?i)read-?only"):
            session.execute(text("INSERT INTO shelf VALUES (7)"))


def test_what_one_request_kept_in_a_session_is_gone_for_the_next(sqlite_engine: Engine) -> None:
    readers = Readers(sqlite_engine)
    with lent(readers) as first:
        first.scalar(ONE)
        first.info["asked"] = "something"
    with lent(readers) as second:
        assert second is first
        assert second.info == {}


def test_whoever_has_given_a_session_back_is_refused(engine: Engine) -> None:
    with lent(Readers(engine)) as session:
        session.scalar(ONE)
    with pytest.raises(SQLAlchemyError, match="given back"):
        session.scalar(ONE)


def test_a_connection_that_failed_is_given_up(sqlite_engine: Engine) -> None:
    readers = Readers(sqlite_engine)
    with lent(readers) as session:
        session.scalar(ONE)
        session.connection().invalidate()
    with lent(readers) as another:
        assert another.scalar(ONE) == 1
        driver = another.connection().connection.driver_connection
        assert driver is not None
    driver.close()
    with pytest.raises(DBAPIError), lent(readers):
        pass
    with lent(readers) as third:
        assert third.scalar(ONE) == 1


def test_as_many_are_kept_as_the_pool_keeps(sqlite_engine: Engine) -> None:
    pool = sqlite_engine.pool
    assert isinstance(pool, QueuePool)
    readers = Readers(sqlite_engine)
    for _ in range(2):
        with ExitStack() as stack:
            for _ in range(pool.size() + 3):
                stack.enter_context(lent(readers)).scalar(ONE)
        assert pool.checkedout() == pool.size()


def test_what_is_kept_is_closed_with_the_engine(sqlite_engine: Engine) -> None:
    readers = Readers(sqlite_engine)
    with lent(readers) as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
    sqlite_engine.dispose()
    with pytest.raises(ProgrammingError):
        driver.execute("SELECT 1")
    with lent(readers) as another:
        assert another.scalar(ONE) == 1
