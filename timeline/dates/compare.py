"""Compare dates: what is certain, what is possible, where two sources disagree, and the order.

A date allows one or more *readings*. `2010-06` allows thirty: each day of June. `2010-06/2010-08`
allows every period that begins on a day of June and ends on a day of August. `[a,b]` allows the
readings of a and those of b; `{a,b}` allows those that take one of each. A statement is *certain*
when it holds for every reading, and *possible* when it holds for at least one. Qualifiers (`~ ? %`)
do not widen a date, so they play no part here.
"""

import datetime as dt
from typing import Literal, TypeAlias

from timeline.dates.days import days, first_day, last_day, part_days, relate, run, within
from timeline.dates.value import COARSENESS, Choice, Edtf, Point, Span

Relation: TypeAlias = Literal["same", "finer", "coarser", "overlap", "disjoint"]
SortKey: TypeAlias = tuple[bool, int, bool, int, int, str]

_FIRST = -1
_LAST = dt.date.max.toordinal() + 1


def certainly_before(one: Edtf, other: Edtf) -> bool:
    """Tell whether every reading of the first ends before every reading of the other begins."""
    return one.latest is not None and other.earliest is not None and one.latest < other.earliest


def possibly_before(one: Edtf, other: Edtf) -> bool:
    """Tell whether some reading of the first ends before some reading of the other begins."""
    return _earliest_end(one) < _latest_start(other)


def overlaps(one: Edtf, other: Edtf) -> bool:
    """Tell whether some day is possible for both."""
    if _is_solid(one) and _is_solid(other):
        return _runs_meet(one.earliest, one.latest, other.earliest, other.latest)
    return relate(days(one), days(other))[0]


def overlaps_range(value: Edtf, start: dt.date | None, end: dt.date | None) -> bool:
    """Tell whether some possible day lies from `start` to `end`; None is no limit."""
    if not _is_solid(value) or (start and end and start > end):
        return relate(days(value), run(start, end))[0]
    return _runs_meet(value.earliest, value.latest, start, end)


def certainly_within(value: Edtf, start: dt.date | None, end: dt.date | None) -> bool:
    """Tell whether every reading lies from `start` to `end`; None is no limit."""
    after_start = start is None or (value.earliest is not None and start <= value.earliest)
    before_end = end is None or (value.latest is not None and value.latest <= end)
    return after_start and before_end


def possibly_within(value: Edtf, start: dt.date | None, end: dt.date | None) -> bool:
    """Tell whether some reading lies wholly from `start` to `end`; None is no limit."""
    body = value.body
    if not isinstance(body, Choice):
        return _part_possibly_within(body, start, end)
    if body.all_of:
        return all(_part_possibly_within(member, start, end) for member in body.members)
    return overlaps_range(value, start, end)


def relation(one: Edtf, other: Edtf) -> Relation:
    """Say how the first date stands to the other, by the days that are possible for each.

    "finer" and "coarser": all days of one are days of the other, which has more; sources that give
    such dates are consistent. "disjoint": no day in common, which is what disagreeing means. "same"
    asks for the same days and the same kind of statement: some moment in June and all through
    June have the same days but only "overlap", and so do an open end and an unknown one.
    """
    shared, more, less = _relate(one, other)
    if not shared:
        return "disjoint"
    if more and less:
        return "overlap"
    if more or less:
        return "coarser" if more else "finer"
    return "same" if _statement(one) == _statement(other) else "overlap"


def sort_key(value: Edtf | None, record_id: str) -> SortKey:
    """Give the place in a timeline: earliest (unknown last), latest, the coarser after, then id.

    No date at all comes after everything else.
    """
    if value is None:
        return True, _LAST, True, _LAST, len(COARSENESS), record_id
    return (
        value.earliest is None,
        _ordinal(value.earliest, _LAST),
        value.latest is None,
        _ordinal(value.latest, _LAST),
        COARSENESS[value.precision],
        record_id,
    )


def _ordinal(day: dt.date | None, missing: int) -> int:
    return missing if day is None else day.toordinal()


def _runs_meet(
    first: dt.date | None,
    last: dt.date | None,
    start: dt.date | None,
    end: dt.date | None,
) -> bool:
    return _ordinal(first, _FIRST) <= _ordinal(end, _LAST) and _ordinal(start, _FIRST) <= _ordinal(
        last, _LAST
    )


def _is_solid(value: Edtf) -> bool:
    """Tell whether every day from the earliest to the latest is possible."""
    body = value.body
    return isinstance(body, Span) or (isinstance(body, Point) and body.solid)


def _relate(one: Edtf, other: Edtf) -> tuple[bool, bool, bool]:
    if not (_is_solid(one) and _is_solid(other)):
        return relate(days(one), days(other))
    shared = overlaps(one, other)
    first, last = _ordinal(one.earliest, _FIRST), _ordinal(one.latest, _LAST)
    start, end = _ordinal(other.earliest, _FIRST), _ordinal(other.latest, _LAST)
    return shared, first < start or end < last, start < first or last < end


def _statement(value: Edtf) -> tuple[bool, bool, bool]:
    """Tell a period or several dates from one moment, and an open end from an unknown one."""
    return value.kind in {"interval", "all of"}, value.open_start, value.open_end


def _earliest_end(value: Edtf) -> int:
    """Find the earliest day on which a reading can end; a reading that never ends has none."""
    body = value.body
    if isinstance(body, Point):
        return _ordinal(body.earliest, _FIRST)
    if isinstance(body, Span):
        return _earliest_end_of_span(body)
    if not body.all_of:
        return min(_ordinal(member.earliest, _FIRST) for member in body.members)
    return max(
        _earliest_end_of_span(member) if isinstance(member, Span) else _ordinal(member.earliest, _FIRST)
        for member in body.members
    )


def _earliest_end_of_span(span: Span) -> int:
    if span.open_end:
        return _LAST
    if span.end is None or span.end.precision == "unknown":
        return _ordinal(span.earliest, _FIRST)
    return _ordinal(first_day(within(part_days(span.end), span.earliest, None)), _LAST)


def _latest_start(value: Edtf) -> int:
    """Find the latest day on which a reading can begin; a reading without a beginning has none."""
    body = value.body
    if isinstance(body, Point):
        return _ordinal(body.latest, _LAST)
    if isinstance(body, Span):
        return _latest_start_of_span(body)
    if not body.all_of:
        return max(_ordinal(member.latest, _LAST) for member in body.members)
    return min(
        _latest_start_of_span(member) if isinstance(member, Span) else _ordinal(member.latest, _LAST)
        for member in body.members
    )


def _latest_start_of_span(span: Span) -> int:
    if span.open_start:
        return _FIRST
    if span.start is None or span.start.precision == "unknown":
        return _ordinal(span.latest, _LAST)
    return _ordinal(last_day(within(part_days(span.start), None, span.latest)), _FIRST)


def _part_possibly_within(part: Point | Span, start: dt.date | None, end: dt.date | None) -> bool:
    if isinstance(part, Point):
        return bool(_some_day(part, start, end))
    if (part.open_start and start is not None) or (part.open_end and end is not None):
        return False
    first = _some_day(part.start, start, end) if part.start else None
    last = _some_day(part.end, start, end, last=True) if part.end else None
    if (part.start and first is None) or (part.end and last is None):
        return False
    return first is None or last is None or first <= last


def _some_day(
    point: Point, start: dt.date | None, end: dt.date | None, *, last: bool = False
) -> dt.date | None:
    possible = within(part_days(point), start, end)
    return last_day(possible) if last else first_day(possible)
