"""The exact days on which a date can lie, gaps included.

A date's days are a tuple of cells; a cell is a set of years times a set of days of the year, both
bit sets (see `pattern`). Beside the years 1 to 9999 stand two more, 0 for all days before and 10000
for all days after, so that an open end is told from one that happens to reach the last year.
29 February is in a cell's days for every one of its years; whoever reads a cell takes it out where
the year has none. So each date needs only a few cells, and all questions are answered on those.
"""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from timeline.dates.pattern import (
    ALL_DAYS,
    LEAP_DAY,
    LEAP_YEARS,
    MAX_YEAR,
    SLOT,
    SLOTS,
    days_in,
    days_of_year,
    highest,
    lowest,
    years,
)
from timeline.dates.periods import PERIODS
from timeline.dates.value import Choice, Edtf, Point, Span

Cell: TypeAlias = tuple[int, int]
Days: TypeAlias = tuple[Cell, ...]

_BEFORE = 0
_AFTER = MAX_YEAR + 1


@lru_cache(maxsize=256)
def days(value: Edtf) -> Days:
    """Give the days on which a date can lie."""
    body = value.body
    if isinstance(body, Choice):
        return tuple(cell for member in body.members for cell in part_days(member))
    return part_days(body)


def part_days(part: Point | Span) -> Days:
    """Give the days on which a part of a date can lie."""
    if isinstance(part, Span) or part.solid:
        return run(part.earliest, part.latest)
    if part.period is not None:
        return _period_days(part.year.digits, part.period)
    month = part.month.digits if part.month else None
    day = part.day.digits if part.day else None
    return ((years(part.year.digits), days_of_year(month, day)),)


def run(first: dt.date | None, last: dt.date | None) -> Days:
    """Give every day from one to another, none if they are reversed; None is open or unknown."""
    if first and last and first > last:
        return ()
    first_year = first.year if first else _BEFORE
    last_year = last.year if last else _AFTER
    from_first = ALL_DAYS & -(1 << _slot(first)) if first else ALL_DAYS
    to_last = (2 << _slot(last)) - 1 if last else ALL_DAYS
    if first_year == last_year:
        return ((1 << first_year, from_first & to_last),)
    between = (1 << last_year) - (2 << first_year)
    ends = ((1 << first_year, from_first), (1 << last_year, to_last))
    return (*ends, (between, ALL_DAYS)) if between else ends


def relate(one: Days, other: Days) -> tuple[bool, bool, bool]:
    """Say whether two sets of days share a day, the first has more, and the other has more."""
    shared = more = less = False
    for piece in _pieces(one, other):
        mine, theirs = _years_on(one, piece), _years_on(other, piece)
        if piece == LEAP_DAY:
            mine, theirs = mine & LEAP_YEARS, theirs & LEAP_YEARS
        shared = shared or bool(mine & theirs)
        more = more or bool(mine & ~theirs)
        less = less or bool(theirs & ~mine)
    return shared, more, less


def first_day(cells: Days) -> dt.date | None:
    """Find the first day from 0001-01-01 to 9999-12-31; None when there is none."""
    found = [_end_day(cell, last=False) for cell in cells]
    return min((day for day in found if day is not None), default=None)


def last_day(cells: Days) -> dt.date | None:
    """Find the last day from 0001-01-01 to 9999-12-31; None when there is none."""
    found = [_end_day(cell, last=True) for cell in cells]
    return max((day for day in found if day is not None), default=None)


def within(cells: Days, start: dt.date | None, end: dt.date | None) -> Days:
    """Keep the days from `start` to `end`; None is no limit."""
    if start is None and end is None:
        return cells
    window = run(start, end)
    return tuple(
        (mine & theirs, my_days & their_days)
        for mine, my_days in cells
        for theirs, their_days in window
        if mine & theirs and my_days & their_days
    )


def _slot(day: dt.date) -> int:
    return SLOT[day.month, day.day]


def _period_days(digits: str, code: int) -> Days:
    """Give the days of a season in every year that the digits can mean."""
    period = PERIODS[code]
    last = period.first_month + period.months
    named = years(digits)
    if period.crosses_year:
        named &= ~(1 << MAX_YEAR)
    this_year = _months(range(period.first_month, min(last, 13)))
    next_year = _months(range(1, last - 12))
    cells = ((named, this_year), (named << 1, next_year))
    return cells if next_year else cells[:1]


def _months(numbers: Iterable[int]) -> int:
    return sum(days_of_year(f"{number:02d}", None) for number in numbers)


def _pieces(one: Days, other: Days) -> list[int]:
    """Cut the days of the year into pieces that every cell holds wholly or not at all."""
    pieces = [ALL_DAYS & ~LEAP_DAY, LEAP_DAY]
    for mask in {mask for _, mask in (*one, *other)}:
        cut = [part for piece in pieces for part in (piece & mask, piece & ~mask)]
        pieces = [part for part in cut if part]
    return pieces


def _years_on(cells: Days, piece: int) -> int:
    found = 0
    for years_of, mask in cells:
        if mask & piece:
            found |= years_of
    return found


def _end_day(cell: Cell, *, last: bool) -> dt.date | None:
    pick = highest if last else lowest
    years_of, mask = cell
    years_of &= (1 << _AFTER) - 2
    if mask == LEAP_DAY:
        years_of &= LEAP_YEARS
    if not (years_of and mask):
        return None
    year = pick(years_of)
    return dt.date(year, *SLOTS[pick(days_in(year, mask))])
