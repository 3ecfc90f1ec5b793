"""The public history of the record: what was published, corrected and taken back, newest first.

A reader sees the versions that were published, and that a published record was withdrawn. Drafts and
reviews are work in progress and do not show. What one act of saving did to many records (an import, the
undoing of one) is one line, which its number opens.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from timeline.errors import NotFoundError
from timeline.models.history import RecordRow, RevisionRow
from timeline.queries.one_person import published_by_one
from timeline.queries.sending import send

MOST_OF_ONE_RECORD = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicChange:
    """One change of one record, or, with a `count` above 1, an act that changed several.

    `number` is that of the revision (of an act the last one), and stays. `record_id` is the id that the
    record has now. `is_public` tells whether the record can be read today, `by_one_person` whether whoever
    wrote this version published it.
    """

    number: int
    kind: str
    record_id: str
    version: int
    at_utc: dt.datetime
    change: str
    reason: str
    note: str
    status: str
    through: str
    is_public: bool
    by_one_person: bool = False
    count: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangePage:
    """Some changes, newest first, and the number before which the list goes on."""

    changes: tuple[PublicChange, ...]
    before: int | None


def page_of_changes(
    session: Session, *, change: str = "", before: int | None = None, limit: int = 50
) -> ChangePage:
    """Give the changes before a number, or the newest; of one kind of change only, if one is given.

    The heads of the lines are walked through the index of numbers, each act being left in one step, so
    that an import of a million records costs no more than a correction.
    """
    numbers = list(session.scalars(_heads(change, before, limit + 1)))
    newest = _statement().where(RevisionRow.number.in_(numbers[:limit]))
    heads = _list(session, session.execute(newest).all())
    counts = _counts(session, [head.number for head in heads], change)
    return ChangePage(
        changes=tuple(replace(head, count=counts.get(head.number, 1)) for head in heads),
        before=heads[-1].number if len(numbers) > limit else None,
    )


def page_of_act(session: Session, number: int, *, before: int | None = None, limit: int = 100) -> ChangePage:
    """Give what the act that this change belongs to did, record by record, newest first.

    Raises NotFoundError when no public change has this number.
    """
    asked = aliased(RevisionRow)
    same_act = or_(
        RevisionRow.number == asked.number,
        and_(RevisionRow.batch == asked.batch, RevisionRow.at_utc == asked.at_utc),
    )
    statement = _statement().join(asked, same_act).where(asked.number == number, _is_visible(asked))
    if before is not None:
        statement = statement.where(RevisionRow.number < before)
    found = _list(session, session.execute(statement.limit(limit + 1)).all())
    if not found:
        raise NotFoundError("change", str(number))
    has_more = len(found) > limit
    return ChangePage(changes=found[:limit], before=found[limit - 1].number if has_more else None)


def list_changes_of(session: Session, kind: str, record_id: str) -> tuple[PublicChange, ...]:
    """List the public changes of one record, newest first."""
    return _list(session, send(session, _of_record(), {"kind": kind, "slug": record_id}))


@cache
def _of_record() -> Select[Any]:
    """Give the statement for the changes of a record; to make it costs more than to send it."""
    one = RecordRow.kind == bindparam("kind"), RecordRow.slug == bindparam("slug")
    return _statement().where(*one).limit(MOST_OF_ONE_RECORD)


def _statement() -> Select[Any]:
    return (
        select(
            RevisionRow.number,
            RevisionRow.record_id,
            RevisionRow.kind,
            RevisionRow.version,
            RevisionRow.at_utc,
            RevisionRow.by,
            RevisionRow.change,
            RevisionRow.reason,
            RevisionRow.note,
            RevisionRow.status,
            RevisionRow.through,
            RecordRow.slug,
            RecordRow.status.label("standing"),
        )
        .join(RecordRow, RecordRow.id == RevisionRow.record_id)
        .where(_is_visible(RevisionRow))
        .order_by(RevisionRow.number.desc())
    )


def _list(session: Session, rows: Sequence[Row[Any]]) -> tuple[PublicChange, ...]:
    alone = published_by_one(session, rows)
    return tuple(
        PublicChange(
            number=row.number,
            kind=row.kind,
            record_id=row.slug,
            version=row.version,
            at_utc=row.at_utc,
            change=row.change,
            reason=row.reason,
            note=row.note,
            status=row.status,
            through=row.through,
            is_public=row.standing == "published",
            by_one_person=row.number in alone,
        )
        for row in rows
    )


def _is_visible(revision: Any) -> ColumnElement[bool]:
    """Hold to versions that were published, and to the withdrawal of a record that had been."""
    earlier = aliased(RevisionRow)
    was_public = exists().where(
        earlier.record_id == revision.record_id,
        earlier.version < revision.version,
        earlier.status == "published",
    )
    return or_(revision.status == "published", and_(revision.status == "withdrawn", was_public))


def _heads(change: str, before: int | None, limit: int) -> Select[tuple[int]]:
    """Walk from the newest change downwards, from each act to the newest change before all of it."""
    start = select(_newest_before(before, change).label("number"), literal(1).label("step"))
    walk = start.cte("walk", recursive=True)
    current, act = aliased(RevisionRow), aliased(RevisionRow)
    # The revisions of one act are written in one transaction, hence without a gap.
    first = (
        select(func.min(act.number))
        .where(act.batch == current.batch, act.at_utc == current.at_utc)
        .correlate(current)
        .scalar_subquery()
    )
    below = func.coalesce(first, current.number)
    further = (
        select(_newest_before(below, change, current).label("number"), walk.c.step + 1)
        .select_from(walk)
        .join(current, current.number == walk.c.number)
        .where(walk.c.step < limit)
    )
    walk = walk.union_all(further)
    return select(walk.c.number).where(walk.c.number.is_not(None)).order_by(walk.c.step)


def _newest_before(below: Any, change: str, *correlated: Any) -> ColumnElement[int]:
    revision = aliased(RevisionRow)
    statement = select(revision.number).where(_is_visible(revision))
    if below is not None:
        statement = statement.where(revision.number < below)
    if change:
        statement = statement.where(revision.change == change)
    statement = statement.order_by(revision.number.desc()).limit(1)
    return statement.correlate(*correlated).scalar_subquery() if correlated else statement.scalar_subquery()


def _counts(session: Session, heads: Sequence[int], change: str) -> dict[int, int]:
    head = aliased(RevisionRow)
    statement = (
        select(head.number, func.count())
        .join(RevisionRow, and_(RevisionRow.batch == head.batch, RevisionRow.at_utc == head.at_utc))
        .where(head.number.in_(heads), _is_visible(RevisionRow))
        .group_by(head.number)
    )
    if change:
        statement = statement.where(RevisionRow.change == change)
    return {row[0]: row[1] for row in session.execute(statement)}
