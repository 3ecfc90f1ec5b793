"""Where days lie in a picture: a scale from dates to places, and the ticks of its axis.

A day is a stretch, not a point: `begin` gives where it starts and `end` where the next one does. Places
are in any unit; by default they are percentages of the picture's width, so that a picture can grow and
shrink while its text keeps its shape.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

Unit: TypeAlias = Literal["year", "month", "day"]

SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_MONTH_STEPS = (1, 3, 6)
#: On which days of a month there is a tick, by the step between them.
_MONTH_DAYS = {
    1: range(1, 32),
    2: range(1, 30, 2),
    5: range(1, 27, 5),
    10: range(1, 22, 10),
    15: range(1, 17, 15),
}
_AVERAGE_MONTH = 30.4
_AVERAGE_YEAR = 365.25


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeTick:
    """A place on the axis where a year, month or day begins.

    `label` names it, and `year` is the year to write beneath it: at the first tick and wherever the year
    changes; it is empty where the label is itself a year.
    """

    at: float
    day: dt.date
    unit: Unit
    label: str
    year: str = ""


class Stretch(NamedTuple):
    """A part of the axis. `open_start` and `open_end` say that it goes on beyond what is drawn or known."""

    start: float
    end: float
    open_start: bool = False
    open_end: bool = False

    @property
    def middle(self) -> float:
        """Give the place half way."""
        return (self.start + self.end) / 2

    @property
    def width(self) -> float:
        """Give how long it is."""
        return self.end - self.start


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeScale:
    """The days from `first` to `last`, both included, laid out evenly from `left` to `right`."""

    first: dt.date
    last: dt.date
    left: float = 0.0
    right: float = 100.0

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"A scale cannot run from {self.first} back to {self.last}.")

    @property
    def days(self) -> int:
        """Give how many days it has."""
        return self.last.toordinal() - self.first.toordinal() + 1

    def begin(self, day: dt.date) -> float:
        """Give where a day begins; days outside lie outside `left` and `right`."""
        return self._at(day.toordinal())

    def end(self, day: dt.date) -> float:
        """Give where a day ends, which is where the next begins."""
        return self._at(day.toordinal() + 1)

    def middle(self, day: dt.date) -> float:
        """Give the place of a day's noon, for a mark that stands for the day."""
        return self._at(day.toordinal() + 0.5)

    def stretch(self, earliest: dt.date | None, latest: dt.date | None) -> Stretch | None:
        """Give the part from one day to another, both included, as far as it lies on the scale.

        None is an end that is open or not known: the stretch then reaches the edge. A stretch wholly
        outside is None.
        """
        start = self.left if earliest is None else self.begin(earliest)
        end = self.right if latest is None else self.end(latest)
        if start >= self.right or end <= self.left or start > end:
            return None
        return Stretch(
            start=max(start, self.left),
            end=min(end, self.right),
            open_start=earliest is None or start < self.left,
            open_end=latest is None or end > self.right,
        )

    def ticks(self, most: int, months: tuple[str, ...] = SHORT_MONTHS) -> tuple[TimeTick, ...]:
        """Give at most `most` ticks: the finest of years, months and days that are not more than that.

        Years come at multiples of 1, 2, 5 and their tens, months in steps of 1, 3 and 6, days in steps of
        1, 2, 5, 10 and 15. A scale that holds none of these beginnings has no ticks. `months` are the
        short names of the months.
        """
        for unit, found in self._candidates(most):
            days = tuple(found)
            if len(days) <= most:
                return tuple(self._labelled(days, unit, months))
        return ()

    def _at(self, ordinal: float) -> float:
        share = (ordinal - self.first.toordinal()) / self.days
        return self.left + share * (self.right - self.left)

    def _candidates(self, most: int) -> Iterator[tuple[Unit, Iterator[dt.date]]]:
        """Yield the days of each kind of tick, from the finest, without those that are surely too many."""
        room = max(1, most + 1)
        for step in _MONTH_DAYS:
            if self.days / step <= 2 * room:
                yield "day", self._days(step)
        for step in _MONTH_STEPS:
            if self.days / (step * _AVERAGE_MONTH) <= 2 * room:
                yield "month", self._months(step)
        for step in _YEAR_STEPS:
            if self.days / (step * _AVERAGE_YEAR) <= 2 * room:
                yield "year", self._years(step)

    def _days(self, step: int) -> Iterator[dt.date]:
        kept = _MONTH_DAYS[step]
        for ordinal in range(self.first.toordinal(), self.last.toordinal() + 1):
            day = dt.date.fromordinal(ordinal)
            if day.day in kept:
                yield day

    def _months(self, step: int) -> Iterator[dt.date]:
        for number in range(self.first.year * 12, self.last.year * 12 + 12, step):
            day = dt.date(number // 12, number % 12 + 1, 1)
            if self.first <= day <= self.last:
                yield day

    def _years(self, step: int) -> Iterator[dt.date]:
        begin = -(-self.first.year // step) * step
        for year in range(begin, self.last.year + 1, step):
            day = dt.date(year, 1, 1)
            if self.first <= day <= self.last:
                yield day

    def _labelled(self, days: Iterable[dt.date], unit: Unit, months: tuple[str, ...]) -> Iterator[TimeTick]:
        shown = 0
        for day in days:
            if unit == "year":
                yield TimeTick(at=self.begin(day), day=day, unit=unit, label=str(day.year))
                continue
            month = months[day.month - 1]
            yield TimeTick(
                at=self.begin(day),
                day=day,
                unit=unit,
                label=month if unit == "month" else f"{day.day} {month}",
                year=str(day.year) if day.year != shown else "",
            )
            shown = day.year


def scale_over(
    days: Iterable[dt.date | None], *, margin: float = 0.05, left: float = 0.0, right: float = 100.0
) -> TimeScale | None:
    """Give a scale that holds all these days, with a share of their length free at each side.

    None among the days is passed over; without any day there is no scale.
    """
    known = [day.toordinal() for day in days if day is not None]
    if not known:
        return None
    first, last = min(known), max(known)
    free = max(1, round((last - first + 1) * margin))
    return TimeScale(
        first=dt.date.fromordinal(max(1, first - free)),
        last=dt.date.fromordinal(min(dt.date.max.toordinal(), last + free)),
        left=left,
        right=right,
    )
