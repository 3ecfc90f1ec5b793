"""Proposals: changes of published records that wait for a second person, while the record stays as it is.

Every version of a proposal is kept. Nothing here commits. `version` is that of the proposal which the
person looked at: ConflictError says that it was changed since.
"""

import dataclasses
import datetime as dt
from typing import Any, Final

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from timeline.errors import ConflictError, NotAllowedError, NotFoundError
from timeline.models.curation import ProposalRow, ProposalStepRow
from timeline.records.canonical import canonical_json, from_json
from timeline.records.kinds import Record
from timeline.records.validate import Level, problems
from timeline.rights import Who, allows, require
from timeline.store.act import Act
from timeline.store.company import UNPUBLISHED, refuse_unless, with_drafts
from timeline.store.dataset import lock
from timeline.store.plan import Plan
from timeline.store.publishing import refuse_unexplained
from timeline.store.registry import Entry, find_entries_by_id, get_entry
from timeline.store.rules import refuse_problems, refuse_wrong

#: The states in which a proposal can still become something.
WAITING: Final = ("open", "review", "returned")
_WORDS: Final = {
    "open": "is still being written",
    "review": "is in review",
    "returned": "went back to its author",
    "accepted": "was accepted",
    "withdrawn": "was given up",
}


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A proposal that was locked to be changed, and the record that it is about."""

    row: ProposalRow
    entry: Entry


def propose(
    session: Session,
    record: Record,
    *,
    who: Who,
    base_version: int,
    change: str,
    note: str = "",
    reason: str = "",
    submit: bool = True,
    batch: str | None = None,
) -> int:
    """Propose what a published record shall say; give the number of the proposal.

    `change` is one of `vocab.PROPOSAL_CHANGES`, `note` what readers are told. Unless `submit`, it may be
    unfinished, as a draft. Raises InvalidRecordError, InvalidRecordsError and ConflictError as `save` does.
    """
    require(who, "draft")
    lock(session)
    entry = get_entry(session, record.record_kind, record.id, base_version=base_version)
    refuse_unless(entry, ("published",))
    _judge(session, record, entry, change=change, note=note, is_whole=submit)
    return keep_proposal(
        session,
        record,
        entry,
        who=who,
        change=change,
        note=note,
        reason=reason,
        state="review" if submit else "open",
        batch=batch,
    )


def keep_proposal(
    session: Session,
    record: Record,
    entry: Entry,
    *,
    who: Who,
    change: str,
    note: str,
    reason: str,
    state: str = "review",
    batch: str | None = None,
) -> int:
    """Keep a proposal that was judged, about a record as the registry has it under the store's lock."""
    now = dt.datetime.now(dt.UTC)
    row: dict[str, Any] = {
        "record_id": entry.id,
        "author": who.handle,
        "state": state,
        "version": 1,
        "base_version": entry.version,
        "change": change,
        "note": note,
        "document": canonical_json(record),
        "created_at": now,
        "changed_at": now,
        "changed_by": who.handle,
        "batch": batch,
    }
    number = session.execute(insert(ProposalRow).values(**row).returning(ProposalRow.id)).scalar_one()
    _keep_step(session, number, row, reason=reason)
    return number


def revise(
    session: Session,
    number: int,
    record: Record,
    *,
    who: Who,
    version: int,
    change: str | None = None,
    note: str | None = None,
    reason: str = "",
    base_version: int | None = None,
) -> None:
    """Change a proposal: as its author, or as a reviewer who edits it and passes it on.

    `base_version` is given when the author has taken over what others published since.
    """
    waiting = get_waiting(session, number, version=version)
    _refuse_stranger(waiting, who)
    row = waiting.row
    change, note = row.change if change is None else change, row.note if note is None else note
    _judge(session, record, waiting.entry, change=change, note=note, is_whole=row.state == "review")
    _set(
        session,
        row,
        who,
        reason=reason,
        document=canonical_json(dataclasses.replace(record, id=waiting.entry.slug)),
        change=change,
        note=note,
        base_version=base_version or row.base_version,
    )


def submit_proposal(session: Session, number: int, *, who: Who, version: int, reason: str = "") -> None:
    """Ask for the review of a proposal that was being written or was returned."""
    waiting = get_waiting(session, number, version=version, states=("open", "returned"))
    _refuse_stranger(waiting, who)
    record = record_of(waiting)
    _judge(session, record, waiting.entry, change=waiting.row.change, note=waiting.row.note, is_whole=True)
    _set(session, waiting.row, who, reason=reason, state="review")


