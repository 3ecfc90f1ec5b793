"""What a record said in some of its versions."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow, RevisionRow
from timeline.records.canonical import from_json
from timeline.records.kinds import Record


def records_of_versions(session: Session, kind: str, slug: str, versions: Iterable[int]) -> dict[int, Record]:
    """Give a record as it was in each of these versions; versions that are not there are left out."""
    statement = (
        select(RevisionRow.version, RevisionRow.document)
        .join(RecordRow, RecordRow.id == RevisionRow.record_id)
        .where(RecordRow.kind == kind, RecordRow.slug == slug, RevisionRow.version.in_(sorted(versions)))
    )
    return {row.version: from_json(kind, row.document) for row in session.execute(statement)}
