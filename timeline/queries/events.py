"""Lists of events: what a timeline, a filter or a page of an actor shows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.disagreement.dates import dates_differ
from timeline.filters import EventFilter
from timeline.models.authority import ActorRow, PlaceRow
from timeline.models.event import (
    EventPlaceRow,
    EventRow,
    ParticipationRow,
    PolicyChangeRow,
)
from timeline.models.history import RecordRow
from timeline.queries.dated_events import citations_of
from timeline.queries.event_rows import standing_after
from timeline.queries.selection import choose, keys_in_order
from timeline.selecting.index import Standing
from timeline.selecting.order import first_after, last_before

PAGE_SIZE = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """Another record as a list shows it."""

    id: str
    label: str
    role: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventCard:
    """An event as a list shows it. `date` is None where it is unknown."""

    id: str
    title: str
    summary: str
    date: Edtf | None
    kind: str
    significance: int
    actors: tuple[Link, ...]
    places: tuple[Link, ...]
    citations: int
    sources: int
    changes: int
    dates_differ: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class EventPage:
    """One page of a list. `after` and `before` continue it; None at its ends."""

    cards: tuple[EventCard, ...]
    total: int
    after: str | None
    before: str | None


def list_events(session: Session, asked: EventFilter, *, limit: int = 10_000) -> tuple[EventCard, ...]:
    """List the events of the filter in the order of the timeline, at most `limit`."""
    return cards_of(session, list(islice(keys_in_order(session, asked), limit)))


def page_of_events(
    session: Session,
    asked: EventFilter,
    *,
    after: str = "",
    before: str = "",
    limit: int = PAGE_SIZE,
) -> EventPage:
    """Give the events after one event, or before one, in the order of the timeline.

    A cursor that names no event continues from where its text would stand. A page costs the same however
    far it lies.
    """
    choice = choose(session, asked)
    index, chosen = choice.index, choice.events
    if before:
        point = standing_after(session, index, _sort_key(session, before), itself=True)
        places = last_before(index, chosen, point, limit + 1)
        has_more_before, has_more_after = len(places) > limit, True
        places = places[-limit:]
    else:
        point = standing_after(session, index, _sort_key(session, after)) if after else Standing(0, "")
        places = first_after(index, chosen, point, limit + 1)
        has_more_before, has_more_after = bool(after), len(places) > limit
        places = places[:limit]
    cards = cards_of(session, [index.keys[place] for place in places])
    return EventPage(
        cards=cards,
        total=len(chosen),
        before=cards[0].id if cards and has_more_before else None,
        after=cards[-1].id if cards and has_more_after else None,
    )


def cards_of(session: Session, record_ids: Sequence[int]) -> tuple[EventCard, ...]:
    """Give the cards of these events in this order: five statements, however many there are."""
    if not record_ids:
        return ()
    rows = {
        row.record_id: (row, slug)
        for row, slug in session.execute(
            select(EventRow, RecordRow.slug)
            .join(RecordRow, RecordRow.id == EventRow.record_id)
            .where(EventRow.record_id.in_(record_ids))
        )
    }
    actors = _actors(session, record_ids)
    places = _places(session, record_ids)
    asserted = citations_of(session, record_ids)
    changes = _changes(session, record_ids)
    return tuple(
        EventCard(
            id=slug,
            title=row.title,
            summary=row.summary,
            date=parse(row.date) if row.date else None,
            kind=row.kind,
            significance=row.significance,
            actors=tuple(actors[row.record_id]),
            places=tuple(places[row.record_id]),
            citations=len(asserted[row.record_id]),
            sources=len({citation.source for citation in asserted[row.record_id]}),
            changes=changes.get(row.record_id, 0),
            dates_differ=dates_differ(asserted[row.record_id]),
        )
        for row, slug in (rows[record_id] for record_id in record_ids if record_id in rows)
    )


def _sort_key(session: Session, slug: str) -> str:
    found = session.scalar(
        select(EventRow.sort_key)
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .where(RecordRow.kind == "event", RecordRow.slug == slug)
    )
    return found if found is not None else slug


def _actors(session: Session, record_ids: Sequence[int]) -> dict[int, list[Link]]:
    found: dict[int, list[Link]] = defaultdict(list)
    statement = (
        select(ParticipationRow.record_id, RecordRow.slug, ActorRow.name, ParticipationRow.role)
        .join(ActorRow, ActorRow.record_id == ParticipationRow.actor_id)
        .join(RecordRow, RecordRow.id == ActorRow.record_id)
        .where(ParticipationRow.record_id.in_(record_ids), RecordRow.status == "published")
        .order_by(ParticipationRow.record_id, ParticipationRow.position)
    )
    for record_id, slug, name, role in session.execute(statement):
        found[record_id].append(Link(id=slug, label=name, role=role))
    return found


def _places(session: Session, record_ids: Sequence[int]) -> dict[int, list[Link]]:
    found: dict[int, list[Link]] = defaultdict(list)
    statement = (
        select(EventPlaceRow.record_id, RecordRow.slug, PlaceRow.name)
        .join(PlaceRow, PlaceRow.record_id == EventPlaceRow.place_id)
        .join(RecordRow, RecordRow.id == PlaceRow.record_id)
        .where(EventPlaceRow.record_id.in_(record_ids), RecordRow.status == "published")
        .order_by(EventPlaceRow.record_id, EventPlaceRow.position)
    )
    for record_id, slug, name in session.execute(statement):
        found[record_id].append(Link(id=slug, label=name))
    return found


def _changes(session: Session, record_ids: Sequence[int]) -> dict[int, int]:
    statement = (
        select(PolicyChangeRow.record_id, func.count())
        .where(PolicyChangeRow.record_id.in_(record_ids))
        .group_by(PolicyChangeRow.record_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}
