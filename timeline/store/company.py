"""What goes to review or to the public together: a record, and the drafts that it refers to."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from timeline.errors import NotAllowedError, Stale, conflict_of
from timeline.models.history import RecordRow, RevisionRow
from timeline.records.references import RecordKey
from timeline.store.act import Act
from timeline.store.dataset import lock
from timeline.store.plan import Plan
from timeline.store.registry import Entry, chunks, find_entries, get_entry, load_records
from timeline.store.save import SavedBatch
from timeline.store.write import write
from timeline.vocab import STATUSES

#: The statuses of a record that is still being worked on.
UNPUBLISHED = ("draft", "review")


def with_drafts(session: Session, plans: Sequence[Plan], *, status: str, below: Iterable[str]) -> list[Plan]:
    """Add to the plans those of the drafts that they refer to, in whatever way, to give them `status`.

    `below` names the statuses that a draft may have to be taken along.
    """
    found = {plan.key: plan for plan in plans}
    level = list(plans)
    while level:
        named = {reference.key for plan in level for reference in plan.references} - found.keys()
        entries = [entry for entry in find_entries(session, named).values() if entry.status in below]
        records = load_records(session, [entry.id for entry in entries])
        level = [
            Plan(record=records[entry.id], entry=entry, status=status, change="update") for entry in entries
        ]
        found |= {plan.key: plan for plan in level}
    return list(found.values())


def last_editors(session: Session, entries: Iterable[Entry]) -> Mapping[RecordKey, str]:
    """Find who last changed what each record says; submitting or returning it changes nothing in it."""
    keys = {entry.id: entry.key for entry in entries}
    found: dict[RecordKey, str] = {}
    for some in chunks(sorted(keys)):
        other = (
            select(RevisionRow.record_id, func.max(RevisionRow.version).label("version"))
            .join(RecordRow, RecordRow.id == RevisionRow.record_id)
            .where(RecordRow.id.in_(some), RevisionRow.fingerprint != RecordRow.fingerprint)
            .group_by(RevisionRow.record_id)
            .subquery()
        )
        first: ColumnElement[int] = func.coalesce(other.c.version, 0) + 1
        rows = session.execute(
            select(RecordRow.id, RevisionRow.by)
            .outerjoin(other, other.c.record_id == RecordRow.id)
            .join(RevisionRow, and_(RevisionRow.record_id == RecordRow.id, RevisionRow.version == first))
            .where(RecordRow.id.in_(some))
        )
        found.update((keys[number], by) for number, by in rows)
    return found


def authors(session: Session, entry: Entry) -> frozenset[str]:
    """Find everybody who has saved a version of a record."""
    return frozenset(session.scalars(select(RevisionRow.by).where(RevisionRow.record_id == entry.id)))


def ever_public(session: Session, entries: Iterable[Entry]) -> frozenset[int]:
    """Find the keys of those records of which a version was published."""
    found: set[int] = set()
    for some in chunks(sorted({entry.id for entry in entries})):
        found.update(
            session.scalars(
                select(RevisionRow.record_id).where(
                    RevisionRow.record_id.in_(some), RevisionRow.status == "published"
                )
            )
        )
    return frozenset(found)


def get_entries(session: Session, records: Sequence[tuple[str, str, int]]) -> list[Entry]:
    """Get the records with these kinds and ids, which must be at these versions.

    Raises what `registry.get_entry` raises, and ConflictError with all that are at another version.
    """
    entries = [get_entry(session, kind, slug) for kind, slug, _ in records]
    stale = tuple(
        Stale(kind=entry.kind, record_id=entry.slug, base_version=version, version=entry.version)
        for entry, (_, _, version) in zip(entries, records, strict=True)
        if entry.version != version
    )
    if stale:
        raise conflict_of(stale)
    return entries


def with_first_publications(session: Session, plans: Sequence[Plan]) -> list[Plan]:
    """Let what was never public before be told to readers as new."""
    public = ever_public(session, [plan.entry for plan in plans if plan.entry is not None])
    return [
        dataclasses.replace(plan, change="new")
        if plan.entry is not None and plan.status == "published" and plan.entry.id not in public
        else plan
        for plan in plans
    ]


def set_status(
    session: Session,
    records: Sequence[tuple[str, str, int]],
    *,
    to: str,
    below: Sequence[str],
    act: Act,
    judge: Callable[[Sequence[Plan]], None] | None = None,
) -> SavedBatch:
    """Give records, each with its base version, and the drafts that they refer to another status.

    `below` names the statuses that they may have; `judge` raises where they may not have the new one.
    """
    dataset = lock(session)
    entries = get_entries(session, records)
    for entry in entries:
        refuse_unless(entry, below)
    loaded = load_records(session, [entry.id for entry in entries])
    plans = with_drafts(
        session,
        [Plan(record=loaded[entry.id], entry=entry, status=to) for entry in entries],
        status=to,
        below=below,
    )
    if judge is not None:
        judge(plans)
    batch = act.batch or f"{to}-{dataset.revision + 1}"
    saved = write(
        session, dataset, with_first_publications(session, plans), dataclasses.replace(act, batch=batch)
    )
    return SavedBatch(batch=batch, saved=saved)


def refuse_unless(entry: Entry, statuses: Sequence[str]) -> None:
    """Raise NotAllowedError, with what to do instead, unless the record has one of these statuses."""
    if entry.status not in statuses:
        wanted = " or ".join(STATUSES[status].label.lower() for status in statuses)
        raise NotAllowedError(
            f"The {entry.kind} “{entry.slug}” is {STATUSES[entry.status].label.lower()}; this can be done"
            f" with what is {wanted}. {_CURES[entry.status]}"
        )


_CURES: Final = {
    "draft": "Submit it for review first.",
    "review": "Publish it or return it to its author.",
    "published": "To change it, make a proposal.",
    "withdrawn": "Make it a draft again first.",
}
