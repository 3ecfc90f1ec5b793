"""Events as a flat file has them: what stands in one row, and nothing else of the record.

To read the whole record for it takes nine times as long. Each table is asked once a chunk for the
few columns that such a row needs; the names come from the index, which has them in memory already.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from timeline.filters import EventFilter
from timeline.models.authority import RecordTopicRow
from timeline.models.event import CitationRow, EventPlaceRow, EventRow, ParticipationRow
from timeline.models.history import RecordRow
from timeline.models.timeline import RecordTimelineRow
from timeline.queries.event_index import indexed_events
from timeline.queries.selection import keys_in_order
from timeline.records.event import Event
from timeline.selecting.authorities import Authorities, Authority
from timeline.turns import TURNS

#: Asks for many keys with one parameter: a parameter for each would take longer than the answer.
_AMONG: Final = {"sqlite": "IN (SELECT value FROM json_each(:keys))", "postgresql": "= ANY(:keys)"}

#: The first rows are wanted at once; the more there are at a time, the less each costs.
FIRST, MOST = 50, 2000
#: After so many rows of a file, pages go first.
_WAY: Final = 50


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
    events = FlatEvents(session)
    keys, size = keys_in_order(session, asked), FIRST
    while some := list(islice(keys, size)):
        yield from events.among(some)
        size = min(size * 4, MOST)


class FlatEvents:
    """The events of a session as rows of a flat file."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names = _Names(indexed_events(session).authorities)

    def among(self, keys: Sequence[int]) -> Iterator[FlatEvent]:
        """Yield the events with these keys in their order; they are read at once."""
        return _flat(self._session, keys, self._names)


class _Names:
    """The names and ids of the records that events name, by their keys."""

    def __init__(self, authorities: Authorities) -> None:
        kinds = authorities.by_kind
        self.timelines = {key: one.id for key, one in kinds["timeline"].items()}
        self.actors = _shown(kinds["actor"])
        self.places = _shown(kinds["place"])
        self.topics = _shown(kinds["topic"])
        titles = _shown(kinds["source"])
        self.sources = {key: (one.id, titles[key]) for key, one in kinds["source"].items()}


def _shown(authorities: Mapping[int, Authority]) -> dict[int, str]:
    return {key: one.name if one.is_public else one.id for key, one in authorities.items()}


def _flat(session: Session, keys: Sequence[int], names: _Names) -> Iterator[FlatEvent]:
    asked = sorted(keys)  # So the database finds each behind the last.
    timelines = _named(_rows(session, _TIMELINES, asked), names.timelines)
    places = _named(_rows(session, _PLACES, asked), names.places)
    topics = _named(_rows(session, _TOPICS, asked), names.topics)
    actors: dict[int, tuple[tuple[str, str], ...]] = {}
    for key, actor, role in _rows(session, _ACTORS, asked):
        actors[key] = (*actors.get(key, ()), (names.actors[actor], role))
    citations: dict[int, list[tuple[str, str, str]]] = {key: [] for key in keys}
    for key, source, locator in _rows(session, _CITATIONS, asked):
        citations[key].append((*names.sources[source], locator))
    own = {row[0]: row for row in _rows(session, _EVENTS, asked)}
    for at, key in enumerate(keys):
        if at % _WAY == 0:
            TURNS.give_way()
        _, record_id, title, date, kind, significance, summary = own[key]
        yield FlatEvent(
            record_id,
            title,
            date,
            kind,
            significance,
            summary,
            timelines.get(key, ()),
            actors.get(key, ()),
            places.get(key, ()),
            topics.get(key, ()),
            citations[key],
        )


def _named(rows: Iterable[tuple[Any, ...]], names: Mapping[int, str]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for key, value in rows:
        found[key] = (*found[key], names[value]) if key in found else (names[value],)
    return found


def _rows(session: Session, statement: Select[Any], keys: Sequence[int]) -> Sequence[tuple[Any, ...]]:
    engine = session.get_bind().dialect.name
    given = json.dumps(keys) if engine == "sqlite" else list(keys)
    table = statement.selected_columns[0].table.name
    among = text(f"{table}.record_id {_AMONG[engine]}")
    result = session.connection().execute(statement.where(among), {"keys": given})
    # Numbers and texts need nothing done to them, and rows as SQLAlchemy has them take as long again.
    rows: Sequence[tuple[Any, ...]] = result.cursor.fetchall()
    result.close()
    TURNS.give_way()
    return rows


def _parts(part: Any, *values: Any) -> Select[Any]:
    return select(part.record_id, *values).order_by(part.record_id, part.position)


# A statement for each table takes half the time of one that joins the parts of each event.
_TIMELINES: Final = _parts(RecordTimelineRow, RecordTimelineRow.timeline_id)
_ACTORS: Final = _parts(ParticipationRow, ParticipationRow.actor_id, ParticipationRow.role)
_PLACES: Final = _parts(EventPlaceRow, EventPlaceRow.place_id)
_TOPICS: Final = _parts(RecordTopicRow, RecordTopicRow.topic_id)
_CITATIONS: Final = _parts(CitationRow, CitationRow.source_id, CitationRow.locator)
_EVENTS: Final = select(
    EventRow.record_id,
    RecordRow.slug,
    EventRow.title,
    EventRow.date,
    EventRow.kind,
    EventRow.significance,
    EventRow.summary,
).join(RecordRow, RecordRow.id == EventRow.record_id)
