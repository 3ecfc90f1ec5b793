"""An index of words: for each stem, the records that have it, by how much it says of them.

It is of all records of all kinds, public or not, by their keys. Like the index of events it is never changed:
`with_records` gives another one in which some records were written anew, and shares the rest.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from pyroaring import BitMap

from timeline.selecting.postings import Collected, Levels, Postings

_Of = TypeVar("_Of", int, str)


class RecordWords(NamedTuple):
    """What the index keeps of a record: its key, what it is, and the levels of its stems."""

    key: int
    kind: str
    is_public: bool
    levels: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class WordIndex:
    """The records of each stem by level, those of each kind, and those that are public.

    `postings` are of when the index was made; of `late` records, which were written since, they say nothing
    that holds.
    """

    postings: Postings = field(default_factory=Postings)
    kinds: Mapping[str, BitMap] = field(default_factory=dict)
    public: BitMap = field(default_factory=BitMap)
    late: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    late_words: Mapping[str, Levels] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Give how many records there are."""
        return sum(map(len, self.kinds.values()))

    def levels(self, stem: str) -> Levels:
        """Give the records that have a stem, by level."""
        found = self.postings.levels(stem)
        if not self.late:
            return found
        return _joined(_without(found, BitMap(self.late)), self.late_words.get(stem, {}))

    def stems_beginning(self, letters: str) -> set[str]:
        """Give the stems that begin with some letters."""
        late = (stem for stem in self.late_words if stem.startswith(letters))
        return {*self.postings.beginning(letters), *late}

    def with_records(self, written: Collection[RecordWords]) -> "WordIndex":
        """Give the index after these records were written, for the first time or again."""
        keys = BitMap([one.key for one in written])
        late_words = dict(self.late_words)
        for stem in {stem for key in keys for stem in self.late.get(key, ())}:
            late_words[stem] = _without(late_words[stem], keys)
        for stem, levels in _by_stem(written).items():
            late_words[stem] = _joined(late_words.get(stem, {}), levels)
        return WordIndex(
            postings=self.postings,
            kinds=_joined(_without(self.kinds, keys), _by_kind(written)),
            public=(self.public - keys) | BitMap([one.key for one in written if one.is_public]),
            late={**self.late, **{one.key: one.levels for one in written}},
            late_words=late_words,
        )


def collect(records: Iterable[RecordWords]) -> WordIndex:
    """Make an index of records."""
    collected, public = Collected(), array("I")
    kinds: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    for one in records:
        collected.add(one.key, one.levels)
        kinds[one.kind].append(one.key)
        if one.is_public:
            public.append(one.key)
    return WordIndex(
        postings=collected.postings(),
        kinds={kind: BitMap(keys) for kind, keys in sorted(kinds.items())},
        public=BitMap(public),
    )


def _by_stem(written: Iterable[RecordWords]) -> dict[str, dict[int, BitMap]]:
    found: dict[str, dict[int, BitMap]] = {}
    for one in written:
        for stem, level in one.levels.items():
            found.setdefault(stem, {}).setdefault(level, BitMap()).add(one.key)
    return found


def _by_kind(written: Iterable[RecordWords]) -> dict[str, BitMap]:
    found: dict[str, BitMap] = {}
    for one in written:
        found.setdefault(one.kind, BitMap()).add(one.key)
    return found


def _without(sets: Mapping[_Of, BitMap], keys: BitMap) -> dict[_Of, BitMap]:
    return {of: some - keys for of, some in sets.items()}


def _joined(sets: Mapping[_Of, BitMap], others: Mapping[_Of, BitMap]) -> dict[_Of, BitMap]:
    return {**sets, **{of: sets[of] | some if of in sets else some for of, some in others.items()}}
