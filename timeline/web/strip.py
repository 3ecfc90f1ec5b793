"""The overview of time above a list: bars, named landmarks, and the part that the list shows, laid out.

Across, places are percentages of the picture's width, so that it grows and shrinks while its text keeps
its shape; down, they are pixels.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from timeline.drawing.density import LEVELS, Density
from timeline.drawing.time_scale import Stretch, TimeScale, TimeTick
from timeline.filters import EventFilter
from timeline.queries.density import Landmark
from timeline.web.languages import current_language
from timeline.web.speaking import gettext, ngettext, short_months
from timeline.web.strip_marks import Mark, marks_of
from timeline.web.strip_ranges import Address, RangeAddress, after, before, between, ranges, wider, within
from timeline.web.strip_table import TableRow, table_of

BAR_HEIGHT = 72
SHADE_HEIGHT = 22
PATH_WIDTH = 10_000
TICKS = 9
_GAP = 0.14


class DrawnBar(NamedTuple):
    """The room of one bar that has events: where it leads, and what it says."""

    start: float
    width: float
    url: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Strip:
    """The overview, ready to be drawn. `here` is the part that the list below shows."""

    density: Density
    scale: TimeScale
    span: str
    most: str
    bars: tuple[DrawnBar, ...]
    layers: tuple[str, ...]
    shade: str
    ticks: tuple[TimeTick, ...]
    marks: tuple[Mark, ...]
    rows: int
    here: Stretch | None
    ranges: RangeAddress
    before_url: str
    after_url: str
    wider_url: str

    def table(self) -> tuple[tuple[str, ...], tuple[TableRow, ...]]:
        """Lay out the same counts as a table: its columns, and its rows."""
        return table_of(self.density, self.ranges)


def strip_of(
    found: Density,
    landmarks: Sequence[Landmark],
    asked: EventFilter,
    address: Address,
    *,
    here: tuple[dt.date | None, dt.date | None] | None,
    outer: tuple[dt.date | None, dt.date | None],
) -> Strip:
    """Lay out the overview of a filter's events; `outer` are the days between which it can be widened."""
    scale = TimeScale(first=found.first, last=found.last)
    marks = marks_of(landmarks, scale)
    address_of = ranges(asked, address)
    edges = [scale.begin(bar.first) for bar in found.bars] + [scale.end(found.last)]
    return Strip(
        density=found,
        scale=scale,
        span=between(found.first, found.last),
        most=_most(found),
        bars=tuple(_drawn(found, edges, asked, address_of)),
        layers=_layers(found, edges),
        shade=_shade(found, edges),
        ticks=scale.ticks(TICKS, short_months()),
        marks=marks,
        rows=max((flag.row + 1 for mark in marks for _, flag in mark.flags), default=0),
        here=scale.stretch(*here) if here is not None else None,
        ranges=address_of,
        before_url=before(found, asked, address),
        after_url=after(found, asked, address),
        wider_url=wider(found, asked, outer, address),
    )


def _drawn(
    found: Density, edges: Sequence[float], asked: EventFilter, address: RangeAddress
) -> Iterator[DrawnBar]:
    language, whole = current_language(), (asked.start, asked.end)
    for bar, (begin, end) in zip(found.bars, pairwise(edges), strict=True):
        if bar.total and within(asked, bar.first, bar.last) != whole:
            said = _said(bar.sure, bar.within[0], bar.possible, language)
            yield DrawnBar(
                round(begin, 2),
                round(end - begin, 2),
                address(bar.first, bar.last),
                f"{between(bar.first, bar.last)}: {said}",
            )


@lru_cache(maxsize=4096)
def _said(sure: int, landmarks: int, possible: int, _language: str) -> str:
    parts = []
    if sure:
        parts.append(ngettext("%(num)s event", "%(num)s events", sure))
    if landmarks:
        parts.append(ngettext("%(num)s landmark among them", "%(num)s landmarks among them", landmarks))
    if possible:
        parts.append(
            ngettext(
                "%(num)s with a longer or less certain date",
                "%(num)s with a longer or less certain date",
                possible,
            )
        )
    return ", ".join(parts)


def _most(found: Density) -> str:
    bar = max(found.bars, key=lambda bar: bar.sure)
    if not bar.sure:
        return gettext("none with a date as short")
    span = between(bar.first, bar.last)
    if bar.first == bar.last:
        return gettext("most on %(day)s, %(count)s", day=span, count=bar.sure)
    return gettext("most in %(span)s, %(count)s", span=span, count=bar.sure)


def _layers(found: Density, edges: Sequence[float]) -> tuple[str, ...]:
    """Draw the bars of each significance, which stand on those that weigh more."""
    highest = max(1, *(bar.sure for bar in found.bars))
    shapes: list[list[str]] = [[] for _ in LEVELS]
    for bar, (begin, end) in zip(found.bars, pairwise(edges), strict=True):
        if not bar.sure:
            continue
        free = (end - begin) * _GAP / 2
        left, right = round((begin + free) * PATH_WIDTH / 100), round((end - free) * PATH_WIDTH / 100)
        beneath = 0
        for shape, count in zip(shapes, bar.within, strict=True):
            if count:
                foot = BAR_HEIGHT * (1 - beneath / highest)
                beneath += count
                shape.append(f"M{left} {foot:.1f}H{right}V{BAR_HEIGHT * (1 - beneath / highest):.1f}H{left}Z")
    return tuple("".join(shape) for shape in shapes)


def _shade(found: Density, edges: Sequence[float]) -> str:
    """Draw what only touches each bar as one outline that hangs from the line, so that no date is a point."""
    highest = max(1, *(bar.possible for bar in found.bars))
    points = [
        f"V{SHADE_HEIGHT * bar.possible / highest:.1f}H{round(end * PATH_WIDTH / 100)}"
        for bar, end in zip(found.bars, edges[1:], strict=True)
    ]
    return f"M0 0{''.join(points)}V0Z"
