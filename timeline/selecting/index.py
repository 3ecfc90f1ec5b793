"""An index of events: for each value that a filter can ask for, the set of its events, as a bitmap.

In a set an event is a number, its *place*. The places of the events that were there when the index was made
follow the order of the timeline. An event that is written afterwards takes a new place at the end, with a
note of where it stands; its former place is no longer among the public ones, and so in no answer. An index is
never changed: `grown` gives another one, which shares all that is the same.
"""

from array import array
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias, cast

from pyroaring import BitMap

from timeline.selecting.days import Days

#: The fields whose values are sets of events of their own. A "part" is an actor in a role; "span" and
#: "months" are when events begin and end, with their significance: by day, and by month.
FIELDS = (
    "kind", "significance", "timeline", "topic", "actor", "place", "source", "policy", "role", "part",
    "disputed", "span", "months",
)  # fmt: skip
#: The fields whose values are part of others, so that an event has the wider ones, too.
NESTED = ("topic", "place")

Sets: TypeAlias = Mapping[Hashable, BitMap]
#: The numbers of the months in which events begin and end, None where one is not known, and a significance.
Months: TypeAlias = tuple[int | None, int | None, int]

_FIRST_PART: Final = 32
_FURTHER_PARTS: Final = 512


class EventFacts(NamedTuple):
    """What the index keeps of an event itself; days are numbers since 0001-01-01."""

    key: int
    is_public: bool
    kind: str
    significance: int
    earliest: int | None
    latest: int | None
    sort_key: str


class Ranked(NamedTuple):
    """Some values of a field, those of the most events first, side by side with the sets of their events."""

    most: int
    values: tuple[Hashable, ...]
    sets: tuple[BitMap, ...]


class Standing(NamedTuple):
    """Where something stands among the events: before which place, and there by which sort key."""

    place: int
    sort_key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EventIndex:
    """The sets of events by field and value.

    `keys` gives the event's key by its place, `places` the place by its key (-1 for what is no event). Both
    are shared with the indexes that grow from this one, which only add to them, so `size` tells how many
    places are this one's. `late` are the events that were written after the index was made.
    """

    base: int = 0
    size: int = 0
    keys: "array[int]" = field(default_factory=lambda: array("q"))
    places: "array[int]" = field(default_factory=lambda: array("i"))
    late: Mapping[int, Standing] = field(default_factory=dict)
    late_places: Mapping[int, int] = field(default_factory=dict)
    public: BitMap = field(default_factory=BitMap)
    sets: Mapping[str, Sets] = field(default_factory=lambda: {name: {} for name in FIELDS})
    wide: Mapping[str, Sets] = field(default_factory=lambda: {name: {} for name in NESTED})
    earliest: Days = field(default_factory=Days)
    latest: Days = field(default_factory=Days)
    # What is laid out for counting when it is first asked for.
    ranked_sets: dict[str, tuple[Ranked, ...]] = field(default_factory=dict)
    months_in_order: list[Ranked] = field(default_factory=list)

    def place_of(self, key: int) -> int | None:
        """Give the place of the event with this key."""
        if key in self.late_places:
            return self.late_places[key]
        return self._base_place(key)

    def places_of(self, keys: Iterable[int]) -> BitMap:
        """Give the places of those of these records that are events."""
        places, end = self.places, len(self.places)
        asked = BitMap(keys)
        if not self.late_places:
            return BitMap([place for key in asked if key < end and (place := places[key]) >= 0])
        late = asked & BitMap(self.late_places)
        found = [self.late_places[key] for key in late]
        found += [place for key in asked - late if key < end and (place := places[key]) >= 0]
        return BitMap(found)

    def _base_place(self, key: int) -> int | None:
        place = self.places[key] if key < len(self.places) else -1
        return place if 0 <= place < self.base else None

    def ranked(self, name: str) -> tuple[Ranked, ...]:
        """Give the values of a field from the one with the most events on; of a nested field wide ones.

        They come in parts: a small one first, since the most frequent are often all that is asked for.
        """
        if name not in self.ranked_sets:
            sets = self.wide.get(name) or self.sets[name.removeprefix("own ")]
            sized = sorted(((len(events), value, events) for value, events in sets.items()), key=_by_size)
            self.ranked_sets[name] = tuple(_in_parts(sized))
        return self.ranked_sets[name]

    def months(self) -> Ranked:
        """Give the months in which events begin and end, with their significance, in the order of time."""
        if not self.months_in_order:
            found = sorted(self.sets["months"].items(), key=lambda one: _by_time(cast("Months", one[0])))
            values, sets = zip(*found, strict=True) if found else ((), ())
            self.months_in_order.append(Ranked(0, values, sets))
        return self.months_in_order[0]


def _by_size(sized: tuple[int, Hashable, BitMap]) -> int:
    return -sized[0]


def _in_parts(sized: Sequence[tuple[int, Hashable, BitMap]]) -> Iterator[Ranked]:
    start, size = 0, _FIRST_PART
    while start < len(sized):
        sizes, values, sets = zip(*sized[start : start + size], strict=True)
        yield Ranked(sizes[0], values, sets)
        start, size = start + size, _FURTHER_PARTS


def _by_time(months: Months) -> tuple[float, ...]:
    first, last, significance = months
    unknown = float("inf")
    return unknown if first is None else first, unknown if last is None else last, significance
