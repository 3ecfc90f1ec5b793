"""The worklists of what waits for a person: reports, drafts that were left, proposals, records in review."""

import datetime as dt
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from timeline.models.curation import ProposalRow
from timeline.models.history import RecordRow, RevisionRow
from timeline.models.report import ReportRow
from timeline.queries.worklist import Found, Page, number_in, page_of
from timeline.records.kinds import CLASS_OF_KIND
from timeline.vocab import CHANGES

#: A draft that nobody has touched for so long has gone stale.
STALE: Final = dt.timedelta(days=30)


def count_reports(session: Session) -> int:
    """Count the reports from readers that nobody has answered."""
    statement = select(func.count()).select_from(ReportRow).where(ReportRow.state == "new")
    return session.scalar(statement) or 0


def list_reports(session: Session, after: str, limit: int) -> Page:
    """List them, the oldest first."""
    rows = session.scalars(
        select(ReportRow)
        .where(ReportRow.state == "new", ReportRow.number > number_in(after))
        .order_by(ReportRow.number)
        .limit(limit + 1)
    )
    found = [
        Found(
            key=0,
            kind=row.about_kind,
            slug=row.about_id or row.page,
            detail=row.wrong,
            after=str(row.number),
            number=row.number,
        )
        for row in rows
    ]
    return page_of(session, found, limit)


def count_stale(session: Session) -> int:
    """Count the drafts that were left."""
    return session.scalar(select(func.count()).select_from(_stale().subquery())) or 0


def list_stale(session: Session, after: str, limit: int) -> Page:
    """List them, the one that was left longest ago first."""
    return _unpublished(session, _stale(), after, limit)


def _stale() -> Select[Any]:
    return _of_status("draft").where(RevisionRow.at_utc < dt.datetime.now(dt.UTC) - STALE)


def count_in_review(session: Session) -> int:
    """Count the records in review."""
    return session.scalar(select(func.count()).select_from(_of_status("review").subquery())) or 0


def list_in_review(session: Session, after: str, limit: int) -> Page:
    """List them, the one that waits longest first."""
    return _unpublished(session, _of_status("review"), after, limit)


def _of_status(status: str) -> Select[Any]:
    return (
        select(RecordRow.id, RecordRow.kind, RecordRow.slug, RecordRow.revision)
        .add_columns(RevisionRow.by, RevisionRow.at_utc)
        .join(RevisionRow, RevisionRow.number == RecordRow.revision)
        # The index begins with the kind.
        .where(RecordRow.kind.in_(tuple(CLASS_OF_KIND)), RecordRow.status == status)
    )


def _unpublished(session: Session, statement: Select[Any], after: str, limit: int) -> Page:
    rows = session.execute(
        statement.where(RecordRow.revision > number_in(after)).order_by(RecordRow.revision).limit(limit + 1)
    )
    found = [
        Found(
            key=row.id,
            kind=row.kind,
            slug=row.slug,
            detail=f"Last touched by {row.by} on {row.at_utc:%Y-%m-%d}.",
            after=str(row.revision),
        )
        for row in rows
    ]
    return page_of(session, found, limit)


def count_proposals(session: Session) -> int:
    """Count the proposals in review."""
    statement = select(func.count()).select_from(ProposalRow).where(ProposalRow.state == "review")
    return session.scalar(statement) or 0


def list_proposals(session: Session, after: str, limit: int) -> Page:
    """List them, the oldest first."""
    rows = session.execute(
        select(ProposalRow.id, ProposalRow.author, ProposalRow.change, ProposalRow.changed_at)
        .add_columns(RecordRow.id.label("key"), RecordRow.kind, RecordRow.slug)
        .join(RecordRow, RecordRow.id == ProposalRow.record_id)
        .where(ProposalRow.state == "review", ProposalRow.id > number_in(after))
        .order_by(ProposalRow.id)
        .limit(limit + 1)
    )
    found = [
        Found(
            key=row.key,
            kind=row.kind,
            slug=row.slug,
            detail=f"{CHANGES[row.change].label} by {row.author}, {row.changed_at:%Y-%m-%d}.",
            after=str(row.id),
            number=row.id,
        )
        for row in rows
    ]
    return page_of(session, found, limit)
