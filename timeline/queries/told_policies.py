"""Policies as pages tell them: their facts, their histories, and every name that these need."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from sqlalchemy.orm import Session

from timeline.queries.names import Names, names_of
from timeline.queries.policy_archive import policy_archive
from timeline.queries.policy_facts import Facts, PolicyFacts
from timeline.queries.recent_events import last_changed
from timeline.states.answer import Answer, state_on
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
    same answer. `complete_to` is the last day to which the record of the policies claims to be complete.
    """

    policies: Mapping[str, ToldPolicy]
    parents: Mapping[str, str]
    end: dt.date
    complete_to: dt.date | None


def _complete_to(facts: Iterable[PolicyFacts]) -> dt.date | None:
    return max((one.complete_to for one in facts if one.complete_to is not None), default=None)


def _end(session: Session, facts: Facts, histories: Mapping[str, History]) -> dt.date:
    complete_to = _complete_to(facts.policies[policy_id] for policy_id in histories)
    if complete_to is not None:
        return complete_to
    told = (change.takes_effect for history in histories.values() for change in history.changes)
    last = max((date.latest for date in told if date is not None and date.latest is not None), default=None)
    return last or (last_changed(session) or dt.datetime.now(dt.UTC)).date()


def list_told(
    session: Session,
    only: Collection[str] | None = None,
    *,
    on: dt.date | None = None,
    most_places: int | None = None,
) -> ToldPolicies:
    """List all public policies, or those with these ids, of which alone the names are then read.

    With `on` the names are those that answers about that day speak of, at the first `most_places` places of
    each policy beside its widest. The number of statements is the same
    however many there are; `end` and `complete_to` are those of all.
    """
    archive = policy_archive(session)
    histories = archive.all_histories(session)
    shown = histories if only is None else {policy_id: histories[policy_id] for policy_id in only}
    return _told(session, archive.facts, shown, of=histories, on=on, most_places=most_places)


def get_told(session: Session, policy_id: str, *, place: str = "") -> ToldPolicies:
    """Get one policy and the name of a place; raises NotFoundError."""
    archive = policy_archive(session)
    history = archive.history(session, policy_id)
    return _told(session, archive.facts, {policy_id: history}, place, of={policy_id: history})


def _told(
    session: Session,
    facts: Facts,
    histories: Mapping[str, History],
    place: str = "",
    *,
    of: Mapping[str, History],
    on: dt.date | None = None,
    most_places: int | None = None,
) -> ToldPolicies:
    keys: set[tuple[str, str]] = set()
    for policy_id, history in histories.items():
        places = (history.widest, *islice(_others(history), most_places))
        own = facts.policies[policy_id]
        spoken_of = history.changes if on is None else _spoken_of(history, on, own, places)
        keys |= _keys(spoken_of) | {("place", name) for name in history.places}
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
    return ToldPolicies(
        policies=policies,
        parents=facts.parents,
        end=_end(session, facts, of),
        complete_to=_complete_to(facts.policies[policy_id] for policy_id in of),
    )


def _others(history: History) -> Iterator[str]:
    widest = history.widest
    return (place for place in history.places if place != widest)


def _spoken_of(history: History, day: dt.date, facts: PolicyFacts, places: Iterable[str]) -> Iterator[Change]:
    """Yield the changes that answers about a day at some places speak of."""
    for place in places:
        answer: Answer | None = state_on(history, day, place, complete_to=facts.complete_to)
        while answer is not None:
            yield from (*answer.changes, *answer.announced)
            yield from (change for change in (answer.previous, answer.next) if change is not None)
            answer = answer.inherited


def _keys(changes: Iterable[Change]) -> set[tuple[str, str]]:
    keys: set[tuple[str, str]] = set()
    for change in changes:
        keys |= {("event", change.event), ("place", change.place)}
        keys |= {("source", source) for source in change.disputed_by}
    return keys
