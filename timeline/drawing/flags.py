"""Names on poles above a row of marks: as many as fit without one covering another.

A pole stands on its mark and carries the name beside its top, to the right or, near the right edge, to the
left. Marks are at shares of the picture's width and names keep their size, so what stands apart in the
narrowest picture stands apart in every wider one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

GAP = 10.0
_POLE = 3.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """A name in a row, counted from the marks upward; `align` says at which end of it the pole stands."""

    number: int
    row: int
    align: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class _Taken:
    pole: float
    left: float
    right: float
    row: int


def place_flags(marks: Sequence[tuple[float, float]], *, narrowest: float, rows: int) -> tuple[Flag, ...]:
    """Place names from the last mark to the first, in the lowest free row; what has no room is left out.

    From right to left, because a name stands right of its pole: so each can go above those after it. `marks` gives the place of each (a percentage) and the width of its name in pixels, `narrowest` the
    width of the narrowest picture that they shall fit.
    """
    taken: list[_Taken] = []
    found: list[Flag] = []
    for number, (share, width) in sorted(enumerate(marks), key=lambda each: -each[1][0]):
        for flag, room in _rooms(number, share / 100 * narrowest, width, rows):
            if room.left < 0 or room.right > narrowest or any(_meet(room, other) for other in taken):
                continue
            taken.append(room)
            found.append(flag)
            break
    return tuple(sorted(found, key=lambda flag: flag.number))


def _rooms(number: int, pole: float, width: float, rows: int) -> list[tuple[Flag, _Taken]]:
    rooms = []
    for row in range(rows):
        start = _Taken(pole, pole, pole + width, row)
        end = _Taken(pole, pole - width, pole, row)
        rooms.append((Flag(number=number, row=row, align="start"), start))
        rooms.append((Flag(number=number, row=row, align="end"), end))
    return rooms


def _meet(one: _Taken, other: _Taken) -> bool:
    if one.row == other.row:
        return one.left < other.right + GAP and other.left < one.right + GAP
    high, low = (one, other) if one.row > other.row else (other, one)
    return low.left - _POLE < high.pole < low.right + _POLE
