"""Reads of proposals, of what happened to them, and of remarks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from timeline.errors import NotFoundError
from timeline.models.curation import ProposalRow, ProposalStepRow, ReviewCommentRow
from timeline.models.history import RecordRow, RevisionRow
from timeline.records.canonical import from_json
from timeline.records.kinds import Record
from timeline.records.references import RecordKey


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposalStep:
    """One version of a proposal: what happened, by whom, with which reason."""

    version: int
    at_utc: dt.datetime
    by: str
    state: str
    change: str
    note: str
    reason: str
    record: Record


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A proposal as it stands: what the record shall say, and what it said when the proposal began.

    `record_version` is the version that the record is at now; where it is not `base_version` the proposal
    is stale: others published something since, with which accepting merges it.
    """

    number: int
    kind: str
    record_id: str
    author: str
    state: str
    version: int
    base_version: int
    record_version: int
    record_status: str
    change: str
    note: str
    created_at: dt.datetime
    changed_at: dt.datetime
    changed_by: str
    batch: str | None
    revision: int | None
    record: Record
    base: Record
    steps: tuple[ProposalStep, ...]

    @property
    def is_stale(self) -> bool:
        """Tell whether it waits while the record has moved on."""
        return self.state in {"open", "review", "returned"} and self.record_version != self.base_version


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """A remark; `path` is the field that it is about, empty for the whole."""

    number: int
    version: int
    path: str
    text: str
    by: str
    at_utc: dt.datetime
    settled_by: str
    settled_at: dt.datetime | None


def get_proposal(session: Session, number: int) -> Proposal:
    """Get a proposal with all that happened to it; raises NotFoundError."""
    found = session.execute(
        select(ProposalRow, RecordRow, RevisionRow.document)
        .join(RecordRow, RecordRow.id == ProposalRow.record_id)
        .join(
            RevisionRow,
            (RevisionRow.record_id == ProposalRow.record_id)
            & (RevisionRow.version == ProposalRow.base_version),
        )
        .where(ProposalRow.id == number)
    ).one_or_none()
    if found is None:
        raise NotFoundError("proposal", str(number))
    row, record, base = found
    steps = session.scalars(
        select(ProposalStepRow).where(ProposalStepRow.proposal_id == number).order_by(ProposalStepRow.version)
    )
    return Proposal(
        number=row.id,
        kind=record.kind,
        record_id=record.slug,
        author=row.author,
        state=row.state,
        version=row.version,
        base_version=row.base_version,
        record_version=record.version,
        record_status=record.status,
        change=row.change,
        note=row.note,
        created_at=row.created_at,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        batch=row.batch,
        revision=row.revision,
        record=from_json(record.kind, row.document),
        base=from_json(record.kind, base),
        steps=tuple(_step(record.kind, step) for step in steps),
    )


def list_waiting_on(session: Session, key: RecordKey) -> tuple[int, ...]:
    """List the numbers of the proposals that wait about a record, the oldest first."""
    return tuple(
        session.scalars(
            select(ProposalRow.id)
            .join(RecordRow, RecordRow.id == ProposalRow.record_id)
            .where(
                RecordRow.kind == key[0],
                RecordRow.slug == key[1],
                ProposalRow.state.in_(("open", "review", "returned")),
            )
            .order_by(ProposalRow.id)
        )
    )


def list_comments_on_proposal(session: Session, number: int) -> tuple[Comment, ...]:
    """List the remarks on a proposal, the oldest first."""
    return _comments(session, select(ReviewCommentRow).where(ReviewCommentRow.proposal_id == number))


def list_comments_on_record(session: Session, key: RecordKey) -> tuple[Comment, ...]:
    """List the remarks on a record itself, the oldest first."""
    return _comments(
        session,
        select(ReviewCommentRow)
        .join(RecordRow, RecordRow.id == ReviewCommentRow.record_id)
        .where(RecordRow.kind == key[0], RecordRow.slug == key[1], ReviewCommentRow.proposal_id.is_(None)),
    )


def _step(kind: str, row: ProposalStepRow) -> ProposalStep:
    return ProposalStep(
        version=row.version,
        at_utc=row.at_utc,
        by=row.by,
        state=row.state,
        change=row.change,
        note=row.note,
        reason=row.reason,
        record=from_json(kind, row.document),
    )


def _comments(session: Session, statement: Select[Any]) -> tuple[Comment, ...]:
    rows: Sequence[ReviewCommentRow] = session.scalars(statement.order_by(ReviewCommentRow.id)).all()
    return tuple(
        Comment(
            number=row.id,
            version=row.version,
            path=row.path,
            text=row.text,
            by=row.by,
            at_utc=row.at_utc,
            settled_by=row.settled_by or "",
            settled_at=row.settled_at,
        )
        for row in rows
    )
