"""Events as a flat file has them: what stands in one row, and nothing else of the record.

To read the whole record for it takes nine times as long. Each table is asked once a chunk for the
few columns that such a row needs; the names come from the index, which has them in memory already.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, ScalarSelect, Select, String, cast, func, select, text
from sqlalchemy.orm import Session

from timeline.filters import EventFilter
from timeline.models.authority import RecordTopicRow
from timeline.models.event import CitationRow, EventPlaceRow, EventRow, ParticipationRow
from timeline.models.history import RecordRow
from timeline.models.timeline import RecordTimelineRow
from timeline.queries.event_index import indexed_events
from timeline.queries.selection import keys_in_order
from timeline.records.event import Event
from timeline.selecting.authorities import Authorities

#: Asks for many keys with one parameter: a parameter for each would take longer than the answer.
_AMONG: Final = {"sqlite": "IN (SELECT value FROM json_each(:keys))", "postgresql": "= ANY(:keys)"}

#: The first rows are wanted at once; the more there are at a time, the less each costs.
_FIRST, _MOST = 50, 2000
_MOST_LISTS = 50_000


class FlatEvent(NamedTuple):
    """What one row says of an event. Names stand beside their ids, or instead of them."""

    id: str
    title: str
    date: str
    kind: str
    significance: int
    summary: str
    timelines: tuple[str, ...] = ()
    actors: tuple[tuple[str, str], ...] = ()
    """The name of each actor, and its role."""
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    citations: Sequence[tuple[str, str, str]] = ()
    """Of each citation the source's id and title, and the locator."""


def flat_event(event: Event, label: Callable[[str, str], str]) -> FlatEvent:
    """Give the row of an event that is at hand; `label` gives the name of a record by kind and id."""
    return FlatEvent(
        id=event.id,
        title=event.title,
        date=event.date,
        kind=event.kind,
        significance=event.significance,
        summary=event.summary,
        timelines=event.timelines,
        actors=tuple((label("actor", part.actor), part.role) for part in event.actors),
        places=tuple(label("place", place) for place in event.places),
        topics=tuple(label("topic", topic) for topic in event.topics),
        citations=[(one.source, label("source", one.source), one.locator) for one in event.citations],
    )


def stream_flat_events(session: Session, asked: EventFilter) -> Iterator[FlatEvent]:
    """Yield the events of a filter in the order of the timeline, some thousand in memory at a time."""
    names = _Names(indexed_events(session).authorities)
    keys, size = keys_in_order(session, asked), _FIRST
    while some := list(islice(keys, size)):
        yield from _flat(session, some, names)
        size = min(size * 4, _MOST)


class _Listed(dict[str, tuple[Any, ...]]):
    """What the items of a list say, by the list as the database joins it; many events have the same."""

    def __init__(self, item: Callable[[str], Any]) -> None:
        super().__init__()
        self._item = item

    def __missing__(self, joined: str) -> tuple[Any, ...]:
        if len(self) > _MOST_LISTS:
            self.clear()
        found = self[joined] = tuple(map(self._item, joined.split(",")))
        return found


class _Names:
    """The names and ids of the records that events name, by their keys."""

    def __init__(self, authorities: Authorities) -> None:
        kinds = authorities.by_kind
        named = {
            kind: {key: one.name if one.is_public else one.id for key, one in kinds[kind].items()}
            for kind in ("actor", "place", "topic")
        }
        self.timelines = _Listed(lambda key: kinds["timeline"][int(key)].id)
        self.places = _Listed(lambda key: named["place"][int(key)])
        self.topics = _Listed(lambda key: named["topic"][int(key)])
        self.actors = _Listed(lambda part: _taking_part(part, named["actor"]))
        self.source = {
            key: (one.id, one.name if one.is_public else one.id) for key, one in kinds["source"].items()
        }


def _taking_part(part: str, names: Mapping[int, str]) -> tuple[str, str]:
    key, _, role = part.partition(" ")
    return names[int(key)], role


def _flat(session: Session, keys: Sequence[int], names: _Names) -> Iterator[FlatEvent]:
    source = names.source
    citations: dict[int, list[tuple[str, str, str]]] = {key: [] for key in keys}
    for key, value, locator in _rows(session, _CITATIONS, keys):
        citations[key].append((*source[value], locator))
    own = {row[0]: row for row in _rows(session, _EVENTS, keys)}
    for key in keys:
        _, record_id, title, date, kind, significance, summary, timelines, actors, places, topics = own[key]
        yield FlatEvent(
            record_id,
            title,
            date,
            kind,
            significance,
            summary,
            names.timelines[timelines] if timelines else (),
            names.actors[actors] if actors else (),
            names.places[places] if places else (),
            names.topics[topics] if topics else (),
            citations[key],
        )


def _rows(session: Session, statement: Select[Any], keys: Sequence[int]) -> Sequence[Row[Any]]:
    engine = session.get_bind().dialect.name
    given = json.dumps(keys) if engine == "sqlite" else list(keys)
    table = statement.selected_columns[0].table.name
    among = text(f"{table}.record_id {_AMONG[engine]}")
    return session.connection().execute(statement.where(among), {"keys": given}).all()


def _joined(part: Any, value: Any) -> ScalarSelect[str]:
    """Select the values of an event's parts in their order, joined by commas, which no key or role has."""
    items = (
        select(cast(value, String).label("item"))
        .where(part.record_id == EventRow.record_id)
        .order_by(part.position)
        .correlate(EventRow)
        .subquery()
    )
    return select(func.aggregate_strings(items.c.item, ",")).scalar_subquery()


_CITATIONS: Final = select(CitationRow.record_id, CitationRow.source_id, CitationRow.locator).order_by(
    CitationRow.record_id, CitationRow.position
)
_EVENTS: Final = select(
    EventRow.record_id,
    RecordRow.slug,
    EventRow.title,
    EventRow.date,
    EventRow.kind,
    EventRow.significance,
    EventRow.summary,
    _joined(RecordTimelineRow, RecordTimelineRow.timeline_id),
    _joined(ParticipationRow, cast(ParticipationRow.actor_id, String) + " " + ParticipationRow.role),
    _joined(EventPlaceRow, EventPlaceRow.place_id),
    _joined(RecordTopicRow, RecordTopicRow.topic_id),
).join(RecordRow, RecordRow.id == EventRow.record_id)
