"""The public versions of records: which there are, when each was made, and how; never by whom.

The names of the people who curate the record are not public; that it was the archive is.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow, RevisionRow
from timeline.queries.records import Stored

#: The statuses of versions that readers saw come or go.
_SEEN: Final = ("published", "withdrawn")


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Which version of a record is shown, the number of the revision that made it so, and when."""

    version: int
    revision: int
    changed: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawal:
    """The change that took a version back, and what readers were told."""

    revision: int
    changed: dt.datetime
    change: str
    through: str
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicVersion:
    """One version of a record that was published: what kind of change made it, and what readers were told.

    `taken_back` is the change that ended it without another in its place, of a record that was withdrawn and
    came back later.
    """

    version: int
    revision: int
    changed: dt.datetime
    change: str
    through: str
    note: str
    taken_back: Withdrawal | None = None

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
            RevisionRow.status,
        )
        .join(RecordRow, RecordRow.id == RevisionRow.record_id)
        .where(RecordRow.kind == kind, RecordRow.slug.in_(ids), RevisionRow.status.in_(_SEEN))
        .order_by(RevisionRow.number)
    )
    if until is not None:
        statement = statement.where(RevisionRow.number <= until)
    found: dict[str, list[PublicVersion]] = {}
    for slug, version, number, at_utc, change, through, note, status in session.execute(statement):
        said = {"revision": number, "changed": at_utc, "change": change, "through": through, "note": note}
        of_record = found.setdefault(slug, [])
        if status == "published":
            of_record.append(PublicVersion(version=version, **said))
        elif of_record and of_record[-1].taken_back is None:
            of_record[-1] = replace(of_record[-1], taken_back=Withdrawal(**said))
    return {slug: tuple(versions) for slug, versions in found.items() if versions}
