"""What the fold finds wrong or odd with changes: the contradictions that a record must be able to show."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from timeline.states.change import OVERLAYING, Change, ChangeKey, days_of
from timeline.states.eve import Eve, last_before, states_before
from timeline.states.history import Flag, FlagKind, History, Level
from timeline.states.order import Step


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """A change with what it found in effect, and what is wrong or odd about it."""

    change: Change
    before: Eve
    flags: tuple[Flag, ...]


def flags(history: History, *, of: Collection[ChangeKey] | None = None) -> tuple[Flag, ...]:
    """List what is wrong or odd with the changes of a history, or with some of them, place by place."""
    return tuple(flag for judged in judge(history, of=of) for flag in judged.flags)


def judge(history: History, *, of: Collection[ChangeKey] | None = None) -> Iterator[Judged]:
    """Judge the changes of a history, or some of them, place by place."""
    for level in history.levels.values():
        wider = history.levels_of(level.place)[1:]
        for step in _steps_of(level, of):
            if of is None or step.change.key in of:
                found = states_before(level, wider, step)
                odd = tuple(_flags(history, level, wider, step, found))
                yield Judged(change=step.change, before=found, flags=odd)


def _steps_of(level: Level, of: Collection[ChangeKey] | None) -> Sequence[Step]:
    """Give the steps of a level by the events of some changes: few of thousands, so keys are not compared."""
    if of is None:
        return level.steps
    events = {event for event, _ in of}
    return [step for step in level.steps if step.change.event in events]


def _flags(
    history: History, level: Level, wider: tuple[Level, ...], step: Step, found: Eve
) -> Iterator[Flag]:
    change = step.change
    yield from _by_itself(change, history.states)
    if change.action in {"suspended", "resumed"}:
        yield from _overlay(level, wider, step, found)
        return
    if any(claim.change is change and claim.basis == "clarified" for claim in level.claims):
        yield _flag("clarified-otherwise", change, change.state, found)
    yield from _against(change, found)
    yield from _out_of_order(level, step)


def _flag(kind: FlagKind, change: Change, expected: str, found: Eve) -> Flag:
    return Flag(kind=kind, change=change, expected=expected, found=found.states)


def _by_itself(change: Change, states: frozenset[str]) -> Iterator[Flag]:
    if states:
        for state in (change.state, change.stated_from):
            if state and state not in states:
                yield Flag(kind="no-such-state", change=change, expected=state)
    if change.takes_effect is None and change.action != "announced":
        yield Flag(kind="without-date", change=change)
    if change.action == "announced" and days_of(change.effective)[1] < days_of(change.date)[0]:
        yield Flag(kind="effective-before-announced", change=change)


def _against(change: Change, found: Eve) -> Iterator[Flag]:
    stated = change.stated_from
    if stated and found.states and not found.may_be_none and stated not in found.states:
        yield _flag("stated-from", change, stated, found)
    if change.action == "ended" and not found.states:
        yield _flag("nothing-to-end", change, change.state, found)
    if change.sets_state and change.state and found.only == change.state:
        kind: FlagKind = "same-as-inherited" if found.inherited else "already-so"
        yield _flag(kind, change, change.state, found)
    elif change.action == "introduced" and found.only and not found.inherited:
        yield _flag("introduced-again", change, change.state, found)


def _out_of_order(level: Level, step: Step) -> Iterator[Flag]:
    if step.change.action != "changed":
        return
    introduced = [other for other in level.setting if other.change.action == "introduced"]
    if len(introduced) == 1 and step.last < introduced[0].first:
        yield Flag(kind="changed-before-introduced", change=step.change, expected=introduced[0].state)


def _overlay(level: Level, wider: tuple[Level, ...], step: Step, beneath: Eve) -> Iterator[Flag]:
    change = step.change
    laid, lifted = _overlays_before(level, wider, step)
    if change.action == "suspended":
        if not beneath.states:
            yield _flag("nothing-to-suspend", change, change.state, beneath)
        if laid and not lifted:
            yield _flag("suspended-twice", change, change.state, beneath)
        return
    if not laid:
        yield _flag("nothing-to-resume", change, change.state, beneath)
    if change.state and beneath.states and not beneath.may_be_none and change.state not in beneath.states:
        yield _flag("resumed-otherwise", change, change.state, beneath)


def _overlays_before(level: Level, wider: tuple[Level, ...], step: Step) -> tuple[bool, bool]:
    """Tell whether a suspension can be on just before a step, and whether it can be off."""
    overlaying = [other for other in level.steps if other.change.action in OVERLAYING]
    found, none = last_before(overlaying, level.overlays, step)
    undecided = none or any(other.change.action == "ended" for other in found)
    if undecided:
        for each in wider:
            found += each.overlays.on(step.first - 1).steps
    laid = any(other.change.action == "suspended" for other in found)
    return laid, undecided or any(other.change.action == "resumed" for other in found)
