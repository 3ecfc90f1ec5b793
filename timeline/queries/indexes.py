"""Lists of the authority records and sources, each with how many events there are to see."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.models.authority import ActorRow, PlaceRow, RecordTopicRow, TopicRow
from timeline.models.event import CitationRow, EventPlaceRow, EventRow, ParticipationRow
from timeline.models.history import RecordRow
from timeline.models.source import CreatorRow, SourceRow
from timeline.queries.dataset import dataset_state
from timeline.queries.events import Link
from timeline.queries.name_columns import NAME_COLUMNS


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexRow:
    """An actor, a place or a topic in a list; `group` is its kind."""

    id: str
    label: str
    group: str
    events: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceRowOfIndex:
    """A source in a list."""

    id: str
    title: str
    byline: str
    type: str
    issued: Edtf | None
    consulted: bool
    events: int


def list_actors(session: Session) -> tuple[IndexRow, ...]:
    """List the published actors by their filing names."""
    name = func.coalesce(func.nullif(ActorRow.sort_name, ""), ActorRow.name)
    return _index(session, ActorRow, ActorRow.kind, (name,), ParticipationRow, ParticipationRow.actor_id)


def list_places(session: Session) -> tuple[IndexRow, ...]:
    """List the published places by their names."""
    return _index(session, PlaceRow, PlaceRow.kind, (PlaceRow.name,), EventPlaceRow, EventPlaceRow.place_id)


def list_topics(session: Session) -> tuple[IndexRow, ...]:
    """List the published topics by their labels."""
    return _index(
        session, TopicRow, RecordRow.kind, (TopicRow.label,), RecordTopicRow, RecordTopicRow.topic_id
    )


def list_sources(session: Session) -> tuple[SourceRowOfIndex, ...]:
    """List the published sources: those that were read first, then by date of issue and title."""
    makers: dict[int, list[str]] = {}
    for record_id, family, literal in session.execute(
        select(CreatorRow.record_id, CreatorRow.family, CreatorRow.literal)
        .where(CreatorRow.role == "author")
        .order_by(CreatorRow.record_id, CreatorRow.position)
    ):
        makers.setdefault(record_id, []).append(literal or family)
    events = _events_of(CitationRow, CitationRow.source_id)
    statement = (
        select(RecordRow.slug, SourceRow, func.coalesce(events.c.events, 0))
        .join(SourceRow, SourceRow.record_id == RecordRow.id)
        .outerjoin(events, events.c.key == RecordRow.id)
        .where(RecordRow.kind == "source", RecordRow.status == "published")
        .order_by(
            SourceRow.consulted.desc(), SourceRow.issued == "", SourceRow.issued_earliest, RecordRow.slug
        )
    )
    return tuple(
        SourceRowOfIndex(
            id=slug,
            title=row.title,
            byline=", ".join(makers.get(row.record_id, [])) or row.publisher,
            type=row.type,
            issued=parse(row.issued) if row.issued else None,
            consulted=row.consulted == "yes",
            events=count,
        )
        for slug, row, count in session.execute(statement)
    )


def list_below(session: Session, kind: str, record_id: str) -> tuple[Link, ...]:
    """List the published records that are part of, or narrower than, this one."""
    parent: InstrumentedAttribute[Any] = {
        "actor": ActorRow.part_of_id,
        "place": PlaceRow.part_of_id,
        "topic": TopicRow.broader_id,
    }[kind]
    above = aliased(RecordRow)
    name = NAME_COLUMNS[kind]
    statement = (
        select(RecordRow.slug, name)
        .join(parent.class_, parent.class_.record_id == RecordRow.id)
        .join(above, above.id == parent)
        .where(above.kind == kind, above.slug == record_id, RecordRow.status == "published")
        .order_by(name, RecordRow.slug)
    )
    return tuple(Link(id=slug, label=label) for slug, label in session.execute(statement))


def count_records(session: Session) -> dict[str, int]:
    """Count the published records of each kind."""
    statement = (
        select(RecordRow.kind, func.count())
        .where(RecordRow.status == "published")
        .group_by(RecordRow.kind)
        .order_by(RecordRow.kind)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def dataset_version(session: Session) -> int:
    """Give the number that every transaction that writes counts up."""
    return dataset_state(session).version


def _events_of(link: Any, key: Any) -> Any:
    """Count the published events that a link's table leads to, by the key of what they are linked to."""
    return (
        select(key.label("key"), func.count(func.distinct(link.record_id)).label("events"))
        .join(EventRow, EventRow.record_id == link.record_id)
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .where(RecordRow.status == "published")
        .group_by(key)
        .subquery()
    )


def _index(
    session: Session, row: Any, group: Any, order: tuple[Any, ...], link: Any, key: Any
) -> tuple[IndexRow, ...]:
    events = _events_of(link, key)
    statement = (
        select(RecordRow.slug, order[0], group, func.coalesce(events.c.events, 0))
        .join(row, row.record_id == RecordRow.id)
        .outerjoin(events, events.c.key == RecordRow.id)
        .where(RecordRow.status == "published")
        .order_by(*order, RecordRow.slug)
    )
    return tuple(
        IndexRow(id=slug, label=label, group=found, events=count)
        for slug, label, found, count in session.execute(statement)
    )
