"""The events that were published or changed last, for feeds."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from timeline.filters import EventFilter
from timeline.models.event import EventRow
from timeline.models.history import DatasetRow, RecordRow, RevisionRow
from timeline.queries.dataset import dataset_state
from timeline.queries.selection import choose
from timeline.selecting.choosing import Choice

_CHUNK = 500
#: So many events are looked up one by one; of more, the last revisions are looked through.
_FEW = 5000


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
    keys = _last_changed_keys(session, choose(session, asked), limit)
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
        .where(RecordRow.id.in_(keys))
        .order_by(RecordRow.revision.desc())
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


def _last_changed_keys(session: Session, choice: Choice, limit: int) -> list[int]:
    """Give the keys of the events that were changed last, without a look at all that a filter holds."""
    index, chosen = choice.index, choice.events
    if len(chosen) <= _FEW:
        return _last_of(session, [index.keys[place] for place in chosen], limit)
    # Many events: some of the last revisions are theirs.
    found: dict[int, None] = {}
    below = dataset_state(session).revision + 1
    while len(found) < limit and below > 1:
        statement = (
            select(RevisionRow.number, RevisionRow.record_id)
            .where(RevisionRow.number < below)
            .order_by(RevisionRow.number.desc())
            .limit(_CHUNK)
        )
        rows = session.execute(statement).all()
        found |= {
            key: None for _, key in rows if (place := index.place_of(key)) is not None and place in chosen
        }
        below = rows[-1].number if rows else 0
    return list(found)[:limit]


def _last_of(session: Session, keys: Sequence[int], limit: int) -> list[int]:
    found: list[tuple[int, int]] = []
    for start in range(0, len(keys), _CHUNK):
        statement = select(RecordRow.revision, RecordRow.id).where(
            RecordRow.id.in_(keys[start : start + _CHUNK])
        )
        found = nlargest(limit, [*found, *((row[0], row[1]) for row in session.execute(statement))])
    return [key for _, key in found]


def last_changed(session: Session) -> dt.datetime | None:
    """Give when anything was saved last; None while nothing was."""
    return session.scalar(select(DatasetRow.at_utc))
