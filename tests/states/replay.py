"""Replay the changes of one place over every possible world, day by day: slow, simple, apart from the fold.

A world is a sequence: every change on one of its days, those of one day in one order. Changes of one
event with one date share their day. Open ends reach a few days out of the window of the test.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from timeline.states.change import AFTER, BEFORE, Change, days_of

FIRST_DAY = 733_800
"""The ordinal of the first day of the window."""

WINDOW = range(FIRST_DAY, FIRST_DAY + 6)
_REACH = range(FIRST_DAY - 2, FIRST_DAY + 8)

World = tuple[tuple[int, Change], ...]
Pairs = set[tuple[tuple[str, int], tuple[str, int]]]


@dataclass(frozen=True)
class Replay:
    """All worlds of the changes of one place that agree with the evidence for their order."""

    worlds: tuple[World, ...]

    def last_on(self, day: int, actions: frozenset[str]) -> frozenset[tuple[str, int] | None]:
        """Give the changes that are the last of these actions in some world, None for no change."""
        found = set()
        for world in self.worlds:
            come = [change for at, change in world if at <= day and change.action in actions]
            found.add(come[-1].key if come else None)
        return frozenset(found)

    def just_before(self, asked: Change, actions: frozenset[str]) -> frozenset[tuple[str, int] | None]:
        """Give the changes that come last before one of them in some world."""
        found = set()
        for world in self.worlds:
            told = [change for _, change in world]
            before = [change for change in told[: told.index(asked)] if change.action in actions]
            found.add(before[-1].key if before else None)
        return frozenset(found)

    def is_settled(self, claim: Change, day: int, actions: frozenset[str]) -> bool:
        """Tell whether one change has come after the claim by the day in all worlds."""
        rivals = {change for _, change in self.worlds[0] if change.action in actions and change != claim}
        return any(
            all(
                any(
                    at <= day and told == rival
                    for at, told in world[[change for _, change in world].index(claim) + 1 :]
                )
                for world in self.worlds
            )
            for rival in rivals
        )

    def has_come(self, asked: Change, day: int) -> frozenset[bool]:
        """Tell in which way a change has come by the day in the worlds."""
        return frozenset(at <= day for world in self.worlds for at, change in world if change == asked)


def replay(changes: Sequence[Change]) -> Replay:
    """List the worlds of the changes of one place."""
    worlds = list(_worlds(changes))
    ordered: Pairs = set()
    for before, after in _evidence(changes):
        if _moment(before) == _moment(after):
            continue
        left = [world for world in worlds if _all_before(world, _moment(before), _moment(after))]
        if left:
            worlds = left
            ordered |= {
                (one.key, other.key)
                for one in changes
                for other in changes
                if _moment(one) == _moment(before) and _moment(other) == _moment(after)
            }
    return Replay(tuple(world for world in worlds if _ends_first(world, _closed(ordered))))


def _moment(change: Change) -> tuple[str, str]:
    return change.event, str(change.takes_effect)


def _worlds(changes: Sequence[Change]) -> Iterator[World]:
    told = [(_moment(change), change) for change in changes]
    moments = list(dict.fromkeys(moment for moment, _ in told))
    choices = []
    for moment in moments:
        first, last = days_of(next(change for its, change in told if its == moment).takes_effect)
        start = _REACH[0] if first == BEFORE else first
        end = _REACH[-1] if last == AFTER else last
        choices.append(range(start, end + 1))
    for days in itertools.product(*choices):
        at = dict(zip(moments, days, strict=True))
        placed = sorted(set(days))
        by_day = [[change for moment, change in told if at[moment] == day] for day in placed]
        for orders in itertools.product(*(list(_orders(group)) for group in by_day)):
            yield tuple((day, change) for day, order in zip(placed, orders, strict=True) for change in order)


def _orders(group: list[Change]) -> Iterator[tuple[Change, ...]]:
    if len(group) == 1:
        yield (group[0],)
        return
    for order in itertools.permutations(group):
        if all(
            _moment(one) != _moment(other) or _turn(one) < _turn(other)
            for one, other in itertools.combinations(order, 2)
        ):
            yield order


def _turn(change: Change) -> tuple[int, int]:
    return {"ended": 0, "disputed": 2}.get(change.action, 1), change.position


def _all_before(world: World, one: tuple[str, str], other: tuple[str, str]) -> bool:
    told = [_moment(change) for _, change in world]
    return max(i for i, m in enumerate(told) if m == one) < min(i for i, m in enumerate(told) if m == other)


def _closed(
    pairs: set[tuple[tuple[str, int], tuple[str, int]]],
) -> set[tuple[tuple[str, int], tuple[str, int]]]:
    while True:
        more = {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs
        if not more:
            return pairs
        pairs = pairs | more


def _ends_first(world: World, ordered: Pairs) -> bool:
    for (day, one), (other_day, other) in itertools.combinations(world, 2):
        if day != other_day or _turn(one)[0] <= _turn(other)[0]:
            continue
        if _moment(one) != _moment(other) and (one.key, other.key) not in ordered:
            return False
    return True


def _evidence(changes: Sequence[Change]) -> Iterator[tuple[Change, Change]]:
    """Yield the pairs that the rules of `timeline.states.order` put in order, in the order of the rules."""
    introduced = [c for c in changes if c.action == "introduced"]
    ended = [c for c in changes if c.action == "ended"]
    suspended = [c for c in changes if c.action == "suspended"]
    for change in changes:
        if len(introduced) == 1 and change.action != "disputed":
            yield introduced[0], change
    for change in changes:
        if len(introduced) == 1 and len(ended) == 1 and change.action != "disputed":
            yield change, ended[0]
    for change in changes:
        if len(suspended) == 1 and change.action in {"resumed", "ended"}:
            yield suspended[0], change
    for change in changes:
        yield from _witnessed(changes, change)


def _witnessed(changes: Sequence[Change], change: Change) -> Iterator[tuple[Change, Change]]:
    if change.action == "disputed":
        return
    state = change.state if change.action == "clarified" else change.stated_from
    first, last = days_of(change.takes_effect)
    leading = [
        other
        for other in changes
        if state and other.state == state and other.sets_state and days_of(other.takes_effect)[0] <= last
    ]
    if len(leading) == 1 and days_of(leading[0].takes_effect)[1] >= first:
        yield leading[0], change
