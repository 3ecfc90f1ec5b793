"""States as tables: the histories of all policies as intervals, and the states on one day."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy.orm import Session

from timeline.queries.names import names_of_kind
from timeline.queries.policy_archive import policy_archive
from timeline.queries.policy_changes import Evidence, list_evidence
from timeline.queries.policy_facts import PolicyFacts
from timeline.states.answer import Answer, state_on
from timeline.states.change import Change, ChangeKey, day_of
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


def intervals(session: Session) -> Iterator[IntervalRow]:
    """Yield the histories of all public policies as intervals, by policy, place and order of changes."""
    archive = policy_archive(session)
    for slug, history in archive.all_histories(session).items():
        policy = archive.facts.policies[slug]
        found = iter(spells(history))
        while some := tuple(islice(found, _AT_ONCE)):
            evidence = list_evidence(session, [spell.change for spell in some])
            for spell in some:
                yield _interval(policy, spell, evidence[spell.change.key])


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


def states_table(session: Session, day: dt.date) -> Iterator[StateRow]:
    """Yield the states on a day: for every policy a row for each place that has changes of its own.

    A policy without changes has one row, for everywhere.
    """
    archive = policy_archive(session)
    names = {kind: names_of_kind(session, kind) for kind in ("place", "event", "source")}
    answered: list[Answer] = []
    for slug, history in archive.all_histories(session).items():
        complete_to = archive.facts.policies[slug].complete_to
        answered.extend(
            state_on(history, day, place, complete_to=complete_to) for place in history.places or ("",)
        )
    for start in range(0, len(answered), _AT_ONCE):
        some = answered[start : start + _AT_ONCE]
        evidence = list_evidence(session, [change for answer in some for change in answer.changes])
        for answer in some:
            policy = archive.facts.policies[answer.policy]
            labels = Labels(
                states=policy.states,
                places=names["place"],
                events=names["event"],
                sources=names["source"],
            )
            yield _state(policy, answer, labels, evidence)


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
