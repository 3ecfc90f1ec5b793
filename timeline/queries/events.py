"""Lists of events: what a timeline, a filter or a page of an actor shows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, literal, select
from sqlalchemy.orm import Session

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.disagreement.dates import dates_differ
from timeline.filters import EventFilter
from timeline.models.authority import ActorRow, PlaceRow
from timeline.models.event import (
    CitationRow,
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
    """Give the cards of these events in this order: six statements at most, however many there are."""
    if not record_ids:
        return ()
    # The plain tables and statements that are made once: a page asks for little, and otherwise most of its
    # time goes into the making of statements.
    read = partial(session.connection().execute, parameters={"keys": list(record_ids)})
    actors = _links(read(_ACTORS))
    places = _links(read(_PLACES))
    cited = {row.record_id: row for row in read(_CITED)}
    changes = {row[0]: row[1] for row in read(_CHANGES)}
    differing = citations_of(session, [key for key, row in cited.items() if row.asserted > 1])
    cards = {
        row.record_id: EventCard(
            id=row.slug,
            title=row.title,
            summary=row.summary,
            date=parse(row.date) if row.date else None,
            kind=row.kind,
            significance=row.significance,
            actors=tuple(actors[row.record_id]),
            places=tuple(places[row.record_id]),
            citations=cited[row.record_id].citations if row.record_id in cited else 0,
            sources=cited[row.record_id].sources if row.record_id in cited else 0,
            changes=changes.get(row.record_id, 0),
            dates_differ=dates_differ(differing[row.record_id]),
        )
        for row in read(_EVENTS)
    }
    return tuple(cards[record_id] for record_id in record_ids if record_id in cards)


_KEYS: BindParameter[list[int]] = bindparam("keys", expanding=True)
_events, _records, _links_of = EventRow.__table__.c, RecordRow.__table__.c, ParticipationRow.__table__.c
_EVENTS = (
    select(
        _events.record_id,
        _records.slug,
        _events.title,
        _events.summary,
        _events.date,
        _events.kind,
        _events.significance,
    )
    .join_from(EventRow.__table__, RecordRow.__table__, _records.id == _events.record_id)
    .where(_events.record_id.in_(_KEYS))
)


def _linked(link: Any, named: Any, role: Any) -> Select[Any]:
    """Select the public records of a kind that events name, with their names, in the order of the event."""
    own, its = link.__table__.c, named.__table__.c
    key = own.actor_id if link is ParticipationRow else own.place_id
    return (
        select(own.record_id, _records.slug, its.name, role)
        .join_from(link.__table__, named.__table__, its.record_id == key)
        .join(RecordRow.__table__, _records.id == key)
        .where(own.record_id.in_(_KEYS), _records.status == "published")
        .order_by(own.record_id, own.position)
    )


_ACTORS = _linked(ParticipationRow, ActorRow, _links_of.role)
_PLACES = _linked(EventPlaceRow, PlaceRow, literal(""))
_cited = CitationRow.__table__.c
_CITED = (
    select(
        _cited.record_id,
        func.count().label("citations"),
        func.count(_cited.source_id.distinct()).label("sources"),
        func.count(func.nullif(_cited.asserted_date, "").distinct()).label("asserted"),
    )
    .where(_cited.record_id.in_(_KEYS))
    .group_by(_cited.record_id)
)
_changing = PolicyChangeRow.__table__.c
_CHANGES = (
    select(_changing.record_id, func.count())
    .where(_changing.record_id.in_(_KEYS))
    .group_by(_changing.record_id)
)


def _links(rows: Iterable[Any]) -> dict[int, list[Link]]:
    found: dict[int, list[Link]] = defaultdict(list)
    for record_id, slug, name, role in rows:
        found[record_id].append(Link(id=slug, label=name, role=role))
    return found


def _sort_key(session: Session, slug: str) -> str:
    found = session.scalar(
        select(EventRow.sort_key)
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .where(RecordRow.kind == "event", RecordRow.slug == slug)
    )
    return found if found is not None else slug
