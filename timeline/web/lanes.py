"""The same events in lanes: one for each topic, actor, place or policy, laid out along one scale.

A page is to be light however much there is to show, so as many events are drawn as links as there is room
for: the weightiest of each lane, and of those that weigh the same some from all of its time. The others are
thin marks at the foot of their lane, in one shape, and a link leads to all of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Literal

from timeline.drawing.time_scale import TimeScale, TimeTick
from timeline.queries.lanes import MOST_LANES, Lane, LaneEvent, shared
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
#: How high the thin marks at the foot of a lane are, and how long the shortest is, of a picture's 10,000.
FOOT_HEIGHT = 9
_SHORTEST_FOOT = 18
#: Elements of the figure on a page: of itself, a lane, a mark with its name, a lane that is only named.
_OF_FIGURE, _OF_LANE, _OF_MARK, _OF_NAMED = 11, 13, 5, 3


@dataclass(frozen=True, kw_only=True, slots=True)
class LaneMark:
    """An event: a point where it is a day, else a span; `row` counts from the top.

    `name` is as much of its title as has room, which may be nothing; it begins or ends at `name_at`.
    """

    id: str
    title: str
    date: str
    significance: int
    start: float
    width: float
    is_span: bool
    row: int = 0
    name: str = ""
    name_at: float = 0.0
    name_align: Literal["start", "end"] = "start"

    @property
    def said(self) -> str:
        """Give its date and its title."""
        return f"{self.date}: {self.title}"

    @property
    def end(self) -> float:
        """Give where the next in its row may begin."""
        return self.start + max(self.width + 0.3, _LEAST)


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnLane:
    """A lane with its marks; `more` counts the events that have none of their own, `url` lists all of them.

    `foot` draws the others that are on the scale, in a picture of 10,000 by `height`.
    """

    id: str
    label: str
    url: str
    total: int
    more: int
    height: int
    marks: tuple[LaneMark, ...]
    foot: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Lanes:
    """All lanes, and those that are only named."""

    by: str
    ticks: tuple[TimeTick, ...]
    lanes: tuple[DrawnLane, ...]
    named: tuple[Lane, ...]


def lanes_of(
    found: Sequence[Lane], scale: TimeScale, by: str, *, room: int, address: Callable[[str], str]
) -> Lanes:
    """Lay out lanes along a scale, in at most `room` elements; `address` lists the events of a lane."""
    own = [tuple(_marks(lane.events, scale)) for lane in found[:MOST_LANES]]
    ticks = scale.ticks(TICKS, short_months())
    taken = _OF_FIGURE + len(ticks) + _OF_LANE * len(own) + _OF_NAMED * len(found[MOST_LANES:])
    shares = shared([len(marks) for marks in own], (room - taken) // _OF_MARK)
    return Lanes(
        by=by,
        ticks=ticks,
        lanes=tuple(
            _drawn(lane, marks, share, address(lane.id))
            for lane, marks, share in zip(found, own, shares, strict=False)
        ),
        named=tuple(found[MOST_LANES:]),
    )


def weightiest(marks: Sequence[LaneMark], most: int) -> list[LaneMark]:
    """Choose the marks that weigh most, and of the last that do not all fit some from all of the time."""
    chosen: list[LaneMark] = []
    for significance in (1, 2, 3):
        alike = [mark for mark in marks if mark.significance == significance]
        fitting = min(len(alike), most - len(chosen))
        chosen += [alike[number * len(alike) // fitting] for number in range(fitting)]
    return chosen


def _drawn(lane: Lane, found: Sequence[LaneMark], most: int, url: str) -> DrawnLane:
    chosen = weightiest(found, most)
    marks = tuple(
        sorted(_named(_in_rows(chosen)), key=attrgetter("start", "id"))
    )  # As the arrow keys go, and the words beneath.
    ids = {mark.id for mark in chosen}
    others = [mark for mark in found if mark.id not in ids]
    rows = max((mark.row + 1 for mark in marks), default=1)
    height = rows * ROW_HEIGHT + 8 + (FOOT_HEIGHT if others else 0)
    return DrawnLane(
        id=lane.id,
        label=lane.label,
        url=url,
        total=lane.total,
        more=lane.total - len(marks),
        height=height,
        marks=marks,
        foot="".join(_at_foot(mark, height) for mark in others),
    )


def _at_foot(mark: LaneMark, height: int) -> str:
    """Draw a day as a short upright line, and what is longer or less certain as a flat one."""
    high = 2 if mark.is_span else FOOT_HEIGHT - 3
    long = max(round(mark.width * 100), _SHORTEST_FOOT)
    return f"M{round(mark.start * 100)} {height - 1}h{long}v-{high}h-{long}z"


def _marks(events: Sequence[LaneEvent], scale: TimeScale) -> Iterator[LaneMark]:
    for event in events:
        stretch = scale.stretch(event.date.earliest, event.date.latest)
        if stretch is None:
            continue
        is_span = event.date.earliest is None or event.date.earliest != event.date.latest
        yield LaneMark(
            id=event.id,
            title=event.title,
            date=words(event.date),
            significance=event.significance,
            start=stretch.start if is_span else stretch.middle,
            width=stretch.width if is_span else 0.0,
            is_span=is_span,
        )


def _in_rows(marks: Sequence[LaneMark]) -> Iterator[LaneMark]:
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
