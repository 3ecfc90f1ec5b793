"""What an event's page shows beside the event's own record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from timeline import vocab
from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.models.event import EventRow, RelationRow
from timeline.models.history import RecordRow
from timeline.models.source import CreatorRow, SourceRow
from timeline.queries.selection import is_published


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
    statement = (
        select(RecordRow.slug, SourceRow)
        .join(SourceRow, SourceRow.record_id == RecordRow.id)
        .where(RecordRow.kind == "source", RecordRow.slug.in_(sorted(set(ids))))
    )
    rows = list(session.execute(statement))
    makers: dict[int, list[str]] = {}
    for record_id, family, literal in session.execute(
        select(CreatorRow.record_id, CreatorRow.family, CreatorRow.literal)
        .where(CreatorRow.record_id.in_([row.record_id for _, row in rows]), CreatorRow.role == "author")
        .order_by(CreatorRow.record_id, CreatorRow.position)
    ):
        makers.setdefault(record_id, []).append(literal or family)
    return {
        slug: CitedSource(
            title=row.title,
            byline=", ".join(makers.get(row.record_id, [])) or row.publisher,
            issued=parse(row.issued) if row.issued else None,
            url=row.url,
            archived_url=row.archived_url,
            access=row.access,
            consulted=row.consulted == "yes",
        )
        for slug, row in rows
    }


def list_related(session: Session, event: str) -> tuple[RelatedEvent, ...]:
    """List the published events that this one points to, then those that point to it."""
    this, other = aliased(RecordRow), aliased(RecordRow)
    outward = (
        select(RelationRow.relation, other.slug, RelationRow.note, EventRow.date)
        .join(this, this.id == RelationRow.record_id)
        .join(other, other.id == RelationRow.target_id)
        .join(EventRow, EventRow.record_id == other.id)
        .where(this.kind == "event", this.slug == event, other.status == "published")
        .order_by(EventRow.sort_key, RelationRow.position)
    )
    inward = (
        select(RelationRow.relation, other.slug, RelationRow.note, EventRow.date)
        .join(this, this.id == RelationRow.target_id)
        .join(other, other.id == RelationRow.record_id)
        .join(EventRow, EventRow.record_id == other.id)
        .where(this.kind == "event", this.slug == event, other.status == "published")
        .order_by(EventRow.sort_key)
    )
    found = [(vocab.RELATIONS[row[0]].label, row, True) for row in session.execute(outward)]
    found += [(vocab.INVERSE_RELATIONS[row[0]], row, False) for row in session.execute(inward)]
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


def neighbours(session: Session, event: str) -> Neighbours:
    """Give the published events just before and just after this one."""
    own = (
        select(EventRow.sort_key)
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .where(RecordRow.kind == "event", RecordRow.slug == event)
        .scalar_subquery()
    )
    base = (
        select(RecordRow.slug, EventRow.title, EventRow.date)
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .where(is_published(EventRow.record_id))
        .limit(1)
    )
    before = base.where(EventRow.sort_key < own).order_by(EventRow.sort_key.desc())
    after = base.where(EventRow.sort_key > own).order_by(EventRow.sort_key)
    return Neighbours(before=_dated_link(session, before), after=_dated_link(session, after))


def _dated_link(session: Session, statement: Select[tuple[str, str, str]]) -> DatedLink | None:
    row = session.execute(statement).one_or_none()
    return DatedLink(id=row[0], label=row[1], date=parse(row[2]) if row[2] else None) if row else None
