"""How many events lie where: bars that cover equal spans of a calendar, from counts by the events' bounds.

An event is counted in a bar when its whole date lies within the bar's span. A date that is longer than
that, or open, is no point in time: it is counted apart, in every bar that it touches.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

MOST_BARS = 128
#: As many days as this are shown day by day.
MOST_DAYS = 93
LEVELS = (1, 2, 3)
#: The spans that a bar may cover, in months.
_STEPS = (1, 3, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)
_DAY = 0
#: At each end, this share of the events may lie outside, where that makes the rest much clearer.
_OUTSIDE = 0.03
_CLEARER = 0.6


class Count(NamedTuple):
    """How many events of one significance begin and end in the same spans; None: not known, or open.

    `first` and `last` are the first day of the span of beginnings and the last of that of ends. A page makes
    thousands of them, so they are plain tuples.
    """

    first: dt.date | None
    last: dt.date | None
    significance: int
    events: int


class Bar(NamedTuple):
    """The events of one span. `within` counts those that lie in it, by significance from landmarks on.

    `possible` counts those whose date only touches it.
    """

    first: dt.date
    last: dt.date
    within: tuple[int, int, int]
    possible: int

    @property
    def sure(self) -> int:
        """Give how many events lie within the span."""
        return sum(self.within)

    @property
    def total(self) -> int:
        """Give how many events lie or may lie in the span."""
        return self.sure + self.possible


@dataclass(frozen=True, kw_only=True, slots=True)
class Density:
    """Bars side by side, and how many events touch the time before and after them or have no date."""

    bars: tuple[Bar, ...]
    months: int
    before: int
    after: int
    undated: int

    @property
    def first(self) -> dt.date:
        """Give the first day."""
        return self.bars[0].first

    @property
    def last(self) -> dt.date:
        """Give the last day."""
        return self.bars[-1].last

    @property
    def is_empty(self) -> bool:
        """Tell whether no event lies or may lie in any bar."""
        return not any(bar.total for bar in self.bars)


def goes_by_day(start: dt.date | None, end: dt.date | None) -> bool:
    """Tell whether a range is so short that its bars are days."""
    return start is not None and end is not None and (end - start).days < MOST_DAYS


def density(counts: Sequence[Count], start: dt.date | None, end: dt.date | None) -> Density | None:
    """Lay out bars over a range, or where its ends are open over the events; None where there is no day."""
    first, last = _clearest(counts)
    first, last = start or first, end or last
    if first is None or last is None:
        return None
    if first > last:
        first = last = start or end or first
    step = _DAY if goes_by_day(start, end) else _step(first, last)
    spans = tuple(_spans(first, last, step))
    begin, end = spans[0][0], spans[-1][1]
    # A page makes these sums over thousands of counts.
    dated = [count for count in counts if count.first is not None or count.last is not None]
    return Density(
        bars=_bars(dated, spans, step),
        months=step,
        before=sum(events for first, _, _, events in dated if first is None or first < begin),
        after=sum(events for _, last, _, events in dated if last is None or last > end),
        undated=sum(count.events for count in counts) - sum(count.events for count in dated),
    )


def _clearest(counts: Sequence[Count]) -> tuple[dt.date | None, dt.date | None]:
    """Give the years that hold the events; less a few far ones where they would press all others together."""
    begun: Counter[dt.date] = Counter()
    ended: Counter[dt.date] = Counter()
    for first, last, _, events in counts:  # There are far more counts than days on which they begin and end.
        if first is not None:
            begun[first] += events
        if last is not None:
            ended[last] += events
    begins, ends = sorted(begun.items()), sorted(ended.items(), reverse=True)
    if not begins or not ends:
        known = [day for day, _ in (*begins, *ends)]
        return (_new_year(min(known)), _year_end(max(known))) if known else (None, None)
    whole = _new_year(begins[0][0]), _year_end(ends[0][0])
    inner = _new_year(_past_the_few(begins)), _year_end(_past_the_few(ends))
    if inner[0] < inner[1] and (inner[1] - inner[0]) < _CLEARER * (whole[1] - whole[0]):
        return inner
    return whole


def _past_the_few(ordered: Sequence[tuple[dt.date, int]]) -> dt.date:
    few = _OUTSIDE * sum(events for _, events in ordered)
    reached = accumulate(events for _, events in ordered)
    return next(day for (day, _), so_far in zip(ordered, reached, strict=True) if so_far > few)


def _new_year(day: dt.date) -> dt.date:
    return dt.date(day.year, 1, 1)


def _year_end(day: dt.date) -> dt.date:
    return dt.date(day.year, 12, 31)


def _step(first: dt.date, last: dt.date) -> int:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return next(step for step in _STEPS if months / step <= MOST_BARS - 1)


def _spans(first: dt.date, last: dt.date, step: int) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield the spans that hold these days; they begin where a calendar's own do."""
    if step == _DAY:
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = dt.date.fromordinal(ordinal)
            yield day, day
        return
    for number in range(_number(first, step), _number(last, step) + 1):
        yield _month(number * step), _day_before(number * step + step)


def _month(number: int) -> dt.date:
    # There is no year 0: the first span of a long step begins with the first year that there is.
    return dt.date(max(1, number // 12), number % 12 + 1, 1)


def _day_before(number: int) -> dt.date:
    if number // 12 > dt.MAXYEAR:
        return dt.date.max
    return dt.date.fromordinal(_month(number).toordinal() - 1)


def _number(day: dt.date, step: int) -> int:
    return day.toordinal() if step == _DAY else (day.year * 12 + day.month - 1) // step


def _bars(dated: Sequence[Count], spans: Sequence[tuple[dt.date, dt.date]], step: int) -> tuple[Bar, ...]:
    within = [[0, 0, 0] for _ in spans]
    # How many more touch a bar than the one before it, from which a running sum makes the numbers.
    change = [0] * (len(spans) + 1)
    offset = _number(spans[0][0], step)
    known = {day for first, last, _, _ in dated for day in (first, last) if day is not None}
    numbers = {day: _number(day, step) - offset for day in known}
    for first, last, significance, events in dated:
        begin = -1 if first is None else numbers[first]
        end = len(spans) if last is None else numbers[last]
        if end < 0 or begin >= len(spans):
            continue
        if begin == end:
            within[begin][significance - 1] += events
            continue
        change[max(begin, 0)] += events
        change[min(end, len(spans) - 1) + 1] -= events
    return tuple(
        Bar(first=first, last=last, within=(inside[0], inside[1], inside[2]), possible=possible)
        for (first, last), inside, possible in zip(spans, within, accumulate(change[:-1]), strict=True)
    )
