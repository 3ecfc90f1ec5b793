"""Put labels beside marks so that none hides another, however wide the picture is drawn.

Across, a place is a share of the picture's width plus some pixels: the mark moves with the width, its
label keeps its size. Placement is tried at the narrowest width. What stands apart there stands apart at
every greater width too, because things are only ever put left of others when their marks are not right
of them (`apart` holds to that).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["start", "middle", "end"]

GAP = 2.0
_SIDE = 13.0
#: How far above or below its mark a label may stand, nearest first.
_DISTANCES = (18.0, 26.0, 36.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """A place across: a percentage of the width, and pixels to the right of it."""

    share: float
    px: float

    def at(self, width: float) -> float:
        """Give the place in a picture of this width."""
        return self.share / 100 * width + self.px


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """Room that something takes; `top` and `bottom` are pixels from the picture's top."""

    left: Edge
    right: Edge
    top: float
    bottom: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """A mark that wants a label of this size, in pixels; `share` and `y` are the mark's own place."""

    share: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """Where a label stands: pixels from its mark to the text's middle line, and how it is aligned."""

    dx: float
    dy: float
    align: Align


def around(share: float, y: float, *, left: float, right: float, above: float, below: float) -> Box:
    """Give the box that reaches these pixels from a mark."""
    return Box(
        left=Edge(share=share, px=-left),
        right=Edge(share=share, px=right),
        top=y - above,
        bottom=y + below,
    )


def apart(one: Box, other: Box, narrowest: float) -> bool:
    """Tell whether two boxes stand apart at the narrowest width and at every greater one."""
    if one.bottom + GAP <= other.top or other.bottom + GAP <= one.top:
        return True
    return _left_of(one, other, narrowest) or _left_of(other, one, narrowest)


def place_labels(
    wishes: Sequence[Wish], obstacles: Sequence[Box], *, narrowest: float, height: float
) -> tuple[Placed | None, ...]:
    """Place labels one after the other in the first free room; None where there is none.

    Obstacles are what no label may cover: the marks themselves, arrows and spans. No label stands nearer
    to another mark than to its own, so that it cannot be read as the other's.
    """
    taken = list(obstacles)
    found: list[Placed | None] = []
    for wish in wishes:
        fitting = (
            (placed, box)
            for placed, box in _rooms(wish)
            if _is_inside(box, narrowest, height)
            and all(apart(box, other, narrowest) for other in taken)
            and _is_nearest(wish, box, wishes, narrowest)
        )
        placed, box = next(fitting, (None, None))
        found.append(placed)
        if box is not None:
            taken.append(box)
    return tuple(found)


def box_of(wish: Wish, placed: Placed) -> Box:
    """Give the room that a placed label takes."""
    left = {"start": 0.0, "middle": -wish.width / 2, "end": -wish.width}[placed.align] + placed.dx
    return Box(
        left=Edge(share=wish.share, px=left),
        right=Edge(share=wish.share, px=left + wish.width),
        top=wish.y + placed.dy - wish.height / 2,
        bottom=wish.y + placed.dy + wish.height / 2,
    )


def _rooms(wish: Wish) -> Iterator[tuple[Placed, Box]]:
    for placed in _candidates():
        yield placed, box_of(wish, placed)


def _candidates() -> Iterator[Placed]:
    aligns: tuple[Align, ...] = ("middle", "end", "start")
    yield Placed(dx=0, dy=-_DISTANCES[0], align="middle")
    yield Placed(dx=_SIDE, dy=0, align="start")
    yield Placed(dx=-_SIDE, dy=0, align="end")
    for distance in _DISTANCES:
        for dy in (-distance, distance):
            for align in aligns:
                yield Placed(dx=0, dy=dy, align=align)


def _left_of(one: Box, other: Box, narrowest: float) -> bool:
    return one.right.share <= other.left.share and one.right.at(narrowest) + GAP <= other.left.at(narrowest)


def _is_nearest(wish: Wish, box: Box, wishes: Sequence[Wish], narrowest: float) -> bool:
    own = _distance(box, wish, narrowest)
    return all(own <= _distance(box, other, narrowest) for other in wishes if other != wish)


def _distance(box: Box, mark: Wish, width: float) -> float:
    """Give how far a box is from a mark's middle."""
    at = mark.share / 100 * width
    across = max(box.left.at(width) - at, at - box.right.at(width), 0)
    down = max(box.top - mark.y, mark.y - box.bottom, 0)
    return math.hypot(across, down)


def _is_inside(box: Box, narrowest: float, height: float) -> bool:
    return (
        box.top >= 0
        and box.bottom <= height
        and box.left.at(narrowest) >= 0
        and box.right.at(narrowest) <= narrowest
    )
