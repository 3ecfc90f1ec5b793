"""Take a record back, bring an earlier version of it back, or undo a whole batch."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from timeline.errors import NotFoundError, Stale, conflict_of
from timeline.models.history import RevisionRow
from timeline.records.canonical import from_json
from timeline.records.kinds import Record
from timeline.records.references import RecordKey
from timeline.store.act import Act
from timeline.store.dataset import lock
from timeline.store.plan import Plan
from timeline.store.referrers import following_plans, with_present_ids
from timeline.store.registry import Entry, chunks, find_entries_by_id, get_entry, load_records
from timeline.store.save import SavedBatch
from timeline.store.write import Saved, write, write_one


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class _Before:
    """What a record was before a batch; `record` is None where the batch made it."""

    record: Record | None
    status: str
    merged_into_id: int | None


def withdraw(
    session: Session,
    kind: str,
    slug: str,
    *,
    base_version: int,
    by: str,
    reason: str,
    note: str = "",
    through: str = "cli",
    at_utc: dt.datetime | None = None,
) -> Saved:
    """Take a record back, without committing: it is no longer public, and its history stays."""
    dataset = lock(session)
    entry = get_entry(session, kind, slug, base_version=base_version)
    record = load_records(session, [entry.id])[entry.id]
    plan = Plan(record=record, entry=entry, status="withdrawn", judged=False)
    act = Act(by=by, change="withdrawal", reason=reason, note=note, through=through, at_utc=at_utc)
    return write_one(session, dataset, plan, act)


def restore(
    session: Session,
    kind: str,
    slug: str,
    *,
    version: int,
    base_version: int,
    by: str,
    reason: str,
    change: str = "correction",
    status: str | None = None,
    note: str = "",
    through: str = "cli",
    at_utc: dt.datetime | None = None,
) -> Saved:
    """Bring back what a record said in an earlier version, as a new revision; without committing.

    It keeps its present id and, unless `status` is given, its present status. References follow what
    was renamed or merged since. Raises NotFoundError for a version that never was.
    """
    dataset = lock(session)
    entry = get_entry(session, kind, slug, base_version=base_version)
    record = _earlier(session, entry, version)
    plan = Plan(record=record, entry=entry, status=status or entry.status)
    act = Act(by=by, change=change, reason=reason, note=note, through=through, at_utc=at_utc)
    return write_one(session, dataset, plan, act)


def earlier_record(session: Session, kind: str, slug: str, version: int) -> Record:
    """Give what a record said in an earlier version, with the ids of today; it is not saved.

    A screen saves it as any other change: as a draft, or as a proposal where the record is published.
    """
    return _earlier(session, get_entry(session, kind, slug), version)


def _earlier(session: Session, entry: Entry, version: int) -> Record:
    document = session.scalar(
        select(RevisionRow.document).where(RevisionRow.record_id == entry.id, RevisionRow.version == version)
    )
    if document is None:
        raise NotFoundError(f"version of the {entry.kind} {entry.slug}", str(version))
    earlier = dataclasses.replace(from_json(entry.kind, document), id=entry.slug)
    return with_present_ids(session, {entry.id: earlier})[entry.id]


def undo_batch(
    session: Session,
    batch: str,
    *,
    by: str,
    reason: str,
    note: str = "",
    through: str = "cli",
    at_utc: dt.datetime | None = None,
) -> SavedBatch:
    """Make every record of a batch what it was before, as a new batch, without committing.

    A record that the batch made is withdrawn. Raises ConflictError with all that were saved since, and
    NotFoundError for an unknown batch. The undoing can be undone in turn.
    """
    dataset = lock(session)
    before = _before(session, batch)
    entries = find_entries_by_id(session, before)
    present = load_records(session, before)
    earlier = {number: was.record for number, was in before.items() if was.record is not None}
    returning = {
        (record.record_kind, record.id)
        for number, record in earlier.items()
        if before[number].merged_into_id is None
    }
    restored = with_present_ids(session, earlier, returning=returning)
    plans = [
        _back(entry, before[number], restored.get(number), present[number])
        for number, entry in sorted(entries.items())
    ]
    plans += _followers(session, plans)
    name = f"undo-{dataset.revision + 1}"
    act = Act(
        by=by, change="correction", reason=reason, note=note, through=through, batch=name, at_utc=at_utc
    )
    return SavedBatch(batch=name, saved=write(session, dataset, plans, act))


def _back(entry: Entry, was: _Before, restored: Record | None, present: Record) -> Plan:
    if restored is None:
        return Plan(record=present, entry=entry, status="withdrawn", change="withdrawal", judged=False)
    return Plan(
        record=restored,
        entry=entry,
        status=was.status,
        merged_into_id=was.merged_into_id,
        judged=was.status != "withdrawn",
    )


def _followers(session: Session, plans: Sequence[Plan]) -> list[Plan]:
    """Let what was written since, under an id that is taken away again, follow to the earlier one."""
    entries = [plan.entry for plan in plans if plan.entry is not None and plan.entry.key != plan.key]
    moved: dict[RecordKey, str] = {plan.entry.key: plan.record.id for plan in plans if plan.entry is not None}
    besides = [plan.entry.id for plan in plans if plan.entry is not None]
    return following_plans(session, moved, entries, besides=besides)


def _before(session: Session, batch: str) -> Mapping[int, _Before]:
    """Find what each record of a batch was before it; refuse when one was saved since."""
    spans = session.execute(
        select(
            RevisionRow.record_id,
            func.min(RevisionRow.version).label("first"),
            func.max(RevisionRow.version).label("last"),
        )
        .where(RevisionRow.batch == batch)
        .group_by(RevisionRow.record_id)
        .order_by(RevisionRow.record_id)
    ).all()
    if not spans:
        raise NotFoundError("batch", batch)
    entries = find_entries_by_id(session, [span.record_id for span in spans])
    stale = tuple(
        Stale(kind=entry.kind, record_id=entry.slug, base_version=span.last, version=entry.version)
        for span in spans
        if (entry := entries[span.record_id]).version != span.last
    )
    if stale:
        raise conflict_of(stale)
    return _versions(session, {span.record_id: span.first - 1 for span in spans})


def _versions(session: Session, versions: Mapping[int, int]) -> dict[int, _Before]:
    """Read the given version of each record; version 0 is none."""
    found = {number: _Before(record=None, status="", merged_into_id=None) for number in versions}
    for some in chunks(sorted(versions)):
        rows = session.execute(
            select(
                RevisionRow.record_id,
                RevisionRow.version,
                RevisionRow.kind,
                RevisionRow.document,
                RevisionRow.status,
                RevisionRow.merged_into_id,
            ).where(
                RevisionRow.record_id.in_(some),
                RevisionRow.version.in_({versions[number] for number in some}),
            )
        )
        for row in rows:
            if row.version == versions[row.record_id]:
                found[row.record_id] = _Before(
                    record=from_json(row.kind, row.document),
                    status=row.status,
                    merged_into_id=row.merged_into_id,
                )
    return found
