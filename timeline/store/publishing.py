"""Publication, and changes of what is published.

Nothing here commits. `who` is the person who acts; `four_eyes` is the rule of the house that a record is
not published by whoever changed it last. It holds for every kind: readers see the name of an actor wherever
it is told of.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from timeline.errors import InvalidRecordError, NotAllowedError, Problem
from timeline.records.kinds import Record
from timeline.records.references import RecordKey
from timeline.rights import VOCABULARY_KINDS, Who, require
from timeline.store.act import Act
from timeline.store.company import (
    UNPUBLISHED,
    last_editors,
    refuse_unless,
    set_status,
    with_drafts,
    with_first_publications,
)
from timeline.store.dataset import lock
from timeline.store.plan import Plan
from timeline.store.registry import get_entry
from timeline.store.save import SavedBatch
from timeline.store.write import write
from timeline.vocab import PROPOSAL_CHANGES


def publish(
    session: Session,
    kind: str,
    slug: str,
    *,
    who: Who,
    base_version: int,
    four_eyes: bool,
    reason: str = "",
    note: str = "",
    through: str = "admin",
) -> SavedBatch:
    """Publish a draft or a record in review, with the drafts that it refers to, as one batch.

    Raises InvalidRecordsError with every field that is still missing, and NotAllowedError.
    """
    return publish_all(
        session,
        [(kind, slug, base_version)],
        who=who,
        four_eyes=four_eyes,
        reason=reason,
        note=note,
        through=through,
    )


def publish_all(
    session: Session,
    records: Sequence[tuple[str, str, int]],
    *,
    who: Who,
    four_eyes: bool,
    reason: str = "",
    note: str = "",
    through: str = "admin",
) -> SavedBatch:
    """Publish several records, each with its kind, its id and its base version, as `publish` does."""
    require(who, "publish")

    def judge(plans: Sequence[Plan]) -> None:
        if four_eyes:
            refuse_one_pair_of_eyes(session, plans, who)

    act = Act(by=who.handle, change="update", reason=reason or "Published.", note=note, through=through)
    return set_status(session, records, to="published", below=UNPUBLISHED, act=act, judge=judge)


def change_published(
    session: Session,
    record: Record,
    *,
    who: Who,
    base_version: int,
    four_eyes: bool,
    change: str,
    note: str,
    reason: str = "",
    through: str = "admin",
) -> SavedBatch:
    """Change a published record at once, where one pair of eyes is enough.

    `change` is one of `vocab.PROPOSAL_CHANGES`; the public note is required. The drafts that the record
    now refers to are published with it. Raises NotAllowedError where a proposal has to be made instead.
    """
    require(who, "vocabulary" if record.record_kind in VOCABULARY_KINDS else "publish")
    if four_eyes:
        raise NotAllowedError(
            "A published record is changed by two people here: save your change as a proposal, and"
            " somebody else will publish it."
        )
    refuse_unexplained(record, change, note)
    dataset = lock(session)
    entry = get_entry(session, record.record_kind, record.id, base_version=base_version)
    refuse_unless(entry, ("published",))
    plans = with_drafts(
        session,
        [Plan(record=record, entry=entry, status="published")],
        status="published",
        below=UNPUBLISHED,
    )
    act = Act(
        by=who.handle,
        change=change,
        reason=reason or note,
        note=note,
        through=through,
        batch=f"change-{dataset.revision + 1}" if len(plans) > 1 else None,
    )
    saved = write(session, dataset, with_first_publications(session, plans), act)
    return SavedBatch(batch=act.batch or "", saved=saved)


def refuse_unexplained(record: Record, change: str, note: str) -> None:
    """Raise InvalidRecordError unless it is said what kind of change it is, and readers are told why."""
    found: list[Problem] = []
    if change not in PROPOSAL_CHANGES:
        cure = f"Write one of: {', '.join(PROPOSAL_CHANGES)}."
        found.append(Problem(path="change", value=change, message="is not a kind of change", cure=cure))
    if not note.strip():
        cure = "Say in a sentence, for readers, what changed and why."
        found.append(Problem(path="note", value="", message="is missing", cure=cure))
    if found:
        raise InvalidRecordError(record.record_kind, record.id, tuple(found))


def own_work(session: Session, plans: Iterable[Plan], who: Who) -> tuple[RecordKey, ...]:
    """Find the records that would be published by the person who made the last change to them."""
    entries = [
        plan.entry
        for plan in plans
        if plan.status == "published" and plan.entry is not None and plan.entry.status in UNPUBLISHED
    ]
    editors = last_editors(session, entries)
    return tuple(entry.key for entry in entries if editors.get(entry.key) == who.handle)


def refuse_one_pair_of_eyes(session: Session, plans: Iterable[Plan], who: Who) -> None:
    """Raise NotAllowedError when the person made the last change of a record that is to be published."""
    own = [f"the {kind} “{slug}”" for kind, slug in own_work(session, plans, who)]
    if own:
        named = ", ".join(own[:5]) + (f" and {len(own) - 5} more" if len(own) > 5 else "")
        raise NotAllowedError(
            f"You made the last change to {named}, so somebody else has to publish it. Submit it for review."
        )
