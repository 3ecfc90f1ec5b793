"""What the index of events is made of, as the tables have it."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from timeline.models.authority import PlaceRow, RecordTopicRow, TopicRow
from timeline.models.event import CitationRow, EventPlaceRow, EventRow, ParticipationRow, PolicyChangeRow
from timeline.models.history import RecordRow
from timeline.models.timeline import RecordTimelineRow
from timeline.queries.differing_dates import with_differing_dates
from timeline.queries.name_columns import NAME_COLUMNS
from timeline.queries.rows_of import Among, rows_of
from timeline.selecting.authorities import KINDS, Authorities, Authority
from timeline.selecting.grow import Growth
from timeline.selecting.index import EventFacts, EventIndex, Standing

_CHUNK = 500

_LINKS: Mapping[str, tuple[Any, Any]] = {
    "timeline": (RecordTimelineRow.record_id, RecordTimelineRow.timeline_id),
    "topic": (RecordTopicRow.record_id, RecordTopicRow.topic_id),
    "place": (EventPlaceRow.record_id, EventPlaceRow.place_id),
    "source": (CitationRow.record_id, CitationRow.source_id),
    "policy": (PolicyChangeRow.record_id, PolicyChangeRow.policy_id),
}
_PARENTS: Mapping[str, InstrumentedAttribute[int | None]] = {
    "topic": TopicRow.broader_id,
    "place": PlaceRow.part_of_id,
}


def event_facts(session: Session, keys: Collection[int] | None = None) -> Iterator[EventFacts]:
    """Yield what the index keeps of all events, or of those with these keys, in the order of the timeline."""
    statement = (
        select(
            EventRow.record_id,
            RecordRow.status,
            EventRow.kind,
            EventRow.significance,
            EventRow.date_earliest,
            EventRow.date_latest,
            EventRow.sort_key,
        )
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .order_by(EventRow.sort_key)
    )
    rows = rows_of(session, _statement(statement, EventRow.record_id), keys)
    if keys is not None:  # They are read some at a time.
        rows = iter(sorted(rows, key=lambda row: row.sort_key))
    for key, status, kind, significance, earliest, latest, sort_key in rows:
        yield EventFacts(
            key, status == "published", kind, significance, _number(earliest), _number(latest), sort_key
        )


def add_linked(session: Session, growth: Growth, keys: Collection[int] | None = None) -> None:
    """Tell a growing index what all of its new events are linked to, or those with these keys."""
    for name, (event, value) in _LINKS.items():
        growth.add_links(name, rows_of(session, _statement(select(event, value), event), keys))
    event = ParticipationRow.record_id
    rows = rows_of(
        session, _statement(select(event, ParticipationRow.actor_id, ParticipationRow.role), event), keys
    )
    growth.add_links("part", ((key, (actor, role)) for key, actor, role in rows))
    differing = {row[0] for row in rows_of(session, with_differing_dates, keys)}
    growth.add_links("disputed", ((key, True) for key in sorted(differing)))


def standing_after(
    session: Session,
    index: EventIndex,
    sort_key: str,
    *,
    passing_over: Collection[int] = (),
    itself: bool = False,
) -> Standing:
    """Give where a text stands among the events of an index: just before the first that comes after it.

    `passing_over` are the keys of events that have no place of their own in its order; `itself` tells
    whether an event with just this key is taken to come after it.
    """
    late = passing_over or index.late_places
    after = EventRow.sort_key >= sort_key if itself else EventRow.sort_key > sort_key
    size = 2
    while True:
        statement = select(EventRow.record_id, EventRow.sort_key).where(after)
        rows = session.execute(statement.order_by(EventRow.sort_key).limit(size)).all()
        for key, _ in rows:
            place = index.place_of(key)
            if place is not None and key not in late:
                return Standing(place, sort_key)
        if len(rows) < size:
            return Standing(index.base, sort_key)
        after, size = EventRow.sort_key > rows[-1].sort_key, min(size * 4, _CHUNK)


def load_authorities(session: Session) -> Authorities:
    """Load the records by which events are filtered."""
    return Authorities({kind: _authorities_of(session, kind) for kind in KINDS})


def _authorities_of(session: Session, kind: str) -> dict[int, Authority]:
    name = NAME_COLUMNS[kind]
    part_of = _PARENTS.get(kind)
    statement = (
        select(
            RecordRow.id,
            RecordRow.slug,
            name,
            RecordRow.status,
            literal(None) if part_of is None else part_of,
        )
        .join(name.class_, name.class_.record_id == RecordRow.id)
        .where(RecordRow.kind == kind)
    )
    return {
        key: Authority(key=key, id=slug, name=label, is_public=status == "published", part_of=above)
        for key, slug, label, status, above in session.execute(statement)
    }


def _statement(statement: Select[Any], event: Any) -> Among:
    return lambda keys: statement if keys is None else statement.where(event.in_(keys))


def _number(day: dt.date | None) -> int | None:
    return None if day is None else day.toordinal()
