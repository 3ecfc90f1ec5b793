"""Sessions that read, each lent to one request after the other.

To make a session, a connection and a transaction takes an SQLite file as long as to answer all that a page
asks of it, and leaves circles of objects behind for the collector of garbage. So of a session that comes
back its transaction in the database ends, and all else waits for who asks next.
"""

from sqlite3 import Connection as SQLiteConnection
from sqlite3 import Error as SQLiteError
from typing import Any, Final
from weakref import ref

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from timeline.db import for_reading

#: What follows upon what `read_session` has begun with; the connection goes on refusing to write.
_BEGIN: Final = "BEGIN"


class Readers:
    """Lends sessions for reading an engine, and keeps as many as its pool does connections."""

    def __init__(self, engine: Engine) -> None:
        self._engine = for_reading(engine)
        # Of a server it has to be known, each time, whether it is still there; the pool asks it.
        pool = engine.pool if engine.dialect.name == "sqlite" else None
        self._most = pool.size() if isinstance(pool, QueuePool) else 0
        self._idle: list[LentSession] = []
        if self._most:
            event.listen(engine, "engine_disposed", _closing(ref(self)))

    def lend(self) -> "LentSession":
        """Give a session as `read_session` opens one, until it is taken back."""
        try:
            session = self._idle.pop()  # The last one, of which the most is still at hand.
        except IndexError:
            return LentSession(self._engine, autoflush=False)
        session.is_lent = True
        try:
            _driver(session).execute(_BEGIN)
        except SQLiteError as error:
            session.close()
            raise DBAPIError.instance(_BEGIN, None, error, SQLiteError) from error
        return session

    def take_back(self, session: "LentSession") -> None:
        """End the transaction of a session, and keep it for who asks next."""
        is_kept = session.in_transaction() and len(self._idle) < self._most and _has_ended(session)
        if not is_kept:
            session.close()
        session.is_lent = False
        if is_kept:
            self._idle.append(session)

    def close(self) -> None:
        """Close the sessions that nobody has, and their connections."""
        while self._idle:
            self._idle.pop().invalidate()  # What is closed alone goes to a pool that has been given up.


class LentSession(Session):
    """Refuses to be asked by who has given it back: somebody else may have it."""

    is_lent = True

    def get_bind(self, *_arguments: Any, **_named: Any) -> Engine | Connection:
        """Give the engine, which is the same for whatever is asked."""
        if not self.is_lent or self.bind is None:
            raise SQLAlchemyError("This session was given back at the end of its request.")
        return self.bind


def _has_ended(session: LentSession) -> bool:
    """End the transaction in the database, and leave nothing of it; not where the connection has failed."""
    try:
        _driver(session).rollback()
    except (SQLAlchemyError, SQLiteError):
        return False
    session.info.clear()
    if session.identity_map:
        session.expunge_all()
    return True


def _driver(session: Session) -> SQLiteConnection:
    driver = session.connection().connection.driver_connection
    assert isinstance(driver, SQLiteConnection)  # noqa: S101 - no others are kept
    return driver


def _closing(readers: "ref[Readers]") -> Any:
    """Give what closes the sessions of readers, if they are still there, with the engine."""

    def close(_engine: Engine) -> None:
        known = readers()
        if known is not None:
            known.close()

    return close
