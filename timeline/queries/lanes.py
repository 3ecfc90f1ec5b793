"""Events in lanes: those of each of the most frequent topics, actors, places or policies of a filter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from pyroaring import BitMap
from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.filters import EventFilter
from timeline.models.event import EventRow
from timeline.models.history import RecordRow
from timeline.queries.kept import kept
from timeline.queries.selection import choose
from timeline.selecting.choosing import Choice
from timeline.selecting.index import Standing
from timeline.selecting.order import first_after

MOST_LANES = 10
MOST_NAMED = 30
MOST_EVENTS = 200


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
    """List the lanes by how many events they have: one statement, at most `MOST_NAMED` lanes.

    The first `MOST_LANES` come with their events, at most `MOST_EVENTS` of them in all: of each lane the
    weightiest, and of those that weigh the same some from all of its time. They are kept until the record
    changes.
    """
    return kept(session, ("lanes", asked, by), lambda: tuple(_lanes(session, choose(session, asked), by)))


def _lanes(session: Session, choice: Choice, by: str) -> Iterator[Lane]:
    found = choice.in_lanes(by, most=MOST_NAMED)
    sets = [choice.index.sets[by][one.key] for one in found[:MOST_LANES]]
    drawn = _weightiest(choice, sets)
    events = dict(zip(drawn, _events(session, [choice.index.keys[place] for place in drawn]), strict=True))
    for number, one in enumerate(found):
        own = sets[number] if number < len(sets) else BitMap()
        shown = tuple(event for place, event in events.items() if place in own)
        yield Lane(id=one.id, label=one.name, total=one.events, events=shown)


def _weightiest(choice: Choice, lanes: Sequence[BitMap]) -> list[int]:
    """Give the places of the dated events to draw, in the order of the timeline."""
    weights = [choice.dated(significance=significance) for significance in (1, 2, 3)]
    levels = [[events & lane for events in weights] for lane in lanes]
    chosen = BitMap.union(BitMap(), *chain.from_iterable(levels))
    if len(chosen) > MOST_EVENTS:
        shares = shared([sum(map(len, own)) for own in levels], MOST_EVENTS)
        chosen = BitMap(
            place for own, share in zip(levels, shares, strict=True) for place in _spread(own, share)
        )
    return first_after(choice.index, chosen, Standing(0, ""), MOST_EVENTS)


def _spread(levels: Sequence[BitMap], most: int) -> Iterator[int]:
    """Yield the first levels whole, and of the one that does not fit whole some from all of the time."""
    for events in levels:
        fitting = min(len(events), most)
        most -= fitting
        yield from (events[number * len(events) // fitting] for number in range(fitting))


def shared(wanted: Sequence[int], most: int) -> list[int]:
    """Share out `most` among who wants so many each: whoever wants little has it all, the others alike."""
    shares = [0] * len(wanted)
    left = max(most, 0)
    for passed, number in enumerate(sorted(range(len(wanted)), key=lambda number: wanted[number])):
        shares[number] = min(wanted[number], left // (len(wanted) - passed))
        left -= shares[number]
    return shares


def _events(session: Session, keys: Sequence[int]) -> list[LaneEvent]:
    statement = (
        select(EventRow.record_id, RecordRow.slug, EventRow.title, EventRow.date, EventRow.significance)
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .where(EventRow.record_id.in_(keys))
    )
    found = {
        key: LaneEvent(id=slug, title=title, date=parse(date), significance=significance)
        for key, slug, title, date, significance in session.execute(statement)
    }
    return [found[key] for key in keys]
