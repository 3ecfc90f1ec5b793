"""EDTF text → value: ISO 8601-2:2019 and Library of Congress EDTF, levels 0, 1 and 2.

Dates only (no times), years 0001 to 9999. What is accepted is kept letter for letter; what is not
is refused with a sentence that says what to write instead. The work done is bounded by the
length of the text, which is bounded by `MAX_LENGTH`.
"""

import datetime as dt
import re
from functools import lru_cache

from timeline.dates import advice
from timeline.dates.errors import DateError
from timeline.dates.pattern import first_year, last_year, pattern_bounds
from timeline.dates.periods import PERIODS, period_bounds
from timeline.dates.value import Body, Choice, Component, Edtf, Point, Precision, Span

MAX_LENGTH = 200

_POINT = re.compile(
    r"([?~%]?)([0-9X]{4})([?~%]?)"
    r"(?:-([?~%]?)([0-9X]{2})([?~%]?)"
    r"(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?"
)
_SIGNIFICANT = re.compile(r"([0-9]{4})S([1-9])")
_UNBROKEN = re.compile(r"[0-9]*X*")
_YEAR_PRECISION: tuple[Precision, ...] = ("millennium", "century", "decade", "year")


@lru_cache(maxsize=4096)
def parse(text: str) -> Edtf:
    """Read an EDTF date; raise `DateError`, saying what to write instead, when it is not one."""
    if len(text) > MAX_LENGTH:
        raise DateError(text, advice.for_long(text, MAX_LENGTH))
    body = _body(text)
    earliest, latest = _bounds(body)
    precision: Precision = "interval" if isinstance(body, Span) else "set"
    return Edtf(
        text=text,
        earliest=earliest,
        latest=latest,
        precision=body.precision if isinstance(body, Point) else precision,
        approximate=body.approximate,
        uncertain=body.uncertain,
        body=body,
    )


def is_date(text: str) -> bool:
    """Tell whether a text is an EDTF date."""
    try:
        parse(text)
    except DateError:
        return False
    return True


def _body(text: str) -> Body:
    if text[:1] in {"[", "{"}:
        return _choice(text)
    return _interval(text) if "/" in text else _point(text, text)


def _bounds(body: Body) -> tuple[dt.date | None, dt.date | None]:
    if not isinstance(body, Choice):
        return body.earliest, body.latest
    starts = [member.earliest for member in body.members]
    ends = [member.latest for member in body.members]
    known_starts = [day for day in starts if day is not None]
    known_ends = [day for day in ends if day is not None]
    return (
        min(known_starts) if len(known_starts) == len(starts) else None,
        max(known_ends) if len(known_ends) == len(ends) else None,
    )


def _interval(text: str) -> Span:
    start, _, end = text.partition("/")
    if "/" in end or not {start, end} - {"", ".."}:
        raise DateError(text, advice.for_interval(text))
    span = Span(
        start=None if start in {"", ".."} else _point(start, text),
        end=None if end in {"", ".."} else _point(end, text),
        open_start=start == "..",
        open_end=end == "..",
    )
    return _in_order(span, text)


def _in_order(span: Span, text: str) -> Span:
    if span.earliest and span.latest and span.earliest > span.latest:
        raise DateError(text, advice.for_reversed(text))
    return span


def _choice(text: str) -> Choice:
    all_of = text[0] == "{"
    if text[-1] != ("}" if all_of else "]") or len(text) < 3:
        raise DateError(text, advice.for_set(text))
    items = text[1:-1].split(",")
    members = tuple(
        _member(item, text, is_first=index == 0, is_last=index == len(items) - 1)
        for index, item in enumerate(items)
    )
    return Choice(all_of=all_of, members=members)


