"""One act on many records: a preview that says what becomes of each, one batch, one undo.

What is done to a published record where the house asks for four eyes becomes a proposal, one a record.
Records to which it cannot be done are left alone, and the preview says why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.differing.differences import Difference, differences
from timeline.errors import InvalidRecordsError, NotFoundError, Stale, conflict_of
from timeline.models.curation import ProposalRow
from timeline.records.kinds import Record
from timeline.records.references import RecordKey
from timeline.rights import Who, require
from timeline.store.act import Act
from timeline.store.bulk_changes import ACTIONS, BulkAction, UnfitError, changed
from timeline.store.company import UNPUBLISHED, with_drafts, with_first_publications
from timeline.store.dataset import lock
from timeline.store.plan import Plan
from timeline.store.proposals import keep_proposal, withdraw_proposal
from timeline.store.publishing import own_work, refuse_unexplained
from timeline.store.registry import Entry, find_entries, load_records
from timeline.store.restore import undo_batch
from timeline.store.rules import refuse_wrong
from timeline.store.save import SavedBatch
from timeline.store.write import write

Outcome = Literal["change", "propose", "same", "refused"]
#: So many records at once; more would keep everybody else waiting.
MOST: Final = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class BulkRow:
    """What becomes of one record: changed, proposed, left as it already is, or refused, and why.

    `differences` are those of the record; `status` is the one that it would have.
    """

    kind: str
    record_id: str
    version: int
    title: str
    outcome: Outcome
    why: str = ""
    status_now: str = ""
    status: str = ""
    differences: tuple[Difference, ...] = ()
    record: Record | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BulkPlan:
    """What an action comes to, record by record."""

    action: BulkAction
    rows: tuple[BulkRow, ...]

    def of(self, outcome: Outcome) -> tuple[BulkRow, ...]:
        """Give the rows with this outcome."""
        return tuple(row for row in self.rows if row.outcome == outcome)


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedBulk:
    """What was done: the batch, which `undo` takes back, the plan as carried out, and the proposals."""

    batch: str
    plan: BulkPlan
    saved: SavedBatch
    proposals: tuple[int, ...]


def plan_bulk(
    session: Session, keys: Sequence[RecordKey], action: BulkAction, *, who: Who, four_eyes: bool
) -> BulkPlan:
    """Say what an action would do to each of these records; it only reads."""
    _require(who, action)
    found = find_entries(session, keys)
    records = load_records(session, [entry.id for entry in found.values()])
    rows: list[BulkRow] = []
    for key in dict.fromkeys(keys):
        entry = found.get(key)
        if entry is None or entry.merged_into_id is not None:
            rows.append(_gone(key))
            continue
        rows.append(_row(entry, records[entry.id], action, four_eyes=four_eyes))
    judging = _Judging(session=session, entries=found, second=who if four_eyes else None)
    return BulkPlan(action=action, rows=judging.judged(rows))


def save_bulk(
    session: Session,
    records: Sequence[tuple[str, str, int]],
    action: BulkAction,
    *,
    who: Who,
    four_eyes: bool,
    reason: str,
    note: str = "",
    change: str = "editorial",
    through: str = "admin",
) -> SavedBulk:
    """Do it, to the records with these kinds, ids and versions, which the preview showed.

    `note` is what readers are told; it is asked for where a published record changes. Raises
    ConflictError with every record that was saved since the preview.
    """
    dataset = lock(session)
    plan = plan_bulk(
        session, [(kind, slug) for kind, slug, _ in records], action, who=who, four_eyes=four_eyes
    )
    _refuse_stale(plan, records)
    batch = f"bulk-{dataset.revision + 1}"
    public = [row for row in plan.rows if row.outcome == "propose" or _changes_public(row)]
    if public and public[0].record is not None:
        refuse_unexplained(public[0].record, change, note)
    entries = find_entries(session, [_key(row) for row in _active(plan.rows)])
    # The plan has judged them all, a moment ago and under the same lock.
    proposals = tuple(
        keep_proposal(
            session,
            row.record,
            entries[_key(row)],
            who=who,
            change=change,
            note=note,
            reason=reason,
            batch=batch,
        )
        for row in plan.of("propose")
        if row.record is not None
    )
    act = Act(
        by=who.handle,
        change=change if public else "update",
        reason=reason or ACTIONS[action.name].label,
        note=note,
        through=through,
        batch=batch,
    )
    plans = with_first_publications(session, _plans(session, plan.of("change"), entries))
    saved = write(session, dataset, plans, act)
    return SavedBulk(batch=batch, plan=plan, saved=SavedBatch(batch=batch, saved=saved), proposals=proposals)


def undo(session: Session, batch: str, *, who: Who, reason: str, through: str = "admin") -> SavedBatch:
    """Take a batch back: its records are what they were, and its proposals that still wait are withdrawn.

    Raises ConflictError with every record that was saved since, and NotFoundError for an unknown batch.
    """
    require(who, "bulk")
    lock(session)
    numbers = session.execute(
        select(ProposalRow.id, ProposalRow.version).where(
            ProposalRow.batch == batch, ProposalRow.state.in_(("open", "review", "returned"))
        )
    ).all()
    for number, version in numbers:
        withdraw_proposal(session, number, who=who, version=version, reason=reason)
    try:
        return undo_batch(session, batch, by=who.handle, reason=reason, through=through)
    except NotFoundError:
        if not numbers:
            raise
        return SavedBatch(batch="", saved=())


def _require(who: Who, action: BulkAction) -> None:
    if action.name not in ACTIONS:
        raise NotFoundError("action", action.name)
    require(who, "draft" if action.name == "submit" else "bulk")
    if action.name == "publish":
        require(who, "publish")


def _gone(key: RecordKey) -> BulkRow:
    return BulkRow(
        kind=key[0],
        record_id=key[1],
        version=0,
        title=key[1],
        outcome="refused",
        why="There is no such record any more.",
    )


def _row(entry: Entry, record: Record, action: BulkAction, *, four_eyes: bool) -> BulkRow:
    row = BulkRow(
        kind=entry.kind,
        record_id=entry.slug,
        version=entry.version,
        title=_title(record),
        outcome="same",
        status_now=entry.status,
        status=entry.status,
        record=record,
    )
    status = ACTIONS[action.name].status
    if status:
        return _moved_on(row, status)
    try:
        after = changed(record, action)
    except UnfitError as error:
        return replace(row, outcome="refused", why=str(error))
    if after == record:
        return row
    row = replace(row, record=after, differences=differences(record, after))
    if entry.status == "withdrawn":
        return replace(row, outcome="refused", why="It is withdrawn.")
    waits = entry.status == "published" and four_eyes
    return replace(row, outcome="propose" if waits else "change")


def _moved_on(row: BulkRow, status: str) -> BulkRow:
    """Submit a draft, or publish what is not public yet."""
    if row.status_now == status:
        return row
    allowed = ("draft",) if status == "review" else UNPUBLISHED
    if row.status_now not in allowed:
        return replace(row, outcome="refused", why=f"It is {row.status_now}.")
    return replace(row, outcome="change", status=status)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Judging:
    """Finds which rows the rules refuse; `second` is the person who may not publish their own work."""

    session: Session
    entries: dict[RecordKey, Entry]
    second: Who | None

    def judged(self, rows: Sequence[BulkRow]) -> tuple[BulkRow, ...]:
        """Refuse what the rules refuse; since others may depend on it, as often as there is more."""
        while True:
            problems = self._problems(rows)
            refused = {_key(row): problems[_key(row)] for row in _active(rows) if _key(row) in problems}
            if problems and not refused:
                refused = self._by_company(rows, problems)
            if not refused:
                return tuple(rows)
            rows = [
                replace(row, outcome="refused", why=refused[_key(row)]) if _key(row) in refused else row
                for row in rows
            ]

    def _problems(self, rows: Sequence[BulkRow]) -> dict[RecordKey, str]:
        plans = _plans(self.session, rows, self.entries)
        found: dict[RecordKey, str] = {}
        try:
            refuse_wrong(self.session, plans, Act(by="-", change="update", reason="-"))
        except InvalidRecordsError as error:
            for one in error.records:
                found[one.kind, one.record_id] = " ".join(str(problem) for problem in one.problems)
        if self.second is not None:
            why = "You made the last change, so somebody else has to publish it."
            found |= dict.fromkeys(own_work(self.session, plans, self.second), why)
        return found

    def _by_company(self, rows: Sequence[BulkRow], problems: dict[RecordKey, str]) -> dict[RecordKey, str]:
        """Find the rows that bring along a draft with which something is wrong."""
        found: dict[RecordKey, str] = {}
        for row in _active(rows):
            for plan in _plans(self.session, [row], self.entries):
                if plan.key in problems:
                    kind, slug = plan.key
                    found[_key(row)] = f"It refers to the {kind} “{slug}”: {problems[plan.key]}"
        return found


def _key(row: BulkRow) -> RecordKey:
    return row.kind, row.record_id


def _active(rows: Iterable[BulkRow]) -> list[BulkRow]:
    return [row for row in rows if row.outcome in {"change", "propose"}]


def _plans(session: Session, rows: Iterable[BulkRow], entries: dict[RecordKey, Entry]) -> list[Plan]:
    plans = [
        Plan(record=row.record, entry=entries[row.kind, row.record_id], status=row.status)
        for row in rows
        if row.record is not None
        and (row.kind, row.record_id) in entries
        and row.outcome in {"change", "propose"}
    ]
    for status, below in (("published", UNPUBLISHED), ("review", ("draft",))):
        moving = [
            plan for plan in plans if plan.status == status and plan.entry and plan.entry.status != status
        ]
        if moving:
            known = {plan.key for plan in plans}
            more = with_drafts(session, moving, status=status, below=below)
            plans += [plan for plan in more if plan.key not in known]
    return plans


def _refuse_stale(plan: BulkPlan, records: Sequence[tuple[str, str, int]]) -> None:
    versions = {(kind, slug): version for kind, slug, version in records}
    stale = tuple(
        Stale(
            kind=row.kind,
            record_id=row.record_id,
            base_version=versions[row.kind, row.record_id],
            version=row.version,
        )
        for row in plan.rows
        if row.version != versions[row.kind, row.record_id]
    )
    if stale:
        raise conflict_of(stale)


def _changes_public(row: BulkRow) -> bool:
    return row.outcome == "change" and row.status_now == "published"


def _title(record: Record) -> str:
    names = (getattr(record, name, "") for name in ("title", "name", "label"))
    return next((name for name in names if name), record.id)
