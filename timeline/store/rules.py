"""The rules that need other records: what a record refers to exists, and nothing contains itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.errors import InvalidRecordError, InvalidRecordsError, Problem
from timeline.models.event import PolicyChangeRow
from timeline.models.history import RecordRow
from timeline.models.mapping import own_table
from timeline.models.policy import PolicyStateRow
from timeline.records.event import Event
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.policy import Policy
from timeline.records.references import RecordKey
from timeline.records.validate import level_of, problems
from timeline.store.act import Act, act_problems
from timeline.store.plan import Plan
from timeline.store.publicity import public_referrers, unpublished_references
from timeline.store.registry import Entry, chunks, find_entries, find_entries_by_id, find_moved, holders
from timeline.vocab import STATUSES

#: The fields that name what a record is part of; following them must come to an end.
WHOLES: Final[Mapping[str, str]] = {
    "actor": "part_of",
    "place": "part_of",
    "source": "part_of",
    "topic": "broader",
    "series": "whole",
}


def refuse_wrong(session: Session, plans: Sequence[Plan], act: Act) -> dict[RecordKey, Entry]:
    """Raise InvalidRecordsError with all that is wrong with the records; give what they refer to."""
    judged = [plan for plan in plans if plan.judged]
    found: dict[RecordKey, list[Problem]] = {plan.key: [] for plan in plans}
    accounts = list(act_problems(act))
    for plan in plans:
        found[plan.key] += accounts
        if plan.status not in STATUSES:
            cure = f"Write one of: {', '.join(STATUSES)}."
            found[plan.key].append(_problem("status", plan.status, "is not a status", cure))
        if plan.entry is not None and act.change == "new" and plan.changes_something:
            cure = "Say whether it is an update, a correction or an editorial change."
            found[plan.key].append(_problem("change", act.change, "is said of a record that is there", cure))
    for plan in judged:
        found[plan.key] += problems(plan.record, level=level_of(plan.status))
    known = find_entries(session, _named(plans))
    future = {plan.key: plan for plan in plans}
    for rule in (
        _taken_ids(session, plans),
        _dangling(session, judged, known, future),
        _states(session, judged, known, future),
        _lost_states(session, judged),
        _circles(session, judged, known, future),
        unpublished_references(plans, known),
        public_referrers(session, plans),
    ):
        for key, problem in rule:
            found[key].append(problem)
    wrong = tuple(InvalidRecordError(*key, tuple(listed)) for key, listed in found.items() if listed)
    if wrong:
        raise InvalidRecordsError(wrong)
    return known


def refuse_problems(key: RecordKey, act: Act | None, found: Iterable[Problem] = ()) -> None:
    """Raise InvalidRecordError with these problems of one record and those of the account of the change."""
    listed = (*(act_problems(act) if act else ()), *found)
    if listed:
        raise InvalidRecordError(*key, listed)


def _named(plans: Iterable[Plan]) -> set[RecordKey]:
    return {reference.key for plan in plans for reference in plan.references}


def _taken_ids(session: Session, plans: Sequence[Plan]) -> Iterator[tuple[RecordKey, Problem]]:
    """Find ids that belong or belonged to another record: none is ever given twice."""
    fresh: dict[RecordKey, Plan] = {}
    seen: set[RecordKey] = set()
    for plan in plans:
        if plan.key in seen:
            yield plan.key, _problem("id", plan.record.id, "stands for two records", "Give each its own.")
        seen.add(plan.key)
        if plan.entry is None or plan.entry.key != plan.key:
            fresh[plan.key] = plan
    for key, holder in holders(session, fresh).items():
        entry = fresh[key].entry
        if entry is None or entry.id != holder.id:
            message = "is taken" if holder.key == key else f"is a former id of {holder.slug}"
            yield key, _problem("id", key[1], message, f"Choose another id, or write {holder.slug}.")


def _dangling(
    session: Session,
    plans: Sequence[Plan],
    known: Mapping[RecordKey, Entry],
    future: Mapping[RecordKey, Plan],
) -> Iterator[tuple[RecordKey, Problem]]:
    """Find references to what does not exist, or no longer under this id."""
    gone = _gone(known, future)
    missing = [
        (plan.key, reference)
        for plan in plans
        for reference in plan.references
        if reference.key in gone or (reference.key not in future and reference.key not in known)
    ]
    moved = find_moved(session, {reference.key for _, reference in missing})
    for key, reference in missing:
        now = moved.get(reference.key)
        yield (
            key,
            _problem(
                reference.path,
                reference.id,
                f"there is no {reference.kind} with this id" if now is None else "is a former id",
                f"Add the {reference.kind}, or write the id of one." if now is None else f"Write {now}.",
            ),
        )


def _gone(known: Mapping[RecordKey, Entry], future: Mapping[RecordKey, Plan]) -> set[RecordKey]:
    """Give the ids under which no record can be referred to: merged ones, and those that are taken away."""
    gone = {plan.entry.key for plan in future.values() if plan.entry is not None} - future.keys()
    gone |= {key for key, plan in future.items() if plan.merged_into_id is not None}
    merged = {key for key, entry in known.items() if entry.merged_into_id is not None}
    return gone | (merged - future.keys())


def _states(
    session: Session,
    plans: Sequence[Plan],
    known: Mapping[RecordKey, Entry],
    future: Mapping[RecordKey, Plan],
) -> Iterator[tuple[RecordKey, Problem]]:
    """Find states that events give to policies which do not have them."""
    events = [plan.record for plan in plans if isinstance(plan.record, Event)]
    policies = {("policy", change.policy) for event in events for change in event.changes}
    states = _states_in_tables(session, [known[key] for key in policies if key in known])
    states |= {key: _states_of(plan.record) for key, plan in future.items() if key in policies}
    for event in events:
        for position, change in enumerate(event.changes):
            allowed = states.get(("policy", change.policy))
            if allowed is None:
                continue
            for name in ("state", "stated_from"):
                value = getattr(change, name)
                if value and value not in allowed:
                    message = f"is not a state of the policy {change.policy}"
                    cure = f"Write one of: {', '.join(allowed)}."
                    path = f"changes[{position}].{name}"
                    yield (event.record_kind, event.id), _problem(path, value, message, cure)


def _states_of(record: Record) -> tuple[str, ...]:
    return tuple(state.state for state in record.states) if isinstance(record, Policy) else ()


def _states_in_tables(session: Session, policies: Sequence[Entry]) -> dict[RecordKey, tuple[str, ...]]:
    keys = {entry.id: entry.key for entry in policies}
    found: dict[RecordKey, tuple[str, ...]] = {}
    for some in chunks(list(keys)):
        rows = session.execute(
            select(PolicyStateRow.record_id, PolicyStateRow.state)
            .where(PolicyStateRow.record_id.in_(some))
            .order_by(PolicyStateRow.record_id, PolicyStateRow.position)
        )
        for row in rows:
            key = keys[row.record_id]
            found[key] = (*found.get(key, ()), row.state)
    return found


def _lost_states(session: Session, plans: Sequence[Plan]) -> Iterator[tuple[RecordKey, Problem]]:
    """Find states that a policy no longer has, while events that are not saved with it name them."""
    saved = {plan.entry.id for plan in plans if plan.entry is not None}
    for plan in plans:
        if not isinstance(plan.record, Policy) or plan.entry is None:
            continue
        kept = {"", *_states_of(plan.record)}
        rows = session.execute(
            select(
                PolicyChangeRow.record_id, PolicyChangeRow.state, PolicyChangeRow.stated_from, RecordRow.slug
            )
            .join(RecordRow, RecordRow.id == PolicyChangeRow.record_id)
            .where(PolicyChangeRow.policy_id == plan.entry.id, RecordRow.merged_into_id.is_(None))
            .order_by(RecordRow.slug, PolicyChangeRow.position)
        )
        for row in rows:
            lost = {row.state, row.stated_from} - kept
            if lost and row.record_id not in saved:
                yield (
                    plan.key,
                    _problem(
                        "states",
                        ", ".join(sorted(lost)),
                        f"is missing, and the event {row.slug} names it",
                        "Keep the state, or change the event first.",
                    ),
                )


def _circles(
    session: Session,
    plans: Sequence[Plan],
    known: Mapping[RecordKey, Entry],
    future: Mapping[RecordKey, Plan],
) -> Iterator[tuple[RecordKey, Problem]]:
    """Find records that would be part of themselves by way of others."""
    above: dict[RecordKey, str] = {
        key: getattr(plan.record, WHOLES[key[0]]) for key, plan in future.items() if key[0] in WHOLES
    }
    start = {(key[0], whole) for key, whole in above.items() if whole} - above.keys()
    above = _wholes_in_tables(session, [known[key] for key in start if key in known]) | above
    for plan in plans:
        kind, own = plan.key
        if kind not in WHOLES:
            continue
        path = [own]
        while (whole := above.get((kind, path[-1]), "")) and whole not in path:
            path.append(whole)
        if whole == own and len(path) > 1:
            yield (
                plan.key,
                _problem(
                    WHOLES[kind],
                    path[1],
                    f"would make it part of itself ({' → '.join([*path, own])})",
                    "Break the circle at one of these.",
                ),
            )


def _wholes_in_tables(session: Session, start: Sequence[Entry]) -> dict[RecordKey, str]:
    """Give, for these records and all that they are part of, the id of what each is part of."""
    above: dict[RecordKey, str] = {}
    level = {entry.id: entry for entry in start}
    while level:
        parents = _parents(session, level.values())
        entries = find_entries_by_id(session, parents.values())
        for number, entry in level.items():
            above[entry.key] = entries[parents[number]].slug if number in parents else ""
        level = {entry.id: entry for entry in entries.values() if entry.key not in above}
    return above


def _parents(session: Session, entries: Iterable[Entry]) -> dict[int, int]:
    found: dict[int, int] = {}
    by_kind: dict[str, list[int]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry.id)
    for kind, ids in by_kind.items():
        table = own_table(CLASS_OF_KIND[kind]).table
        column = table.c[f"{WHOLES[kind]}_id"]
        for some in chunks(ids):
            rows = session.execute(
                select(table.c.record_id, column).where(table.c.record_id.in_(some), column.is_not(None))
            )
            found.update((row[0], row[1]) for row in rows)
    return found


def _problem(path: str, value: str, message: str, cure: str) -> Problem:
    return Problem(path=path, value=value, message=message, cure=cure)
