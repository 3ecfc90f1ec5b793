"""The history of a policy as spells: how long each state, claim and suspension held, with soft ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from timeline.states.change import AFTER, OVERLAYING, Change
from timeline.states.history import History, Level
from timeline.states.order import Step, comes_after

SpellKind: TypeAlias = Literal["state", "disputed", "suspended"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spell:
    """A state from the change that began it until the day on which the next one took its place.

    `began` and `ended` are the first and the last day (ordinals) on which that can have been;
    `timeline.states.change.AFTER` stands for a day that never came or is not known. A spell is of a
    *state* of the rule, of a *disputed* account beside it, or *suspended*: laid over it.
    """

    kind: SpellKind
    state: str
    change: Change
    began: tuple[int, int]
    ended: tuple[int, int]
    ended_by: tuple[Change, ...]


def spells(history: History) -> tuple[Spell, ...]:
    """List the spells of a history, place by place (wider before narrower), in the order of their changes."""
    return tuple(spell for level in history.levels.values() for spell in _of_level(history, level))


def _of_level(history: History, level: Level) -> Iterator[Spell]:
    overlaying = [step for step in level.steps if step.change.action in OVERLAYING]
    claims = {claim.change.key: claim for claim in level.claims}
    for step in level.steps:
        if step in level.setting and step.state:
            yield _spell("state", step, level.setting)
        elif step.change.action == "suspended":
            yield _spell("suspended", step, overlaying)
        claim = claims.get(step.change.key)
        if claim is not None and claim.basis != "evidence":
            rivals = level.setting or _inherited(history, level)
            spell = _spell("disputed", step, rivals)
            yield Spell(
                kind=spell.kind,
                state=spell.state,
                change=spell.change,
                began=spell.began,
                ended=(spell.ended[0], claim.closed),
                ended_by=spell.ended_by,
            )


def _inherited(history: History, level: Level) -> Sequence[Step]:
    wider = history.levels_of(level.place)[1:]
    return next((each.setting for each in wider if each.setting), ())


def _spell(kind: SpellKind, step: Step, others: Sequence[Step]) -> Spell:
    following = [other for other in others if other is not step and _can_follow(other, step)]
    certain = [other.last for other in following if other.first > step.last or _always_follows(other, step)]
    latest = min(certain, default=AFTER)
    earliest = min((max(other.first, step.first) for other in following), default=AFTER)
    ending = [other.change for other in following if other.first <= latest]
    return Spell(
        kind=kind,
        state=step.state,
        change=step.change,
        began=(step.first, step.last),
        ended=(earliest, latest),
        ended_by=tuple(ending),
    )


def _can_follow(other: Step, step: Step) -> bool:
    if other.moment == step.moment:
        return other.turn > step.turn
    if other.last < step.first or step.moment in other.later:
        return False
    return other.last > step.first or not comes_after(step, other)


def _always_follows(other: Step, step: Step) -> bool:
    if other.moment in step.later:
        return True
    return other.moment == step.moment and other.turn > step.turn
