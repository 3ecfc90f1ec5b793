"""The parts of a year that EDTF writes in the place of a month: seasons, quarters, halves.

The Library of Congress specification names the codes 21 to 41 and leaves the months to the user,
except that quarters have three, quadrimesters four and semestrals six. The months of seasons here
are the meteorological ones; without a hemisphere a season is a northern one.
"""

import calendar
import datetime as dt
from dataclasses import dataclass

from timeline.dates.value import Precision


@dataclass(frozen=True, slots=True)
class Period:
    """A part of the year: its first month, its length in months, and its precision."""

    first_month: int
    months: int
    precision: Precision

    @property
    def last_month(self) -> int:
        """The month in which it ends."""
        return (self.first_month + self.months - 2) % 12 + 1

    @property
    def crosses_year(self) -> bool:
        """Tell whether it ends in the year after the one that it is named for."""
        return self.first_month + self.months > 13


def _periods() -> dict[int, Period]:
    spring, summer, autumn, winter = (Period(month, 3, "season") for month in (3, 6, 9, 12))
    seasons = (
        *(spring, summer, autumn, winter),  # 21 to 24: no hemisphere said
        *(spring, summer, autumn, winter),  # 25 to 28: northern
        *(autumn, winter, spring, summer),  # 29 to 32: southern spring is September to November
    )
    quarters = tuple(Period(month, 3, "quarter") for month in (1, 4, 7, 10))
    quadrimesters = tuple(Period(month, 4, "quadrimester") for month in (1, 5, 9))
    halves = tuple(Period(month, 6, "half") for month in (1, 7))
    return dict(enumerate((*seasons, *quarters, *quadrimesters, *halves), start=21))


PERIODS: dict[int, Period] = _periods()


def period_bounds(code: int, first_year: int, last_year: int) -> tuple[dt.date, dt.date] | None:
    """Find the first and last day of a period in some year from one to another.

    None when it would end after the year 9999, as the winter that begins in December 9999 does.
    """
    period = PERIODS[code]
    end_year = last_year + 1 if period.crosses_year else last_year
    if end_year > dt.MAXYEAR:
        return None
    last_day = calendar.monthrange(end_year, period.last_month)[1]
    return (
        dt.date(first_year, period.first_month, 1),
        dt.date(end_year, period.last_month, last_day),
    )
