"""Save one record, or many that refer to each other."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from timeline.errors import Stale, conflict_of
from timeline.records.kinds import Record
from timeline.records.references import RecordKey
from timeline.store.act import Act
from timeline.store.dataset import lock
from timeline.store.plan import Plan
from timeline.store.registry import Entry, find_entries
from timeline.store.write import Saved, write, write_one


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedBatch:
    """The records of a batch after they were saved, in the order in which they were given."""

    batch: str
    saved: tuple[Saved, ...]

    @property
    def changed(self) -> tuple[Saved, ...]:
        """Give those that were not already as they should be."""
        return tuple(saved for saved in self.saved if saved.changed)


def save(
    session: Session,
    record: Record,
    *,
    by: str,
    base_version: int,
    change: str,
    reason: str,
    note: str = "",
    through: str = "cli",
    status: str | None = None,
    batch: str | None = None,
    at_utc: dt.datetime | None = None,
) -> Saved:
    """Save a record: its rows and a revision, without committing.

    `base_version` is the version that the change starts from, 0 for a new record; `status` is kept when
    None (a new record is a draft). A record that already is as it should be makes no revision. The first
    revision of a record is always of the kind "new".

    Raises InvalidRecordError with all problems at once, and ConflictError when somebody saved in between.
    """
    act = Act(by=by, change=change, reason=reason, note=note, through=through, batch=batch, at_utc=at_utc)
    dataset = lock(session)
    key = (record.record_kind, record.id)
    plan = _plan(record, find_entries(session, [key]), {key: base_version}, status)
    return write_one(session, dataset, plan, act)


def save_all(
    session: Session,
    records: Sequence[Record],
    *,
    by: str,
    reason: str,
    base_versions: Mapping[RecordKey, int] | None = None,
    change: str = "update",
    note: str = "",
    through: str = "import",
    status: str | None = "published",
    batch: str | None = None,
    at_utc: dt.datetime | None = None,
) -> SavedBatch:
    """Save many records as one batch, which can be undone as one; without committing.

    They may refer to each other in any order. `base_versions` gives the version that each change starts
    from, by kind and id; a record without one is new. Raises InvalidRecordsError with all problems of
    all records, and ConflictError with all that somebody saved in between.
    """
    dataset = lock(session)
    versions = base_versions or {}
    batch = batch or f"{through}-{dataset.revision + 1}"
    entries = find_entries(session, [(record.record_kind, record.id) for record in records])
    stale = tuple(found for record in records if (found := _stale(record, entries, versions)) is not None)
    if stale:
        raise conflict_of(stale)
    plans = [_plan(record, entries, versions, status) for record in records]
    act = Act(by=by, change=change, reason=reason, note=note, through=through, batch=batch, at_utc=at_utc)
    return SavedBatch(batch=batch, saved=write(session, dataset, plans, act))


def _plan(
    record: Record,
    entries: Mapping[RecordKey, Entry],
    base_versions: Mapping[RecordKey, int],
    status: str | None,
) -> Plan:
    """Plan to save a record on top of its base version, which must be the one that it is at.

    The id of a record that was merged into another is taken as if the record were new, which the rules
    refuse with the id to write instead.
    """
    stale = _stale(record, entries, base_versions)
    if stale is not None:
        raise conflict_of((stale,))
    entry = entries.get((record.record_kind, record.id))
    if entry is not None and entry.merged_into_id is not None:
        entry = None
    kept = entry.status if entry else "draft"
    return Plan(record=record, entry=entry, status=status or kept)


def _stale(
    record: Record, entries: Mapping[RecordKey, Entry], base_versions: Mapping[RecordKey, int]
) -> Stale | None:
    """Find whether a record is not at the version that its change starts from."""
    key = (record.record_kind, record.id)
    entry = entries.get(key)
    if entry is not None and entry.merged_into_id is not None:
        return None
    version, base_version = entry.version if entry else 0, base_versions.get(key, 0)
    if version == base_version:
        return None
    return Stale(kind=key[0], record_id=key[1], base_version=base_version, version=version)
