"""What a word is to the search: a run of letters and digits, without accents, in small letters.

The full-text indexes of both engines are made to agree with it.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

#: A run of letters and digits; an underscore is none of them.
WORD: Final = re.compile(r"[^\W_]+")
SHORTEST_KNOWN: Final = 3
LONGEST_KNOWN: Final = 40

_ACCENTS = re.compile("[\u0300-\u036f]")


def searched(text: str) -> str:
    """Take the accents off and write small letters, as the indexes have it."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).lower()


def words_of(text: str) -> list[str]:
    """Take a text apart into words as the indexes have them, but for their stems."""
    return WORD.findall(searched(text))


def known_words(texts: tuple[str, ...]) -> set[tuple[str, str]]:
    """Give the words of some texts that a misspelt one could mean, each folded and as it is written."""
    found: set[str] = set()
    for text in texts:
        found.update(WORD.findall(unicodedata.normalize("NFC", text).lower()))
    return {pair for pair in map(_known, found) if pair is not None}


@lru_cache(maxsize=100_000)
def _known(word: str) -> tuple[str, str] | None:
    plain = searched(word)
    is_known = SHORTEST_KNOWN <= len(plain) <= LONGEST_KNOWN >= len(word) and plain.isalpha()
    return (plain, word) if is_known else None
