"""What a change found in effect: the states just before it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from timeline.states.change import Change
from timeline.states.history import History, Level, moment_of, ruling
from timeline.states.order import Step, comes_after
from timeline.states.track import Track


@dataclass(frozen=True, kw_only=True, slots=True)
class Eve:
    """The states that can have been in effect just before a change, and whether there may have been none.

    `inherited` tells that they are those of a wider place.
    """

    states: tuple[str, ...]
    may_be_none: bool
    inherited: bool = False

    @property
    def only(self) -> str:
        """Give the state if it is certain; empty otherwise."""
        return self.states[0] if len(self.states) == 1 and not self.may_be_none else ""


def states_before(level: Level, wider: tuple[Level, ...], step: Step) -> Eve:
    """Find what a step of a level found in effect."""
    own, none = last_before(level.setting, level.settings, step)
    states = [each.state for each in own if each.state]
    if not none and all(each.state for each in own):
        return Eve(states=tuple(dict.fromkeys(states)), may_be_none=False)
    inherited, may_be_none = _inherited(wider, step)
    return Eve(
        states=tuple(dict.fromkeys((*states, *inherited))),
        may_be_none=may_be_none,
        inherited=bool(inherited) and not states,
    )


def last_before(steps: Sequence[Step], track: Track, step: Step) -> tuple[list[Step], bool]:
    """Give those of some steps that can be the last before a step, and whether there may be none.

    `track` is that of the steps.
    """
    meeting = _meeting(steps, step)
    must = [other for other in meeting if _must_precede(other, step)]
    able = dict.fromkeys(
        (*track.on(step.first - 1).steps, *(other for other in meeting if not _must_follow(other, step)))
    )
    found = [other for other in able if not any(_parts(between, other, step) for between in must)]
    together = defaultdict(list)
    for other in meeting:
        together[other.moment].append(other)
    found = [
        other for other in found if not any(_carries_on(twin, other, step) for twin in together[other.moment])
    ]
    certain = any(other.last < step.first for other in steps)
    return found, not must and not certain


def _meeting(steps: Sequence[Step], step: Step) -> list[Step]:
    """List the other steps that can fall on one of the days of a step."""
    first, last = step.first, step.last  # There may be thousands, so `_can_meet` is written out.
    return [other for other in steps if other.first <= last and first <= other.last and other is not step]


def _must_precede(other: Step, step: Step) -> bool:
    if step.moment in other.later or (step.moment == other.moment and other.turn < step.turn):
        return True
    return other.last == step.first and comes_after(step, other)


def _must_follow(other: Step, step: Step) -> bool:
    if other.moment in step.later or (step.moment == other.moment and other.turn > step.turn):
        return True
    return other.first == step.last and comes_after(other, step)


def _parts(between: Step, other: Step, step: Step) -> bool:
    """Tell whether a step that must come before another one certainly stands between it and a third."""
    if other is between:
        return False
    if between.moment == step.moment:
        return not _can_meet(other, step) or comes_after(between, other) or comes_after(other, step)
    if between.moment in other.later or other.last < between.first:
        return True
    return other.last == between.first and comes_after(between, other)


def _carries_on(twin: Step, other: Step, step: Step) -> bool:
    """Tell whether another step of the same moment is a later one that always comes before what follows."""
    if twin.turn <= other.turn:
        return False
    return not _can_meet(other, step) or comes_after(other, step) or comes_after(step, twin)


def _can_meet(one: Step, other: Step) -> bool:
    return one.first <= other.last and other.first <= one.last


def _inherited(wider: tuple[Level, ...], step: Step) -> tuple[list[str], bool]:
    """Give the states of the wider places just before a step, and whether there may have been none.

    What a wider place sets on the same day may come before it, unless the same event sets both.
    """
    if not wider:
        return [], True
    days = {step.first - 1, step.first, step.last}
    for level in wider:
        days.update(start for start in level.settings.starts if step.first < start < step.last)
    moment = moment_of(step.change) if step.change.sets_state else None
    states: list[str] = []
    may_be_none = False
    for day in sorted(days):
        consulted = [standing for _, standing in ruling(wider, day)]
        found = [each for standing in consulted for each in standing.steps]
        states += [each.state for each in found if each.state and moment_of(each.change) != moment]
        last = consulted[-1]
        if day < step.first or not any(moment_of(each.change) == moment for each in found):
            may_be_none = may_be_none or last.none or any(not each.state for each in last.steps)
    return states, may_be_none


def before(history: History, change: Change) -> Eve:
    """Find what a change of a history found in effect."""
    level, *wider = history.levels_of(change.place)
    step = next(step for step in level.steps if step.change.key == change.key)
    return states_before(level, tuple(wider), step)
