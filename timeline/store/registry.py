"""Look records up in the registry, by public id or by key, many at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from timeline.errors import ConflictError, MovedError, NotFoundError
from timeline.models.history import AliasRow, RecordRow, RevisionRow
from timeline.records.canonical import from_json
from timeline.records.kinds import Record
from timeline.records.references import RecordKey, keys_referred_to
from timeline.records.validate import is_id

CHUNK = 500

T = TypeVar("T")

_COLUMNS = (
    RecordRow.id,
    RecordRow.kind,
    RecordRow.slug,
    RecordRow.status,
    RecordRow.version,
    RecordRow.fingerprint,
    RecordRow.merged_into_id,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A record as the registry has it."""

    id: int
    kind: str
    slug: str
    status: str
    version: int
    fingerprint: str
    merged_into_id: int | None

    @property
    def key(self) -> RecordKey:
        """Give the kind and the public id."""
        return self.kind, self.slug


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Yield the items some at a time: a statement takes only so many values."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def find_entries(session: Session, keys: Iterable[RecordKey]) -> dict[RecordKey, Entry]:
    """Find the records with these ids; those that are not there are left out."""
    found: dict[RecordKey, Entry] = {}
    for kind, slugs in _by_kind(keys):
        rows = session.execute(select(*_COLUMNS).where(RecordRow.kind == kind, RecordRow.slug.in_(slugs)))
        found.update((entry.key, entry) for entry in map(_entry, rows))
    return found


def _by_kind(keys: Iterable[RecordKey]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the ids of each kind, some at a time; what is no id stands for nothing and is not asked for.

    PostgreSQL refuses to be asked for some texts, such as one with a NUL in it.
    """
    asked = sorted(key for key in set(keys) if is_id(key[1]))
    for kind, group in groupby(asked, key=lambda key: key[0]):
        for slugs in chunks([slug for _, slug in group]):
            yield kind, slugs


def find_entries_by_id(session: Session, ids: Iterable[int]) -> dict[int, Entry]:
    """Find the records with these keys."""
    found: dict[int, Entry] = {}
    for some in chunks(sorted(set(ids))):
        for row in session.execute(select(*_COLUMNS).where(RecordRow.id.in_(some))):
            found[row.id] = _entry(row)
    return found


def _entry(row: Row[tuple[int, str, str, str, int, str, int | None]]) -> Entry:
    return Entry(
        id=row.id,
        kind=row.kind,
        slug=row.slug,
        status=row.status,
        version=row.version,
        fingerprint=row.fingerprint,
        merged_into_id=row.merged_into_id,
    )


def get_entry(session: Session, kind: str, slug: str, *, base_version: int | None = None) -> Entry:
    """Get the record that is to be changed.

    Raises NotFoundError, MovedError for one that was renamed or merged, and ConflictError when it is
    not at `base_version`.
    """
    entry = find_entries(session, [(kind, slug)]).get((kind, slug))
    if entry is None or entry.merged_into_id is not None:
        moved = find_moved(session, [(kind, slug)])
        if (kind, slug) in moved:
            raise MovedError(kind, slug, moved[kind, slug])
        raise NotFoundError(kind, slug)
    if base_version is not None and entry.version != base_version:
        raise ConflictError(kind, slug, base_version=base_version, version=entry.version)
    return entry


def holders(session: Session, keys: Iterable[RecordKey]) -> dict[RecordKey, Entry]:
    """Find which record each id stands for, now or formerly; an id that was never given is left out.

    A record that was merged stands for the one that it was merged into.
    """
    wanted = set(keys)
    aliases: dict[RecordKey, int] = {}
    for kind, slugs in _by_kind(wanted):
        rows = session.execute(
            select(AliasRow.slug, AliasRow.record_id).where(AliasRow.kind == kind, AliasRow.slug.in_(slugs))
        )
        aliases.update(((kind, row.slug), row.record_id) for row in rows)
    renamed = find_entries_by_id(session, aliases.values())
    entries = find_entries(session, wanted) | {key: renamed[number] for key, number in aliases.items()}
    return _follow(session, entries)


def find_moved(session: Session, keys: Iterable[RecordKey]) -> dict[RecordKey, str]:
    """Find where renamed and merged records live now: the present id for each former one."""
    return {key: entry.slug for key, entry in holders(session, keys).items() if entry.slug != key[1]}


def _follow(session: Session, entries: dict[RecordKey, Entry]) -> dict[RecordKey, Entry]:
    """Replace each merged record by the one it was merged into, as often as that was merged itself."""
    entries = dict(entries)
    while True:
        merged = {key: e.merged_into_id for key, e in entries.items() if e.merged_into_id is not None}
        if not merged:
            return entries
        targets = find_entries_by_id(session, merged.values())
        entries |= {key: targets[number] for key, number in merged.items()}


def load_records(session: Session, ids: Iterable[int]) -> dict[int, Record]:
    """Give records as their latest revisions have them."""
    documents = load_documents(session, ids)
    entries = find_entries_by_id(session, documents)
    return {number: from_json(entries[number].kind, text) for number, text in documents.items()}


def load_documents(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Give the documents of the latest revisions of records."""
    found: dict[int, str] = {}
    for some in chunks(sorted(set(ids))):
        rows = session.execute(
            select(RecordRow.id, RevisionRow.document)
            .join(RevisionRow, RevisionRow.number == RecordRow.revision)
            .where(RecordRow.id.in_(some))
        )
        found.update((row.id, row.document) for row in rows)
    return found


def keys_of(session: Session, records: Iterable[Record]) -> dict[RecordKey, int]:
    """Give the keys of all records that these refer to; what is not there is left out."""
    named = {key for record in records for key in keys_referred_to(record)}
    return {key: entry.id for key, entry in find_entries(session, named).items()}


def next_id(session: Session) -> int:
    """Give the key for the next new record; records are never deleted, so none is given twice."""
    last = session.scalar(select(func.max(RecordRow.id)))
    return 1 if last is None else last + 1
