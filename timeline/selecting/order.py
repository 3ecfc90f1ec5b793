"""Events in the order of the timeline, from any point of it on, at the same cost everywhere."""

from collections.abc import Iterator
from heapq import merge

from pyroaring import BitMap

from timeline.selecting.index import EventIndex, Standing


def standing_of(index: EventIndex, place: int) -> Standing:
    """Give where the event at a place stands."""
    return index.late.get(place) or Standing(place, "")


def first_after(index: EventIndex, chosen: BitMap, start: Standing, limit: int) -> list[int]:
    """Give the places of the first of these events that stand after a point."""
    passed = chosen.rank(start.place - 1) if start.place else 0
    in_order = [place for place in chosen[passed : passed + limit] if place < index.base]
    late = [place for place in _late(index, chosen) if index.late[place] > start]
    return sorted([*in_order, *late], key=lambda place: _key(index, place))[:limit]


def last_before(index: EventIndex, chosen: BitMap, end: Standing, limit: int) -> list[int]:
    """Give the places of the last of these events that stand before a point, in their order."""
    passed = chosen.rank(end.place - 1) if end.place else 0
    in_order = list(chosen[max(0, passed - limit) : passed])
    late = [place for place in _late(index, chosen) if index.late[place] < end]
    return sorted([*in_order, *late], key=lambda place: _key(index, place))[-limit:]


def in_order(index: EventIndex, chosen: BitMap) -> Iterator[int]:
    """Yield the places of all these events."""
    base = chosen.copy()
    base.remove_range(index.base, index.size)
    late = sorted(_late(index, chosen), key=lambda place: _key(index, place))
    return merge(base, late, key=lambda place: _key(index, place)) if late else iter(base)


def _late(index: EventIndex, chosen: BitMap) -> Iterator[int]:
    return chosen.iter_equal_or_larger(index.base) if index.late else iter(())


def _key(index: EventIndex, place: int) -> tuple[int, int, str]:
    late = index.late.get(place)
    # What is late stands before the place that it notes.
    return (place, 1, "") if late is None else (late.place, 0, late.sort_key)
