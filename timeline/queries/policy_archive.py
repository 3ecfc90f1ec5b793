"""Histories of policies, folded once and kept until an event, a policy or a place that they rest on changes.

Folding 100,000 changes takes seconds, asking a folded history takes microseconds, and archives are read
far more often than written. So each database's histories are kept in the process. What is kept is keyed
by the state of the whole: the first question after a write reads which records were written since and
lets go only of what rests on them. Each history of a state is folded once, however many ask for it at a
time: who comes meanwhile waits for those that are being folded, and for no others.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.models.event import CitationRow, PolicyChangeRow
from timeline.queries.dataset import DatasetState, database_of, dataset_state, written_since
from timeline.queries.policy_changes import ReadChange, read_changes
from timeline.queries.policy_facts import Facts, PolicyFacts, load_facts
from timeline.states.fold import fold
from timeline.states.history import History

#: After more writes than this, everything is read anew.
MOST_WRITES = 500
#: So many policies are folded at a time, so that who asks for one of the others waits for these alone.
_AT_ONCE: Final = 100
#: For so many states of a database histories are kept: long downloads read from before the last writes.
_MOST_STATES: Final = 3


@dataclass(kw_only=True, slots=True)
class PolicyArchive:
    """The facts and the folded histories of one state of a database.

    `events` gives the keys of the events that a history was folded from.
    """

    state: DatasetState
    facts: Facts
    histories: dict[str, History] = field(default_factory=dict)
    events: dict[str, frozenset[int]] = field(default_factory=dict)
    _folding: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def history(self, session: Session, policy_id: str) -> History:
        """Get the history of a policy; raises NotFoundError."""
        policy = self.facts.policy(policy_id)
        if policy_id not in self.histories:
            self._fold_missing(session, [policy])
        return self.histories[policy_id]

    def all_histories(self, session: Session) -> dict[str, History]:
        """Give the histories of all public policies by id."""
        missing = [policy for slug, policy in self.facts.policies.items() if slug not in self.histories]
        for at in range(0, len(missing), _AT_ONCE):
            self._fold_missing(session, missing[at : at + _AT_ONCE])
        return {slug: self.histories[slug] for slug in self.facts.policies}

    def _fold_missing(self, session: Session, policies: Iterable[PolicyFacts]) -> None:
        with self._folding:
            missing = [policy for policy in policies if policy.id not in self.histories]
            if missing:
                self._fold(session, missing)

    def _fold(self, session: Session, policies: Iterable[PolicyFacts]) -> None:
        by_key = {policy.key: policy for policy in policies}
        found: dict[str, list[ReadChange]] = {policy.id: [] for policy in by_key.values()}
        for read in read_changes(session, {key: policy.id for key, policy in by_key.items()}):
            found[read.change.policy].append(read)
        for policy in by_key.values():
            changes = found.pop(policy.id)
            self.events[policy.id] = frozenset(read.event_key for read in changes)
            self.histories[policy.id] = fold(
                policy.id, [read.change for read in changes], self.facts.parents, policy.states
            )


@dataclass(kw_only=True, slots=True)
class _Shelf:
    kept: tuple[PolicyArchive, ...] = ()
    making: threading.Lock = field(default_factory=threading.Lock)


_shelves: WeakKeyDictionary[Any, _Shelf] = WeakKeyDictionary()
_opening = threading.Lock()


def policy_archive(session: Session) -> PolicyArchive:
    """Give the archive of policies as the session sees it."""
    state = dataset_state(session)
    shelf = _shelf_of(session)
    found = _find(shelf, state)
    if found is None:
        # One for all who ask: an archive of his own would be folded by each of them, and lost but for one.
        with shelf.making:
            found = _find(shelf, state)
            if found is None:
                found = _made(session, shelf.kept, state)
                shelf.kept = (found, *shelf.kept)[:_MOST_STATES]
    return found


def is_folded(session: Session) -> bool:
    """Tell whether the histories of all policies are at hand, but for what was written since."""
    newest = max(_shelf_of(session).kept, key=lambda one: one.state.revision, default=None)
    if newest is None or not newest.facts.policies.keys() <= newest.histories.keys():
        return False
    return dataset_state(session).revision - newest.state.revision <= MOST_WRITES


def forget(session: Session) -> None:
    """Let go of what is kept of the session's database, as if nothing had been asked yet."""
    with _opening:
        _shelves.pop(database_of(session), None)


def _shelf_of(session: Session) -> _Shelf:
    database = database_of(session)
    with _opening:
        found = _shelves.get(database)
        if found is None:
            found = _shelves[database] = _Shelf()
        return found


def _find(shelf: _Shelf, state: DatasetState) -> PolicyArchive | None:
    return next((one for one in shelf.kept if one.state == state), None)


def _made(session: Session, kept: Iterable[PolicyArchive], state: DatasetState) -> PolicyArchive:
    """Bring the newest of what is kept up to date, passing over what an undone transaction has left."""
    for former in sorted(kept, key=lambda one: one.state.revision, reverse=True):
        written = written_since(session, former.state, state, most=MOST_WRITES)
        if written is not None:
            return _renewed(session, former, state, written)
    return PolicyArchive(state=state, facts=load_facts(session))


def _renewed(
    session: Session, kept: PolicyArchive, state: DatasetState, written: set[tuple[str, int]]
) -> PolicyArchive:
    # In this order: somebody may be folding others into it, and tells of the events first.
    histories, resting = dict(kept.histories), dict(kept.events)
    kinds = {kind for kind, _ in written}
    if not kinds & {"event", "policy", "place", "timeline", "source"}:
        return PolicyArchive(state=state, facts=kept.facts, histories=histories, events=resting)
    facts = load_facts(session) if kinds & {"policy", "place", "timeline"} else kept.facts
    if facts.parents != kept.facts.parents:
        return PolicyArchive(state=state, facts=facts)
    touched = _touched(session, kept.facts, resting, _events_of(session, written))
    untouched = {
        slug: history
        for slug, history in histories.items()
        if slug not in touched and facts.policies.get(slug) == kept.facts.policies.get(slug)
    }
    return PolicyArchive(state=state, facts=facts, histories=untouched, events=resting)


def _events_of(session: Session, written: set[tuple[str, int]]) -> set[int]:
    """Give the events that were written, and those that a source disputes which was written."""
    sources = [key for kind, key in written if kind == "source"]
    statement = select(CitationRow.record_id).where(
        CitationRow.stance == "disputes", CitationRow.source_id.in_(sources)
    )
    disputed = session.scalars(statement) if sources else ()
    return {key for kind, key in written if kind == "event"} | set(disputed)


def _touched(
    session: Session, facts: Facts, resting: Mapping[str, frozenset[int]], events: set[int]
) -> set[str]:
    """Give the policies that events changed before they were written, and those that they change now."""
    before = {slug for slug, keys in resting.items() if not keys.isdisjoint(events)}
    now = set(session.scalars(select(PolicyChangeRow.policy_id).where(PolicyChangeRow.record_id.in_(events))))
    return before | {policy.id for policy in facts.policies.values() if policy.key in now}
