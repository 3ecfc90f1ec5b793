"""Two days compared: every rule on both, and the changes between them."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from timeline.queries.told_policies import ToldPolicy
from timeline.states.answer import Answer, state_on
from timeline.states.change import Change
from timeline.states.eve import before
from timeline.states.order import Step
from timeline.web.answers import Said, StateMark, mark_of, said

#: The groups of a comparison, in their order.
CHANGED: Final = "changed"
TOUCHED: Final = "touched"
SAME: Final = "same"
GROUPS: Final = (CHANGED, TOUCHED, SAME)
#: More changes of one rule between two days are counted, and stand in its history.
MOST_CHANGES: Final = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Between:
    """A change between two days; not `sure` where the bounds of its date reach beyond them."""

    change: Change
    sure: bool
    before: tuple[StateMark, ...]
    after: StateMark | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """A policy at a place on two days, before it is put into words."""

    told: ToldPolicy
    place: str
    then: Answer
    now: Answer
    steps: tuple[Step, ...]

    @property
    def key(self) -> str:
        """Name it among the others."""
        return f"{self.told.facts.id}.{self.place}" if self.place else self.told.facts.id

    @property
    def group(self) -> str:
        """Say whether the answer changed, or was only spoken of, or neither."""
        if _at_a_glance(self.then) != _at_a_glance(self.now):
            return CHANGED
        return TOUCHED if self.steps else SAME

    @property
    def weight(self) -> int:
        """Give how many elements it comes to in a page, about."""
        return 10 if self.group == SAME else 20 + 14 * min(MOST_CHANGES, len(self.steps))


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """A policy at a place on two days, with the changes between them; `more` are not shown."""

    then: Said
    now: Said
    changes: tuple[Between, ...]
    more: int


def compared(policies: Iterable[ToldPolicy], a: dt.date, b: dt.date) -> list[Compared]:
    """Compare policies at each of their places: what changed first, what stayed the same last."""
    found = [one for told in policies for one in _of_policy(told, a, b)]
    return sorted(found, key=lambda one: GROUPS.index(one.group))


def in_words(one: Compared, a: dt.date, b: dt.date) -> Difference:
    """Put a policy on two days into words."""
    return Difference(
        then=said(one.told, one.then),
        now=said(one.told, one.now),
        changes=tuple(_between(one.told, step, a, b) for step in one.steps[:MOST_CHANGES]),
        more=max(0, len(one.steps) - MOST_CHANGES),
    )


def _of_policy(told: ToldPolicy, a: dt.date, b: dt.date) -> Iterator[Compared]:
    complete_to = told.facts.complete_to
    for place in told.history.places or (told.history.widest,):
        yield Compared(
            told=told,
            place=place,
            then=state_on(told.history, a, place, complete_to=complete_to),
            now=state_on(told.history, b, place, complete_to=complete_to),
            steps=tuple(_steps(told, place, a, b)),
        )


def _at_a_glance(one: Answer) -> tuple[str, bool | None, tuple[str, ...]]:
    return one.kind, None if one.suspension is None else one.suspension.sure, one.states


def _steps(told: ToldPolicy, place: str, a: dt.date, b: dt.date) -> Iterator[Step]:
    own = told.history.levels.get(place)
    for step in own.steps if own else ():
        if step.change.takes_effect is not None and step.last > a.toordinal() and step.first <= b.toordinal():
            yield step


def _between(told: ToldPolicy, step: Step, a: dt.date, b: dt.date) -> Between:
    states = told.facts.states
    return Between(
        change=step.change,
        sure=step.first > a.toordinal() and step.last <= b.toordinal(),
        before=tuple(mark_of(states, state) for state in before(told.history, step.change).states),
        after=mark_of(states, step.change.state) if step.change.state else None,
    )