def return_proposal(session: Session, number: int, *, who: Who, version: int, reason: str) -> None:
    """Give a proposal back to its author; the reason says what to do."""
    require(who, "publish")
    waiting = get_waiting(session, number, version=version, states=("review",))
    refuse_problems(waiting.entry.key, Act(by=who.handle, change="update", reason=reason))
    _set(session, waiting.row, who, reason=reason, state="returned")


def withdraw_proposal(session: Session, number: int, *, who: Who, version: int, reason: str = "") -> None:
    """Give a proposal up, as its author or as an editor; it stays in the list of what was proposed."""
    waiting = get_waiting(session, number, version=version)
    _refuse_stranger(waiting, who)
    _set(session, waiting.row, who, reason=reason, state="withdrawn")


def get_waiting(
    session: Session, number: int, *, version: int | None = None, states: tuple[str, ...] = WAITING
) -> Waiting:
    """Lock the store and get a proposal that is to be changed."""
    lock(session)
    return read_waiting(session, number, version=version, states=states)


def read_waiting(
    session: Session, number: int, *, version: int | None = None, states: tuple[str, ...] = WAITING
) -> Waiting:
    """Get a proposal that has one of these states, and is at this version."""
    row = session.get(ProposalRow, number, populate_existing=True)
    if row is None:
        raise NotFoundError("proposal", str(number))
    if version is not None and row.version != version:
        raise ConflictError("proposal", str(number), base_version=version, version=row.version)
    if row.state not in states:
        wanted = " or ".join(_WORDS[state] for state in states)
        raise NotAllowedError(
            f"Proposal {number} {_WORDS[row.state]}; this can be done with one that {wanted}."
        )
    return Waiting(row=row, entry=find_entries_by_id(session, [row.record_id])[row.record_id])


def record_of(waiting: Waiting) -> Record:
    """Give the record as it is proposed, under the id that it has now."""
    record = from_json(waiting.entry.kind, waiting.row.document)
    return dataclasses.replace(record, id=waiting.entry.slug)


def close_accepted(
    session: Session, waiting: Waiting, who: Who, *, reason: str, revision: int | None, document: str
) -> None:
    """Keep that a proposal was accepted, and which revision came of it."""
    _set(session, waiting.row, who, reason=reason, state="accepted", document=document, revision=revision)


def editor_of_proposal(session: Session, number: int) -> str:
    """Find who last changed what a proposal says."""
    document = select(ProposalRow.document).where(ProposalRow.id == number).scalar_subquery()
    other = (
        select(func.max(ProposalStepRow.version))
        .where(ProposalStepRow.proposal_id == number, ProposalStepRow.document != document)
        .scalar_subquery()
    )
    first = func.coalesce(other, 0) + 1
    return session.scalars(
        select(ProposalStepRow.by).where(
            ProposalStepRow.proposal_id == number, ProposalStepRow.version == first
        )
    ).one()


def _judge(session: Session, record: Record, entry: Entry, *, change: str, note: str, is_whole: bool) -> None:
    """Raise when a proposal could not be published as it stands; an unfinished one must be sound only."""
    if not is_whole:
        refuse_problems(entry.key, None, problems(record, level=Level.SOUND))
        return
    refuse_unexplained(record, change, note)
    plan = Plan(record=record, entry=entry, status="published")
    plans = with_drafts(session, [plan], status="published", below=UNPUBLISHED)
    refuse_wrong(session, plans, Act(by="-", change=change, reason="-", note=note))


def _refuse_stranger(waiting: Waiting, who: Who) -> None:
    require(who, "draft")
    if who.handle != waiting.row.author and not allows(who.role, "publish"):
        raise NotAllowedError(
            f"Proposal {waiting.row.id} is that of {waiting.row.author}; comment on it, or ask an editor."
        )


def _set(session: Session, row: ProposalRow, who: Who, *, reason: str, **changes: Any) -> None:
    changes |= {
        "version": row.version + 1,
        "changed_at": dt.datetime.now(dt.UTC),
        "changed_by": who.handle,
    }
    session.execute(update(ProposalRow).where(ProposalRow.id == row.id).values(**changes))
    session.refresh(row)
    names = ("state", "version", "base_version", "change", "note", "document", "changed_at", "changed_by")
    _keep_step(session, row.id, {name: getattr(row, name) for name in names}, reason=reason)


def _keep_step(session: Session, number: int, row: dict[str, Any], *, reason: str) -> None:
    session.execute(
        insert(ProposalStepRow).values(
            proposal_id=number,
            version=row["version"],
            at_utc=row["changed_at"],
            by=row["changed_by"],
            state=row["state"],
            base_version=row["base_version"],
            change=row["change"],
            note=row["note"],
            reason=reason,
            document=row["document"],
        )
    )
