"""How much the words of a record say of it, as a few levels that bitmaps can hold.

A word in the title says more than one in the text, one that is repeated more than one that is not, and one
of a short text more than one of a long text. That is the weighing of BM25, with a record's parts weighted,
but for two things: the length that is taken for ordinary is fixed, so that a record's words say the same
whatever else is written; and what comes out is rounded to a third of a power of two.
"""

import math
from collections import defaultdict
from functools import cache
from typing import Final, NamedTuple

from timeline.searched_words import words_of
from timeline.stems import stem_of

#: Levels go from one to this.
HIGHEST: Final = 31
#: Of what comes out as one: a quotation's word in a record of ordinary length.
_LEVEL_OF_ONE: Final = 6
_STEPS: Final = 3
_TITLE, _NAMES, _TEXT, _QUOTATIONS = 10, 5, 2, 1
_ORDINARY_LENGTH: Final = 200
#: BM25's own: how soon more of a word says no more, and how much the length counts.
_SATURATION: Final = 1.2
_BY_LENGTH: Final = 0.75
_MOST_WEIGHED: Final = 4096


class RecordTexts(NamedTuple):
    """The words of a record by weight."""

    title: str
    names: str
    text: str
    quotations: str


def word_levels(texts: RecordTexts) -> dict[str, int]:
    """Give the level of each stem of a record."""
    weights: defaultdict[str, int] = defaultdict(int)
    length = 0
    for text, weight in zip(texts, (_TITLE, _NAMES, _TEXT, _QUOTATIONS), strict=True):
        words = words_of(text) if text else ()
        length += len(words)
        for stem in map(stem_of, words):
            weights[stem] += weight
    less, levels = _less(length), _LEVELS
    return {
        stem: min(max(levels[weight] - less, 1), HIGHEST) if weight < _MOST_WEIGHED else HIGHEST
        for stem, weight in weights.items()
    }


def worth(level: int, having: int, records: int) -> int:
    """Give what a word of this level adds to a record, if so many of all records have it; never below 0.

    What few have tells more. In thousandths of BM25's own unit, so that sums are exact.
    """
    rarity = math.log1p((records - having + 0.5) / (having + 0.5))
    return round(1000 * rarity * _saturated(level))


@cache
def _saturated(level: int) -> float:
    often = 2 ** ((level - _LEVEL_OF_ONE) / _STEPS)
    return often * (_SATURATION + 1) / (often + _SATURATION)


def _level(weight: float) -> int:
    return round(_STEPS * math.log2(weight)) + _LEVEL_OF_ONE


_LEVELS: Final = (0, *map(_level, range(1, _MOST_WEIGHED)))


def _less(length: int) -> int:
    """Tell by how many levels a word of a text so long says less."""
    return round(_STEPS * math.log2(1 - _BY_LENGTH + _BY_LENGTH * length / _ORDINARY_LENGTH))
