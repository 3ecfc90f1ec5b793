"""The ranges of time that an overview leads to: their addresses, and what they are called."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import unquote

from timeline.dates.parse import parse
from timeline.dates.words import words
from timeline.drawing.density import Density
from timeline.filters import EventFilter
from timeline.web.languages import current_language

Address: TypeAlias = Callable[[EventFilter], str]
RangeAddress: TypeAlias = Callable[[dt.date, dt.date], str]


def narrowed(asked: EventFilter, first: dt.date, last: dt.date) -> EventFilter:
    """Give the filter with a range, written as shortly as the days allow, within the range in force."""
    start, end = within(asked, first, last)
    return replace(asked, from_text=from_text(start), to_text=to_text(end), start=start, end=end)


def within(asked: EventFilter, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """Give the part of a range that lies in the range in force."""
    return max(first, asked.start or first), min(last, asked.end or last)


def ranges(asked: EventFilter, address: Address) -> RangeAddress:
    """Give a function that gives the address of the filter with a range.

    An overview has hundreds of these addresses, which differ in their range alone.
    """
    # No text of a filter holds a control character, so what stands for the days is found for certain.
    first, last = "%00a", "%00b"
    pattern = address(replace(asked, from_text=unquote(first), to_text=unquote(last)))
    head, _, rest = pattern.partition(first)
    middle, _, tail = rest.partition(last)

    def address_of(start: dt.date, end: dt.date) -> str:
        start, end = within(asked, start, end)
        return f"{head}{from_text(start)}{middle}{to_text(end)}{tail}"

    return address_of


@lru_cache(maxsize=4096)
def from_text(day: dt.date) -> str:
    """Write the first day of a range as shortly as it allows."""
    if day.day != 1:
        return day.isoformat()
    return day.isoformat()[: 4 if day.month == 1 else 7]


@lru_cache(maxsize=4096)
def to_text(day: dt.date) -> str:
    """Write the last day of a range as shortly as it allows."""
    if day != dt.date.max and (day + dt.timedelta(days=1)).day != 1:
        return day.isoformat()
    return day.isoformat()[: 4 if day.month == 12 else 7]


def between(first: dt.date, last: dt.date) -> str:
    """Say a range in the language of the page."""
    return _between(first, last, current_language())


# The spans of a calendar are the same under every filter.
@lru_cache(maxsize=8192)
def _between(first: dt.date, last: dt.date, language: str) -> str:
    start, end = from_text(first), to_text(last)
    if start == end or (first.year == last.year and len(start) == len(end) == 4):
        return words(parse(start), language)
    # Both ends are said alike: as months where the range begins and ends with one, or else as days.
    if len(start) != len(end):
        finer = max(len(start), len(end))
        start, end = first.isoformat()[:finer], last.isoformat()[:finer]
    if start == end:
        return words(parse(start), language)
    return words(parse(f"{start}/{end}"), language)


def before(found: Density, asked: EventFilter, address: Address) -> str:
    """Give the address of what the bars leave out before them; nothing where a range was asked for."""
    if asked.start is not None or not found.before or found.first <= dt.date(1, 1, 1):
        return ""
    day = found.first - dt.timedelta(days=1)
    return address(replace(asked, to_text=to_text(day), end=day))


def after(found: Density, asked: EventFilter, address: Address) -> str:
    """Give the address of what the bars leave out after them; nothing where a range was asked for."""
    if asked.end is not None or not found.after or found.last >= dt.date.max:
        return ""
    day = found.last + dt.timedelta(days=1)
    return address(replace(asked, from_text=from_text(day), start=day))


def wider(
    found: Density, asked: EventFilter, outer: tuple[dt.date | None, dt.date | None], address: Address
) -> str:
    """Give the address of a range about twice as long, as far as there are events; "" where there is none."""
    if asked.start is None and asked.end is None:
        return ""
    more = max(15, (found.last - found.first).days // 2)
    first = dt.date.fromordinal(max(1, found.first.toordinal() - more)).replace(day=1)
    last = _month_end(dt.date.fromordinal(min(dt.date.max.toordinal(), found.last.toordinal() + more)))
    reaches = (outer[0] is None or first <= outer[0], outer[1] is None or last >= outer[1])
    free = replace(asked, from_text="", to_text="", start=None, end=None)
    if all(reaches):
        return address(free)
    return address(narrowed(free, first, last))


def _month_end(day: dt.date) -> dt.date:
    if (day.year, day.month) == (dt.MAXYEAR, 12):
        return dt.date.max
    following = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return dt.date.fromordinal(following.toordinal() - 1)
