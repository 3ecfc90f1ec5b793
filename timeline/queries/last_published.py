"""What readers have seen of a record: the last version of it that was public."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow, RevisionRow
from timeline.records.canonical import from_json
from timeline.records.kinds import Record


def find_last_published(session: Session, kind: str, slug: str) -> Record | None:
    """Find what a record said when it was last published; None where it never was."""
    document = session.scalar(
        select(RevisionRow.document)
        .join(RecordRow, RecordRow.id == RevisionRow.record_id)
        .where(RecordRow.kind == kind, RecordRow.slug == slug, RevisionRow.status == "published")
        .order_by(RevisionRow.version.desc())
        .limit(1)
    )
    return None if document is None else from_json(kind, document)
