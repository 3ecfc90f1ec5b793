"""Check a live store: everything that is kept twice agrees, and nothing breaks a rule."""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from timeline.errors import InvalidRecordError
from timeline.models.history import RecordRow, RevisionRow
from timeline.records.canonical import canonical_json, from_json, text_fingerprint
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.references import keys_referred_to
from timeline.store.check_history import HeldHead, check_history
from timeline.store.check_meaning import check_references, check_relations, check_rules
from timeline.store.check_tables import (
    check_aliases,
    check_counts,
    check_full_text,
    check_full_text_size,
    check_registry,
    check_rows,
)
from timeline.store.finding import REBUILD, Finding
from timeline.store.registry import (
    Entry,
    chunks,
    find_entries,
    find_entries_by_id,
    load_documents,
)

Progress = Callable[[int, int], None]


def check(
    session: Session,
    *,
    progress: Progress | None = None,
    held: Iterable[HeldHead] = (),
    only_history: bool = False,
) -> tuple[Finding, ...]:
    """Find whatever is not as it should be in the whole store; nothing in a sound one.

    Compares the tables with the latest revisions, the revisions with their fingerprints and chain, the
    chain with the ends of it that others hold (`held`), and the records with the rules. `progress` is told
    how much is done and how much there is. It reads only; give it a session that sees one moment of the
    database.
    """
    return tuple(_findings(session, progress or _silent, tuple(held), only_history=only_history))


def _silent(_done: int, _of: int) -> None:
    """Tell nobody."""


def _findings(
    session: Session, progress: Progress, held: tuple[HeldHead, ...], *, only_history: bool
) -> Iterator[Finding]:
    revisions = session.scalar(select(func.count()).select_from(RevisionRow)) or 0
    records = 0 if only_history else session.scalar(select(func.count()).select_from(RecordRow)) or 0
    done = 0

    def step(more: int) -> None:
        nonlocal done
        done += more
        progress(done, revisions + records)

    yield from check_history(session, progress=step, held=held)
    if only_history:
        return
    yield from check_registry(session)
    yield from check_aliases(session)
    counts: dict[str, int] = {}
    for kind in CLASS_OF_KIND:
        ids = session.scalars(select(RecordRow.id).where(RecordRow.kind == kind).order_by(RecordRow.id)).all()
        for some in chunks(ids):
            yield from _some_records(session, list(some), counts)
            step(len(some))
    yield from check_counts(session, counts)
    yield from check_full_text_size(session)
    yield from check_relations(session)


def _some_records(session: Session, ids: list[int], counts: dict[str, int]) -> Iterator[Finding]:
    """Check records of one kind."""
    entries = find_entries_by_id(session, ids)
    records: dict[int, Record] = {}
    for number, document in load_documents(session, ids).items():
        try:
            records[number] = from_json(entries[number].kind, document)
        except (ValueError, InvalidRecordError):
            yield _of(entries[number], "document", "the latest revision is not a record.")
    named = find_entries(session, {key for record in records.values() for key in keys_referred_to(record)})
    for number, record in records.items():
        if text_fingerprint(canonical_json(record)) != entries[number].fingerprint:
            yield _of(entries[number], "fingerprint", "it is not that of the latest revision.")
    yield from check_rules(records, entries)
    yield from check_references(records, entries, named)
    keys = {key: entry.id for key, entry in named.items()}
    if records:
        yield from check_rows(session, records, entries, keys, counts)
    yield from check_full_text(session, records, entries)


def _of(entry: Entry, field: str, message: str) -> Finding:
    return Finding(kind=entry.kind, record=entry.slug, field=field, message=message, cure=REBUILD)
