"""Porter's stems, as both engines' full-text indexes hold them."""

from functools import lru_cache
from typing import Final

import snowballstemmer  # type: ignore[import-untyped]

_STEMMER: Final = snowballstemmer.stemmer("porter")
#: Words so short are their own stems.
_SHORTEST_STEMMED: Final = 3
#: Endings in which Porter's own program, and so FTS5, departs from his article, and so from Snowball's.
_DEPARTURES: Final = (("bly", "ble"), ("blies", "ble"), ("logy", "log"), ("logies", "log"))


@lru_cache(maxsize=200_000)
def stem_of(word: str) -> str:
    """Give the stem of a folded word."""
    if len(word) < _SHORTEST_STEMMED:
        return word
    for ending, instead in _DEPARTURES:
        if word.endswith(ending):
            word = word.removesuffix(ending) + instead
            break
    return str(_STEMMER.stemWord(word))
