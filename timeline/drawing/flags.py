"""Names on poles above a row of marks: as many as fit without one covering another.

A pole stands on its mark and carries the name beside its top, to the right or, near the right edge, to the
left. Marks are at shares of the picture's width and names keep their size, so what stands apart in the
narrowest picture stands apart in every wider one.
"""

from collections.abc import Iterator, Sequence
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
    """Place names in the lowest rows that are free; one without free room is left out.

    `marks` gives the place of each (a percentage) and the width of its name in pixels, `narrowest` the
    width of the narrowest picture that they shall fit.
    """
    taken: list[_Taken] = []
    found: list[Flag] = []
    for number in _order(marks, narrowest):
        share, width = marks[number]
        for flag, room in _rooms(number, share / 100 * narrowest, width, rows):
            if room.left < 0 or room.right > narrowest or any(_meet(room, other) for other in taken):
                continue
            taken.append(room)
            found.append(flag)
            break
    return tuple(sorted(found, key=lambda flag: flag.number))


def _order(marks: Sequence[tuple[float, float]], narrowest: float) -> list[int]:
    """Give the order in which a pole never has to cross the name of one that was placed before it.

    Names right of their poles go from the last to the first, each above those after it; names left of
    their poles, which are those without room at the right edge, from the first to the last.
    """
    by_place = sorted(range(len(marks)), key=lambda number: marks[number][0])
    ending = [
        number for number in by_place if marks[number][0] / 100 * narrowest + marks[number][1] > narrowest
    ]
    return ending + [number for number in reversed(by_place) if number not in ending]


def _rooms(number: int, pole: float, width: float, rows: int) -> Iterator[tuple[Flag, _Taken]]:
    for row in range(rows):
        yield Flag(number=number, row=row, align="start"), _Taken(pole, pole, pole + width, row)
    for row in range(rows):
        yield Flag(number=number, row=row, align="end"), _Taken(pole, pole - width, pole, row)


def _meet(one: _Taken, other: _Taken) -> bool:
    if one.row == other.row:
        return one.left < other.right + GAP and other.left < one.right + GAP
    high, low = (one, other) if one.row > other.row else (other, one)
    return low.left - _POLE < high.pole < low.right + _POLE
