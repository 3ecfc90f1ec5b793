"""The filter as conditions on the events' table."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from timeline.filters import EventFilter
from timeline.models.authority import PlaceRow, RecordTopicRow, TopicRow
from timeline.models.event import CitationRow, EventPlaceRow, EventRow, ParticipationRow, PolicyChangeRow
from timeline.models.history import RecordRow
from timeline.models.timeline import RecordTimelineRow
from timeline.queries.search import matching


def is_published(record_id: Any) -> ColumnElement[bool]:
    """Hold to records that are public; `record_id` is a column with the key of a record."""
    # An alias, since the statement around it may well read the registry too.
    registered = aliased(RecordRow)
    return exists().where(registered.id == record_id, registered.status == "published")


def conditions(session: Session, asked: EventFilter) -> list[ColumnElement[bool]]:
    """Give what an event must meet to be public and within the filter."""
    return [is_published(EventRow.record_id), *_conditions(session, asked)]


def _conditions(session: Session, asked: EventFilter) -> Iterator[ColumnElement[bool]]:
    if asked.q:
        yield EventRow.record_id.in_(matching(session, asked.q))
    if asked.kind:
        yield EventRow.kind.in_(asked.kind)
    if asked.significance < 3:
        yield EventRow.significance <= asked.significance
    links: tuple[tuple[Sequence[str], Any, Any, Select[tuple[int]]], ...] = (
        (asked.timeline, RecordTimelineRow, RecordTimelineRow.timeline_id, _ids("timeline", asked.timeline)),
        (
            asked.topic,
            RecordTopicRow,
            RecordTopicRow.topic_id,
            _within(TopicRow.broader_id, "topic", asked.topic),
        ),
        (
            asked.place,
            EventPlaceRow,
            EventPlaceRow.place_id,
            _within(PlaceRow.part_of_id, "place", asked.place),
        ),
        (asked.actor, ParticipationRow, ParticipationRow.actor_id, _ids("actor", asked.actor)),
        (asked.source, CitationRow, CitationRow.source_id, _ids("source", asked.source)),
        (asked.policy, PolicyChangeRow, PolicyChangeRow.policy_id, _ids("policy", asked.policy)),
    )
    for values, row, column, ids in links:
        if values:
            yield EventRow.record_id.in_(select(row.record_id).where(column.in_(ids)))
    yield from _range(asked)


def _range(asked: EventFilter) -> Iterator[ColumnElement[bool]]:
    """Hold to a range of days. An open end reaches as far as it can; an unknown date is in no range."""
    if asked.start is None and asked.end is None:
        return
    earliest, latest = EventRow.date_earliest, EventRow.date_latest
    yield or_(earliest.is_not(None), latest.is_not(None))
    if asked.when == "within":
        if asked.start is not None:
            yield earliest >= asked.start
        if asked.end is not None:
            yield latest <= asked.end
        return
    if asked.start is not None:
        yield or_(latest.is_(None), latest >= asked.start)
    if asked.end is not None:
        yield or_(earliest.is_(None), earliest <= asked.end)


def _ids(kind: str, slugs: Sequence[str]) -> Select[tuple[int]]:
    return select(RecordRow.id).where(and_(RecordRow.kind == kind, RecordRow.slug.in_(slugs)))


def _within(parent: InstrumentedAttribute[int | None], kind: str, slugs: Sequence[str]) -> Select[tuple[int]]:
    """Select the records with these ids and all that are part of them, however deep."""
    table = parent.class_
    reached = _ids(kind, slugs).cte(f"within_{kind}", recursive=True)
    below = aliased(table)
    reached = reached.union(select(below.record_id).where(getattr(below, parent.key) == reached.c.id))
    return select(reached.c.id)
