"""Days of many events as bits: which events have a day up to a given one, or from it on.

A day is its number since 0001-01-01. For each binary digit there is a set of the events whose day has that
digit; a comparison walks the digits from the highest, so it takes as many steps for one event as for all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pyroaring import BitMap

#: The last day of the year 9999 has the number 3,652,059.
DIGITS: Final = 22


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """One day of each event, where it is known. It is never changed; `extended` gives another."""

    known: BitMap = field(default_factory=BitMap)
    digits: tuple[BitMap, ...] = tuple(BitMap() for _ in range(DIGITS))

    def extended(self, added: Mapping[Any, BitMap]) -> "Days":
        """Give these days and those of more events, by the day's number; None where it is unknown."""
        digits: list[list[BitMap]] = [[] for _ in range(DIGITS)]
        for day, events in added.items():
            for digit in range(DIGITS):
                if day is not None and day >> digit & 1:
                    digits[digit].append(events)
        known = [events for day, events in added.items() if day is not None]
        return Days(
            known=_joined(self.known, known),
            digits=tuple(_joined(old, new) for old, new in zip(self.digits, digits, strict=True)),
        )

    def until(self, day: int) -> BitMap:
        """Give the events whose day is this one or earlier."""
        less, same = self._compared(day)
        return less | same

    def since(self, day: int) -> BitMap:
        """Give the events whose day is this one or later."""
        less, _ = self._compared(day)
        return self.known - less

    def first(self, within: BitMap) -> int | None:
        """Give the earliest day of some events; None where none is known."""
        left = within & self.known
        if not left:
            return None
        day = 0
        for digit in reversed(range(DIGITS)):
            without = left - self.digits[digit]
            day |= 0 if without else 1 << digit
            left = without or left
        return day

    def last(self, within: BitMap) -> int | None:
        """Give the latest day of some events; None where none is known."""
        left = within & self.known
        if not left:
            return None
        day = 0
        for digit in reversed(range(DIGITS)):
            having = left & self.digits[digit]
            day |= 1 << digit if having else 0
            left = having or left
        return day

    def _compared(self, day: int) -> tuple[BitMap, BitMap]:
        """Give the events with an earlier day, and those with this one."""
        less, same = BitMap(), self.known
        for digit in reversed(range(DIGITS)):
            if day >> digit & 1:
                less |= same - self.digits[digit]
                same = same & self.digits[digit]
            else:
                same = same - self.digits[digit]
        return less, same


def _joined(old: BitMap, new: list[BitMap]) -> BitMap:
    if not new:
        return old
    joined = BitMap.union(old, *new)
    joined.run_optimize()
    return joined
