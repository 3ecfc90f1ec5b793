"""The answer to "what was the rule on this day, at this place?"."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from timeline.states.change import BEFORE, Change
from timeline.states.history import Claim, History, Level, ruling
from timeline.states.order import Step
from timeline.states.track import Standing

Kind: TypeAlias = Literal["state", "changing", "disputed", "unknown"]
Reason: TypeAlias = Literal["", "no-change", "before-first", "ended", "start-unknown"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """A state that the rule may have, and the change that gave it; `place` is the change's."""

    state: str
    change: Change

    @property
    def place(self) -> str:
        """Name the place whose rule this is; empty for everywhere."""
        return self.change.place


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenClaim:
    """A claim that bears on the day; not `sure` where the day lies within the bounds of the claim's date."""

    claim: Claim
    sure: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Suspension:
    """A suspension laid over the rule; not `sure` where it may not have begun, or may have been lifted."""

    change: Change
    sure: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the record says about a policy on a day at a place.

    `kind` is *state* (one state is certain), *changing* (the day lies within the bounds of an uncertain
    date, or changes came in an order that is not known: `options` holds every state that is possible, and
    `may_be_none` says that perhaps none held),
    *disputed* (`claims` stand against `options` or against each other) or *unknown*, with a `reason`.
    Under a suspension, `options` is what lies beneath. `ends` are changes that may have left no rule.

    `inherited` is the answer of the wider place that the rule of this place takes the place of; None where
    the rule is itself inherited, or where there is no wider one. `announced` are changes made known by
    that day and not in effect. `previous` and `next` are the changes just before and after the day.
    `elsewhere` are narrower places with changes of their own. The record is complete to `complete_to`.
    """

    policy: str
    day: dt.date
    place: str
    kind: Kind
    reason: Reason
    options: tuple[Option, ...]
    may_be_none: bool
    ends: tuple[Change, ...]
    claims: tuple[OpenClaim, ...]
    suspension: Suspension | None
    announced: tuple[Change, ...]
    inherited: "Answer | None"
    previous: Change | None
    next: Change | None
    elsewhere: tuple[str, ...]
    complete_to: dt.date | None

    @property
    def states(self) -> tuple[str, ...]:
        """List every state that the answer names, those of the changes before those of claims."""
        named = [option.state for option in self.options]
        named += [claim.claim.state for claim in self.claims]
        named += [state for claim in self.claims for state in claim.claim.against]
        return tuple(dict.fromkeys(named))

    @property
    def changes(self) -> tuple[Change, ...]:
        """List the changes that made the answer, each once."""
        made = [*(option.change for option in self.options), *self.ends]
        made += [claim.claim.change for claim in self.claims]
        if self.suspension is not None:
            made.append(self.suspension.change)
        return tuple({change.key: change for change in made}.values())

    @property
    def rule_of(self) -> str | None:
        """Name the place whose rule it is, empty for everywhere; None where several or none come in."""
        places = {option.place for option in self.options}
        return places.pop() if len(places) == 1 else None

    @property
    def is_inherited(self) -> bool:
        """Tell whether the rule is that of a wider place."""
        return self.rule_of is not None and self.rule_of != self.place

    @property
    def is_beyond(self) -> bool:
        """Tell whether the record ends before the day."""
        return self.complete_to is not None and self.day > self.complete_to


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The part of an answer that stays the same between two days of change."""

    kind: Kind
    reason: Reason
    options: tuple[Option, ...]
    may_be_none: bool
    ends: tuple[Change, ...]
    claims: tuple[OpenClaim, ...]
    suspension: Suspension | None


def state_on(
    history: History, day: dt.date, place: str = "", *, complete_to: dt.date | None = None
) -> Answer:
    """Answer what the rule was on a day at a place; the empty place is everywhere."""
    levels = history.levels_of(place)
    return _answer(history, levels, day, place, complete_to)


def is_known(history: History, day: dt.date) -> bool:
    """Tell whether the rule of a day is known anywhere: at the widest place, or at one with changes."""
    ordinal, levels = day.toordinal(), tuple(history.levels.values())
    if any(_is_sure(level, ordinal) for level in levels):
        return True
    standings = [level.settings.on(ordinal) for level in levels]
    # Most are told by what is said at each place alone, in a tenth of the time that the whole takes.
    if len(levels) == 1 and standings[0].is_open:
        return False
    if not any(standing.steps for standing in standings) and not any(_claims(levels, ordinal)):
        return False
    places = dict.fromkeys((history.widest, *history.places))
    return any(find(history.levels_of(place), ordinal).kind != "unknown" for place in places)


def _is_sure(level: Level, day: int) -> bool:
    """Tell whether what is said at a place is enough to know of a rule there, whatever is said elsewhere."""
    standing = level.settings.on(day)
    if standing.is_dated or (standing.steps and not standing.is_open):
        return True
    if not level.claims:
        return False
    return any(open_.sure or open_.claim.first != BEFORE for open_ in _claims((level,), day))


