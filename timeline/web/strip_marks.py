"""The landmarks of an overview of time: where each stands, in which lane, and where its name has room."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from timeline.drawing.flags import Flag, place_flags
from timeline.drawing.time_scale import TimeScale
from timeline.queries.density import Landmark
from timeline.web.speaking import words

ROWS = 6
LANES = 3
_LETTER = 6.6
_LONGEST_NAME = 34
#: The narrowest pictures for which names are placed, and how many; wider ones than the next show more.
WIDTHS = (("narrow", 300, 6), ("middle", 560, 10), ("wide", 940, 15))


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A landmark: a point where it is a day, else a span.

    `flags` are its name's places, each with the widths of the picture for which it is the one.
    """

    id: str
    title: str
    name: str
    at: float
    start: float
    width: float
    is_span: bool
    lane: int
    flags: tuple[tuple[str, Flag], ...]


def marks_of(landmarks: Sequence[Landmark], scale: TimeScale) -> tuple[Mark, ...]:
    """Lay out the landmarks that lie on a scale."""
    return _named(tuple(_in_lanes(_placed(landmarks, scale))))


def _placed(landmarks: Sequence[Landmark], scale: TimeScale) -> Iterator[Mark]:
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
    flags: list[dict[Flag, list[str]]] = [{} for _ in marks]
    for key, width, most in WIDTHS:
        placed = place_flags(places, narrowest=width, rows=ROWS)
        for number in _spread([marks[flag.number] for flag in placed], most):
            flags[placed[number].number].setdefault(placed[number], []).append(f"at-{key}")
    return tuple(
        replace(mark, flags=tuple((" ".join(keys), flag) for flag, keys in own.items()))
        for mark, own in zip(marks, flags, strict=True)
    )


def _spread(marks: Sequence[Mark], most: int) -> list[int]:
    """Choose the marks to name: the first, the last, then always the one furthest from all that are chosen.

    Names from one end only would hide how a story began, or how it ended. A name that two marks share is
    chosen once.
    """
    left = dict(enumerate(marks))
    chosen: list[int] = []
    apart = dict.fromkeys(left, float("inf"))
    while left and len(chosen) < most:
        number = max(left, key=lambda number: apart[number]) if len(chosen) != 1 else max(left)
        mark = marks[number]
        chosen.append(number)
        left = {other: at for other, at in left.items() if at.name != mark.name}
        for other, at in left.items():
            apart[other] = min(apart[other], abs(at.at - mark.at))
    return sorted(chosen)
