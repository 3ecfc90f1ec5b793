"""An index of events: for each value that a filter can ask for, the set of its events, as a bitmap.

In a set an event is a number, its *place*. The places of the events that were there when the index was made
follow the order of the timeline. An event that is written afterwards takes a new place at the end, with a
note of where it stands; its former place is no longer among the public ones, and so in no answer. An index is
never changed: `grown` gives another one, which shares all that is the same.
"""

from array import array
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

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


class EventFacts(NamedTuple):
    """What the index keeps of an event itself; days are numbers since 0001-01-01."""

    key: int
    is_public: bool
    kind: str
    significance: int
    earliest: int | None
    latest: int | None
    sort_key: str


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
    ranked_sets: dict[str, tuple[tuple[int, Hashable, BitMap], ...]] = field(default_factory=dict)

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

    def ranked(self, name: str) -> tuple[tuple[int, Hashable, BitMap], ...]:
        """Give the values of a field with their sizes, the greatest first; of a nested field wide ones."""
        if name not in self.ranked_sets:
            sets = self.wide.get(name) or self.sets[name.removeprefix("own ")]
            sized = [(len(events), value, events) for value, events in sets.items()]
            self.ranked_sets[name] = tuple(sorted(sized, key=lambda one: -one[0]))
        return self.ranked_sets[name]
