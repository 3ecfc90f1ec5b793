"""What an event's page shows beside the event's own record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, CompoundSelect, Row, Select, bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from timeline import vocab
from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.models.event import EventRow, RelationRow
from timeline.models.history import RecordRow
from timeline.models.source import CreatorRow, SourceRow
from timeline.queries.kept import kept_each
from timeline.queries.selection import is_published
from timeline.queries.sending import send


@dataclass(frozen=True, kw_only=True, slots=True)
class CitedSource:
    """A source as a citation shows it."""

    title: str
    byline: str
    issued: Edtf | None
    url: str
    archived_url: str
    access: str
    consulted: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DatedLink:
    """Another event, to be linked to."""

    id: str
    label: str
    date: Edtf | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RelatedEvent:
    """Another event, and how the two are related, said from this one's side.

    `is_ground` tells that this one points to it, as to what it answers, amends or is part of.
    """

    label: str
    note: str
    is_ground: bool
    event: DatedLink


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """The related events, and those before and after in the order of the timeline."""

    related: tuple[RelatedEvent, ...]
    before: DatedLink | None
    after: DatedLink | None


def cited_sources(session: Session, ids: Iterable[str]) -> Mapping[str, CitedSource]:
    """Give the sources with these ids, each with its makers; they are kept, since many events cite them."""
    return kept_each(session, "cited sources", ids, lambda missing: _cited_sources(session, missing))


def _cited_sources(session: Session, ids: Sequence[str]) -> Mapping[str, CitedSource]:
    rows = send(session, _CITED, {"ids": sorted(ids)})
    makers: dict[int, list[str]] = {}
    authors = send(session, _AUTHORS, {"keys": [row.record_id for row in rows]})
    for record_id, family, whole in authors:
        makers.setdefault(record_id, []).append(whole or family)
    return {
        row.slug: CitedSource(
            title=row.title,
            byline=", ".join(makers.get(row.record_id, [])) or row.publisher,
            issued=parse(row.issued) if row.issued else None,
            url=row.url,
            archived_url=row.archived_url,
            access=row.access,
            consulted=row.consulted == "yes",
        )
        for row in rows
    }


# Statements are made once: to make one costs more than to send it.
_CITED: Final = (
    select(
        RecordRow.slug,
        SourceRow.record_id,
        SourceRow.title,
        SourceRow.publisher,
        SourceRow.issued,
        SourceRow.url,
        SourceRow.archived_url,
        SourceRow.access,
        SourceRow.consulted,
    )
    .join(SourceRow, SourceRow.record_id == RecordRow.id)
    .where(RecordRow.kind == "source", RecordRow.slug.in_(bindparam("ids", expanding=True)))
)
_AUTHORS: Final = (
    select(CreatorRow.record_id, CreatorRow.family, CreatorRow.literal)
    .where(CreatorRow.record_id.in_(bindparam("keys", expanding=True)), CreatorRow.role == "author")
    .order_by(CreatorRow.record_id, CreatorRow.position)
)


def surroundings(session: Session, event: str) -> Surroundings:
    """Give the published events around this one, by one statement.

    Those that it points to come before those that point to it, both in the order of the timeline.
    """
    rows = sorted(send(session, _around(), {"event": event}), key=attrgetter("sort_key", "position"))
    beside = {row.place: _linked(row) for row in rows if row.place in {_BEFORE, _AFTER}}
    return Surroundings(
        related=(
            *(_related(row) for row in rows if row.place == _OUTWARD),
            *(_related(row) for row in rows if row.place == _INWARD),
        ),
        before=beside.get(_BEFORE),
        after=beside.get(_AFTER),
    )


_OUTWARD, _INWARD, _BEFORE, _AFTER = range(4)


def _related(row: Row[Any]) -> RelatedEvent:
    is_ground = row.place == _OUTWARD
    label = vocab.RELATIONS[row.relation].label if is_ground else vocab.INVERSE_RELATIONS[row.relation]
    return RelatedEvent(label=label, note=row.note, is_ground=is_ground, event=_linked(row))


def _linked(row: Row[Any]) -> DatedLink:
    return DatedLink(id=row.slug, label=row.title, date=parse(row.date) if row.date else None)


@cache
def _around() -> CompoundSelect[Any]:
    """Give the statement for all events around one; to make it costs more than to send it."""
    own = (
        select(RecordRow.id, EventRow.sort_key)
        .join(EventRow, EventRow.record_id == RecordRow.id)
        .where(RecordRow.kind == "event", RecordRow.slug == bindparam("event"))
        .cte("own")
    )
    key, place = (select(column).scalar_subquery() for column in (own.c.id, own.c.sort_key))
    return union_all(
        _pointing(_OUTWARD, RelationRow.record_id == key, RelationRow.target_id),
        _pointing(_INWARD, RelationRow.target_id == key, RelationRow.record_id),
        _next(_BEFORE, EventRow.sort_key < place, EventRow.sort_key.desc()),
        _next(_AFTER, EventRow.sort_key > place, EventRow.sort_key.asc()),
    )


def _pointing(place: int, own: ColumnElement[bool], its: Any) -> Select[Any]:
    """Select the events that relations lead to, or come from: `its` is their key."""
    return (
        select(*_columns(place, RelationRow.relation, RelationRow.note, RelationRow.position))
        .join_from(RelationRow, EventRow, EventRow.record_id == its)
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .where(own, RecordRow.status == "published")
    )


def _next(place: int, beyond: ColumnElement[bool], order: ColumnElement[str]) -> Select[Any]:
    """Select the first published event beyond a place of the timeline."""
    first = (
        select(*_columns(place, literal(""), literal(""), literal(0)))
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .where(is_published(EventRow.record_id), beyond)
        .order_by(order)
        .limit(1)
    )
    return select(first.subquery())


def _columns(place: int, relation: Any, note: Any, position: Any) -> tuple[Any, ...]:
    own = EventRow.title, EventRow.date, EventRow.sort_key, RecordRow.slug
    named = literal(place).label("place"), relation.label("relation"), note.label("note")
    return *named, position.label("position"), *own
