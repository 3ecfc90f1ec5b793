"""What can be in effect on each day, of steps whose days are uncertain.

A *world* puts every moment on one of its days, with the order that is known. On a day, a step is in
effect in a world if it is the last one that has come by then. A track holds, for every day, the steps
that are in effect in at least one world, and whether there is a world in which none has come yet.

One world shows that a step can be the last one on day D: put it on the latest of its days up to D, what
must have come by D as early as possible, and all else after D. So it can unless something that must
have come by D cannot have come before it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from timeline.states.change import BEFORE
from timeline.states.order import Step, comes_after


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What can be in effect: steps, and whether none may have come (`none`).

    `is_open` tells whether there may be no rule, so that one of a wider place can hold; `is_dated` whether
    a step gives a state from a day on that is known not to be before all days.
    """

    steps: tuple[Step, ...]
    none: bool
    # A day of the whole record asks thousands of these.
    is_open: bool = field(init=False)
    is_dated: bool = field(init=False)

    def __post_init__(self) -> None:
        is_open = self.none or any(not step.change.state for step in self.steps)
        object.__setattr__(self, "is_open", is_open)
        is_dated = any(step.first != BEFORE and step.change.state for step in self.steps)
        object.__setattr__(self, "is_dated", is_dated)


NOTHING = Standing(steps=(), none=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Track:
    """What can be in effect from each of the days `starts` until the next."""

    starts: tuple[int, ...]
    standings: tuple[Standing, ...]

    def on(self, day: int) -> Standing:
        """Give what can be in effect on a day, an ordinal."""
        place = bisect_right(self.starts, day) - 1
        return self.standings[place] if place >= 0 else NOTHING


EMPTY = Track(starts=(), standings=())


def lay_out(steps: Sequence[Step]) -> Track:
    """Work out the track of steps, each of which takes the place of those before it."""
    moving = _last_of_each_moment(steps)
    if not moving:
        return EMPTY
    beginning: defaultdict[int, list[Step]] = defaultdict(list)
    settling: defaultdict[int, list[Step]] = defaultdict(list)
    for step in moving:
        beginning[step.first].append(step)
        settling[step.last].append(step)
    starts: list[int] = []
    standings: list[Standing] = []
    for day, standing in _swept(sorted({*beginning, *settling}), beginning, settling):
        if not standings or standings[-1] != standing:
            starts.append(day)
            standings.append(standing)
    return Track(starts=tuple(starts), standings=tuple(standings))


def _swept(
    days: Sequence[int], beginning: Mapping[int, list[Step]], settling: Mapping[int, list[Step]]
) -> Iterator[tuple[int, Standing]]:
    """Go through the days and yield what can be in effect from each of them on."""
    open_steps: list[Step] = []
    bar = _Bar()
    for day, following in pairwise((*days, days[-1] + 2)):
        open_steps += beginning.get(day, ())
        for step in settling.get(day, ()):
            bar.raise_by(step)
        open_steps = [step for step in open_steps if not bar.has_passed(step)]
        yield day, bar.standing(open_steps, day)
        # What shares its only day with others may have to give way to them on that day alone.
        if bar.day == day and len(open_steps) > 1 and following > day + 1:
            yield day + 1, bar.standing(open_steps, day + 1)


def _last_of_each_moment(steps: Sequence[Step]) -> list[Step]:
    last: dict[int, Step] = {}
    for step in steps:
        if step.moment not in last or last[step.moment].turn < step.turn:
            last[step.moment] = step
    return list(last.values())


class _Bar:
    """The latest day before which something that must have come cannot have come."""

    def __init__(self) -> None:
        self.is_up = False
        self.day = BEFORE
        self.at_day: list[Step] = []
        self.moments: set[int] = set()

    def raise_by(self, step: Step) -> None:
        """Note that a step must have come."""
        self.moments.add(step.moment)
        if not self.is_up or step.first > self.day:
            self.at_day = []
        if not self.is_up or step.first >= self.day:
            self.day = step.first
            self.at_day.append(step)
        self.is_up = True

    def has_passed(self, step: Step) -> bool:
        """Tell whether a step can never again be the last one."""
        return self.is_up and (step.last < self.day or not self.moments.isdisjoint(step.later))

    def standing(self, steps: Sequence[Step], day: int) -> Standing:
        """Give those of the steps that can be the last one on the day."""
        found = steps if len(steps) == 1 else [step for step in steps if self.lets_through(step, day)]
        return Standing(steps=tuple(found), none=not self.is_up)

    def lets_through(self, step: Step, day: int) -> bool:
        """Tell whether a step can be the last one on the day."""
        if not self.is_up or min(step.last, day) > self.day:
            return True
        return not any(comes_after(other, step) for other in self.at_day)
