"""What to write instead of a text that is not a date, in words for people who do not know EDTF."""

import calendar
import re
from collections.abc import Callable
from typing import TypeAlias

from timeline.dates.errors import shown
from timeline.dates.pattern import choices

_EXAMPLES = (
    "Write a date such as 2010-08-17, 2010-08 or 2010; 2010-21 for spring 2010, "
    "2010~ for about 2010, 2010-06/2011-01 for a period, [..2011-03] for before April 2011."
)
_MONTHS = "a month from 01 to 12, or 21 to 24 for spring, summer, autumn and winter"

_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")

_Cure: TypeAlias = str | Callable[[re.Match[str]], str]


def _padded_or_numbered(found: re.Match[str]) -> str:
    """Tell a date that lacks zeros from one whose month or season number does not exist."""
    year, month, day = found.groups()
    if len(month) == 2 and (day is None or len(day) == 2):
        if day and 21 <= int(month) <= 41:
            return f"A season or part of a year has no day: write {year}-{month}."
        return f"There is no month {month}: write {_MONTHS}."
    padded = "-".join(part.zfill(2) for part in (year, month, day) if part)
    return f"Write months and days with two digits: {padded}."


#: The first pattern that is found in the text gives the cure.
_CURES: tuple[tuple[re.Pattern[str], _Cure], ...] = (
    (re.compile(r"[^\x00-\x7f]"), "Write it with plain digits 0 to 9, hyphens and EDTF's signs only."),
    (re.compile(r"[\x00-\x1f\x7f ]"), "Take out the spaces and line breaks."),
    (
        re.compile(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})T"),
        lambda found: f"Times of day are not kept: write {found[1]}.",
    ),
    (re.compile(r"^Y([0-9]{4})$"), lambda found: f"Write the year without Y: {found[1]}."),
    (re.compile(r"^Y"), "Years run from 0001 to 9999: write four digits, without Y and E."),
    (re.compile(r"^-[0-9]"), "Years run from 0001 to 9999: years before that cannot be written."),
    (re.compile(r"^[?~%]?0000"), "There is no year 0000: the first is 0001."),
    (re.compile(r"unknown|open", re.IGNORECASE), "Leave an unknown end empty, and write .. for an open one."),
    (
        re.compile(r"^[0-9]{1,4}[xu]"),
        "Write a capital X for each digit that is not known: 201X.",
    ),
    (re.compile(r"\?~|~\?"), "Write % for uncertain and approximate at once."),
    (re.compile(r"[?~%]{2}"), "Write one sign only: ? uncertain, ~ approximate, % both."),
    (
        re.compile(r"^([0-9]{4})([0-9]{2})([0-9]{2})$"),
        lambda found: f"Write it with hyphens: {found[1]}-{found[2]}-{found[3]}.",
    ),
    (
        re.compile(r"^([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?$"),
        _padded_or_numbered,
    ),
    (re.compile(r"^[0-9]{4}S"), "After S stands how many digits of the year count, from 1 to 4: 1950S2."),
    (re.compile(r"^[0-9]{1,3}(?:$|[-?~%])"), "Write the year with four digits: 0476 for 476."),
    (re.compile(r"^[0-9]{5}"), "Years run from 0001 to 9999: write four digits."),
)


def for_point(text: str, item: str) -> str:
    """Say what to write instead of a single date."""
    if not item:
        return _refusal(text, item, _EXAMPLES)
    for pattern, cure in _CURES:
        found = pattern.search(item)
        if found is not None:
            return _refusal(text, item, cure if isinstance(cure, str) else cure(found))
    return _refusal(text, item, _EXAMPLES)


def for_no_such_day(text: str, year: str, month: str | None, day: str | None) -> str:
    """Say what to write instead of a day or month that no calendar has."""
    item = "-".join(part for part in (year, month, day) if part)
    if month is None or not choices(month, 12):
        return _refusal(text, item, f"There is no month {month}: write {_MONTHS}.")
    if "X" in month + year:
        return _refusal(text, item, "No calendar has such a day: correct it, or write XX for the day.")
    length = calendar.monthrange(int(year), int(month))[1]
    return _refusal(
        text,
        item,
        f"{calendar.month_name[int(month)]} {int(year)} has {length} days: write a day from 01 to "
        f"{length}, or {year}-{month} when the day is not known.",
    )


def for_last_winter(text: str) -> str:
    """Say why the winter that begins in December 9999 is refused."""
    return f"{shown(text)} ends in the year 10000. Years run from 0001 to 9999."


def for_interval(text: str) -> str:
    """Say what to write instead of a period."""
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        first, second, year = slashed[1].zfill(2), slashed[2].zfill(2), slashed[3]
        cure = f"Write a day as year-month-day: {year}-{first}-{second} or {year}-{second}-{first}."
    elif text.count("/") > 1:
        cure = "One slash stands between the start and the end of a period: 2010-06/2011-01."
    else:
        cure = "Give at least one end: 2010/.. from 2010 on, ../2010 until 2010."
    return f"{shown(text)} is not a date or a period. {cure}"


def for_reversed(text: str) -> str:
    """Say that a period or range ends before it starts."""
    return f"{shown(text)} ends before it starts. Write the earlier date first."


def for_set(text: str) -> str:
    """Say what to write instead of a set."""
    return (
        f"{shown(text)} is not a set of dates. Write [2010-09-07,2010-09-08] for one of these "
        "days, {2010,2012} for all of them, [2010..2012] for one of the years from 2010 to 2012, "
        "[..2010] for 2010 or earlier (.. comes first), [2010..] for 2010 or later (.. comes last)."
    )


def for_mixed_range(text: str, item: str) -> str:
    """Say that the two ends of a range in a set are not of the same kind."""
    return (
        f"{shown(item)} (in {shown(text)}) is not a range. "
        "Write both ends alike: two years, two months or two days."
    )


def _refusal(text: str, item: str, cure: str) -> str:
    place = "" if item == text else f" (in {shown(text)})"
    if not item:
        return f"A date is missing{place}. {cure}"
    return f"{shown(item)}{place} is not a date. {cure}"