def _member(item: str, text: str, *, is_first: bool, is_last: bool) -> Point | Span:
    start, dots, end = item.partition("..")
    if not dots and item:
        return _point(item, text)
    if not (start or end) or (not start and not is_first) or (not end and not is_last):
        raise DateError(text, advice.for_set(text))
    span = Span(
        start=_point(start, text) if start else None,
        end=_point(end, text) if end else None,
        open_start=not start,
        open_end=not end,
    )
    if span.start and span.end and span.start.precision != span.end.precision:
        raise DateError(text, advice.for_mixed_range(text, item))
    return _in_order(span, text)


def _point(item: str, text: str) -> Point:
    found = _POINT.fullmatch(item)
    if found is None:
        significant = _SIGNIFICANT.fullmatch(item)
        if significant is None:
            raise DateError(text, advice.for_point(text, item))
        return _estimate(significant[1], int(significant[2]), item, text)
    year, month, day = _components(found.groups(""))
    if year.digits == "0000":
        raise DateError(text, advice.for_point(text, item))
    if month and month.digits > "20" and "X" not in month.digits:
        return _part_of_year(year, month, day, item, text)
    return _calendar_date(year, month, day, text)


def _components(
    groups: tuple[str, ...],
) -> tuple[Component, Component | None, Component | None]:
    """Apply each qualifier: on the left to its part alone, on the right to all before it too."""
    left_year, year, right_year, left_month, month, right_month, left_day, day, right_day = groups
    to_month = right_month + right_day
    return (
        _component(year, left_year + right_year + to_month),
        _component(month, left_month + to_month) if month else None,
        _component(day, left_day + right_day) if day else None,
    )


@lru_cache(maxsize=2048)
def _component(digits: str, marks: str) -> Component:
    if not marks:
        return Component(digits=digits)
    both = "%" in marks
    return Component(digits=digits, approximate=both or "~" in marks, uncertain=both or "?" in marks)


def _calendar_date(year: Component, month: Component | None, day: Component | None, text: str) -> Point:
    month_digits = month.digits if month else None
    day_digits = day.digits if day else None
    written = year.digits + (month_digits or "") + (day_digits or "")
    bounds = pattern_bounds(year.digits, month_digits, day_digits)
    if bounds is None:
        raise DateError(text, advice.for_no_such_day(text, year.digits, month_digits, day_digits))
    unknown = not written.strip("X")
    return Point(
        year=year,
        month=month,
        day=day,
        earliest=None if unknown else bounds[0],
        latest=None if unknown else bounds[1],
        precision=_precision(year.digits, month_digits, day_digits),
        solid=_UNBROKEN.fullmatch(written) is not None,
    )


def _precision(year: str, month: str | None, day: str | None) -> Precision:
    """Name the period that the last known digit stands for."""
    if day and day != "XX":
        return "day"
    if month and month != "XX":
        return "month"
    known = year.rstrip("X")
    return _YEAR_PRECISION[len(known) - 1] if known else "unknown"


def _part_of_year(year: Component, month: Component, day: Component | None, item: str, text: str) -> Point:
    code = int(month.digits)
    if code not in PERIODS or day:
        raise DateError(text, advice.for_point(text, item))
    limit = 9999 if PERIODS[code].crosses_year and "X" in year.digits else 10000
    bounds = period_bounds(code, first_year(year.digits), last_year(year.digits, before=limit))
    if bounds is None:
        raise DateError(text, advice.for_last_winter(text))
    return Point(
        year=year,
        month=month,
        period=code,
        earliest=bounds[0],
        latest=bounds[1],
        precision=PERIODS[code].precision,
        solid="X" not in year.digits,
    )


def _estimate(digits: str, significant: int, item: str, text: str) -> Point:
    """Read `1950S2`: the digits that are not significant can be any."""
    length = len(str(int(digits)))
    if digits == "0000" or significant > length:
        raise DateError(text, advice.for_point(text, item))
    step = 10 ** (length - significant)
    low = int(digits) // step * step
    return Point(
        year=Component(digits=digits),
        significant=significant,
        earliest=dt.date(low, 1, 1),
        latest=dt.date(low + step - 1, 12, 31),
        precision=_YEAR_PRECISION[significant + 3 - length],
    )
