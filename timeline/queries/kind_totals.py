"""How many records of a kind there are: in all, by status, changed since a day; kept until a write."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from timeline.list_filter import ListFilter
from timeline.models.history import RevisionRow
from timeline.models.listing import ListingRow
from timeline.queries.kept import kept

_AFTER_ALL_REVISIONS = 2**31 - 1


def count_statuses(session: Session, kind: str) -> Mapping[str, int]:
    """Count the records of a kind by their status."""
    statement = (
        select(ListingRow.status, func.count())
        .where(ListingRow.kind == kind)
        .group_by(ListingRow.status)
        .order_by(ListingRow.status)
    )
    return kept(session, ("statuses", kind), lambda: {row[0]: row[1] for row in session.execute(statement)})


def count_of_kind(session: Session, kind: str) -> int:
    """Count the records of a kind."""
    return sum(count_statuses(session, kind).values())


def count_since(session: Session, kind: str, asked: ListFilter) -> int | None:
    """Count the records of a kind that were changed since the day that is asked for; None where none is."""
    if asked.since is None:
        return None
    first = first_since(session, asked.since)
    return kept(session, ("since", kind, first), lambda: _count_since(session, kind, first))


def _count_since(session: Session, kind: str, first: int) -> int:
    statement = select(func.count()).where(ListingRow.kind == kind)
    if leaves_out_less(session, kind, first):
        before = session.scalar(statement.where(ListingRow.revision < first)) or 0
        return count_of_kind(session, kind) - before
    return session.scalar(statement.where(ListingRow.revision >= first)) or 0


def leaves_out_less(session: Session, kind: str, first: int) -> bool:
    """Tell whether what was changed before a revision is likely less than what was changed since."""
    oldest, newest = span_of_revisions(session, kind)
    return first - oldest < newest - first


def span_of_revisions(session: Session, kind: str) -> tuple[int, int]:
    """Give the oldest and the newest of the last changes of a kind's records; of none, what is after all."""
    revision = ListingRow.revision

    def found() -> tuple[int, int]:
        # Each by one step in an index, which both at once would not be.
        ends = [
            session.scalar(select(end(revision)).where(ListingRow.kind == kind))
            for end in (func.min, func.max)
        ]
        return ends[0] or _AFTER_ALL_REVISIONS, ends[1] or _AFTER_ALL_REVISIONS

    return kept(session, ("span", kind), found)


def first_since(session: Session, day: dt.date) -> int:
    """Give the first revision on or after a day, as numbers of revisions and their times have one order."""
    midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
    statement = select(RevisionRow.number).where(RevisionRow.at_utc >= midnight)
    first = session.scalar(statement.order_by(RevisionRow.at_utc, RevisionRow.number).limit(1))
    return _AFTER_ALL_REVISIONS if first is None else first
