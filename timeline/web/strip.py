"""The overview of time above a list: bars, named landmarks, and the part that the list shows, laid out.

Across, places are percentages of the picture's width, so that it grows and shrinks while its text keeps
its shape; down, they are pixels.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from timeline.dates.parse import parse
from timeline.drawing.density import LEVELS, Bar, Density
from timeline.drawing.flags import Flag, place_flags
from timeline.drawing.time_scale import Stretch, TimeScale, TimeTick
from timeline.filters import EventFilter
from timeline.queries.density import Landmark
from timeline.web.speaking import gettext, ngettext, short_months, words

BAR_HEIGHT = 72
SHADE_HEIGHT = 22
PATH_WIDTH = 10_000
ROWS = 6
LANES = 3
TICKS = 9
_LETTER = 6.6
_LONGEST_NAME = 34
_GAP = 0.14
#: The narrowest pictures for which names are placed; wider ones than the next show more.
WIDTHS = (("narrow", 300), ("middle", 560), ("wide", 940))

Address = Callable[[EventFilter], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnBar:
    """The room of one bar: where it leads, and what it says. `url` is empty where there is nothing."""

    start: float
    width: float
    url: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A landmark: a point where it is a day, else a span; `flags` are its name's places by width."""

    id: str
    title: str
    name: str
    at: float
    start: float
    width: float
    is_span: bool
    lane: int
    flags: tuple[tuple[str, Flag], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRow:
    """One line of the table of counts: a heading with its address, and what is in each span."""

    label: str
    url: str
    cells: tuple[tuple[int, int] | None, ...]


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
    columns: tuple[str, ...]
    table: tuple[TableRow, ...]
    before_url: str
    after_url: str
    wider_url: str


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
    marks = _named(tuple(_in_lanes(_marks(landmarks, scale))))
    ranges = _ranges(asked, address)
    columns, table = _table(found, ranges)
    return Strip(
        density=found,
        scale=scale,
        span=_between(found.first, found.last),
        most=_most(found),
        bars=tuple(_drawn(bar, scale, asked, ranges) for bar in found.bars),
        layers=tuple(_layer(found, scale, level) for level in LEVELS),
        shade=_shade(found, scale),
        ticks=scale.ticks(TICKS, short_months()),
        marks=marks,
        rows=max((flag.row + 1 for mark in marks for _, flag in mark.flags), default=0),
        here=scale.stretch(*here) if here is not None else None,
        columns=columns,
        table=table,
        before_url=_before(found, asked, address),
        after_url=_after(found, asked, address),
        wider_url=_wider(found, asked, outer, address),
    )


def narrowed(asked: EventFilter, first: dt.date, last: dt.date) -> EventFilter:
    """Give the filter with a range, written as shortly as the days allow, within the range in force."""
    start, end = _within(asked, first, last)
    return replace(asked, from_text=_from_text(start), to_text=_to_text(end), start=start, end=end)


def _within(asked: EventFilter, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    return max(first, asked.start or first), min(last, asked.end or last)


def _ranges(asked: EventFilter, address: Address) -> Callable[[dt.date, dt.date], str]:
    """Give a function that gives the address of the filter with a range.

    An overview has hundreds of these addresses, which differ in their range alone.
    """
    # No text of a filter holds a control character, so what stands for the days is found for certain.
    first, last = "%00a", "%00b"
    pattern = address(replace(asked, from_text=unquote(first), to_text=unquote(last)))

    def address_of(start: dt.date, end: dt.date) -> str:
        start, end = _within(asked, start, end)
        return pattern.replace(first, _from_text(start), 1).replace(last, _to_text(end), 1)

    return address_of


def _from_text(day: dt.date) -> str:
    if day.day != 1:
        return day.isoformat()
    return day.isoformat()[: 4 if day.month == 1 else 7]


def _to_text(day: dt.date) -> str:
    if day != dt.date.max and (day + dt.timedelta(days=1)).day != 1:
        return day.isoformat()
    return day.isoformat()[: 4 if day.month == 12 else 7]


def _between(first: dt.date, last: dt.date) -> str:
    start, end = _from_text(first), _to_text(last)
    if start == end or (first.year == last.year and len(start) == len(end) == 4):
        return words(parse(start))
    # A month that is wholly within says more than the day on which it begins.
    texts = {len(start), len(end)}
    if texts == {4, 7}:
        start, end = first.isoformat()[:7], last.isoformat()[:7]
    if start == end:
        return words(parse(start))
    return words(parse(f"{start}/{end}"))


def _drawn(
    bar: Bar, scale: TimeScale, asked: EventFilter, address: Callable[[dt.date, dt.date], str]
) -> DrawnBar:
    begin = scale.begin(bar.first)
    goes_on = bar.total and _within(asked, bar.first, bar.last) != (asked.start, asked.end)
    return DrawnBar(
        start=round(begin, 2),
        width=round(scale.end(bar.last) - begin, 2),
        url=address(bar.first, bar.last) if goes_on else "",
        title=f"{_between(bar.first, bar.last)}: {_said(bar)}",
    )


def _said(bar: Bar) -> str:
    parts = []
    if bar.sure:
        parts.append(ngettext("%(num)s event", "%(num)s events", bar.sure))
        if bar.within[0]:
            parts.append(
                ngettext("%(num)s landmark among them", "%(num)s landmarks among them", bar.within[0])
            )
    if bar.possible:
        parts.append(
            ngettext(
                "%(num)s with a longer or less certain date",
                "%(num)s with a longer or less certain date",
                bar.possible,
            )
        )
    return ", ".join(parts) or gettext("no events")


def _most(found: Density) -> str:
    bar = max(found.bars, key=lambda bar: bar.sure)
    if not bar.sure:
        return gettext("none with a date as short")
    return gettext("most in %(span)s, %(count)s", span=_between(bar.first, bar.last), count=bar.sure)


def _layer(found: Density, scale: TimeScale, level: int) -> str:
    """Draw the bars of one significance, which stand on those that weigh more."""
    highest = max(1, *(bar.sure for bar in found.bars))
    shapes = []
    for bar in found.bars:
        count, beneath = bar.within[level - 1], sum(bar.within[: level - 1])
        if count:
            left, right = _sides(bar, scale)
            foot = BAR_HEIGHT * (1 - beneath / highest)
            top = BAR_HEIGHT * (1 - (beneath + count) / highest)
            shapes.append(f"M{left} {foot:.1f}H{right}V{top:.1f}H{left}Z")
    return "".join(shapes)


def _shade(found: Density, scale: TimeScale) -> str:
    """Draw what only touches each bar as one outline that hangs from the line, so that no date is a point."""
    highest = max(1, *(bar.possible for bar in found.bars))
    points = []
    for bar in found.bars:
        depth = f"{SHADE_HEIGHT * bar.possible / highest:.1f}"
        points.append(f"V{depth}H{round(scale.end(bar.last) * PATH_WIDTH / 100)}")
    return f"M0 0{''.join(points)}V0Z"


def _sides(bar: Bar, scale: TimeScale) -> tuple[int, int]:
    begin, end = scale.begin(bar.first), scale.end(bar.last)
    free = (end - begin) * _GAP / 2
    return round((begin + free) * PATH_WIDTH / 100), round((end - free) * PATH_WIDTH / 100)


def _marks(landmarks: Sequence[Landmark], scale: TimeScale) -> Iterator[Mark]:
    for landmark in landmarks:
        stretch = scale.stretch(landmark.date.earliest, landmark.date.latest)
        if stretch is None:
            continue
        yield Mark(
            id=landmark.id,
            title=f"{words(landmark.date)}: {landmark.title}",
            name=_short(landmark.title),
            at=stretch.middle,
            start=stretch.start,
            width=stretch.width,
            is_span=landmark.date.earliest != landmark.date.latest,
            lane=0,
            flags=(),
        )


def _short(title: str) -> str:
    """Give a name that fits beside a mark: what stands before a colon, or the first words."""
    head = title.partition(":")[0]
    if len(head) <= _LONGEST_NAME:
        return head
    cut = title[: _LONGEST_NAME - 1].rpartition(" ")[0] or title[: _LONGEST_NAME - 1]
    return f"{cut.rstrip(',;–-')}…"


def _in_lanes(marks: Iterator[Mark]) -> Iterator[Mark]:
    """Put marks that would lie on each other into lanes; where all are taken, into the one freest."""
    taken = [float("-inf")] * LANES
    for mark in marks:
        lane = next((lane for lane in range(LANES) if taken[lane] <= mark.start), None)
        lane = min(range(LANES), key=lambda lane: taken[lane]) if lane is None else lane
        taken[lane] = max(taken[lane], mark.start + max(mark.width, 1.2))
        yield replace(mark, lane=lane)


def _named(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    places = [(mark.at, len(mark.name) * _LETTER) for mark in marks]
    flags: list[list[tuple[str, Flag]]] = [[] for _ in marks]
    for key, width in WIDTHS:
        for flag in place_flags(places, narrowest=width, rows=ROWS):
            flags[flag.number].append((key, flag))
    return tuple(replace(mark, flags=tuple(own)) for mark, own in zip(marks, flags, strict=True))


def _before(found: Density, asked: EventFilter, address: Address) -> str:
    """Give the address of what the bars leave out before them; nothing where a range was asked for."""
    if asked.start is not None or not found.before or found.first <= dt.date(1, 1, 1):
        return ""
    day = found.first - dt.timedelta(days=1)
    return address(replace(asked, to_text=_to_text(day), end=day))


def _after(found: Density, asked: EventFilter, address: Address) -> str:
    if asked.end is not None or not found.after or found.last >= dt.date.max:
        return ""
    day = found.last + dt.timedelta(days=1)
    return address(replace(asked, from_text=_from_text(day), start=day))


def _wider(
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


def _table(
    found: Density, address: Callable[[dt.date, dt.date], str]
) -> tuple[tuple[str, ...], tuple[TableRow, ...]]:
    """Lay out the same counts as a table, the spans of a year (or a month, or ten spans) in one line."""
    lines: dict[str, dict[int, Bar]] = {}
    for number, bar in enumerate(found.bars):
        key, column = _cell(bar, number, found.months)
        lines.setdefault(key, {})[column] = bar
    columns = range(min(min(line) for line in lines.values()), max(max(line) for line in lines.values()) + 1)
    rows = []
    for line in lines.values():
        first, last = min(bar.first for bar in line.values()), max(bar.last for bar in line.values())
        cells = tuple((line[at].sure, line[at].possible) if at in line else None for at in columns)
        rows.append(TableRow(label=_between(first, last), url=address(first, last), cells=cells))
    return tuple(_column(column, found.months) for column in columns), tuple(rows)


def _cell(bar: Bar, number: int, months: int) -> tuple[str, int]:
    match months:
        case 0:
            return f"{bar.first.year}-{bar.first.month}", bar.first.day
        case 1:
            return str(bar.first.year), bar.first.month
        case 3:
            return str(bar.first.year), (bar.first.month + 2) // 3
        case _:
            return str(number // 10), number % 10


def _column(column: int, months: int) -> str:
    match months:
        case 0:
            return str(column)
        case 1:
            return short_months()[column - 1]
        case 3:
            return gettext("Quarter %(number)s", number=column)
        case _:
            return f"{column + 1}."
