"""Events in lanes: those of each of the most frequent topics, actors, places or policies of a filter."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.filters import EventFilter
from timeline.models.event import EventRow
from timeline.models.history import RecordRow
from timeline.queries.facets import LINKS
from timeline.queries.names import NAME_COLUMNS
from timeline.queries.selection import conditions

MOST_LANES = 10
MOST_NAMED = 40
MOST_MARKS = 400


@dataclass(frozen=True, kw_only=True, slots=True)
class LaneEvent:
    """An event as a lane shows it."""

    id: str
    title: str
    date: Edtf
    significance: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Lane:
    """A topic, actor, place or policy, and how many events of the filter name it.

    `events` are its dated ones, in the order of the timeline; empty in the lanes that are only named.
    """

    id: str
    label: str
    total: int
    events: tuple[LaneEvent, ...]


def list_lanes(session: Session, asked: EventFilter, by: str) -> tuple[Lane, ...]:
    """List the lanes by how many events they have: two statements, at most `MOST_NAMED` lanes.

    The first `MOST_LANES` come with their events, together at most `MOST_MARKS`, the weightiest first.
    """
    link, column, _ = LINKS[by]
    keys = select(EventRow.record_id).where(*conditions(session, asked))
    name = NAME_COLUMNS[by]
    number = func.count(link.record_id.distinct()).label("number")
    statement = (
        select(RecordRow.id, RecordRow.slug, name, number)
        .join(link, column == RecordRow.id)
        .join(name.class_, name.class_.record_id == RecordRow.id)
        .where(link.record_id.in_(keys), RecordRow.status == "published")
        .group_by(RecordRow.id, RecordRow.slug, name)
        .order_by(number.desc(), RecordRow.slug)
        .limit(MOST_NAMED)
    )
    found = list(session.execute(statement))
    events = _events(session, asked, by, [key for key, *_ in found[:MOST_LANES]])
    return tuple(
        Lane(id=slug, label=label, total=total, events=tuple(events.get(key, ())))
        for key, slug, label, total in found
    )


def _events(session: Session, asked: EventFilter, by: str, keys: list[int]) -> dict[int, list[LaneEvent]]:
    link, column, _ = LINKS[by]
    linked = (
        select(column.label("lane"), link.record_id.label("event"))
        .where(column.in_(keys))
        .distinct()
        .subquery()
    )
    weightiest = (
        select(linked.c.lane, EventRow.sort_key, EventRow.record_id)
        .join(linked, linked.c.event == EventRow.record_id)
        .where(EventRow.date != "", *conditions(session, asked))
        .order_by(EventRow.significance, EventRow.sort_key, linked.c.lane)
        .limit(MOST_MARKS)
        .subquery()
    )
    statement = (
        select(weightiest.c.lane, RecordRow.slug, EventRow.title, EventRow.date, EventRow.significance)
        .join(EventRow, EventRow.record_id == weightiest.c.record_id)
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .order_by(weightiest.c.lane, EventRow.sort_key)
    )
    events: dict[int, list[LaneEvent]] = {}
    for lane, slug, title, date, significance in session.execute(statement):
        event = LaneEvent(id=slug, title=title, date=parse(date), significance=significance)
        events.setdefault(lane, []).append(event)
    return events
