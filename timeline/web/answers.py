"""The answer for a day as pages show it: at a glance, in a sentence, with its evidence and ways onward."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from timeline.dates.value import Edtf
from timeline.queries.policy_changes import Evidence
from timeline.queries.told_policies import ToldPolicy
from timeline.states.answer import Answer
from timeline.states.change import AFTER, BEFORE, Change, ChangeKey, days_of
from timeline.states.words import beyond, remarks, sentence
from timeline.web.band_words import colour_of, number_of
from timeline.web.languages import current_language
from timeline.web.record_language import signed, with_names


@dataclass(frozen=True, kw_only=True, slots=True)
class StateMark:
    """A state as pages mark it: with a number, a colour, and its label."""

    number: int
    colour: int
    state: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """An answer at a glance (`kind` and `states`) and in words; `marked` has its names marked."""

    policy: str
    title: str
    question: str
    place: str
    place_name: str
    kind: str
    states: tuple[StateMark, ...]
    suspended: str
    since: Edtf | None
    sentence: str
    marked: Markup
    notes: tuple[Markup, ...]
    beyond: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """A change that an answer rests on, with what is cited for it."""

    event: str
    date: Edtf | None
    action: str
    mark: StateMark | None
    place: str
    citations: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """A day to go on to, with the event that makes it one."""

    day: dt.date
    event: str
    url: str


def said(told: ToldPolicy, answer: Answer, *, known: str = "") -> Said:
    """Put an answer into words; `known` is passed on in its address."""
    labels, language = told.labels, current_language()
    in_marks = signed(labels)
    plain = sentence(answer, labels, language)
    last = beyond(answer, language)
    return Said(
        policy=told.facts.id,
        title=told.facts.title,
        question=told.facts.question,
        place=answer.place,
        place_name=labels.places.get(answer.place, answer.place),
        kind=answer.kind,
        states=tuple(mark_of(told.facts.states, state) for state in answer.states),
        suspended="" if answer.suspension is None else "suspended" if answer.suspension.sure else "perhaps",
        since=_since(answer),
        sentence=plain,
        marked=with_names(plain if in_marks is labels else sentence(answer, in_marks, language)),
        notes=tuple(with_names(note) for note in remarks(answer, in_marks, language) if note != last),
        beyond=last,
        url=address(told, answer.day, answer.place, known=known),
    )


def address(told: ToldPolicy, day: dt.date, place: str, *, known: str = "", **cursor: str) -> str:
    """Give the address of the answer for a policy, a day and a place; `cursor`: where the history goes on."""
    where = None if place == told.history.widest else place
    asked: dict[str, Any] = {"on": day.isoformat(), "place": where, "known": known or None, **cursor}
    return url_for("policies.show", record_id=told.facts.id, **asked)


def mark_of(states: Mapping[str, str], state: str) -> StateMark:
    """Give the mark of a state of a policy whose states these are."""
    return StateMark(
        number=number_of(states, state),
        colour=colour_of(states, state),
        state=state,
        label=states.get(state, state),
    )


def grounds(
    told: ToldPolicy, answer: Answer, evidence: Mapping[ChangeKey, tuple[Evidence, ...]]
) -> tuple[Ground, ...]:
    """List the changes that made an answer, with their citations."""
    return tuple(
        Ground(
            event=change.event,
            date=change.takes_effect,
            action=change.action,
            mark=mark_of(told.facts.states, change.state) if change.state else None,
            place=change.place,
            citations=evidence.get(change.key, ()),
        )
        for change in answer.changes
    )


def confirmations(told: ToldPolicy, answer: Answer) -> tuple[Change, ...]:
    """List the changes by that day that said the same again, after what made the answer: the latest first."""
    if answer.kind != "state" or not answer.options:
        return ()
    made = max(days_of(option.change.takes_effect)[0] for option in answer.options)
    state = answer.options[0].state
    found = [
        step.change
        for level in told.history.levels_of(answer.place)
        for step in level.steps
        if step.change.action == "clarified"
        and step.state == state
        and made <= step.first
        and step.last <= answer.day.toordinal()
        and step.change not in answer.changes
    ]
    return tuple(reversed(found))


def ways(told: ToldPolicy, answer: Answer, *, known: str = "") -> tuple[Way | None, Way | None]:
    """Give the last day before an answer on which a change begins or ends to be possible, and the next.

    For a change with a certain date the two are one day.
    """
    day = answer.day.toordinal()
    turns = [
        (turn, step.change.event)
        for level in told.history.levels_of(answer.place)
        for step in level.steps
        for turn in {step.first, step.last}
        if BEFORE < turn < AFTER
    ]
    before = max((turn for turn in turns if turn[0] < day), default=None)
    after = min((turn for turn in turns if turn[0] > day), default=None)
    return _way(told, before, answer.place, known), _way(told, after, answer.place, known)


def cited(evidence: Mapping[ChangeKey, Sequence[Evidence]]) -> Iterator[tuple[str, str]]:
    """Yield the sources that evidence names, as keys of records."""
    for found in evidence.values():
        for each in found:
            yield "source", each.source


def _way(told: ToldPolicy, turn: tuple[int, str] | None, place: str, known: str) -> Way | None:
    if turn is None:
        return None
    day = dt.date.fromordinal(turn[0])
    return Way(day=day, event=turn[1], url=address(told, day, place, known=known))


def _since(answer: Answer) -> Edtf | None:
    """Give the date of the change that made a certain answer."""
    if answer.kind != "state" or len(answer.options) != 1:
        return None
    return answer.options[0].change.takes_effect
