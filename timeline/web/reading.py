"""One read-only session for each request, opened when a page first asks for it."""

from contextlib import ExitStack
from typing import cast

from flask import Flask, current_app, g

from timeline.db import DatabaseEngine, DatabaseSession, read_session

EXTENSION = "timeline.engine"


def reading() -> DatabaseSession:
    """Give the session of this request; it sees one unchanging moment of the record."""
    if "reading" not in g:
        g.reading_stack = ExitStack()
        g.reading = g.reading_stack.enter_context(read_session(engine()))
    return cast("DatabaseSession", g.reading)


def engine() -> DatabaseEngine:
    """Give the engine of the application, for what outlives a request, such as a download."""
    return cast("DatabaseEngine", current_app.extensions[EXTENSION])


def close_reading(_error: BaseException | None = None) -> None:
    """End the session of this request, if one was opened."""
    stack = g.pop("reading_stack", None)
    g.pop("reading", None)
    if stack is not None:
        stack.close()


def init_reading(app: Flask, engine_: DatabaseEngine) -> None:
    """Let the pages of an application read from an engine."""
    app.extensions[EXTENSION] = engine_
    app.teardown_appcontext(close_reading)
