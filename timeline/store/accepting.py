"""Accepting proposals: what they say is published, merged with what was published in the meantime."""

import dataclasses
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.differing.merging import Merged, merge
from timeline.errors import ConflictError, NotAllowedError
from timeline.models.history import RevisionRow
from timeline.records.canonical import from_json
from timeline.records.kinds import Record
from timeline.rights import Who, require
from timeline.store.act import Act
from timeline.store.company import UNPUBLISHED, refuse_unless, with_drafts, with_first_publications
from timeline.store.dataset import lock
from timeline.store.plan import Plan
from timeline.store.proposals import (
    Waiting,
    close_accepted,
    editor_of_proposal,
    get_waiting,
    read_waiting,
    record_of,
)
from timeline.store.publishing import refuse_one_pair_of_eyes
from timeline.store.referrers import with_present_ids
from timeline.store.registry import load_records
from timeline.store.save import SavedBatch
from timeline.store.write import write

_LONGEST_REASON = 2_000


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Acceptance:
    """A proposal to accept: its version, the record’s, and the record where conflicts were solved."""

    number: int
    version: int
    record_version: int
    resolved: Record | None = None


def merged_proposal(session: Session, number: int) -> Merged:
    """Give what publishing a proposal comes to now: the merged record, and the conflicts there are."""
    return _merged(session, read_waiting(session, number))


def accept(
    session: Session,
    number: int,
    *,
    who: Who,
    version: int,
    record_version: int,
    four_eyes: bool,
    resolved: Record | None = None,
    reason: str = "",
    through: str = "admin",
) -> SavedBatch:
    """Publish a proposal in review, with the drafts that it refers to.

    `version` and `record_version` are those of the proposal and of the record that the reviewer saw. Where
    others published a change of the same field since, `resolved` is the record with the conflicts solved;
    without it ConflictError is raised. Raises NotAllowedError when four eyes are asked for and the reviewer
    is the one who wrote it.
    """
    one = Acceptance(number=number, version=version, record_version=record_version, resolved=resolved)
    return accept_all(session, [one], who=who, four_eyes=four_eyes, reason=reason, through=through)


def accept_all(
    session: Session,
    acceptances: Sequence[Acceptance],
    *,
    who: Who,
    four_eyes: bool,
    reason: str = "",
    through: str = "admin",
) -> SavedBatch:
    """Publish several proposals about different records as one batch, which can be undone as one."""
    require(who, "publish")
    dataset = lock(session)
    waiting = {
        one.number: get_waiting(session, one.number, version=one.version, states=("review",))
        for one in acceptances
    }
    plans = [_plan(session, one, waiting[one.number], who, four_eyes=four_eyes) for one in acceptances]
    all_plans = with_drafts(session, plans, status="published", below=UNPUBLISHED)
    if four_eyes:
        refuse_one_pair_of_eyes(session, all_plans, who)
    first = waiting[acceptances[0].number].row
    act = Act(
        by=who.handle,
        change=first.change,
        reason=_reason(reason, list(waiting.values())),
        note=first.note if len({each.row.note for each in waiting.values()}) == 1 else "",
        through=through,
        batch=f"accept-{dataset.revision + 1}",
    )
    saved = write(session, dataset, with_first_publications(session, all_plans), act)
    revisions = {(each.kind, each.id): each.revision for each in saved}
    for one, plan in zip(acceptances, plans, strict=True):
        close_accepted(
            session,
            waiting[one.number],
            who,
            reason=reason,
            revision=revisions[plan.key],
            document=plan.document,
        )
    return SavedBatch(batch=act.batch or "", saved=saved)


def _plan(session: Session, one: Acceptance, waiting: Waiting, who: Who, *, four_eyes: bool) -> Plan:
    entry = waiting.entry
    refuse_unless(entry, ("published",))
    if entry.version != one.record_version:
        raise ConflictError(*entry.key, base_version=one.record_version, version=entry.version)
    if four_eyes and editor_of_proposal(session, one.number) == who.handle:
        raise NotAllowedError(
            f"You made the last change to proposal {one.number}, so somebody else has to publish it."
        )
    record = one.resolved
    if record is None:
        merged = _merged(session, waiting)
        if merged.conflicts:
            raise ConflictError(*entry.key, base_version=waiting.row.base_version, version=entry.version)
        record = merged.record
    record = dataclasses.replace(record, id=entry.slug)
    return Plan(record=record, entry=entry, status="published", change=waiting.row.change)


def _merged(session: Session, waiting: Waiting) -> Merged:
    entry, row = waiting.entry, waiting.row
    document = session.scalars(
        select(RevisionRow.document).where(
            RevisionRow.record_id == entry.id, RevisionRow.version == row.base_version
        )
    ).one()
    theirs = load_records(session, [entry.id])[entry.id]
    base = _present(session, entry.id, dataclasses.replace(from_json(entry.kind, document), id=entry.slug))
    mine = _present(session, entry.id, record_of(waiting))
    return merge(base, theirs, mine)


def _present(session: Session, number: int, record: Record) -> Record:
    """Give the record with the ids that what it refers to has now: some may have been renamed since."""
    present: Mapping[int, Record] = with_present_ids(session, {number: record})
    return present[number]


def _reason(reason: str, waiting: Sequence[Waiting]) -> str:
    """Name in the history who proposed what another person has published."""
    proposed = "; ".join(f"proposal {each.row.id} by {each.row.author}" for each in waiting)
    return f"{reason or 'Accepted.'} ({proposed})"[:_LONGEST_REASON].rstrip()
