"""The same events in lanes: one for each topic, actor, place or policy, laid out along one scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from timeline.drawing.time_scale import TimeScale, TimeTick
from timeline.queries.lanes import MOST_LANES, Lane, LaneEvent
from timeline.web.speaking import short_months, words

ROW_HEIGHT = 14
ROWS = 14
TICKS = 12
#: How much room a mark takes at least, as a share of the picture's width.
_LEAST = 1.3


@dataclass(frozen=True, kw_only=True, slots=True)
class LaneMark:
    """An event: a point where it is a day, else a span; `row` counts from the top."""

    id: str
    title: str
    significance: int
    start: float
    width: float
    is_span: bool
    row: int


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
    marks = tuple(_in_rows(_marks(lane.events, scale)))
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
            title=f"{words(event.date)}: {event.title}",
            significance=event.significance,
            start=stretch.start if is_span else stretch.middle,
            width=stretch.width if is_span else 0.0,
            is_span=is_span,
            row=0,
        )


def _in_rows(marks: Iterator[LaneMark]) -> Iterator[LaneMark]:
    """Put marks that would lie on each other into rows; where all are taken, into the one freest."""
    taken = [float("-inf")] * ROWS
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.id)):
        free = (row for row in range(ROWS) if taken[row] <= mark.start)
        row = next(free, min(range(ROWS), key=lambda row: taken[row]))
        taken[row] = max(taken[row], mark.start + max(mark.width + 0.3, _LEAST))
        yield replace(mark, row=row)
