"""Lists of events: what a timeline, a filter or a page of an actor shows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from pyroaring import BitMap
from sqlalchemy import BindParameter, Select, bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.disagreement.dates import dates_differ
from timeline.filters import EventFilter
from timeline.models.event import (
    CitationRow,
    EventPlaceRow,
    EventRow,
    ParticipationRow,
    PolicyChangeRow,
)
from timeline.models.history import RecordRow
from timeline.models.question import QuestionTouchRow
from timeline.queries.dated_events import citations_of
from timeline.queries.event_index import indexed_events
from timeline.queries.event_rows import standing_after
from timeline.queries.selection import choose, keys_in_order
from timeline.selecting.authorities import Authorities
from timeline.selecting.index import EventIndex, Standing
from timeline.selecting.order import first_after, last_before

PAGE_SIZE = 100


class Link(NamedTuple):
    """Another record as a list shows it."""

    id: str
    label: str
    role: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventCard:
    """An event as a list shows it. `date` is None where it is unknown.

    `contested` is true where a public point on which sources differ bears on it.
    """

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
    contested: bool


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
    """Give the cards of these events in this order: three statements at most, however many there are."""
    if not record_ids:
        return ()
    # The plain tables and statements that are made once: a page asks for little, and otherwise most of its
    # time goes into the making of statements.
    read = partial(session.connection().execute, parameters={"keys": list(record_ids)})
    parts: dict[int, dict[str, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    for event, kind, key, told, _ in read(_PARTS).all():  # Row by row takes twice as long.
        parts[event][kind].append((key, told))
    indexed = indexed_events(session)
    public = partial(_links, indexed.authorities)
    differing = _differing(session, indexed.index, {key: of["source"] for key, of in parts.items()})
    cards = {}
    for key, slug, title, summary, date, kind, significance in read(_EVENTS).all():
        of = parts[key]
        cards[key] = EventCard(
            id=slug,
            title=title,
            summary=summary,
            date=parse(date) if date else None,
            kind=kind,
            significance=significance,
            actors=public("actor", of["actor"]),
            places=public("place", of["place"]),
            citations=len(of["source"]),
            sources=len({source for source, _ in of["source"]}),
            changes=len(of["policy"]),
            dates_differ=key in differing,
            contested=bool(of["question"]),
        )
    return tuple(cards[key] for key in record_ids if key in cards)


_KEYS: BindParameter[list[int]] = bindparam("keys", expanding=True)
_events, _records = EventRow.__table__.c, RecordRow.__table__.c
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


def _part(kind: str, row: Any, value: str, told: str = "") -> Select[Any]:
    """Select what events name of a kind, with its position and what they tell of it."""
    own = row.__table__.c
    return select(
        own.record_id,
        literal(kind, literal_execute=True),
        own[value],
        own[told] if told else literal("", literal_execute=True),
        own.position.label("position"),
    ).where(own.record_id.in_(_KEYS))


def _points() -> Select[Any]:
    """Select the public points on which sources differ that bear on events."""
    touch = QuestionTouchRow.__table__.c
    return (
        select(
            touch.touched_id,
            literal("question", literal_execute=True),
            touch.record_id,
            literal("", literal_execute=True),
            touch.position.label("position"),
        )
        .join_from(QuestionTouchRow.__table__, RecordRow.__table__, _records.id == touch.record_id)
        .where(touch.touched_id.in_(_KEYS), _records.status == "published")
    )


# In one statement, since each costs more than the rows that it reads; names are in the index of events.
_PARTS = union_all(
    _part("actor", ParticipationRow, "actor_id", "role"),
    _part("place", EventPlaceRow, "place_id"),
    _part("source", CitationRow, "source_id", "asserted_date"),
    _part("policy", PolicyChangeRow, "policy_id"),
    _points(),
).order_by("position")


def _differing(
    session: Session, index: EventIndex, cited: Mapping[int, Sequence[tuple[int, str]]]
) -> frozenset[int]:
    """Give the events whose sources differ on a date; `cited` are the dates that their citations assert.

    The index knows those whose dates lie apart. A date with a gap, one of a set, is looked at more closely.
    """
    disputed = index.sets["disputed"].get(True, BitMap())
    found = {key for key in cited if (place := index.place_of(key)) is not None and place in disputed}
    gaps = [key for key, dates in cited.items() if key not in found and _has_gap(dates)]
    told = citations_of(session, gaps)
    return frozenset(found.union(key for key in gaps if dates_differ(told[key])))


def _has_gap(cited: Sequence[tuple[int, str]]) -> bool:
    dates = {date for _, date in cited if date}
    return len(dates) > 1 and any(date.startswith(("[", "{")) for date in dates)


def _links(authorities: Authorities, kind: str, named: Sequence[tuple[int, str]]) -> tuple[Link, ...]:
    found = ((authorities.find_public(kind, key), role) for key, role in named)
    return tuple(Link(id=one.id, label=one.name, role=role) for one, role in found if one is not None)


def _sort_key(session: Session, slug: str) -> str:
    found = session.scalar(
        select(EventRow.sort_key)
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .where(RecordRow.kind == "event", RecordRow.slug == slug)
    )
    return found if found is not None else slug
