"""The filter as conditions on the events' table."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from timeline.filters import EventFilter
from timeline.models.authority import PlaceRow, RecordTopicRow, TopicRow
from timeline.models.event import (
    CitationBearingRow,
    CitationRow,
    EventPlaceRow,
    EventRow,
    ParticipationRow,
    PolicyChangeRow,
)
from timeline.models.history import RecordRow
from timeline.models.timeline import RecordTimelineRow
from timeline.queries.search import matching

# An alias, since the statement around it may well read the registry too; one for all, since making it and
# reading its columns costs more than the statement.
_registered = RecordRow.__table__.alias("registered")


def is_published(record_id: Any) -> ColumnElement[bool]:
    """Hold to records that are public; `record_id` is a column with the key of a record."""
    return exists().where(_registered.c.id == record_id, _registered.c.status == "published")


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
    yield from _linked(asked)
    if asked.actor or asked.role:
        yield EventRow.record_id.in_(_taking_part(asked))
    if asked.disputed:
        yield EventRow.record_id.in_(with_differing_dates())
    yield from _range(asked)


def _linked(asked: EventFilter) -> Iterator[ColumnElement[bool]]:
    if asked.timeline:
        # Most events are in the timeline, so a page of a list looks at few of them before it is full.
        yield exists().where(
            RecordTimelineRow.record_id == EventRow.record_id,
            RecordTimelineRow.timeline_id.in_(_ids("timeline", asked.timeline)),
        )
    if asked.topic:
        ids = _within(TopicRow.broader_id, "topic", asked.topic)
        yield _has(RecordTopicRow.record_id, RecordTopicRow.topic_id, ids)
    if asked.place:
        ids = _within(PlaceRow.part_of_id, "place", asked.place)
        yield _has(EventPlaceRow.record_id, EventPlaceRow.place_id, ids)
    if asked.source:
        yield _has(CitationRow.record_id, CitationRow.source_id, _ids("source", asked.source))
    if asked.policy:
        yield _has(PolicyChangeRow.record_id, PolicyChangeRow.policy_id, _ids("policy", asked.policy))


def _has(event: Any, column: Any, ids: Select[tuple[int]]) -> ColumnElement[bool]:
    return EventRow.record_id.in_(select(event).where(column.in_(ids)))


def _taking_part(asked: EventFilter) -> Select[tuple[int]]:
    """Select the events in which one of the actors plays one of the roles, as far as these are asked for."""
    statement = select(ParticipationRow.record_id)
    if asked.actor:
        statement = statement.where(ParticipationRow.actor_id.in_(_ids("actor", asked.actor)))
    if asked.role:
        statement = statement.where(ParticipationRow.role.in_(asked.role))
    return statement


def with_differing_dates() -> Select[tuple[int]]:
    """Select the events with two citations that give the same one of their dates without a day in common.

    This is the rule of `timeline.disagreement.dates` on the dates' bounds. The rule itself also sees a day
    in a gap of another date, which bounds do not show; such pairs are left out here.
    """
    one, other = aliased(CitationRow), aliased(CitationRow)
    of_one, of_other = aliased(CitationBearingRow), aliased(CitationBearingRow)
    same_role = exists().where(
        *_is_bearing_of(of_one, one),
        *_is_bearing_of(of_other, other),
        of_one.bearing.like("date:%"),
        of_one.bearing == of_other.bearing,
    )
    return (
        select(one.record_id)
        .join(other, other.record_id == one.record_id)
        .where(
            one.asserted_date_latest < other.asserted_date_earliest,
            or_(and_(_gives_own_date(one), _gives_own_date(other)), same_role),
        )
    )


def _is_bearing_of(bearing: Any, citation: Any) -> tuple[ColumnElement[bool], ...]:
    return bearing.record_id == citation.record_id, bearing.citation == citation.position


def _gives_own_date(citation: Any) -> ColumnElement[bool]:
    """Hold to citations that speak of the event's own date; see `DatedCitation.roles`."""
    bearing, further = aliased(CitationBearingRow), aliased(CitationBearingRow)
    return or_(
        exists().where(*_is_bearing_of(bearing, citation), bearing.bearing == "date"),
        ~exists().where(*_is_bearing_of(further, citation), further.bearing.like("date:%")),
    )


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
    # The plain table: to adapt a mapped class takes longer than the database needs for the answer.
    below = parent.class_.__table__.alias(f"below_{kind}")
    reached = _ids(kind, slugs).cte(f"within_{kind}", recursive=True)
    reached = reached.union(select(below.c.record_id).where(below.c[parent.key] == reached.c.id))
    return select(reached.c.id)
