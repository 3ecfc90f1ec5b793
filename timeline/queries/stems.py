"""Porter's stems, as both engines' full-text indexes hold them."""

from functools import lru_cache
from typing import Final

import snowballstemmer  # type: ignore[import-untyped]

_STEMMER: Final = snowballstemmer.stemmer("porter")


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """Give the stem of a folded word."""
    return str(_STEMMER.stemWord(word))
