"""Which records have what is searched for, and which of them come first, by sets alone.

What is searched for is a set of records by level for each word or phrase. A record's worth is the sum of
what the level of each adds to it, so that the records of a level of one word and a level of another are all
worth the same: their set is one intersection. There are few pairs of levels, however many records there are.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Final, TypeAlias

from pyroaring import BitMap

from timeline.selecting.postings import Levels
from timeline.selecting.word_levels import worth

#: So many different sums of levels are told apart before another word is added.
_MOST_SUMS: Final = 48

#: Records that are worth the same.
_Even: TypeAlias = tuple[int, BitMap]


def having(levels: Levels) -> BitMap:
    """Give all records of all levels."""
    return BitMap.union(*levels.values()) if levels else BitMap()


def any_of(some: Sequence[Levels]) -> Levels:
    """Give the records that have any of some words, by the highest of their levels."""
    if len(some) == 1:
        return some[0]
    found: dict[int, BitMap] = {}
    seen = BitMap()
    for level in sorted({level for levels in some for level in levels}, reverse=True):
        keys = BitMap.union(*(levels[level] for levels in some if level in levels))
        found[level] = keys - seen
        seen |= keys
    return found


def all_of(some: Sequence[Levels], among: BitMap) -> Levels:
    """Give which of some records have all of some words, by the lowest of their levels."""
    found: dict[int, BitMap] = {}
    seen, so_far = BitMap(), [BitMap() for _ in some]
    for level in sorted({level for levels in some for level in levels}, reverse=True):
        so_far = [
            keys | levels[level] if level in levels else keys
            for keys, levels in zip(so_far, some, strict=True)
        ]
        keys = BitMap.intersection(among, *so_far)
        found[level] = keys - seen
        seen = keys
    return found


def best(wanted: Sequence[Levels], among: BitMap, *, of: BitMap, most: int) -> list[int]:
    """Give the first of some records that have all that is wanted: by their worth, and then by their keys.

    What the words are worth follows from how many of the records `of` the archive have each.
    """
    sums: Iterable[_Even] = ((0, among),)
    for levels in wanted:
        sums = _added(_few(sums), _even(levels, among, of))
    found: list[int] = []
    for _, even in groupby(sums, key=itemgetter(0)):
        found.extend(islice(BitMap.union(*(keys for _, keys in even)), most - len(found)))
        if len(found) == most:
            break
    return found


def _even(levels: Levels, among: BitMap, of: BitMap) -> list[_Even]:
    """Give which of some records are worth the same by one word, those that are worth most first."""
    number = len(having(levels) & of)
    found = ((worth(level, number, len(of)), levels[level] & among) for level in sorted(levels, reverse=True))
    return [(sum_, keys) for sum_, keys in found if keys]


def _added(sums: Sequence[_Even], more: Sequence[_Even]) -> Iterator[_Even]:
    """Yield what is worth the same by what there was and one more word; as soon as it is asked for."""
    pairs = [(one + other, keys, others) for one, keys in sums for other, others in more]
    for sum_, keys, others in sorted(pairs, key=itemgetter(0), reverse=True):
        both = keys & others
        if both:
            yield sum_, both


def _few(sums: Iterable[_Even]) -> list[_Even]:
    """Put those together whose sums lie so near that they are told apart by hardly anything."""
    found = list(sums)
    if len(found) <= _MOST_SUMS:
        return found
    step = (found[0][0] - found[-1][0]) // _MOST_SUMS + 1
    return [
        (nearly * step, BitMap.union(*(keys for _, keys in even)))
        for nearly, even in groupby(found, key=lambda one: one[0] // step)
    ]
