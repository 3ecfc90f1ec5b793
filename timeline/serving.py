"""The database of a request: one read-only session, and the one transaction of whoever writes.

Every entry point that answers requests uses it: the public site, the curation screens, reports from readers.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import cast

from flask import Flask, current_app, g

from timeline.db import DatabaseEngine, DatabaseSession, write_transaction
from timeline.queries.as_of import PastRecords, get_revision, session_at
from timeline.queries.dataset import dataset_state
from timeline.readers import Readers

EXTENSION = "timeline.engine"
PAST = "timeline.past"
READING = "timeline.readers"


def reading() -> DatabaseSession:
    """Give the session of this request; it sees one unchanging moment of the record."""
    found: DatabaseSession | None = g.get("reading")
    if found is not None:
        return found
    readers: Readers = current_app.extensions[READING]
    session = g.reading = readers.lend()
    g.end_reading = partial(readers.take_back, session)
    return session


def read_as_of(known: int | dt.datetime) -> int:
    """Let the rest of this request read the record as it stood at a revision or a moment; give the revision.

    Raises BadRequestError where there is none such.
    """
    revision = get_revision(reading(), known)
    if dataset_state(reading()).revision != revision:
        close_reading()
        past = ExitStack()
        g.reading = past.enter_context(session_at(engine(), past_records(), revision))
        g.end_reading = past.close
    return revision


@contextmanager
def writing() -> Iterator[DatabaseSession]:
    """Open a transaction that is kept as a whole when the block ends, or not at all when an error leaves it.

    What the request reads afterwards, it reads anew, so that it sees what was written.
    """
    close_reading()
    with write_transaction(engine()) as session:
        yield session
    close_reading()


def engine() -> DatabaseEngine:
    """Give the engine of the application, for what outlives a request, such as a download."""
    return cast("DatabaseEngine", current_app.extensions[EXTENSION])


def past_records() -> PastRecords:
    """Give what gives databases of earlier states of the record."""
    return cast("PastRecords", current_app.extensions[PAST])


def close_reading(_error: BaseException | None = None) -> None:
    """End the session of this request, if one was opened."""
    end = g.pop("end_reading", None)
    g.pop("reading", None)
    if end is not None:
        end()


def init_reading(app: Flask, engine_: DatabaseEngine, past: PastRecords) -> None:
    """Let the pages of an application read from an engine, and from earlier states of it."""
    app.extensions[EXTENSION] = engine_
    app.extensions[READING] = Readers(engine_)
    app.extensions[PAST] = past
    app.teardown_appcontext(close_reading)
