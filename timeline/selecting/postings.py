"""The records of every stem by level, as bytes from which those of a stem are taken when they are asked for.

A posting is a record in the set of a stem's level. There are sixty times as many as records; as bitmaps they
take two bytes each, and most stems are never asked for.
"""

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final, TypeAlias

from pyroaring import BitMap

from timeline.selecting.word_levels import HIGHEST

#: The keys of records by the level of a word; levels without any are left out.
Levels: TypeAlias = Mapping[int, BitMap]

_SIZE: Final = 4
#: After so many records what was collected is made bitmaps, which take half as much.
_AT_ONCE: Final = 65_536


@dataclass(frozen=True, kw_only=True, slots=True)
class Postings:
    """`stems` in order; `ends` tells where in `sets` those of each stem end."""

    stems: Sequence[str] = ()
    ends: "array[int]" = field(default_factory=lambda: array("Q"))
    sets: bytes | memoryview = b""

    def levels(self, stem: str) -> dict[int, BitMap]:
        """Give the records of a stem by level."""
        number = bisect_left(self.stems, stem)
        if number == len(self.stems) or self.stems[number] != stem:
            return {}
        at, end = self.ends[number - 1] if number else 0, self.ends[number]
        levels = {}
        while at < end:
            level, size = self.sets[at], int.from_bytes(self.sets[at + 1 : at + 1 + _SIZE])
            at += 1 + _SIZE
            levels[level] = BitMap.deserialize(bytes(self.sets[at : at + size]))
            at += size
        return levels

    def beginning(self, letters: str) -> list[str]:
        """List the stems that begin with some letters."""
        found = (self.stems[at] for at in range(bisect_left(self.stems, letters), len(self.stems)))
        return list(takewhile(lambda stem: stem.startswith(letters), found))


class Collected:
    """Collects postings, record by record."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._records: dict[int, array[int]] = {}
        self._sets: dict[int, BitMap] = {}
        self._waiting = 0

    def add(self, key: int, levels: Mapping[str, int]) -> None:
        """Add a record with its stems' levels."""
        numbers, records = self._numbers, self._records
        for stem, level in levels.items():
            place = numbers.setdefault(stem, len(numbers)) * (HIGHEST + 1) + level
            try:
                records[place].append(key)
            except KeyError:
                records[place] = array("I", (key,))
        self._waiting += 1
        if self._waiting == _AT_ONCE:
            self._gather()

    def _gather(self) -> None:
        for place, keys in self._records.items():
            added = BitMap(keys)
            self._sets[place] = self._sets[place] | added if place in self._sets else added
        self._records, self._waiting = {}, 0

    def postings(self) -> Postings:
        """Give what was collected, and let go of it."""
        self._gather()
        stems = sorted(self._numbers)
        ends, written = array("Q"), bytearray()
        for stem in stems:
            first = self._numbers[stem] * (HIGHEST + 1)
            for level in range(HIGHEST, 0, -1):
                keys = self._sets.pop(first + level, None)
                if keys is not None:
                    keys.run_optimize()
                    packed = keys.serialize()
                    written += bytes((level,)) + len(packed).to_bytes(_SIZE) + packed
            ends.append(len(written))
        return Postings(stems=stems, ends=ends, sets=bytes(written))
