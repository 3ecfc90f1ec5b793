"""Lists of the administration as files that are made while they are sent."""

from collections.abc import Callable, Iterator
from itertools import chain

from flask import Response
from sqlalchemy.orm import Session

from timeline.db import read_session
from timeline.serving import engine


def sent_csv(name: str, lines: Callable[[Session], Iterator[bytes]]) -> Response:
    """Send a CSV file of this name, whose lines are read from one moment of the record."""
    source = engine()

    def pieces() -> Iterator[bytes]:
        # The session belongs to the download, which goes on after the request has been answered.
        with read_session(source) as session:
            yield from lines(session)

    made = pieces()
    # What goes wrong at the beginning is told before anything is sent.
    response = Response(chain([next(made, b"")], made), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
