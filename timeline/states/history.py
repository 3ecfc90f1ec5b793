"""The history of one policy: what its changes make of every place, ready to be asked for any day."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from timeline.states.change import AFTER, Change
from timeline.states.order import Step
from timeline.states.track import Standing, Track

Basis: TypeAlias = Literal["held", "clarified", "evidence"]

FlagKind: TypeAlias = Literal[
    "stated-from",
    "clarified-otherwise",
    "already-so",
    "same-as-inherited",
    "introduced-again",
    "changed-before-introduced",
    "nothing-to-end",
    "nothing-to-suspend",
    "suspended-twice",
    "nothing-to-resume",
    "resumed-otherwise",
    "effective-before-announced",
    "without-date",
    "no-such-state",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A change that speaks against the rule in effect, or whose own evidence conflicts.

    `basis` says why: somebody *held* that the rule is `state`; a clarification says that it always was
    `state`, which it was not by the changes before; or the *evidence* for the change conflicts, and then
    `state` is what the change made, and `against` what held if it did not happen (empty: unknown).
    The day of the claim lies from `first` to `last`; from `last` until the day before `closed` the
    claim stands open.
    """

    change: Change
    basis: Basis
    state: str
    against: tuple[str, ...] = ()
    first: int
    last: int
    closed: int = AFTER


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """Something that the fold finds wrong or odd with a change, as data.

    `expected` is what the change presupposes or claims, `found` are the states that the fold finds.
    """

    kind: FlagKind
    change: Change
    expected: str = ""
    found: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Pending:
    """An announcement that is not in effect from the day `first` until the day before `until`."""

    change: Change
    first: int
    until: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """What the changes at one place make of the policy there, without what it inherits.

    `steps` stand in the order in which changes are told, `by_first` and `by_last` in that of the days on
    which they may have come and must have come, which stand in `first_days` and `last_days`. `setting` are
    those that set the rule, by first day.
    """

    place: str
    steps: tuple[Step, ...]
    setting: tuple[Step, ...]
    settings: Track
    overlays: Track
    by_first: tuple[Step, ...]
    by_last: tuple[Step, ...]
    first_days: tuple[int, ...]
    last_days: tuple[int, ...]
    claims: tuple[Claim, ...] = ()
    pending: tuple[Pending, ...] = ()

    def around(self, day: int) -> tuple[Step | None, Step | None]:
        """Find the last step that must have come by the day, and the first that cannot have."""
        come = bisect_right(self.last_days, day)
        coming = bisect_right(self.first_days, day)
        previous = self.by_last[come - 1] if come else None
        return previous, self.by_first[coming] if coming < len(self.by_first) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """The history of one policy. `parents` gives for each place the one that it is part of.

    `changes` are all changes in the order in which they are told; `places` are those with changes of
    their own, the wider before the narrower, where the empty id stands for everywhere; `narrower` gives
    for a place those of them that are part of it. `states` are the keys that the policy knows, if told.
    `widest` is the place that a question without a place is about: everywhere, unless all places with
    changes lie in one of them.
    """

    policy: str
    changes: tuple[Change, ...]
    levels: Mapping[str, Level]
    parents: Mapping[str, str]
    narrower: Mapping[str, tuple[str, ...]]
    widest: str
    states: frozenset[str] = frozenset()

    @property
    def places(self) -> tuple[str, ...]:
        """List the places with changes of their own, the wider before the narrower."""
        return tuple(self.levels)

    def levels_of(self, place: str) -> tuple[Level, ...]:
        """List the levels that bear on a place, the nearest first."""
        return tuple(self.levels[name] for name in chain_of(place, self.parents) if name in self.levels)


def chain_of(place: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """List a place, the places that it is part of, and everywhere."""
    chain: list[str] = []
    while place and place not in chain:
        chain.append(place)
        place = parents.get(place, "")
    return (*chain, "")


def ruling(levels: tuple[Level, ...], day: int) -> Iterator[tuple[Level, Standing]]:
    """Yield the levels whose rule can be the one in effect on the day, the nearest first.

    A level that may have no rule of its own that day lets the next one through. Where that is because
    none of its changes may have come, those that one event made at a wider place on the same unknown day
    have not come either.
    """
    waiting: frozenset[tuple[str, str]] = frozenset()
    for level in levels:
        standing = level.settings.on(day)
        if waiting and any(moment_of(step.change) in waiting for step in standing.steps):
            steps = tuple(step for step in standing.steps if moment_of(step.change) not in waiting)
            standing = Standing(steps=steps, none=standing.none)
        yield level, standing
        if not standing.is_open:
            return
        if standing.none and all(step.state for step in standing.steps):
            waiting |= {moment_of(step.change) for step in level.setting if step.last > day}


def moment_of(change: Change) -> tuple[str, str]:
    """Name the moment of a change: its event and the date that it takes effect on."""
    date = change.takes_effect
    return change.event, "" if date is None else date.text
