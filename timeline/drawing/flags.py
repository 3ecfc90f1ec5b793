"""Names on poles above a row of marks: as many as fit without one covering another.

A pole stands on its mark and carries the name beside its top, to the right or, near the right edge, to the
left. Marks are at shares of the picture's width and names keep their size, so what stands apart in the
narrowest picture stands apart in every wider one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

GAP = 10.0
_POLE = 3.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """A name in a row, counted from the marks upward; `align` says at which end of it the pole stands."""

    number: int
    row: int
    align: Literal["start", "end"]


#: The pole, the left and right end of the name, and the row: a plain tuple, since hundreds are tried.
_Room: TypeAlias = tuple[float, float, float, int]


def place_flags(marks: Sequence[tuple[float, float]], *, narrowest: float, rows: int) -> tuple[Flag, ...]:
    """Place names in the lowest rows that are free; one without free room is left out, but never the first.

    `marks` gives the place of each (a percentage) and the width of its name in pixels, `narrowest` the
    width of the narrowest picture that they shall fit.
    """
    order = _order(marks, narrowest)
    found = _placed(marks, order, narrowest=narrowest, rows=rows)
    first = min(order, key=lambda number: marks[number][0], default=None)
    if first is not None and all(flag.number != first for flag in found):
        # Late names reach left over its pole: it goes beneath them, which may leave a neighbour without one.
        order = [first, *(number for number in order if number != first)]
        found = _placed(marks, order, narrowest=narrowest, rows=rows)
    return tuple(sorted(found, key=lambda flag: flag.number))


def _placed(
    marks: Sequence[tuple[float, float]], order: Sequence[int], *, narrowest: float, rows: int
) -> list[Flag]:
    taken: list[_Room] = []
    found: list[Flag] = []
    for number in order:
        share, width = marks[number]
        for align, room in _rooms(share / 100 * narrowest, width, rows):
            if room[1] < 0 or room[2] > narrowest or _is_taken(room, taken):
                continue
            taken.append(room)
            found.append(Flag(number=number, row=room[3], align=align))
            break
    return found


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


def _rooms(pole: float, width: float, rows: int) -> Iterator[tuple[Literal["start", "end"], _Room]]:
    for row in range(rows):
        yield "start", (pole, pole, pole + width, row)
    for row in range(rows):
        yield "end", (pole, pole - width, pole, row)


def _is_taken(room: _Room, taken: Sequence[_Room]) -> bool:
    pole, left, right, row = room
    for other_pole, other_left, other_right, other_row in taken:
        if row == other_row:
            if left < other_right + GAP and other_left < right + GAP:
                return True
        elif row > other_row:
            if other_left - _POLE < pole < other_right + _POLE:
                return True
        elif left - _POLE < other_pole < right + _POLE:
            return True
    return False
