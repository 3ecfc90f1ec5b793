"""Whether a text has the words of a quotation: case, marks and line breaks aside, word by word."""

import re
import unicodedata
from typing import Final

#: What a quotation leaves out or adds: “…”, “...”, “[the agency]”.
_CUT: Final = re.compile(r"\[[^\]]*\]|…|\.\s?\.\s?\.")
#: A letter that was made small or large: “[t]he”.
_LETTER: Final = re.compile(r"\[(\w)\](?=\w)")
#: Marks within a word, and the hyphen at which a line breaks; a dash between words is none of them.
_WITHIN: Final = re.compile(r"(?<=\w)['’ʼ](?=\w)|\u00ad\s*|(?<=[^\W\d_])[-‐](?:[^\S\n]*\n\s*)?(?=[^\W\d_])")
_WORDS: Final = re.compile(r"\w+")


def plain_words(text: str) -> str:
    """Give the words of a text in small letters, with a space around each."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return f" {' '.join(_WORDS.findall(_WITHIN.sub('', plain)))} "


def is_quoted_from(quotation: str, words: str) -> bool:
    """Tell whether the words of a quotation stand in those of a text, which `plain_words` gave.

    What was left out (“…”) or added in brackets may be anything; the pieces stand in their order.
    """
    place = 0
    for piece in _CUT.split(_LETTER.sub(r"\1", quotation)):
        wanted = plain_words(piece)
        if not wanted.strip():
            continue
        found = words.find(wanted, place)
        if found < 0:
            return False
        place = found + len(wanted) - 1
    return True
