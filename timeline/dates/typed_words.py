"""What people type in other languages → the English words that the reader of typed dates knows.

A catalogue lists under "typed date" the words and phrases of its language for each English one, parted by
bars. A text in which nothing is left of that language is then read as if it had been typed in English.
"""

import re
import unicodedata
from functools import cache

from timeline.languages.catalogue import SOURCE_LANGUAGE, Catalogue, catalogue, catalogues

_WORDS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
    *("spring", "summer", "autumn", "winter", "northern", "southern"),
    *("first", "second", "third", "fourth", "last", "middle"),
    *("quarter", "half", "four months", "century", "decade"),
    *("before", "after", "not later than", "not before", "until", "since", "from", "to", "between"),
    *("or earlier", "or later", "or", "and", "of", "on", "about", "possibly", "unknown"),
    *("early", "mid", "late"),
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def translated(text: str) -> list[str]:
    """Give a typed text in English, once for each other language in which it has other words."""
    plain = _plain(text)
    found = (_in_english(plain, code) for code in catalogues() if code != SOURCE_LANGUAGE)
    return [each for each in found if each != plain]


def spoken_words(words: Catalogue) -> dict[str, str]:
    """Give the words of a language, each with the English one that it stands for."""
    return {
        _plain(spoken): english
        for english in _WORDS
        for spoken in words.pgettext("typed date", english).split("|")
    }


@cache
def _rules(code: str) -> tuple[re.Pattern[str], dict[str, str]]:
    known = spoken_words(catalogue(code))
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile(r"(?<![a-z])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![a-z])"), known


def _in_english(plain: str, code: str) -> str:
    pattern, known = _rules(code)
    text = " ".join(pattern.sub(lambda found: known[found[0]], plain).split())
    text = re.sub(r"\bdecade (?:of )*([0-9]{3}0)\b", r"\1s", text)
    return re.sub(r"\bcentury ([ivxlc]+|[0-9]{1,2})\b", _century, text)


def _century(found: re.Match[str]) -> str:
    number = found[1]
    if not number.isdigit():
        values = [_ROMAN[sign] for sign in number]
        pairs = zip(values, [*values[1:], 0], strict=True)
        number = str(sum(-value if value < following else value for value, following in pairs))
    return f"{number} century"


def _plain(text: str) -> str:
    """Give a text in lower case, without accents and abbreviating dots."""
    parted = unicodedata.normalize("NFD", text.casefold())
    kept = "".join(mark for mark in parted if not unicodedata.combining(mark))
    return " ".join(re.sub(r"(?<=[a-z])\.", "", kept).split())
