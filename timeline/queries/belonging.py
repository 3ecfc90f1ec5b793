"""What belongs to a selection of events: all that they refer to, the points that touch them, their figures.

A part of the archive holds this and no more, so that it says nothing of what was not asked for, and all that
is named in it is there. Figures are chosen by `timeline.figures.selection`, whole series at a time.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.figures.selection import choice_of, chosen
from timeline.models.history import RecordRow
from timeline.models.mapping import table_maps
from timeline.models.question import QuestionTouchRow
from timeline.queries.records import stream_records
from timeline.records.authority import Place, Topic
from timeline.records.kinds import CLASS_OF_KIND
from timeline.records.series import Series

_CHUNK = 500
_T = TypeVar("_T")
#: Every column in which one record refers to another, with its table.
_REFERRING = tuple(
    dict.fromkeys(
        (held.table, column)
        for cls in CLASS_OF_KIND.values()
        for held in table_maps(cls)
        for column in held.table.c
        if column.foreign_keys and column.name.endswith("_id") and column.name != "record_id"
    )
)


def belonging(
    session: Session, events: Sequence[int], figures: Iterable[str] = ()
) -> Mapping[str, Sequence[int]]:
    """Give the keys of the published records that belong to events, by kind and in the order of their ids.

    `events` are the keys of the selection, `figures` the ids of the series that are chosen. Events and
    timelines are left out: the former are the selection, the latter say what the archive is about.
    """
    reached: set[int] = set()
    ahead = {*events, *_touching(session, events), *_keys(session, "series", figures)}
    while ahead:
        reached |= ahead
        ahead = {key for some in _chunks(sorted(ahead)) for key in _referred(session, some)} - reached
    found: dict[str, list[tuple[str, int]]] = {}
    for some in _chunks(sorted(reached)):
        rows = select(RecordRow.kind, RecordRow.slug, RecordRow.id).where(
            RecordRow.id.in_(some), RecordRow.status == "published"
        )
        for kind, slug, key in session.execute(rows):
            found.setdefault(kind, []).append((slug, key))
    return {kind: [key for _, key in sorted(rows)] for kind, rows in found.items() if kind != "event"}


def series_of_selection(
    session: Session, parameters: Mapping[str, Sequence[str]], inside: Collection[str]
) -> Iterator[str]:
    """Yield the ids of the series of which a filter chooses figures; `inside` are the events that it has."""
    places = (stored.record for stored in stream_records(session, "place"))
    topics = (stored.record for stored in stream_records(session, "topic"))
    choice = choice_of(
        parameters,
        part_of={place.id: place.part_of for place in places if isinstance(place, Place)},
        broader={topic.id: topic.broader for topic in topics if isinstance(topic, Topic)},
    )
    for stored in stream_records(session, "series"):
        assert isinstance(stored.record, Series)  # noqa: S101 - the kind asked for
        read = chosen(stored.record, choice)
        if any(not choice.by_event or figure.figure.event in inside for figure in read):
            yield stored.record.id


def _touching(session: Session, events: Sequence[int]) -> Iterator[int]:
    """Yield the questions that touch events."""
    for some in _chunks(events):
        yield from session.scalars(
            select(QuestionTouchRow.record_id).where(QuestionTouchRow.touched_id.in_(some)).distinct()
        )


def _keys(session: Session, kind: str, ids: Iterable[str]) -> Iterator[int]:
    for some in _chunks(sorted(ids)):
        yield from session.scalars(
            select(RecordRow.id).where(RecordRow.kind == kind, RecordRow.slug.in_(some))
        )


def _referred(session: Session, keys: Sequence[int]) -> Iterator[int]:
    """Yield what records refer to, besides events."""
    for table, column in _REFERRING:
        found = session.scalars(
            select(column).where(table.c.record_id.in_(keys), column.is_not(None)).distinct()
        ).all()
        for some in _chunks(found):
            yield from session.scalars(
                select(RecordRow.id).where(RecordRow.id.in_(some), RecordRow.kind != "event")
            )


def _chunks(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
