"""Bring a data package into the store: all of it, or nothing with every reason named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from timeline.db import DatabaseSession
from timeline.errors import InvalidRecordsError
from timeline.imports.package import PackageReading
from timeline.records.kinds import Record
from timeline.store.dataset import lock
from timeline.store.registry import find_entries
from timeline.store.save import SavedBatch, save_all

Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """What an import did: how many records are new, changed, and the same as before."""

    batch: str
    new: int
    changed: int
    same: int


def load_package(
    session: DatabaseSession,
    path: Path,
    *,
    by: str,
    reason: str,
    progress: Progress | None = None,
) -> Loaded:
    """Save the records of a package as one batch and publish them; without committing.

    Records of the store that the package does not have stay as they are. `progress` is told how many
    records of how many have been read. Raises InvalidFileError, with every problem by file, row and
    column; the session then holds what it held before.
    """
    with PackageReading(path) as reading, session.begin_nested():
        records = _read(reading, progress)
        lock(session)  # What is read from here on, the versions first, nobody else changes meanwhile.
        keys = [(record.record_kind, record.id) for record in records]
        versions = {key: entry.version for key, entry in find_entries(session, keys).items()}
        try:
            batch = save_all(session, records, by=by, reason=reason, base_versions=versions)
        except InvalidRecordsError as error:
            _report(reading, records, error)
            reading.report.raise_if_any()
            raise
        reading.report.raise_if_any()
    return _loaded(batch)


def _read(reading: PackageReading, progress: Progress | None) -> list[Record]:
    total = reading.count()
    records = []
    for number, record in enumerate(reading.records(), start=1):
        records.append(record)
        if progress is not None:
            progress(number, total)
    return records


def _report(reading: PackageReading, records: Sequence[Record], error: InvalidRecordsError) -> None:
    by_key = {(record.record_kind, record.id): record for record in records}
    for invalid in error.records:
        for problem in invalid.problems:
            reading.report_problem(by_key[invalid.kind, invalid.record_id], problem)


def _loaded(batch: SavedBatch) -> Loaded:
    changed = batch.changed
    new = sum(saved.version == 1 for saved in changed)
    return Loaded(
        batch=batch.batch, new=new, changed=len(changed) - new, same=len(batch.saved) - len(changed)
    )
