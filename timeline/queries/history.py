"""The history of one record: its versions, any of them whole, and what a conflict is about."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from timeline.errors import MovedError, NotFoundError
from timeline.models.curation import ProposalRow
from timeline.models.history import AliasRow, RecordRow, RevisionRow
from timeline.records.canonical import from_json
from timeline.records.kinds import Record
from timeline.records.validate import is_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One version of a record: who, when, why, through what.

    `says_the_same` tells that only its status or its id changed. `proposal` is the number of the proposal
    that it came from, `proposed_by` its author. `alone` tells that it was published by whoever had changed
    it last, without a second person.
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
    return tuple(_version(row) for row in session.execute(statement))


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
    between = session.execute(_versions(key).where(RevisionRow.version > base_version))
    return ThreeWay(base=base, theirs=theirs, between=tuple(_version(row) for row in between))


def published_alone(session: Session, numbers: Sequence[int]) -> frozenset[int]:
    """Tell which of these revisions published what the same person had written, with nobody else looking."""
    statement = _with_editor().where(RevisionRow.number.in_(numbers))
    return frozenset(row.RevisionRow.number for row in session.execute(statement) if _is_alone(row))


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
    return _with_editor().where(RevisionRow.record_id == key).order_by(RevisionRow.version.desc())


def _with_editor() -> Select[Any]:
    """Select revisions, each with whoever last changed what it says, the one before, and its proposal."""
    earlier, first, before = aliased(RevisionRow), aliased(RevisionRow), aliased(RevisionRow)
    other = (
        select(func.max(earlier.version))
        .where(
            earlier.record_id == RevisionRow.record_id,
            earlier.version < RevisionRow.version,
            earlier.fingerprint != RevisionRow.fingerprint,
        )
        .correlate(RevisionRow)
        .scalar_subquery()
    )
    editor = (
        select(first.by)
        .where(first.record_id == RevisionRow.record_id, first.version == func.coalesce(other, 0) + 1)
        .correlate(RevisionRow)
        .scalar_subquery()
    )
    return (
        select(
            RevisionRow,
            editor.label("editor"),
            before.fingerprint.label("was"),
            before.status.label("was_status"),
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
    )


def _is_alone(row: Any) -> bool:
    revision = row.RevisionRow
    writes_public = revision.status == "published" and (
        row.was_status != "published" or row.was != revision.fingerprint
    )
    # What was proposed is written into the record by whoever accepted it, which is not who wrote it.
    author = row.proposed_by if row.proposal is not None else row.editor
    return bool(writes_public and author == revision.by)


def _version(row: Any) -> Version:
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
        alone=_is_alone(row),
    )


def _whole(session: Session, kind: str, key: int, version: int) -> VersionRecord | None:
    statement = _with_editor().where(RevisionRow.record_id == key, RevisionRow.version == version)
    row = session.execute(statement).one_or_none()
    if row is None:
        return None
    return VersionRecord(version=_version(row), record=from_json(kind, row.RevisionRow.document))
