"""The worklists of what records lack: sources, locators, agreement, archived copies."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, text, tuple_, union
from sqlalchemy.orm import Session, aliased

from timeline.models.event import CitationBearingRow, CitationRow, PolicyChangeRow, RelationRow
from timeline.models.history import RecordRow
from timeline.models.listing import ListingRow
from timeline.models.question import ClaimRow, QuestionRow, QuestionTouchRow
from timeline.models.series import FigureRow
from timeline.models.source import UNARCHIVED, CaptureRow, SourceRow
from timeline.queries.worklist import Found, Page, number_in, page_of
from timeline.vocab import RELATIONS

#: Relations that cannot hold both ways.
_ONE_WAY: Final = ("corrects", "implements", "supersedes", "amends", "part-of", "follows", "responds-to")
_EVIDENCE: Final[Mapping[str, tuple[str, Any]]] = {
    "event": ("citations", CitationRow),
    "question": ("claims", ClaimRow),
    "series": ("figures", FigureRow),
}


# --- Statements without a source ---------------------------------------------------------------------


def unsourced() -> Select[Any]:
    """Select the records without evidence, and events with a policy change that no citation bears on."""
    bare = select(ListingRow.record_id).where(
        ListingRow.kind.in_(tuple(_EVIDENCE)), ListingRow.evidence == 0, ListingRow.status != "withdrawn"
    )
    bearing, whole, of_whole, policy = (
        aliased(CitationBearingRow),
        aliased(CitationRow),
        aliased(CitationBearingRow),
        aliased(RecordRow),
    )
    of_the_whole = exists().where(
        whole.record_id == PolicyChangeRow.record_id,
        ~exists().where(of_whole.record_id == whole.record_id, of_whole.citation == whole.position),
    )
    of_the_change = exists().where(
        bearing.record_id == PolicyChangeRow.record_id,
        or_(bearing.bearing == "changes", bearing.bearing == literal("change:") + policy.slug),
    )
    unsaid = (
        select(PolicyChangeRow.record_id)
        .join(policy, policy.id == PolicyChangeRow.policy_id)
        .where(~of_the_whole, ~of_the_change)
    )
    found = union(bare, unsaid).subquery()
    return (
        select(RecordRow.id, RecordRow.kind, RecordRow.slug)
        .join(found, found.c.record_id == RecordRow.id)
        .where(RecordRow.status != "withdrawn")
    )


def list_unsourced(session: Session, after: str, limit: int) -> Page:
    """List them by their keys."""
    statement = unsourced().where(RecordRow.id > number_in(after)).order_by(RecordRow.id).limit(limit + 1)
    rows = session.execute(statement).all()
    bare = set(
        session.scalars(
            select(ListingRow.record_id).where(
                ListingRow.record_id.in_([row.id for row in rows]), ListingRow.evidence == 0
            )
        )
    )
    found = [
        Found(
            key=row.id,
            kind=row.kind,
            slug=row.slug,
            path=_EVIDENCE[row.kind][0] if row.id in bare else "changes",
            detail="It cites nothing." if row.id in bare else "No citation bears on a policy change.",
        )
        for row in rows
    ]
    return page_of(session, found, limit)


# --- Evidence without a locator, dates in conflict ---------------------------------------------------


def unlocated() -> Select[Any]:
    """Select the records of whose evidence some has no locator."""
    return _listed(ListingRow.unlocated > 0).where(ListingRow.kind.in_(tuple(_EVIDENCE)))


def disputed() -> Select[Any]:
    """Select the events whose sources give dates that exclude each other, without a question about it."""
    asked = (
        select(QuestionTouchRow.touched_id)
        .join(QuestionRow, QuestionRow.record_id == QuestionTouchRow.record_id)
        .where(QuestionRow.kind == "date")
    )
    return _listed(ListingRow.disputed.is_(True)).where(
        ListingRow.kind == "event", ListingRow.record_id.not_in(asked)
    )


def _listed(condition: ColumnElement[bool]) -> Select[Any]:
    return (
        select(ListingRow.record_id.label("id"), ListingRow.kind, RecordRow.slug, ListingRow.unlocated)
        .join(RecordRow, RecordRow.id == ListingRow.record_id)
        .where(condition, ListingRow.status != "withdrawn")
    )


def list_unlocated(session: Session, after: str, limit: int) -> Page:
    """List them by kind and key, each with the first place that lacks a locator."""
    rows = session.execute(_by_kind(unlocated(), after, limit)).all()
    first = _first_unlocated(session, [(row.kind, row.id) for row in rows])
    found = [
        Found(
            key=row.id,
            kind=row.kind,
            slug=row.slug,
            path=f"{_EVIDENCE[row.kind][0]}[{first.get(row.id, 1) - 1}].locator",
            detail="1 place is missing." if row.unlocated == 1 else f"{row.unlocated} places are missing.",
            after=f"{row.kind}.{row.id}",
        )
        for row in rows
    ]
    return page_of(session, found, limit)


def list_disputed(session: Session, after: str, limit: int) -> Page:
    """List them by key."""
    rows = session.execute(_by_kind(disputed(), after, limit)).all()
    detail = "Sources give dates that exclude each other, and no question is about it."
    found = [
        Found(
            key=row.id,
            kind=row.kind,
            slug=row.slug,
            path="citations",
            detail=detail,
            after=f"{row.kind}.{row.id}",
        )
        for row in rows
    ]
    return page_of(session, found, limit)


def _by_kind(statement: Select[Any], after: str, limit: int) -> Select[Any]:
    """Order by kind and key, as the table of lists is, so that a page reads no more than it shows."""
    kind, _, number = after.partition(".")
    if kind:
        place = tuple_(ListingRow.kind, ListingRow.record_id)
        statement = statement.where(place > tuple_(literal(kind), literal(number_in(number))))
    return statement.order_by(ListingRow.kind, ListingRow.record_id).limit(limit + 1)


def _first_unlocated(session: Session, records: Sequence[tuple[str, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for kind, (_, rows) in _EVIDENCE.items():
        keys = [number for of_kind, number in records if of_kind == kind]
        if keys:
            statement = (
                select(rows.record_id, func.min(rows.position))
                .where(rows.record_id.in_(keys), rows.locator == "")
                .group_by(rows.record_id)
            )
            found.update((number, position) for number, position in session.execute(statement))
    return found


# --- Relations that hold from one side only ----------------------------------------------------------


def one_sided() -> Select[Any]:
    """Select relations whose other event is not public, or says the same one-way relation back."""
    here, there, back = aliased(RecordRow), aliased(RecordRow), aliased(RelationRow)
    returned = exists().where(
        RelationRow.relation.in_(_ONE_WAY),
        back.record_id == RelationRow.target_id,
        back.target_id == RelationRow.record_id,
        back.relation == RelationRow.relation,
    )
    hidden = or_(there.status == "withdrawn", and_(here.status == "published", there.status != "published"))
    return (
        select(here.id, here.slug, RelationRow.position, RelationRow.relation)
        .add_columns(there.slug.label("target"), there.status.label("target_status"))
        .join(here, here.id == RelationRow.record_id)
        .join(there, there.id == RelationRow.target_id)
        .where(here.status != "withdrawn", or_(hidden, returned))
        .order_by(RelationRow.record_id, RelationRow.position)
    )


def list_one_sided(session: Session, after: str, limit: int) -> Page:
    """List them by event and place."""
    statement = one_sided().limit(limit + 1)
    key, _, position = after.partition(".")
    if key:
        place = tuple_(RelationRow.record_id, RelationRow.position)
        statement = statement.where(place > tuple_(literal(number_in(key)), literal(number_in(position))))
    found = [
        Found(
            key=row.id,
            kind="event",
            slug=row.slug,
            path=f"relations[{row.position - 1}]",
            detail=_one_sided_detail(row),
            after=f"{row.id}.{row.position}",
        )
        for row in session.execute(statement)
    ]
    return page_of(session, found, limit)


def _one_sided_detail(row: Any) -> str:
    said = f"{RELATIONS[row.relation].label} “{row.target}”"
    if row.target_status == "published":
        return f"{said}, which says the same of this event."
    return f"{said}, which readers cannot see."


# --- Quotations that nobody can compare, links without a copy ----------------------------------------


def uncompared() -> Select[Any]:
    """Select the sources that are quoted and of which no file is held."""
    quoting: Iterable[Any] = (CitationRow, FigureRow, ClaimRow)
    quoted = union(
        *(
            select(rows.source_id)
            .join(RecordRow, RecordRow.id == rows.record_id)
            .where(rows.quotation != "", RecordRow.status != "withdrawn")
            for rows in quoting
        )
    ).subquery()
    return (
        select(RecordRow.id, RecordRow.kind, RecordRow.slug)
        .join(quoted, quoted.c.source_id == RecordRow.id)
        .where(RecordRow.status != "withdrawn")
        .where(~exists().where(CaptureRow.record_id == RecordRow.id))
    )


def list_uncompared(session: Session, after: str, limit: int) -> Page:
    """List them by their keys."""
    detail = "It is quoted, and no file of it is held with which to compare."
    return _of_sources(session, uncompared(), "captures", detail, after, limit)


def unarchived() -> Select[Any]:
    """Select the sources with an address and without an archived copy."""
    return (
        select(RecordRow.id, RecordRow.kind, RecordRow.slug)
        .join(SourceRow, SourceRow.record_id == RecordRow.id)
        # As it stands in the index: one with bound values would not be used.
        .where(text(UNARCHIVED), RecordRow.status != "withdrawn")
    )


def list_unarchived(session: Session, after: str, limit: int) -> Page:
    """List them by their keys."""
    detail = "When its address stops answering, nothing will be left to read."
    return _of_sources(session, unarchived(), "archived_url", detail, after, limit)


def _of_sources(
    session: Session, statement: Select[Any], path: str, detail: str, after: str, limit: int
) -> Page:
    rows = session.execute(
        statement.where(RecordRow.id > number_in(after)).order_by(RecordRow.id).limit(limit + 1)
    )
    found = [Found(key=row.id, kind=row.kind, slug=row.slug, path=path, detail=detail) for row in rows]
    return page_of(session, found, limit)