def find(levels: tuple[Level, ...], day: int) -> Found:
    """Work out what holds on a day (an ordinal) at the place whose levels these are."""
    consulted = list(ruling(levels, day))
    standing = [step for _, rule in consulted for step in rule.steps]
    steps = [step for step in standing if step.state]
    ends = tuple(step.change for step in standing if not step.state)
    options = _options(steps)
    may_be_none = not consulted or consulted[-1][1].is_open
    claims = tuple(_claims([level for level, _ in consulted], day))
    suspension = _suspension(consulted, day)
    kind, reason = _kind(options, steps, claims, suspension, may_be_none=may_be_none)
    if kind == "unknown" and not reason:
        reason = "ended" if ends else "before-first" if any(level.steps for level in levels) else "no-change"
    return Found(
        kind=kind,
        reason=reason,
        options=options,
        may_be_none=may_be_none,
        ends=ends,
        claims=claims,
        suspension=suspension,
    )


def _answer(
    history: History,
    levels: tuple[Level, ...],
    day: dt.date,
    place: str,
    complete_to: dt.date | None,
) -> Answer:
    ordinal = day.toordinal()
    found = find(levels, ordinal)
    inherited = None
    if len(levels) > 1 and any(option.place == place for option in found.options):
        inherited = _answer(history, levels[1:], day, levels[1].place, complete_to)
    previous, following = _neighbours(levels, ordinal)
    return Answer(
        policy=history.policy,
        day=day,
        place=place,
        kind=found.kind,
        reason=found.reason,
        options=found.options,
        may_be_none=found.may_be_none,
        ends=found.ends,
        claims=found.claims,
        suspension=found.suspension,
        announced=tuple(_announced(levels, ordinal)),
        inherited=inherited,
        previous=previous,
        next=following,
        elsewhere=history.narrower.get(place, ()),
        complete_to=complete_to,
    )


def _options(steps: list[Step]) -> tuple[Option, ...]:
    return tuple(Option(state=step.state, change=step.change) for step in steps)


def _claims(levels: Iterable[Level], day: int) -> Iterator[OpenClaim]:
    for level in levels:
        for claim in level.claims:
            if claim.first <= day < claim.closed:
                sure = claim.last <= day
                if sure or claim.basis != "evidence":
                    yield OpenClaim(claim=claim, sure=sure)


def _suspension(consulted: list[tuple[Level, Standing]], day: int) -> Suspension | None:
    """Find the suspension over the rule: that of the nearest place where one was laid on or lifted."""
    nearest: Change | None = None
    sure = True
    for level, rule in consulted:
        standing = level.overlays.on(day)
        laid = [step for step in standing.steps if step.change.action == "suspended"]
        if laid and nearest is None:
            nearest = laid[-1].change
        sure = sure and all(step.change.action != "resumed" for step in standing.steps)
        if not standing.none and all(step.change.action != "ended" for step in standing.steps):
            break
        # Where this place may have a rule of its own, a suspension of the wider one may not touch it.
        sure = sure and all(not step.state for step in rule.steps)
    else:
        sure = False
    return None if nearest is None else Suspension(change=nearest, sure=sure)


def _kind(
    options: tuple[Option, ...],
    steps: list[Step],
    claims: tuple[OpenClaim, ...],
    suspension: Suspension | None,
    *,
    may_be_none: bool,
) -> tuple[Kind, Reason]:
    states = {option.state for option in options}
    alone = next(iter(states)) if len(states) == 1 and not may_be_none else None
    if any(claim.sure and _conflicts(claim.claim, alone) for claim in claims):
        return "disputed", ""
    possible = states | {claim.claim.state for claim in claims}
    if not possible:
        return "unknown", ""
    if len(possible) == 1 and not may_be_none:
        return ("state" if suspension is None or suspension.sure else "changing"), ""
    firsts = [step.first for step in steps] + [claim.claim.first for claim in claims]
    if may_be_none and all(first == BEFORE for first in firsts):
        return "unknown", "start-unknown"
    return "changing", ""


def _conflicts(claim: Claim, alone: str | None) -> bool:
    return claim.basis == "evidence" or alone is None or claim.state != alone


def _announced(levels: tuple[Level, ...], day: int) -> Iterator[Change]:
    for level in levels:
        for pending in level.pending:
            if pending.first <= day < pending.until:
                yield pending.change


def _neighbours(levels: tuple[Level, ...], day: int) -> tuple[Change | None, Change | None]:
    """Find the last change that has come by the day, and the first one that comes after it."""
    before: Step | None = None
    after: Step | None = None
    for level in levels:
        previous, following = level.around(day)
        if previous and (before is None or previous.last > before.last):
            before = previous
        if following and (after is None or following.first < after.first):
            after = following
    return before.change if before else None, after.change if after else None
