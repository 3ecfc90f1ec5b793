"""The same events in lanes: one for each topic, actor, place or policy, laid out along one scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Literal

from timeline.drawing.time_scale import TimeScale, TimeTick
from timeline.queries.lanes import MOST_LANES, Lane, LaneEvent
from timeline.web.speaking import short_months, words

ROW_HEIGHT = 18
ROWS = 14
TICKS = 12
#: How much room a mark takes at least, as a share of the picture's width.
_LEAST = 1.3
#: How much a letter takes in the narrowest picture, which is 704 pixels wide.
_LETTER = 0.88
#: How long a name is worth its place, and how many letters of a landmark's are given room of their own.
_SHORTEST, _KEPT_FREE, _LONGEST = 7, 24, 60


@dataclass(frozen=True, kw_only=True, slots=True)
class LaneMark:
    """An event: a point where it is a day, else a span; `row` counts from the top.

    `name` is as much of its title as has room, which may be nothing; it begins or ends at `name_at`.
    """

    id: str
    title: str
    said: str
    significance: int
    start: float
    width: float
    is_span: bool
    row: int = 0
    name: str = ""
    name_at: float = 0.0
    name_align: Literal["start", "end"] = "start"

    @property
    def end(self) -> float:
        """Give where the next in its row may begin."""
        return self.start + max(self.width + 0.3, _LEAST)


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnLane:
    """A lane with its marks; `hidden` counts the events that are not on the scale or not drawn."""

    id: str
    label: str
    total: int
    hidden: int
    height: int
    marks: tuple[LaneMark, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Lanes:
    """All lanes, and those that are only named."""

    by: str
    ticks: tuple[TimeTick, ...]
    lanes: tuple[DrawnLane, ...]
    named: tuple[Lane, ...]


def lanes_of(found: Sequence[Lane], scale: TimeScale, by: str) -> Lanes:
    """Lay out lanes along a scale."""
    return Lanes(
        by=by,
        ticks=scale.ticks(TICKS, short_months()),
        lanes=tuple(_drawn(lane, scale) for lane in found[:MOST_LANES]),
        named=tuple(found[MOST_LANES:]),
    )


def _drawn(lane: Lane, scale: TimeScale) -> DrawnLane:
    named = _named(_in_rows(_marks(lane.events, scale)))
    marks = tuple(
        sorted(named, key=attrgetter("start", "id"))
    )  # As the arrow keys go, and the words beneath.
    rows = max((mark.row + 1 for mark in marks), default=1)
    return DrawnLane(
        id=lane.id,
        label=lane.label,
        total=lane.total,
        hidden=lane.total - len(marks),
        height=rows * ROW_HEIGHT + 8,
        marks=marks,
    )


def _marks(events: Sequence[LaneEvent], scale: TimeScale) -> Iterator[LaneMark]:
    for event in events:
        stretch = scale.stretch(event.date.earliest, event.date.latest)
        if stretch is None:
            continue
        is_span = event.date.earliest is None or event.date.earliest != event.date.latest
        yield LaneMark(
            id=event.id,
            title=event.title,
            said=f"{words(event.date)}: {event.title}",
            significance=event.significance,
            start=stretch.start if is_span else stretch.middle,
            width=stretch.width if is_span else 0.0,
            is_span=is_span,
        )


def _in_rows(marks: Iterator[LaneMark]) -> Iterator[LaneMark]:
    """Put marks that would lie on each other into rows; where all are taken, into the one freest.

    A landmark takes the room of its name, too, as long as there is a row for it.
    """
    taken = [float("-inf")] * ROWS
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.id)):
        begin, end = _room(mark)
        row = _free_row(taken, begin)
        if row is None:
            begin, end = mark.start, mark.end
            row = _free_row(taken, begin)
        if row is None:
            row = min(range(ROWS), key=lambda row: taken[row])
        taken[row] = max(taken[row], end)
        yield replace(mark, row=row, name_align="end" if begin < mark.start else "start")


def _free_row(taken: Sequence[float], begin: float) -> int | None:
    return next((row for row in range(ROWS) if taken[row] <= begin), None)


def _room(mark: LaneMark) -> tuple[float, float]:
    """Give from where to where a mark wants its row: with its name beside it where it is a landmark."""
    if mark.significance > 1:
        return mark.start, mark.end
    name = min(len(_short(mark.title, _KEPT_FREE)) + 2, _KEPT_FREE) * _LETTER
    inside = mark.end + name if mark.width < name else mark.end
    if inside <= 100:
        return mark.start, inside
    return mark.start - name, mark.end


def _named(marks: Iterator[LaneMark]) -> Iterator[LaneMark]:
    """Give each mark as much of its name as has room before the next in its row."""
    for _, row in groupby(sorted(marks, key=attrgetter("row", "start")), key=attrgetter("row")):
        own = list(row)
        before = 0.0
        for mark, following in zip(own, [*own[1:], None], strict=True):
            named = _with_name(mark, before, _begin(following) if following else 100.0)
            before = max(mark.end, named.name_at + len(named.name) * _LETTER if named.name else 0.0)
            yield named


def _begin(mark: LaneMark) -> float:
    return _room(mark)[0] if mark.name_align == "end" else mark.start


def _with_name(mark: LaneMark, before: float, until: float) -> LaneMark:
    if mark.name_align == "end":
        name = _short(mark.title, int((mark.start - before) / _LETTER) - 2)
        return replace(mark, name=name, name_at=mark.start - (0 if mark.is_span else _LEAST / 2))
    # In a bar where it holds the shortest name, and on beyond its end; otherwise beside the mark.
    is_inside = mark.width >= (_SHORTEST + 1) * _LETTER
    at = mark.start if is_inside else mark.end - (0.3 if mark.is_span else _LEAST / 2)
    return replace(mark, name=_short(mark.title, int((until - at) / _LETTER) - 2), name_at=at)


def _short(title: str, letters: int) -> str:
    """Give as much of a title as fits: whole, what stands before a colon, or the first words."""
    most = min(letters, _LONGEST)
    if most < _SHORTEST:
        return ""
    head = title.partition(":")[0]
    if len(title) <= most:
        return title
    if _SHORTEST < len(head) <= most:
        return head
    cut = title[: most - 1].rpartition(" ")[0]
    return f"{cut.rstrip(' ,;–-')}…" if len(cut) >= _SHORTEST - 2 else ""
