"""The way of a record towards review and back: draft, in review, withdrawn; and who may take it there.

Nothing here commits. `who` is the person who acts. Publication is in `timeline.store.publishing`.
"""

from sqlalchemy.orm import Session

from timeline.errors import InvalidRecordError, Problem
from timeline.records.kinds import Record
from timeline.rights import Who, require
from timeline.store.act import Act
from timeline.store.company import UNPUBLISHED, authors, refuse_unless, set_status
from timeline.store.dataset import lock
from timeline.store.registry import find_entries, get_entry, load_records
from timeline.store.restore import withdraw
from timeline.store.save import SavedBatch, save
from timeline.store.write import Saved


def save_draft(
    session: Session,
    record: Record,
    *,
    who: Who,
    base_version: int,
    reason: str = "",
    through: str = "admin",
) -> Saved:
    """Save a record that is not published: a new one as a draft, another with the status that it has.

    A record in review is edited by those who wrote it; a reviewer uses `edit_and_pass_on`. Raises
    NotAllowedError, besides what `save` raises; an id that is taken is a problem of the field `id`.
    """
    require(who, "draft")
    lock(session)
    entry = find_entries(session, [(record.record_kind, record.id)]).get((record.record_kind, record.id))
    if entry is not None and not base_version:
        cure = f"Choose another id, or open the {record.record_kind} that has it."
        taken = Problem(path="id", value=record.id, message="is taken", cure=cure)
        raise InvalidRecordError(record.record_kind, record.id, (taken,))
    if entry is not None:
        refuse_unless(entry, UNPUBLISHED)
        if entry.status == "review" and who.handle not in authors(session, entry):
            require(who, "publish")
    said = reason or ("Edited." if base_version else "Begun.")
    return save(
        session,
        record,
        by=who.handle,
        base_version=base_version,
        change="update",
        reason=said,
        through=through,
    )


def submit(
    session: Session,
    kind: str,
    slug: str,
    *,
    who: Who,
    base_version: int,
    reason: str = "",
    through: str = "admin",
) -> SavedBatch:
    """Ask for the review of a draft, and of the drafts that it refers to."""
    require(who, "draft")
    return set_status(
        session,
        [(kind, slug, base_version)],
        to="review",
        below=("draft",),
        act=Act(by=who.handle, change="update", reason=reason or "Submitted for review.", through=through),
    )


def return_to_author(
    session: Session,
    kind: str,
    slug: str,
    *,
    who: Who,
    base_version: int,
    reason: str,
    through: str = "admin",
) -> Saved:
    """Give a record in review back to whoever wrote it; the reason says what to do."""
    require(who, "publish")
    lock(session)
    entry = get_entry(session, kind, slug, base_version=base_version)
    refuse_unless(entry, ("review",))
    record = load_records(session, [entry.id])[entry.id]
    return save(
        session,
        record,
        by=who.handle,
        base_version=base_version,
        change="update",
        reason=reason,
        status="draft",
        through=through,
    )


def edit_and_pass_on(
    session: Session, record: Record, *, who: Who, base_version: int, reason: str = "", through: str = "admin"
) -> Saved:
    """Save a record in review as its reviewer would have it; it stays in review, for somebody else."""
    require(who, "publish")
    lock(session)
    entry = get_entry(session, record.record_kind, record.id, base_version=base_version)
    refuse_unless(entry, ("review",))
    return save(
        session,
        record,
        by=who.handle,
        base_version=base_version,
        change="update",
        reason=reason or "Edited in review.",
        through=through,
    )


def take_back(
    session: Session,
    kind: str,
    slug: str,
    *,
    who: Who,
    base_version: int,
    reason: str,
    note: str = "",
    through: str = "admin",
) -> Saved:
    """Withdraw a record: a published one as an editor, a draft also as one who wrote it."""
    require(who, "draft")
    lock(session)
    entry = get_entry(session, kind, slug, base_version=base_version)
    refuse_unless(entry, ("draft", "review", "published"))
    if entry.status == "published" or who.handle not in authors(session, entry):
        require(who, "publish")
    return withdraw(
        session,
        kind,
        slug,
        base_version=base_version,
        by=who.handle,
        reason=reason,
        note=note,
        through=through,
    )


def bring_back(
    session: Session,
    kind: str,
    slug: str,
    *,
    who: Who,
    base_version: int,
    reason: str,
    through: str = "admin",
) -> Saved:
    """Make a withdrawn record a draft again."""
    require(who, "publish")
    lock(session)
    entry = get_entry(session, kind, slug, base_version=base_version)
    refuse_unless(entry, ("withdrawn",))
    record = load_records(session, [entry.id])[entry.id]
    return save(
        session,
        record,
        by=who.handle,
        base_version=base_version,
        change="update",
        reason=reason,
        status="draft",
        through=through,
    )
