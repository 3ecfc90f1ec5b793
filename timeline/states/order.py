"""In which order the changes of one policy at one place can have taken effect.

Where the bounds of two dates overlap, either change may have come first, unless the record has evidence:

1. Changes of one event with one date take effect together, in the order of their positions; what ends
   comes before what begins.
2. A rule that was introduced once was introduced before anything else was done to it, and one that was
   ended once was ended after.
3. A suspension that was laid on once was laid on before it was lifted.
4. A change whose source says what state went before (`stated_from`), and a clarification, come after
   the change to that state where only one change can have led to it.

Evidence that the bounds contradict, or that leads round in a circle, orders nothing. Of what nothing
orders, on one day an end comes before what begins, and a dispute after what it disputes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from timeline.states.change import OVERLAYING, Change, days_of


@dataclass(kw_only=True, slots=True, eq=False)
class Step:
    """A change with the days on which it can take effect, narrowed by the evidence for its order.

    `moment` numbers the event and date that it shares with others; `later` holds the moments that come
    after it though the bounds of their dates do not say so.
    """

    change: Change
    moment: int
    first: int
    last: int
    turn: int
    later: frozenset[int] = frozenset()

    @property
    def state(self) -> str:
        """Give the state that holds from then on; empty where there is none."""
        return self.change.state


def comes_after(step: Step, other: Step) -> bool:
    """Tell whether a step takes effect after another one even if both do so on the same day."""
    if step.moment == other.moment:
        return step.turn > other.turn
    if step.moment in other.later:
        return True
    return other.moment not in step.later and _rank(step) > _rank(other)


def arrange(changes: Iterable[Change]) -> tuple[Step, ...]:
    """Give the changes of one policy at one place, in the order in which they are told, as steps."""
    steps: list[Step] = []
    moments = _Moments()
    by_moment: defaultdict[int, list[Step]] = defaultdict(list)
    for change in changes:
        date = change.takes_effect
        moment = moments.find(change.event, "" if date is None else date.text, days_of(date))
        step = Step(change=change, moment=moment, first=0, last=0, turn=0)
        steps.append(step)
        by_moment[moment].append(step)
    for together in by_moment.values():
        together.sort(key=lambda step: (_rank(step), step.change.position))
        for turn, step in enumerate(together):
            step.turn = turn
    if moments.can_overlap():
        for before, after in tuple(_evidence(steps, moments)):
            moments.put_before(before.moment, after.moment)
    for step in steps:
        step.first, step.last = moments.bounds[step.moment]
        step.later = moments.reached_from(step.moment)
    return tuple(steps)


def _rank(step: Step) -> int:
    return 0 if step.change.action == "ended" else 2 if step.change.action == "disputed" else 1


@dataclass(slots=True)
class _Moments:
    """The moments of one place, their bounds, and what is known of their order."""

    bounds: list[tuple[int, int]] = field(default_factory=list)
    after: dict[int, set[int]] = field(default_factory=dict)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def find(self, event: str, date: str, bounds: tuple[int, int]) -> int:
        number = self.numbers.setdefault((event, date), len(self.bounds))
        if number == len(self.bounds):
            self.bounds.append(bounds)
        return number

    def can_overlap(self) -> bool:
        """Tell whether any two moments can be in doubt about their order."""
        reached = -1
        for first, last in sorted(self.bounds):
            if first <= reached:
                return True
            reached = max(reached, last)
        return False

    def overlap(self, one: int, other: int) -> bool:
        (first, last), (start, end) = self.bounds[one], self.bounds[other]
        return first <= end and start <= last

    def put_before(self, one: int, other: int) -> None:
        """Note that one moment comes before another, unless bounds or known order speak against it."""
        if one == other or not self.overlap(one, other) or one in self.reached_from(other):
            return
        kept = list(self.bounds)
        self.after.setdefault(one, set()).add(other)
        if not self._narrow():
            self.after[one].discard(other)
            self.bounds = kept

    def reached_from(self, moment: int) -> frozenset[int]:
        if moment not in self.after:
            return frozenset()
        reached: set[int] = set()
        open_ends = [moment]
        while open_ends:
            new = self.after.get(open_ends.pop(), set()) - reached
            reached |= new
            open_ends.extend(new)
        return frozenset(reached)

    def _narrow(self) -> bool:
        """Narrow the bounds until each moment can be placed anywhere in them; False if one cannot at all."""
        changed = True
        while changed:
            changed = False
            for one, others in self.after.items():
                for other in others:
                    (first, last), (start, end) = self.bounds[one], self.bounds[other]
                    if first > end:
                        return False
                    if last > end or start < first:
                        self.bounds[one] = first, min(last, end)
                        self.bounds[other] = max(start, first), end
                        changed = True
        return True


def _evidence(steps: Sequence[Step], moments: _Moments) -> Iterator[tuple[Step, Step]]:
    introduced = [step for step in steps if step.change.action == "introduced"]
    ended = [step for step in steps if step.change.action == "ended"]
    suspended = [step for step in steps if step.change.action == "suspended"]
    acting = [step for step in steps if step.change.action != "disputed"]
    if len(introduced) == 1:
        yield from ((introduced[0], step) for step in acting if step is not introduced[0])
        if len(ended) == 1:
            yield from ((step, ended[0]) for step in acting if step is not ended[0])
    if len(suspended) == 1:
        lifting = (step for step in steps if step.change.action in OVERLAYING and step is not suspended[0])
        yield from ((suspended[0], step) for step in lifting)
    yield from _witnessed(steps, moments)


def _witnessed(steps: Sequence[Step], moments: _Moments) -> Iterator[tuple[Step, Step]]:
    leading: defaultdict[str, list[Step]] = defaultdict(list)
    for step in steps:
        if step.change.sets_state and step.change.state:
            leading[step.change.state].append(step)
    for step in steps:
        change = step.change
        state = change.state if change.action == "clarified" else change.stated_from
        if not state or change.action == "disputed":
            continue
        first, last = moments.bounds[step.moment]
        able = [other for other in leading[state] if moments.bounds[other.moment][0] <= last]
        sure = any(moments.bounds[other.moment][1] < first for other in able)
        if len(able) == 1 and not sure:
            yield able[0], step
