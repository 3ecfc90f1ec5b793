"""The history of one record: its versions, any of them whole, and what a conflict is about."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from timeline.errors import MovedError, NotFoundError
from timeline.models.curation import ProposalRow
from timeline.models.history import AliasRow, RecordRow, RevisionRow
from timeline.queries.one_person import published_by_one
from timeline.records.canonical import from_json
from timeline.records.kinds import Record
from timeline.records.validate import is_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One version of a record: who, when, why, through what.

    `says_the_same` tells that only its status or its id changed. `proposal` is the number of the proposal
    that it came from, `proposed_by` its author. `alone` tells that it was published by whoever had changed
    it last, without a second person; see `timeline.queries.one_person`.
    """

    number: int
    version: int
    record_id: str
    at_utc: dt.datetime
    by: str
    through: str
    change: str
    reason: str
    note: str
    status: str
    batch: str | None
    says_the_same: bool
    proposal: int | None
    proposed_by: str
    alone: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionRecord:
    """A version with what the record said in it."""

    version: Version
    record: Record


@dataclass(frozen=True, kw_only=True, slots=True)
class ThreeWay:
    """What a conflict is about: what the change started from, what there is now, and the versions between.

    `base` is None where the change was to make a record, and another was made with its id.
    """

    base: VersionRecord | None
    theirs: VersionRecord
    between: tuple[Version, ...]


def list_versions(
    session: Session, kind: str, slug: str, *, before: int | None = None, limit: int = 100
) -> tuple[Version, ...]:
    """List the versions of a record, the newest first; `before` goes on from a version."""
    statement = _versions(_key(session, kind, slug)).limit(limit)
    if before is not None:
        statement = statement.where(RevisionRow.version < before)
    return _read(session, statement)


def get_version(session: Session, kind: str, slug: str, version: int) -> VersionRecord:
    """Get a record as it was in one version; raises NotFoundError."""
    found = _whole(session, kind, _key(session, kind, slug), version)
    if found is None:
        raise NotFoundError(f"version of the {kind} {slug}", str(version))
    return found


def three_way(session: Session, kind: str, slug: str, base_version: int) -> ThreeWay:
    """Give what somebody needs to see whose change starts from a version that is not the last one."""
    key = _key(session, kind, slug)
    last = session.scalar(select(func.max(RevisionRow.version)).where(RevisionRow.record_id == key)) or 0
    theirs = _whole(session, kind, key, last)
    base = _whole(session, kind, key, base_version) if base_version else None
    if theirs is None or (base is None and base_version):
        raise NotFoundError(f"version of the {kind} {slug}", str(base_version))
    between = _read(session, _versions(key).where(RevisionRow.version > base_version))
    return ThreeWay(base=base, theirs=theirs, between=between)


def _key(session: Session, kind: str, slug: str) -> int:
    if is_id(slug):
        found = session.scalar(select(RecordRow.id).where(RecordRow.kind == kind, RecordRow.slug == slug))
        if found is not None:
            return found
        moved = session.scalar(
            select(RecordRow.slug)
            .join(AliasRow, AliasRow.record_id == RecordRow.id)
            .where(AliasRow.kind == kind, AliasRow.slug == slug)
        )
        if moved is not None:
            raise MovedError(kind, slug, moved)
    raise NotFoundError(kind, slug)


def _versions(key: int) -> Select[Any]:
    """Select a record's revisions, newest first, each with the one before it and its proposal."""
    before = aliased(RevisionRow)
    return (
        select(
            RevisionRow,
            before.fingerprint.label("was"),
            ProposalRow.id.label("proposal"),
            ProposalRow.author.label("proposed_by"),
        )
        .outerjoin(
            before,
            (before.record_id == RevisionRow.record_id) & (before.version == RevisionRow.version - 1),
        )
        .outerjoin(
            ProposalRow,
            (ProposalRow.record_id == RevisionRow.record_id) & (ProposalRow.revision == RevisionRow.number),
        )
        .where(RevisionRow.record_id == key)
        .order_by(RevisionRow.version.desc())
    )


def _read(session: Session, statement: Select[Any]) -> tuple[Version, ...]:
    rows = session.execute(statement).all()
    alone = published_by_one(session, [row.RevisionRow for row in rows])
    return tuple(_version(row, alone) for row in rows)


def _version(row: Any, alone: frozenset[int]) -> Version:
    revision = row.RevisionRow
    return Version(
        number=revision.number,
        version=revision.version,
        record_id=revision.slug,
        at_utc=revision.at_utc,
        by=revision.by,
        through=revision.through,
        change=revision.change,
        reason=revision.reason,
        note=revision.note,
        status=revision.status,
        batch=revision.batch,
        says_the_same=row.was == revision.fingerprint,
        proposal=row.proposal,
        proposed_by=row.proposed_by or "",
        alone=revision.number in alone,
    )


def _whole(session: Session, kind: str, key: int, version: int) -> VersionRecord | None:
    row = session.execute(_versions(key).where(RevisionRow.version == version)).one_or_none()
    if row is None:
        return None
    alone = published_by_one(session, [row.RevisionRow])
    return VersionRecord(version=_version(row, alone), record=from_json(kind, row.RevisionRow.document))
