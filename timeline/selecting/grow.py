"""Make an index of events, or another one from it when some of them were written."""

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pyroaring import BitMap

from timeline.selecting.index import FIELDS, NESTED, EventFacts, EventIndex, Sets, Standing

#: For the values of the nested fields, what each is part of.
Parents = Mapping[str, Mapping[int, int | None]]


class Growth:
    """Collects what is said of new events, and of those that were written again.

    Add the events first, then what they are linked to.
    """

    def __init__(self, index: EventIndex) -> None:
        self._index = index
        self._places: dict[int, int] = {}
        self._gone: list[int] = []
        self._public = array("I")
        self._late: dict[int, Standing] = {}
        self._found: dict[str, dict[Hashable, array[int]]] = {name: {} for name in FIELDS}

    def add_event(self, facts: EventFacts, standing: Standing | None = None) -> None:
        """Add an event; `standing` tells where it stands when others of the index come after it.

        Without one, each event must stand after those that were added before it.
        """
        place = self._index.size + len(self._places)
        former = self._index.place_of(facts.key)
        if former is not None:
            self._gone.append(former)
        self._places[facts.key] = place
        if standing is not None:
            self._late[place] = standing
        if facts.is_public:
            self._public.append(place)
        _put(self._found["kind"], facts.kind, place)
        _put(self._found["span"], (facts.earliest, facts.latest, facts.significance), place)

    def add_links(self, name: str, links: Iterable[tuple[int, Hashable]]) -> None:
        """Say which values of a field these events have: pairs of an event's key and a value."""
        places, found = self._places, self._found[name]
        for key, value in links:
            place = places.get(key)
            if place is not None:
                _put(found, value, place)

    def grown(self, parents: Parents) -> EventIndex:
        """Give the index with all that was added."""
        index = self._index
        if not self._places:
            return index
        added = {name: _bitmaps(found) for name, found in self._found.items()}
        added |= {name: _merged(added[of], part) for name, (of, part) in _DERIVED.items()}
        is_new = not index.size
        return EventIndex(
            base=len(self._places) if is_new else index.base,
            size=index.size + len(self._places),
            keys=self._all_keys(),
            places=self._base_places() if is_new else index.places,
            late={**index.late, **self._late},
            late_places={} if is_new else {**index.late_places, **self._places},
            public=(index.public - BitMap(self._gone)) | BitMap(self._public),
            sets={name: _joined(index.sets[name], added[name]) for name in FIELDS},
            wide={
                name: _joined(index.wide[name], dict(_widened(added[name], parents[name]))) for name in NESTED
            },
            earliest=index.earliest.extended(_merged(added["span"], lambda span: span[0])),
            latest=index.latest.extended(_merged(added["span"], lambda span: span[1])),
        )

    def _all_keys(self) -> "array[int]":
        # What stands after the size of an index is not its own: of two that grew from one, the later
        # starts again from there.
        keys = self._index.keys
        if len(keys) != self._index.size:
            keys = keys[: self._index.size]
        keys.extend(self._places)
        return keys

    def _base_places(self) -> "array[int]":
        places = array("i", [-1]) * (max(self._places) + 1)
        for key, place in self._places.items():
            places[key] = place
        return places


def widened_anew(index: EventIndex, parents: Parents) -> EventIndex:
    """Give the index after what is part of what has changed."""
    wide = {name: dict(_widened(index.sets[name], parents[name])) for name in NESTED}
    return replace(index, wide=wide, ranked_sets={}, months_in_order=[])


def month_of(day: int | None) -> int | None:
    """Give the number of the month that a day lies in, counted from the year 0."""
    if day is None:
        return None
    found = date.fromordinal(day)
    return found.year * 12 + found.month - 1


#: The sets that follow from those of another field: which field, and what of its values.
_DERIVED: Mapping[str, tuple[str, Callable[[Any], Hashable]]] = {
    "significance": ("span", lambda span: span[2]),
    "months": ("span", lambda span: (month_of(span[0]), month_of(span[1]), span[2])),
    "actor": ("part", lambda part: part[0]),
    "role": ("part", lambda part: part[1]),
}


def _put(found: "dict[Hashable, array[int]]", value: Hashable, place: int) -> None:
    try:
        found[value].append(place)
    except KeyError:
        found[value] = array("I", (place,))


def _merged(sets: Sets, to: Callable[[Any], Hashable]) -> dict[Hashable, BitMap]:
    merged: dict[Hashable, list[BitMap]] = {}
    for value, events in sets.items():
        merged.setdefault(to(value), []).append(events)
    return {value: BitMap.union(*events) for value, events in merged.items()}


def _bitmaps(found: Mapping[Hashable, "array[int]"]) -> dict[Hashable, BitMap]:
    made = {}
    for value, places in found.items():
        made[value] = BitMap(places)
        made[value].run_optimize()
    return made


def _joined(old: Sets, added: Sets) -> Sets:
    if not added:
        return old
    return {**old, **{value: old[value] | new if value in old else new for value, new in added.items()}}


def _widened(own: Sets, parents: Mapping[int, int | None]) -> Iterator[tuple[Hashable, BitMap]]:
    """Yield each value with its events and those of all that are part of it."""
    parts: dict[Hashable, list[BitMap]] = {}
    for value, events in own.items():
        for above in _with_wider(value, parents):
            parts.setdefault(above, []).append(events)
    for value, all_events in parts.items():
        yield value, BitMap.union(*all_events)


def _with_wider(value: Hashable, parents: Mapping[int, int | None]) -> Iterator[Hashable]:
    seen: set[Hashable] = set()
    reached: Hashable | None = value
    while reached is not None and reached not in seen:
        seen.add(reached)
        yield reached
        reached = parents.get(reached)  # type: ignore[call-overload]
