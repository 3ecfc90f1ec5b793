"""Send a statement that was made once, past all that makes objects of rows.

To make a statement anew for each question, and to look up how it is written for the database, costs several
times what the database takes to answer it; most of the time of a page went by in it.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.orm import Session


def send(
    session: Session, statement: Executable, asked: Mapping[str, Any] | None = None
) -> CursorResult[Any]:
    """Send a statement of plain columns with the values that it asks for."""
    if session.autoflush:
        session.flush()  # As the session's own way does: it shall see what was said before.
    return session.connection().execute(statement, asked)
