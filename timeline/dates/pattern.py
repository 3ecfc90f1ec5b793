"""Unspecified digits: which years, months and days a text with `X` in it can mean.

Sets of years are integers used as bit sets (bit *n* is the year *n*), sets of days of the year are
bit sets too (bit 0 is 1 January, bit 59 is 29 February, bit 365 is 31 December). A set of years
times a set of days costs two integers, so nothing here ever walks through the years one by one.
"""

import calendar
import datetime as dt
from functools import lru_cache

MAX_YEAR = dt.MAXYEAR
LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
SLOTS: tuple[tuple[int, int], ...] = tuple(
    (month, day) for month, length in enumerate(LENGTHS, start=1) for day in range(1, length + 1)
)
SLOT: dict[tuple[int, int], int] = {pair: slot for slot, pair in enumerate(SLOTS)}
ALL_DAYS = (1 << len(SLOTS)) - 1
LEAP_DAY = 1 << SLOT[2, 29]
LEAP_YEARS = sum(1 << year for year in range(4, MAX_YEAR + 1, 4) if calendar.isleap(year))


@lru_cache(maxsize=1024)
def choices(digits: str, last: int) -> tuple[int, ...]:
    """List the numbers from 1 to `last` (at most 99) that two digits with `X` can stand for."""
    tens = range(10) if digits[0] == "X" else (int(digits[0]),)
    units = range(10) if digits[1] == "X" else (int(digits[1]),)
    return tuple(number for ten in tens for unit in units if 1 <= (number := ten * 10 + unit) <= last)


@lru_cache(maxsize=1024)
def days_of_year(month: str | None, day: str | None) -> int:
    """Give the set of days of the year that a month and a day with `X` can mean; 0 if none."""
    if month is None:
        return ALL_DAYS
    found = 0
    for number in choices(month, 12):
        length = LENGTHS[number - 1]
        for day_number in range(1, length + 1) if day is None else choices(day, length):
            found |= 1 << SLOT[number, day_number]
    return found


@lru_cache(maxsize=64)
def years(digits: str) -> int:
    """Give the set of the years from 1 to 9999 that four digits with `X` can mean."""
    found = 1
    for power, digit in zip((1000, 100, 10, 1), digits, strict=True):
        steps = range(10) if digit == "X" else (int(digit),)
        found = sum(found << (step * power) for step in steps)
    return found & ~1


def first_year(digits: str) -> int:
    """Find the first year from 1 that four digits with `X` can mean; 0 if there is none."""
    year = int(digits.replace("X", "0"))
    if year == 0 and "X" in digits:
        year = 10 ** (3 - digits.rindex("X"))
    return year


def last_year(digits: str, *, before: int = MAX_YEAR + 1) -> int:
    """Find the last year that four digits with `X` can mean; 0 if none is before the limit.

    The limit is 10000 or 9999: nothing else is asked for.
    """
    year = int(digits.replace("X", "9"))
    if year < before:
        return year
    return year - 10 ** (3 - digits.rindex("X")) if "X" in digits else 0


def pattern_bounds(year: str, month: str | None, day: str | None) -> tuple[dt.date, dt.date] | None:
    """Find the first and the last real day that a pattern can mean; None when there is none."""
    days = days_of_year(month, day)
    low, high = first_year(year), last_year(year)
    if days == LEAP_DAY:
        candidates = years(year) & LEAP_YEARS
        low, high = lowest(candidates), highest(candidates)
    if days == 0 or low < 1 or high < 1:
        return None
    return (
        dt.date(low, *SLOTS[lowest(days_in(low, days))]),
        dt.date(high, *SLOTS[highest(days_in(high, days))]),
    )


def days_in(year: int, days: int) -> int:
    """Take 29 February out of a set of days unless the year has one."""
    return days if calendar.isleap(year) else days & ~LEAP_DAY


def lowest(bits: int) -> int:
    """Find the lowest member of a bit set; -1 when it is empty."""
    return (bits & -bits).bit_length() - 1


def highest(bits: int) -> int:
    """Find the highest member of a bit set; -1 when it is empty."""
    return bits.bit_length() - 1
