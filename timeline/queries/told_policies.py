"""Policies as pages tell them: their facts, their histories, and every name that these need."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from timeline.queries.names import Names, names_of
from timeline.queries.policy_archive import policy_archive
from timeline.queries.policy_facts import Facts, PolicyFacts
from timeline.queries.recent_events import last_changed
from timeline.states.change import Change
from timeline.states.history import History
from timeline.states.words import Labels


@dataclass(frozen=True, kw_only=True, slots=True)
class ToldPolicy:
    """A policy with its history; `names` are those of public events, places and sources in it."""

    facts: PolicyFacts
    history: History
    labels: Labels
    names: Names


@dataclass(frozen=True, kw_only=True, slots=True)
class ToldPolicies:
    """Policies by id, in the order of ids, and for each public place the one that it is part of.

    `end` is the day that is asked about where none is named: that to which the record is complete, else the
    last that it speaks of, else that of its last change; never today, since the same record shall give the
    same answer.
    """

    policies: Mapping[str, ToldPolicy]
    parents: Mapping[str, str]
    end: dt.date

    @property
    def complete_to(self) -> dt.date | None:
        """Give the last day to which the record of these policies claims to be complete."""
        return _complete_to(self.policies)


def _complete_to(policies: Mapping[str, ToldPolicy]) -> dt.date | None:
    days = [told.facts.complete_to for told in policies.values()]
    return max((day for day in days if day is not None), default=None)


def _end(session: Session, policies: Mapping[str, ToldPolicy]) -> dt.date:
    told = (change.takes_effect for one in policies.values() for change in one.history.changes)
    days = [date.latest for date in told if date is not None and date.latest is not None]
    found = _complete_to(policies) or max(days, default=None)
    return found or (last_changed(session) or dt.datetime.now(dt.UTC)).date()


def list_told(session: Session) -> ToldPolicies:
    """List all public policies; the number of statements is the same however many there are."""
    archive = policy_archive(session)
    return _told(session, archive.facts, archive.all_histories(session))


def get_told(session: Session, policy_id: str, *, place: str = "") -> ToldPolicies:
    """Get one policy and the name of a place; raises NotFoundError."""
    archive = policy_archive(session)
    history = archive.history(session, policy_id)
    return _told(session, archive.facts, {policy_id: history}, place)


def _told(session: Session, facts: Facts, histories: Mapping[str, History], place: str = "") -> ToldPolicies:
    keys = _keys(change for history in histories.values() for change in history.changes)
    names = names_of(session, keys | {("place", place)})
    by_kind: dict[str, dict[str, str]] = {"event": {}, "place": {}, "source": {}}
    for (kind, record_id), name in names.items():
        by_kind[kind][record_id] = name
    policies = {}
    for policy_id, history in histories.items():
        own = facts.policies[policy_id]
        labels = Labels(
            states=own.states, events=by_kind["event"], places=by_kind["place"], sources=by_kind["source"]
        )
        policies[policy_id] = ToldPolicy(facts=own, history=history, labels=labels, names=names)
    return ToldPolicies(policies=policies, parents=facts.parents, end=_end(session, policies))


def _keys(changes: Iterable[Change]) -> set[tuple[str, str]]:
    keys: set[tuple[str, str]] = set()
    for change in changes:
        keys |= {("event", change.event), ("place", change.place)}
        keys |= {("source", source) for source in change.disputed_by}
    return keys
