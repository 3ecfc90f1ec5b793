"""One change of a policy, as the fold needs it, and the days on which it can take effect.

Days are ordinals (`datetime.date.toordinal`), so that they compare fast; `BEFORE` and `AFTER` stand for
an end that is open or unknown.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final, TypeAlias

from timeline.dates.compare import sort_key
from timeline.dates.value import Edtf, Point, Span

BEFORE: Final = 0
AFTER: Final = dt.date.max.toordinal() + 1

#: Actions that give the policy a state, or take it away. An announcement does so on its effective date.
SETTING: Final = frozenset({"introduced", "changed", "ended", "announced"})
#: Actions that lay a suspension over what is beneath, or lift it; an end lifts it too.
OVERLAYING: Final = frozenset({"suspended", "resumed", "ended"})

ChangeKey: TypeAlias = tuple[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What an event does to a policy at a place; see `timeline.records.event.PolicyChange`.

    `position` counts the changes of the event from 1. `date` is the event's own date, `effective` the one
    that the change itself gives. `place` is empty for everywhere. `disputed_by` names the sources whose
    citations in the event dispute it.
    """

    policy: str
    event: str
    position: int
    action: str
    state: str = ""
    place: str = ""
    date: Edtf | None = None
    effective: Edtf | None = None
    stated_from: str = ""
    disputed_by: tuple[str, ...] = ()

    @property
    def key(self) -> ChangeKey:
        """Name the change: its event, and its position there."""
        return self.event, self.position

    @property
    def takes_effect(self) -> Edtf | None:
        """Give the date from which it holds.

        It is the event's own where the change gives none, except for an announcement: the day on which
        something was announced is not the day on which it takes effect.
        """
        if self.effective is not None or self.action == "announced":
            return self.effective
        return self.date

    @property
    def sets_state(self) -> bool:
        """Tell whether it gives the policy a state or takes it away."""
        return self.action in SETTING and (self.action != "announced" or self.effective is not None)


def order_of(change: Change) -> tuple[object, ...]:
    """Give the place of a change in the order in which changes are told."""
    return (*sort_key(change.takes_effect, change.event), change.position)


def days_of(date: Edtf | None) -> tuple[int, int]:
    """Give the first and the last day on which what bears this date can take effect.

    Of an interval without an end (`2012-08-31/..`) only the start counts: from then on it held.
    """
    if date is None:
        return BEFORE, AFTER
    bounds: Edtf | Point = date
    if isinstance(date.body, Span) and date.body.start is not None and date.body.end is None:
        bounds = date.body.start
    return _ordinal(bounds.earliest, BEFORE), _ordinal(bounds.latest, AFTER)


def day_of(ordinal: int) -> dt.date | None:
    """Give the day of an ordinal; None where it stands for an open end."""
    return None if ordinal <= BEFORE or ordinal >= AFTER else dt.date.fromordinal(ordinal)


def _ordinal(day: dt.date | None, missing: int) -> int:
    return missing if day is None else day.toordinal()
