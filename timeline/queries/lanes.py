"""Events in lanes: those of each of the most frequent topics, actors, places or policies of a filter."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.filters import EventFilter
from timeline.models.event import EventRow
from timeline.models.history import RecordRow
from timeline.queries.facets import LINKS
from timeline.queries.kept import kept
from timeline.queries.names import NAME_COLUMNS
from timeline.queries.selection import conditions

MOST_LANES = 10
MOST_NAMED = 40
MOST_EVENTS = 250


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

    The first `MOST_LANES` come with their events, at most `MOST_EVENTS` of them, the weightiest first.
    They are kept until the record changes.
    """
    return kept(session, ("lanes", asked, by), lambda: _lanes(session, asked, by))


def _lanes(session: Session, asked: EventFilter, by: str) -> tuple[Lane, ...]:
    link, column, _ = LINKS[by]
    keys = select(EventRow.record_id).where(*conditions(session, asked))
    name = NAME_COLUMNS[by]
    number = func.count(link.record_id.distinct()).label("number")
    totals = select(column.label("key"), number).where(link.record_id.in_(keys)).group_by(column).subquery()
    statement = (
        select(RecordRow.id, RecordRow.slug, name, totals.c.number)
        .join(totals, totals.c.key == RecordRow.id)
        .join(name.class_, name.class_.record_id == RecordRow.id)
        .where(RecordRow.status == "published")
        .order_by(totals.c.number.desc(), RecordRow.slug)
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
    # The index by weight gives the first events without a look at the others.
    weightiest = (
        select(EventRow.record_id)
        .where(
            EventRow.date != "",
            exists().where(link.record_id == EventRow.record_id, column.in_(keys)),
            *conditions(session, asked),
        )
        .order_by(EventRow.significance, EventRow.sort_key)
        .limit(MOST_EVENTS)
        .subquery()
    )
    statement = (
        select(
            column, RecordRow.slug, EventRow.title, EventRow.date, EventRow.significance, EventRow.sort_key
        )
        .distinct()
        .join(weightiest, weightiest.c.record_id == EventRow.record_id)
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .join(link, link.record_id == EventRow.record_id)
        .where(column.in_(keys))
        .order_by(column, EventRow.sort_key)
    )
    events: dict[int, list[LaneEvent]] = {}
    for lane, slug, title, date, significance, _ in session.execute(statement):
        event = LaneEvent(id=slug, title=title, date=parse(date), significance=significance)
        events.setdefault(lane, []).append(event)
    return events
