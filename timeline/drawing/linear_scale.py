"""Where numbers lie in a picture: a scale from numbers to places, with ticks at round numbers."""

import math
from dataclasses import dataclass
from decimal import Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_NAMED = ((Decimal(10**12), "trillion"), (Decimal(10**9), "billion"), (Decimal(10**6), "million"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A place on the axis, its number and the number in words for the axis."""

    at: float
    value: Decimal
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LinearScale:
    """The numbers from `low` to `high`, multiples of `step`, laid out evenly from `start` to `end`.

    `start` is the place of `low`; for an axis that goes up a picture it is the greater of the two.
    """

    low: Decimal
    high: Decimal
    step: Decimal
    start: float
    end: float

    def at(self, value: Decimal) -> float:
        """Give the place of a number."""
        share = float((value - self.low) / (self.high - self.low))
        return self.start + share * (self.end - self.start)

    def ticks(self) -> tuple[Tick, ...]:
        """Give a tick at every multiple of the step, from the lowest."""
        count = round((self.high - self.low) / self.step)
        values = [self.low + self.step * number for number in range(count + 1)]
        unit, name = _named(max(abs(self.low), abs(self.high)), self.step)
        return tuple(
            Tick(at=self.at(value), value=value, label=_label(value, unit, name)) for value in values
        )


def _named(greatest: Decimal, step: Decimal) -> tuple[Decimal, str]:
    """Choose the unit in which the numbers of an axis are short: one, or a million and more."""
    for unit, name in _NAMED:
        if greatest >= unit and step >= unit / 10:
            return unit, name
    return Decimal(1), ""


def _label(value: Decimal, unit: Decimal, name: str) -> str:
    number = f"{value / unit:,f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number} {name}" if name and value else number


def scale_for(
    low: Decimal, high: Decimal, *, most: int, start: float, end: float, whole: bool = False
) -> LinearScale:
    """Give a scale that holds the numbers from `low` to `high`, in `most` steps (two or more) at the most.

    Its ends are ticks. With `whole` no tick lies between whole numbers.
    """
    if most < 2:
        raise ValueError("A scale needs two steps: numbers below zero and above it never share one.")
    if low > high:
        raise ValueError(f"A scale cannot run from {low} to {high}.")
    if low == high:
        low, high = (low - 1, high + 1) if low else (low, high + 1)
    step = _step(high - low, most, whole=whole)
    while _ceiling(high, step) - _floor(low, step) > step * most:
        step = _next(step)
    return LinearScale(low=_floor(low, step), high=_ceiling(high, step), step=step, start=start, end=end)


def _step(length: Decimal, most: int, *, whole: bool) -> Decimal:
    power = Decimal(10) ** math.floor((length / most).log10())
    step = next(power * factor for factor in _STEPS if power * factor * most >= length)
    return max(step, Decimal(1)) if whole else step


def _next(step: Decimal) -> Decimal:
    power = Decimal(10) ** math.floor(step.log10())
    return next(power * factor for factor in _STEPS if power * factor > step)


def _floor(value: Decimal, step: Decimal) -> Decimal:
    return math.floor(value / step) * step


def _ceiling(value: Decimal, step: Decimal) -> Decimal:
    return math.ceil(value / step) * step
