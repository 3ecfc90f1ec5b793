"""The events that were published or changed last, for feeds."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from timeline.filters import EventFilter
from timeline.models.event import EventRow
from timeline.models.history import DatasetRow, RecordRow, RevisionRow
from timeline.queries.selection import conditions


@dataclass(frozen=True, kw_only=True, slots=True)
class RecentEvent:
    """An event with when it was first published and last changed."""

    id: str
    title: str
    summary: str
    date: str
    kind: str
    published: dt.datetime
    updated: dt.datetime


def list_recent_events(session: Session, asked: EventFilter, *, limit: int) -> tuple[RecentEvent, ...]:
    """List the events of the filter, the last changed first."""
    first = aliased(RevisionRow)
    published = (
        select(func.min(first.at_utc))
        .where(first.record_id == RecordRow.id, first.status == "published")
        .correlate(RecordRow)
        .scalar_subquery()
    )
    statement = (
        select(EventRow, RecordRow.slug, RevisionRow.at_utc, published)
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .join(RevisionRow, RevisionRow.number == RecordRow.revision)
        .where(*conditions(session, asked))
        .order_by(RecordRow.revision.desc())
        .limit(limit)
    )
    return tuple(
        RecentEvent(
            id=slug,
            title=row.title,
            summary=row.summary,
            date=row.date,
            kind=row.kind,
            published=first_at,
            updated=at_utc,
        )
        for row, slug, at_utc, first_at in session.execute(statement)
    )


def last_changed(session: Session) -> dt.datetime | None:
    """Give when anything was saved last; None while nothing was."""
    return session.scalar(select(DatasetRow.at_utc))
