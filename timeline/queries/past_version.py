"""A record as an earlier version had it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow, RevisionRow
from timeline.records.canonical import from_json
from timeline.records.kinds import Record


def find_past_version(session: Session, kind: str, slug: str, version: int) -> tuple[Record, str] | None:
    """Find what a record said at a version, and who saved that; None where there is no such version."""
    statement = (
        select(RevisionRow.document, RevisionRow.by)
        .join(RecordRow, RecordRow.id == RevisionRow.record_id)
        .where(RecordRow.kind == kind, RecordRow.slug == slug, RevisionRow.version == version)
    )
    row = session.execute(statement).one_or_none()
    return None if row is None else (from_json(kind, row.document), row.by)
