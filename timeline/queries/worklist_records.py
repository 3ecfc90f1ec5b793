"""The worklists of what records lack: sources, locators, agreement, archived copies.

Each finds its records once for each state of the record and keeps their keys, so that a count and a page
cost next to nothing until somebody writes.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from timeline.models.event import CitationBearingRow, CitationRow, PolicyChangeRow, RelationRow
from timeline.models.history import RecordRow
from timeline.models.listing import ListingRow
from timeline.models.question import ClaimRow, QuestionRow, QuestionTouchRow
from timeline.models.series import FigureRow
from timeline.queries.worklist import (
    Found,
    Page,
    is_at_hand,
    kept_keys,
    keys_after,
    page_of,
    plain_page,
    registered,
)
from timeline.vocab import RELATIONS

#: Relations that cannot hold both ways.
_ONE_WAY: Final = ("corrects", "implements", "supersedes", "amends", "part-of", "follows", "responds-to")
_UNSAID: Final = "unsaid changes"
_EVIDENCE: Final[Mapping[str, tuple[str, Any]]] = {
    "event": ("citations", CitationRow),
    "question": ("claims", ClaimRow),
    "series": ("figures", FigureRow),
}


# --- Statements without a source ---------------------------------------------------------------------


def is_quick_unsourced(session: Session) -> bool:
    """Tell whether they are counted at once."""
    return is_at_hand(session, _UNSAID)


def count_unsourced(session: Session) -> int:
    """Count the records without evidence, and events with a policy change that no citation bears on."""
    return len(_unsourced(session))


def list_unsourced(session: Session, after: str, limit: int) -> Page:
    """List them by their keys."""
    rows = registered(session, keys_after(_unsourced(session), after, limit))
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


def _unsourced(session: Session) -> tuple[int, ...]:
    bare = _listed(ListingRow.evidence == 0).where(ListingRow.kind.in_(tuple(_EVIDENCE)))
    policy = aliased(RecordRow)
    unsaid = (
        select(PolicyChangeRow.record_id)
        .join(policy, policy.id == PolicyChangeRow.policy_id)
        .join(RecordRow, RecordRow.id == PolicyChangeRow.record_id)
        .where(RecordRow.status != "withdrawn", ~_speaks_of_all(), ~_speaks_of_change(policy))
    )
    # Apart: together the database would go through each of them as often as it has rows.
    return tuple(sorted({*kept_keys(session, "bare", bare), *kept_keys(session, _UNSAID, unsaid)}))


def _speaks_of_all() -> ColumnElement[bool]:
    """Hold to changes of events with a citation that is not of some fields alone."""
    citation, bearing = aliased(CitationRow), aliased(CitationBearingRow)
    is_limited = exists().where(
        bearing.record_id == citation.record_id, bearing.citation == citation.position
    )
    return exists().where(citation.record_id == PolicyChangeRow.record_id, ~is_limited)


def _speaks_of_change(policy: Any) -> ColumnElement[bool]:
    bearing = aliased(CitationBearingRow)
    return exists().where(
        bearing.record_id == PolicyChangeRow.record_id,
        or_(bearing.bearing == "changes", bearing.bearing == literal("change:") + policy.slug),
    )


# --- Evidence without a locator, dates in conflict ---------------------------------------------------


def count_unlocated(session: Session) -> int:
    """Count the records of whose evidence some has no locator."""
    return len(_unlocated(session))


def list_unlocated(session: Session, after: str, limit: int) -> Page:
    """List them by key, each with the first place that lacks a locator."""
    rows = registered(session, keys_after(_unlocated(session), after, limit))
    first = _first_unlocated(session, [(row.kind, row.id) for row in rows])
    found: list[Found] = []
    for row in rows:
        position, count = first.get(row.id, (1, 1))
        found.append(
            Found(
                key=row.id,
                kind=row.kind,
                slug=row.slug,
                path=f"{_EVIDENCE[row.kind][0]}[{position - 1}].locator",
                detail="1 place is missing." if count == 1 else f"{count} places are missing.",
            )
        )
    return page_of(session, found, limit)


def count_disputed(session: Session) -> int:
    """Count the events whose sources give dates that exclude each other, with no question about it."""
    return len(_disputed(session))


def list_disputed(session: Session, after: str, limit: int) -> Page:
    """List them by key."""
    detail = "Sources give dates that exclude each other, and no question is about it."
    return plain_page(session, _disputed(session), "citations", detail, after, limit)


def _unlocated(session: Session) -> tuple[int, ...]:
    statement = _listed(ListingRow.unlocated > 0).where(ListingRow.kind.in_(tuple(_EVIDENCE)))
    return kept_keys(session, "unlocated", statement)


def _disputed(session: Session) -> tuple[int, ...]:
    asked = (
        select(QuestionTouchRow.touched_id)
        .join(QuestionRow, QuestionRow.record_id == QuestionTouchRow.record_id)
        .where(QuestionRow.kind == "date")
    )
    statement = _listed(ListingRow.disputed.is_(True)).where(ListingRow.kind == "event")
    return kept_keys(session, "disputed", statement.where(ListingRow.record_id.not_in(asked)))


def _listed(condition: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(ListingRow.record_id).where(condition, ListingRow.status != "withdrawn")


def _first_unlocated(session: Session, records: Sequence[tuple[str, int]]) -> dict[int, tuple[int, int]]:
    """Give for each record the first place without a locator, and how many there are."""
    found: dict[int, tuple[int, int]] = {}
    for kind, (_, rows) in _EVIDENCE.items():
        keys = [number for of_kind, number in records if of_kind == kind]
        if keys:
            statement = (
                select(rows.record_id, func.min(rows.position), func.count())
                .where(rows.record_id.in_(keys), rows.locator == "")
                .group_by(rows.record_id)
            )
            found.update((number, (first, count)) for number, first, count in session.execute(statement))
    return found


# --- Relations that hold from one side only ----------------------------------------------------------


def count_one_sided(session: Session) -> int:
    """Count the events with a relation to one that is not public, or that says the same back."""
    return len(_one_sided(session))


def list_one_sided(session: Session, after: str, limit: int) -> Page:
    """List them by key, each with the first such relation."""
    keys = keys_after(_one_sided(session), after, limit)
    first: dict[int, Any] = {}
    here, there = aliased(RecordRow), aliased(RecordRow)
    statement = _relations(here, there).add_columns(
        here.slug,
        RelationRow.position,
        RelationRow.relation,
        there.slug.label("target"),
        there.status.label("target_status"),
    )
    order = RelationRow.record_id, RelationRow.position
    for row in session.execute(statement.where(RelationRow.record_id.in_(keys)).order_by(*order)):
        first.setdefault(row.record_id, row)
    found = [
        Found(
            key=row.record_id,
            kind="event",
            slug=row.slug,
            path=f"relations[{row.position - 1}]",
            detail=_one_sided_detail(row),
        )
        for row in first.values()
    ]
    return page_of(session, found, limit)


def _one_sided(session: Session) -> tuple[int, ...]:
    return kept_keys(session, "one-sided", _relations(aliased(RecordRow), aliased(RecordRow)))


def _relations(here: Any, there: Any) -> Select[Any]:
    back = aliased(RelationRow)
    returned = exists().where(
        RelationRow.relation.in_(_ONE_WAY),
        back.record_id == RelationRow.target_id,
        back.target_id == RelationRow.record_id,
        back.relation == RelationRow.relation,
    )
    hidden = or_(there.status == "withdrawn", and_(here.status == "published", there.status != "published"))
    return (
        select(RelationRow.record_id)
        .join(here, here.id == RelationRow.record_id)
        .join(there, there.id == RelationRow.target_id)
        .where(here.status != "withdrawn", or_(hidden, returned))
    )


def _one_sided_detail(row: Any) -> str:
    said = f"{RELATIONS[row.relation].label} “{row.target}”"
    if row.target_status == "published":
        return f"{said}, which says the same of this event."
    return f"{said}, which readers cannot see."
