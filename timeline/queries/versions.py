"""The public versions of records: which there are, when each was made, and how; never by whom.

The names of the people who curate the record are not public; that it was the archive is.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow, RevisionRow
from timeline.queries.records import Stored


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Which version of a record is shown, the number of the revision that made it so, and when."""

    version: int
    revision: int
    changed: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicVersion:
    """One version of a record that was published: what kind of change made it, and what readers were told."""

    version: int
    revision: int
    changed: dt.datetime
    change: str
    through: str
    note: str

    @property
    def standing(self) -> Standing:
        """Give which version this is, and when it was made."""
        return Standing(version=self.version, revision=self.revision, changed=self.changed)


def standing_of(stored: Stored[Any]) -> Standing:
    """Give which version of a record was read from the store."""
    return Standing(version=stored.version, revision=stored.revision, changed=stored.at_utc)


def list_versions(
    session: Session, kind: str, ids: Collection[str], *, until: int | None = None
) -> Mapping[str, tuple[PublicVersion, ...]]:
    """List the published versions of these records by id, oldest first; up to a revision, if one is given."""
    statement = (
        select(
            RecordRow.slug,
            RevisionRow.version,
            RevisionRow.number,
            RevisionRow.at_utc,
            RevisionRow.change,
            RevisionRow.through,
            RevisionRow.note,
        )
        .join(RecordRow, RecordRow.id == RevisionRow.record_id)
        .where(RecordRow.kind == kind, RecordRow.slug.in_(ids), RevisionRow.status == "published")
        .order_by(RevisionRow.number)
    )
    if until is not None:
        statement = statement.where(RevisionRow.number <= until)
    found: dict[str, list[PublicVersion]] = {}
    for slug, version, number, at_utc, change, through, note in session.execute(statement):
        found.setdefault(slug, []).append(
            PublicVersion(
                version=version, revision=number, changed=at_utc, change=change, through=through, note=note
            )
        )
    return {slug: tuple(versions) for slug, versions in found.items()}
