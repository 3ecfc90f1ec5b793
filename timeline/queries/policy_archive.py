"""Histories of policies, folded once and kept until an event, a policy or a place that they rest on changes.

Folding 100,000 changes takes seconds, asking a folded history takes microseconds, and archives are read
far more often than written. So each database's histories are kept in the process. What is kept is keyed
by the state of the whole: the first question after a write reads which records were written since and
lets go only of what rests on them.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
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


@dataclass(kw_only=True, slots=True)
class PolicyArchive:
    """The facts and the folded histories of one state of a database.

    `events` gives the keys of the events that a history was folded from.
    """

    state: DatasetState
    facts: Facts
    histories: dict[str, History] = field(default_factory=dict)
    events: dict[str, frozenset[int]] = field(default_factory=dict)

    def history(self, session: Session, policy_id: str) -> History:
        """Get the history of a policy; raises NotFoundError."""
        policy = self.facts.policy(policy_id)
        if policy_id not in self.histories:
            self._fold(session, [policy])
        return self.histories[policy_id]

    def all_histories(self, session: Session) -> dict[str, History]:
        """Give the histories of all public policies by id."""
        missing = [policy for slug, policy in self.facts.policies.items() if slug not in self.histories]
        if missing:
            self._fold(session, missing)
        return {slug: self.histories[slug] for slug in self.facts.policies}

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


_kept: WeakKeyDictionary[Any, PolicyArchive] = WeakKeyDictionary()
_keeping = threading.Lock()


def policy_archive(session: Session) -> PolicyArchive:
    """Give the archive of policies as the session sees it."""
    pool, state = database_of(session), dataset_state(session)
    with _keeping:
        kept = _kept.get(pool)
    if kept is None or kept.state != state:
        kept = _renewed(session, kept, state)
        with _keeping:
            _kept[pool] = kept
    return kept


def is_folded(session: Session) -> bool:
    """Tell whether the histories of all policies are at hand, but for what was written since."""
    with _keeping:
        kept = _kept.get(database_of(session))
    if kept is None or not kept.facts.policies.keys() <= kept.histories.keys():
        return False
    return dataset_state(session).revision - kept.state.revision <= MOST_WRITES


def _renewed(session: Session, kept: PolicyArchive | None, state: DatasetState) -> PolicyArchive:
    written = None if kept is None else written_since(session, kept.state, state, most=MOST_WRITES)
    if kept is None or written is None:
        return PolicyArchive(state=state, facts=load_facts(session))
    kinds = {kind for kind, _ in written}
    if not kinds & {"event", "policy", "place", "timeline", "source"}:
        return PolicyArchive(
            state=state,
            facts=kept.facts,
            histories=dict(kept.histories),
            events=dict(kept.events),
        )
    facts = load_facts(session) if kinds & {"policy", "place", "timeline"} else kept.facts
    if facts.parents != kept.facts.parents:
        return PolicyArchive(state=state, facts=facts)
    touched = _touched(session, kept, _events_of(session, written))
    histories = {
        slug: history
        for slug, history in kept.histories.items()
        if slug not in touched and facts.policies.get(slug) == kept.facts.policies.get(slug)
    }
    return PolicyArchive(state=state, facts=facts, histories=histories, events=dict(kept.events))


def _events_of(session: Session, written: set[tuple[str, int]]) -> set[int]:
    """Give the events that were written, and those that a source disputes which was written."""
    sources = [key for kind, key in written if kind == "source"]
    statement = select(CitationRow.record_id).where(
        CitationRow.stance == "disputes", CitationRow.source_id.in_(sources)
    )
    disputed = session.scalars(statement) if sources else ()
    return {key for kind, key in written if kind == "event"} | set(disputed)


def _touched(session: Session, kept: PolicyArchive, events: set[int]) -> set[str]:
    """Give the policies that events changed before they were written, and those that they change now."""
    before = {slug for slug, keys in kept.events.items() if not keys.isdisjoint(events)}
    now = set(session.scalars(select(PolicyChangeRow.policy_id).where(PolicyChangeRow.record_id.in_(events))))
    return before | {policy.id for policy in kept.facts.policies.values() if policy.key in now}


def forget(session: Session) -> None:
    """Let go of what is kept of the session's database, as if nothing had been asked yet."""
    with _keeping:
        _kept.pop(database_of(session), None)
