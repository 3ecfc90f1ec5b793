"""What a record said in some of its versions, by its present id."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow, RevisionRow
from timeline.records.canonical import from_json
from timeline.records.kinds import Record


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionSaid:
    """What a record said in a version, and who saved that."""

    record: Record
    by: str


def versions_said(session: Session, kind: str, slug: str, versions: Iterable[int]) -> dict[int, VersionSaid]:
    """Give what a record said in each of these versions; versions that are not there are left out."""
    wanted = sorted(set(versions))
    if not wanted:
        return {}
    statement = (
        select(RevisionRow.version, RevisionRow.by, RevisionRow.document)
        .join(RecordRow, RecordRow.id == RevisionRow.record_id)
        .where(RecordRow.kind == kind, RecordRow.slug == slug, RevisionRow.version.in_(wanted))
    )
    return {
        row.version: VersionSaid(record=from_json(kind, row.document), by=row.by)
        for row in session.execute(statement)
    }


def records_of_versions(session: Session, kind: str, slug: str, versions: Iterable[int]) -> dict[int, Record]:
    """Give a record as it was in each of these versions; versions that are not there are left out."""
    found = versions_said(session, kind, slug, versions)
    return {version: said.record for version, said in found.items()}
