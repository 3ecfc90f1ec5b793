"""How the period of a figure is drawn: what is sure of it, what is not, and where its mark stands.

A day is a point. An interval is a line from its start to its end; where an end is given as a month or a
year, the line is sure only between the last possible start and the first possible end, and unsure
beyond. Everything else - some moment in a month or year, a set of days, anything approximate or
uncertain - is an unsure line over all days that are possible. An end that is open or not known reaches
the edge of the picture.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from timeline.dates.parse import parse
from timeline.dates.value import Edtf, Point, Span
from timeline.drawing.time_scale import Stretch, TimeScale

_LENGTHS: Final = {"year": 4, "month": 7, "day": 10}


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A part of a period as it is drawn; `sure` tells whether the figure surely speaks of all its days."""

    stretch: Stretch
    sure: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnPeriod:
    """A period on a scale: its lines, none where it is one day, and the place of its mark."""

    mark: float
    lines: tuple[Line, ...]

    @property
    def start(self) -> float:
        """Give where the drawing begins."""
        return min((line.stretch.start for line in self.lines), default=self.mark)

    @property
    def end(self) -> float:
        """Give where the drawing ends."""
        return max((line.stretch.end for line in self.lines), default=self.mark)

    @property
    def open_start(self) -> bool:
        """Tell whether it began before the picture does, or nobody says when."""
        return any(line.stretch.open_start for line in self.lines)

    @property
    def open_end(self) -> bool:
        """Tell whether it goes on after the picture ends, or nobody says until when."""
        return any(line.stretch.open_end for line in self.lines)


def bounds(periods: Iterable[Edtf]) -> tuple[dt.date | None, ...]:
    """List the first and last days of periods, as far as they are known."""
    return tuple(day for period in periods for day in (period.earliest, period.latest))


def covered(periods: Iterable[Edtf | None]) -> Edtf | None:
    """Give the time from the first beginning of several periods to their last end; None without any.

    An end that one of them leaves open, or does not tell, is open.
    """
    known = [period for period in periods if period is not None and (period.earliest or period.latest)]
    if not known:
        return None
    if len({period.text for period in known}) == 1:
        return known[0]
    first = min(known, key=lambda period: (period.earliest is not None, period.earliest or dt.date.min))
    last = max(known, key=lambda period: (period.latest is None, period.latest or dt.date.max))
    return parse(f"{_start_text(first)}/{_end_text(last)}")


def _start_text(period: Edtf) -> str:
    body = period.body
    point = body.start if isinstance(body, Span) else body
    return _text(point if isinstance(point, Point) else None, period.earliest)


def _end_text(period: Edtf) -> str:
    body = period.body
    point = body.end if isinstance(body, Span) else body
    return _text(point if isinstance(point, Point) else None, period.latest)


def _text(point: Point | None, day: dt.date | None) -> str:
    """Write an end of the time covered as coarsely as it was given."""
    if day is None:
        return ".."
    if point is None or point.precision not in _LENGTHS or point.earliest is None:
        return day.isoformat()
    mark = {(True, True): "%", (True, False): "~", (False, True): "?"}
    return day.isoformat()[: _LENGTHS[point.precision]] + mark.get((point.approximate, point.uncertain), "")


def draw(period: Edtf, scale: TimeScale, *, cumulative: bool) -> DrawnPeriod:
    """Lay a period on a scale that holds its bounds.

    The mark stands in the middle. A cumulative number belongs to the end of the interval over which it
    was counted, so that its mark stands there.
    """
    lines = tuple(_lines(period, scale))
    if not lines:
        day = period.earliest or period.latest or scale.first
        return DrawnPeriod(mark=scale.middle(day), lines=())
    start, end = lines[0].stretch.start, lines[-1].stretch.end
    known_end = period.latest is not None
    if known_end and (period.earliest is None or (cumulative and isinstance(period.body, Span))):
        mark = end
    elif period.latest is None and period.earliest is not None:
        mark = start
    else:
        mark = (start + end) / 2
    return DrawnPeriod(mark=mark, lines=lines)


def _lines(period: Edtf, scale: TimeScale) -> Iterator[Line]:
    if period.earliest == period.latest:
        return
    body = period.body
    if not isinstance(body, Span) or period.approximate or period.uncertain:
        yield from _line(scale, period.earliest, period.latest, sure=False)
        return
    last_start = _last(body.start)
    first_end = _first(body.end)
    if last_start and first_end and last_start > first_end:
        yield from _line(scale, period.earliest, period.latest, sure=False)
        return
    if body.start and body.start.earliest != body.start.latest:
        yield from _line(scale, body.start.earliest, body.start.latest, sure=False)
    yield from _line(scale, last_start, first_end, sure=True)
    if body.end and body.end.earliest != body.end.latest:
        yield from _line(scale, body.end.earliest, body.end.latest, sure=False)


def _last(point: Point | None) -> dt.date | None:
    return point.latest if point else None


def _first(point: Point | None) -> dt.date | None:
    return point.earliest if point else None


def _line(scale: TimeScale, first: dt.date | None, last: dt.date | None, *, sure: bool) -> Iterator[Line]:
    stretch = scale.stretch(first, last)
    if stretch is not None:
        yield Line(stretch=stretch, sure=sure)
