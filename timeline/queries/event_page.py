"""What an event's page shows beside the event's own record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from timeline import vocab
from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.models.event import EventRow, RelationRow
from timeline.models.history import RecordRow
from timeline.models.source import CreatorRow, SourceRow
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
class RelatedEvent:
    """Another event, and how the two are related, said from this one's side.

    `is_ground` tells that this one points to it, as to what it answers, amends or is part of.
    """

    label: str
    id: str
    note: str
    date: Edtf | None
    is_ground: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DatedLink:
    """Another event, to be linked to."""

    id: str
    label: str
    date: Edtf | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbours:
    """The events before and after in the order of the timeline."""

    before: DatedLink | None
    after: DatedLink | None


def cited_sources(session: Session, ids: Sequence[str]) -> Mapping[str, CitedSource]:
    """Give the sources with these ids, each with its makers."""
    rows = send(session, _CITED, {"ids": sorted(set(ids))}).all()
    makers: dict[int, list[str]] = {}
    authors = send(session, _AUTHORS, {"keys": [row.record_id for row in rows]})
    for record_id, family, literal in authors:
        makers.setdefault(record_id, []).append(literal or family)
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


def list_related(session: Session, event: str) -> tuple[RelatedEvent, ...]:
    """List the published events that this one points to, then those that point to it."""
    read = partial(send, session, asked={"event": event})
    found = [(vocab.RELATIONS[row[0]].label, row, True) for row in read(_related(outward=True))]
    found += [(vocab.INVERSE_RELATIONS[row[0]], row, False) for row in read(_related(outward=False))]
    return tuple(
        RelatedEvent(
            label=label,
            id=row[1],
            note=row[2],
            date=parse(row[3]) if row[3] else None,
            is_ground=is_ground,
        )
        for label, row, is_ground in found
    )


@cache
def _related(*, outward: bool) -> Select[tuple[str, str, str, str]]:
    this, other = aliased(RecordRow), aliased(RecordRow)
    own, its = RelationRow.record_id, RelationRow.target_id
    statement = (
        select(RelationRow.relation, other.slug, RelationRow.note, EventRow.date)
        .join(this, this.id == (own if outward else its))
        .join(other, other.id == (its if outward else own))
        .join(EventRow, EventRow.record_id == other.id)
        .where(this.kind == "event", this.slug == bindparam("event"), other.status == "published")
    )
    return statement.order_by(EventRow.sort_key, *([RelationRow.position] if outward else []))


def neighbours(session: Session, event: str) -> Neighbours:
    """Give the published events just before and just after this one."""
    return Neighbours(before=_dated_link(session, event, -1), after=_dated_link(session, event, 1))


@cache
def _next(way: int) -> Select[tuple[str, str, str]]:
    own = (
        select(EventRow.sort_key)
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .where(RecordRow.kind == "event", RecordRow.slug == bindparam("event"))
        .scalar_subquery()
    )
    base = (
        select(RecordRow.slug, EventRow.title, EventRow.date)
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .where(is_published(EventRow.record_id))
        .limit(1)
    )
    if way < 0:
        return base.where(EventRow.sort_key < own).order_by(EventRow.sort_key.desc())
    return base.where(EventRow.sort_key > own).order_by(EventRow.sort_key)


def _dated_link(session: Session, event: str, way: int) -> DatedLink | None:
    row = send(session, _next(way), {"event": event}).one_or_none()
    return DatedLink(id=row[0], label=row[1], date=parse(row[2]) if row[2] else None) if row else None
