"""Send a statement that was made once, past all that makes objects of rows.

To make a statement anew for each question, and to look up how it is written for the database, costs several
times what the database takes to answer it; most of the time of a page went by in it.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, TypeAlias, cast

from sqlalchemy import CursorResult, Dialect, Executable, Select
from sqlalchemy.orm import Session
from sqlalchemy.sql import CompoundSelect

_Asking: TypeAlias = Select[Any] | CompoundSelect[Any]
_MOST: Final = 512


def send(session: Session, statement: _Asking, asked: Mapping[str, Any] | None = None) -> CursorResult[Any]:
    """Send a statement of plain columns with the values that it asks for.

    How it is written for the database is kept with it, so a statement that is made anew goes another way.
    """
    if session.autoflush:
        session.flush()  # As the session's own way does: it shall see what was said before.
    connection = session.connection()
    return connection.execute(_written(statement, connection.dialect), asked)


@lru_cache(maxsize=_MOST)
def _written(statement: _Asking, dialect: Dialect) -> Executable:
    return cast("Executable", statement.compile(dialect=dialect))
