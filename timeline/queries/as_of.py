"""The record as it stood at an earlier revision: which one is asked for, and a session that sees it.

An earlier state is asked with the very same queries as the present one, in a database that holds what the
record held then. Who makes those databases is told to the entry points by the factory.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, aliased

from timeline.db import DatabaseEngine, read_session
from timeline.errors import BadRequestError, NotFoundError
from timeline.languages.message import message
from timeline.models.history import RevisionRow
from timeline.queries.dataset import dataset_state
from timeline.records.validate import is_id
from timeline.rule_filter import RuleFilter, bad

_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class PastRecords(Protocol):
    """Gives databases of the record as it was."""

    def engine(self, revision: int) -> DatabaseEngine:
        """Give a database of the record as it was at a revision that there is, for reading only."""


def get_revision(session: Session, known: int | dt.datetime | None) -> int:
    """Get the number of the revision that is asked for: the present one for None, the last at a moment.

    Raises BadRequestError where there is none, and for one that was saved as one with those after it, so
    that the record never stood as it alone would leave it.
    """
    last = dataset_state(session).revision
    if known is None:
        return last
    if isinstance(known, dt.datetime):
        return _at(session, known)
    if not 1 <= known <= last:
        raise _refused(
            known,
            message("there is no such revision"),
            message("Give a revision from 1 to {last}, or a moment such as 2026-01-31T12:00:00Z.", last=last),
        )
    whole = _end_of_act(session, known)
    if whole != known:
        raise _refused(
            known,
            message("is one of several revisions that were saved as one"),
            message("Give the last of them, {last}.", last=whole),
        )
    return known


@contextmanager
def session_at(
    live: DatabaseEngine, past: PastRecords, revision: int, *, exactly: bool = False
) -> Iterator[Session]:
    """Open a session that sees the record as it was at a revision and cannot write.

    The live database is read while that is its revision. With `exactly` it is not where it is another
    program than that of earlier states, whose answers to a search for words may differ in rare words.
    """
    if not exactly or live.dialect.name == "sqlite":
        with read_session(live) as session:
            if dataset_state(session).revision == revision:
                yield session
                return
    with read_session(past.engine(revision)) as session:
        yield session


def id_at(session: Session, kind: str, record_id: str, revision: int) -> str:
    """Give the id that a record had at a revision, by any id that it has, had or was given later.

    Raises NotFoundError for an id that was never one, and BadRequestError where readers did not see the
    record then.
    """
    # An id is given once, so that whichever version has it tells which record it is.
    named = select(RevisionRow.record_id).where(RevisionRow.kind == kind, RevisionRow.slug == record_id)
    key = session.scalar(named.limit(1)) if is_id(record_id) else None
    if key is None:
        raise NotFoundError(kind, record_id)
    then = session.execute(
        select(RevisionRow.slug, RevisionRow.status)
        .where(RevisionRow.record_id == key, RevisionRow.number <= revision)
        .order_by(RevisionRow.number.desc())
        .limit(1)
    ).first()
    if then is None or then.status != "published":
        fault = message("is a revision at which “{id}” was not public", id=record_id)
        raise _refused(revision, fault, message("Ask for a later revision or moment."))
    return str(then.slug)


def at_revision(session: Session, revision: int) -> Row[tuple[dt.datetime, str]]:
    """Give when a revision was saved, as `at_utc`, and its link in the chain of the history, as `chain`."""
    columns = RevisionRow.at_utc, RevisionRow.chain
    return session.execute(select(*columns).where(RevisionRow.number == revision)).one()


def _at(session: Session, moment: dt.datetime) -> int:
    found = session.scalar(select(func.max(RevisionRow.number)).where(RevisionRow.at_utc <= moment))
    if found is None:
        first = session.scalar(select(func.min(RevisionRow.at_utc)))
        cure = message("Nothing is recorded yet.")
        if first is not None:
            later = first.replace(microsecond=0) + dt.timedelta(seconds=1)
            cure = message("Give a moment from {first} on.", first=later.strftime(_MOMENT))
        raise _refused(moment, message("is before anything was recorded"), cure)
    return found


def _end_of_act(session: Session, revision: int) -> int:
    """Give the last revision that was saved as one with this one."""
    asked = aliased(RevisionRow)
    statement = (
        select(func.max(RevisionRow.number))
        .join(asked, (asked.batch == RevisionRow.batch) & (asked.at_utc == RevisionRow.at_utc))
        .where(asked.number == revision, RevisionRow.number > revision)
    )
    return session.scalar(statement) or revision


def _refused(known: int | dt.datetime, fault: str, cure: str) -> BadRequestError:
    return bad("known", RuleFilter(known=known).known_text, fault, cure)
