"""States as tables: the histories of all policies as intervals, and the states on one day."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy.orm import Session

from timeline.errors import BadRequestError, Problem
from timeline.queries.names import names_of
from timeline.queries.policy_changes import Evidence, list_evidence
from timeline.queries.policy_facts import PolicyFacts
from timeline.queries.selection import require_named
from timeline.queries.told_policies import ToldPolicies, ToldPolicy, list_told
from timeline.rule_filter import EVERY_RULE, RuleFilter
from timeline.states.answer import Answer, state_on
from timeline.states.change import Change, ChangeKey, day_of
from timeline.states.history import chain_of
from timeline.states.spells import Spell, spells
from timeline.states.words import Labels, remarks, sentence

_AT_ONCE = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class IntervalRow:
    """A state of a policy at a place, from the change that began it until the one that ended it.

    `kind` is *state*, *disputed* (an account that is held beside the rule) or *suspended* (laid over it).
    `from_date` is the date as EDTF. The `from` and `to` days are the first and last on which the change
    can have been; None where that is open, unknown or has not happened. On the day of `to` the state
    holds no more. `sources` support the change that began it, `disputed_by` dispute it.
    """

    policy: str
    place: str
    kind: str
    state: str
    label: str
    action: str
    event: str
    from_date: str
    from_earliest: dt.date | None
    from_latest: dt.date | None
    to_earliest: dt.date | None
    to_latest: dt.date | None
    to_events: tuple[str, ...]
    sources: tuple[str, ...]
    disputed_by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StateRow:
    """The answer for one policy and place on one day; see `timeline.states.answer.Answer`.

    `states` are the possible states and those of claims; `events` made the answer; `rule_of` is the place
    whose rule it is ("" is everywhere), None where there is none or more than one.
    """

    day: dt.date
    policy: str
    question: str
    place: str
    kind: str
    reason: str
    states: tuple[str, ...]
    labels: tuple[str, ...]
    may_be_none: bool
    suspended: str
    rule_of: str | None
    events: tuple[str, ...]
    sources: tuple[str, ...]
    next_event: str
    next_date: str
    complete_to: dt.date | None
    is_beyond: bool
    sentence: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class From:
    """Where a table goes on: at the policy with this id, after so many of its rows."""

    policy: str = ""
    passing_over: int = 0

    def of(self, policy: str) -> int:
        """Tell how many rows of a policy to pass over."""
        return self.passing_over if policy == self.policy else 0


START = From()


def intervals(
    session: Session, asked: RuleFilter = EVERY_RULE, *, start: From = START
) -> Iterator[IntervalRow]:
    """Yield the histories of public policies as intervals, by policy, place and order of changes.

    Of places that are asked for, those of the places within them too. Raises BadRequestError for a policy
    or place that there is not. Evidence is read of the rows alone that are taken.
    """
    every = list_told(session)
    _require(session, every, asked)
    for told in _policies(every, asked, start):
        within = (
            spell
            for spell in spells(told.history)
            if not asked.place or set(asked.place) & set(chain_of(spell.change.place, every.parents))
        )
        found = islice(within, start.of(told.facts.id), None)
        while some := tuple(islice(found, _AT_ONCE)):
            evidence = list_evidence(session, [spell.change for spell in some])
            for spell in some:
                yield _interval(told.facts, spell, evidence[spell.change.key])


def _interval(policy: PolicyFacts, spell: Spell, evidence: tuple[Evidence, ...]) -> IntervalRow:
    change = spell.change
    return IntervalRow(
        policy=policy.id,
        place=change.place,
        kind=spell.kind,
        state=spell.state,
        label=policy.states.get(spell.state, spell.state),
        action=change.action,
        event=change.event,
        from_date=_text(change),
        from_earliest=day_of(spell.began[0]),
        from_latest=day_of(spell.began[1]),
        to_earliest=day_of(spell.ended[0]),
        to_latest=day_of(spell.ended[1]),
        to_events=tuple(dict.fromkeys(ending.event for ending in spell.ended_by)),
        sources=_sources(evidence, "supports"),
        disputed_by=_sources(evidence, "disputes"),
    )


def _text(change: Change) -> str:
    date = change.takes_effect
    return "" if date is None else date.text


def _sources(evidence: tuple[Evidence, ...], stance: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.source for each in evidence if each.stance == stance))


def states_table(
    session: Session,
    day: dt.date | None = None,
    asked: RuleFilter = EVERY_RULE,
    *,
    start: From = START,
) -> Iterator[StateRow]:
    """Yield the states on a day, else on that of the filter, else at the end of the record.

    For every policy there is a row for each place that has changes of its own, and a policy without
    changes has one row, for everywhere. Of places that are asked for, there is a row for each of them, and
    for each place within them that has changes of its own. Raises BadRequestError for a policy or place
    that there is not.
    """
    every = list_told(session)
    _require(session, every, asked)
    on = day or asked.on or every.end
    names = names_of(session, (("place", place) for place in asked.place))
    answered = (
        (told, state_on(told.history, on, place, complete_to=told.facts.complete_to))
        for told in _policies(every, asked, start)
        for place in _places(told, every, asked)[start.of(told.facts.id) :]
    )
    while some := tuple(islice(answered, _AT_ONCE)):
        evidence = list_evidence(session, [change for _, answer in some for change in answer.changes])
        for told, answer in some:
            places = {**told.labels.places, **{place: name for (_, place), name in names.items()}}
            yield _state(told.facts, answer, replace(told.labels, places=places), evidence)


def _require(session: Session, every: ToldPolicies, asked: RuleFilter) -> None:
    require_named(session, (("timeline", ("timeline", value)) for value in asked.timeline))
    cure = "Take an id from a page's address."
    problems = [
        Problem(path=name, value=value, message=f"there is no such {name}", cure=cure)
        for name, values, there in (
            ("policy", asked.policy, every.policies),
            ("place", asked.place, every.parents),
        )
        for value in values
        if value not in there
    ]
    if problems:
        raise BadRequestError(tuple(problems))


def _policies(every: ToldPolicies, asked: RuleFilter, start: From) -> Iterator[ToldPolicy]:
    for policy, told in every.policies.items():
        if policy < start.policy or (asked.policy and policy not in asked.policy):
            continue
        if not asked.timeline or set(asked.timeline) & set(told.facts.timelines):
            yield told


def _places(told: ToldPolicy, every: ToldPolicies, asked: RuleFilter) -> tuple[str, ...]:
    own = told.history.places
    if not asked.place:
        return own or ("",)
    within = (place for place in own if set(asked.place) & set(chain_of(place, every.parents)))
    return tuple(dict.fromkeys((*asked.place, *within)))


def _state(
    policy: PolicyFacts, answer: Answer, labels: Labels, evidence: dict[ChangeKey, tuple[Evidence, ...]]
) -> StateRow:
    suspension = ""
    if answer.suspension is not None:
        suspension = "suspended" if answer.suspension.sure else "perhaps"
    cited = tuple(each for change in answer.changes for each in evidence[change.key])
    return StateRow(
        day=answer.day,
        policy=policy.id,
        question=policy.question,
        place=answer.place,
        kind=answer.kind,
        reason=answer.reason,
        states=answer.states,
        labels=tuple(policy.states.get(state, state) for state in answer.states),
        may_be_none=answer.may_be_none,
        suspended=suspension,
        rule_of=answer.rule_of,
        events=tuple(dict.fromkeys(change.event for change in answer.changes)),
        sources=tuple(dict.fromkeys(each.source for each in cited)),
        next_event=answer.next.event if answer.next else "",
        next_date=_text(answer.next) if answer.next else "",
        complete_to=answer.complete_to,
        is_beyond=answer.is_beyond,
        sentence=sentence(answer, labels),
        remarks=remarks(answer, labels),
    )
