"""Columns of archivists' lists that are read for the rows shown alone: one statement a column."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from timeline.models.authority import ActorRow, PlaceRow, RecordTopicRow, TopicRow
from timeline.models.event import CitationRow, EventPlaceRow, ParticipationRow
from timeline.models.source import CreatorRow, SourceRow
from timeline.models.timeline import RecordTimelineRow, TimelineRow

#: By the key of a record, what its cell holds.
Cells = Mapping[int, tuple[str, ...]]


def read_columns(session: Session, keys: Sequence[int], columns: Sequence[str]) -> Mapping[str, Cells]:
    """Read the cells of columns for the records with these keys; columns of other sorts are passed over."""
    return {name: _cells(session, _COLUMNS[name](keys)) for name in columns if name in _COLUMNS}


def _cells(session: Session, statement: Select[Any]) -> Cells:
    found: dict[int, list[str]] = defaultdict(list)
    for key, value in session.execute(statement):
        if value not in ("", None):
            found[key].append(str(value))
    return {key: tuple(values) for key, values in found.items()}


def _names(link: Any, of: Any, name: Any) -> Callable[[Sequence[int]], Select[Any]]:
    """Read the names that a table of links leads to."""
    return lambda keys: (
        select(link.record_id, name)
        .join(name.class_, name.class_.record_id == of)
        .where(link.record_id.in_(keys))
        .order_by(link.record_id, link.position)
    )


def _uses(link: Any, of: Any) -> Callable[[Sequence[int]], Select[Any]]:
    """Count the records that name these."""
    return lambda keys: (
        select(of, func.count(link.record_id.distinct())).where(of.in_(keys)).group_by(of).order_by(of)
    )


def _authors(keys: Sequence[int]) -> Select[Any]:
    written = func.coalesce(func.nullif(CreatorRow.literal, ""), CreatorRow.family)
    return (
        select(CreatorRow.record_id, written)
        .where(CreatorRow.record_id.in_(keys), CreatorRow.role == "author")
        .order_by(CreatorRow.record_id, CreatorRow.position)
    )


def _plain(column: Any) -> Callable[[Sequence[int]], Select[Any]]:
    row = column.class_
    return lambda keys: select(row.record_id, column).where(row.record_id.in_(keys)).order_by(row.record_id)


_COLUMNS: Final[Mapping[str, Callable[[Sequence[int]], Select[Any]]]] = MappingProxyType(
    {
        "topics": _names(RecordTopicRow, RecordTopicRow.topic_id, TopicRow.label),
        "places": _names(EventPlaceRow, EventPlaceRow.place_id, PlaceRow.name),
        "actors": _names(ParticipationRow, ParticipationRow.actor_id, ActorRow.name),
        "timelines": _names(RecordTimelineRow, RecordTimelineRow.timeline_id, TimelineRow.title),
        "authors": _authors,
        "publisher": _plain(SourceRow.publisher),
        "access": _plain(SourceRow.access),
        "cited": _uses(CitationRow, CitationRow.source_id),
        "of_actor": _uses(ParticipationRow, ParticipationRow.actor_id),
        "of_place": _uses(EventPlaceRow, EventPlaceRow.place_id),
        "of_topic": _uses(RecordTopicRow, RecordTopicRow.topic_id),
    }
)
