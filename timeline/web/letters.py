"""An index by letters: what stands under which."""

import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TypeVar

Row = TypeVar("Row")

#: What numbers, and names in no alphabet, stand under.
NUMBERS = "0–9"
OTHERS = "…"


def letter_of(name: str) -> str:
    """Give the letter that a name is filed under: its first, without accents, quotation marks or brackets."""
    sign = next((sign for sign in name if sign.isalnum()), "")
    plain = unicodedata.normalize("NFKD", sign)[:1].upper()
    if plain.isdigit():
        return NUMBERS
    return plain if plain.isalpha() else OTHERS


def by_letter(rows: Iterable[Row], name_of: Callable[[Row], str]) -> list[tuple[str, list[Row]]]:
    """Put rows under their letters: numbers first, then letters, each in the order of the names."""

    def filed(row: Row) -> tuple[bool, str, str]:
        letter = letter_of(name_of(row))
        plain = unicodedata.normalize("NFKD", name_of(row)).casefold().lstrip("“\"'‘[(")
        return letter != NUMBERS, letter, plain

    ordered = sorted(rows, key=filed)
    return [(letter, list(found)) for letter, found in groupby(ordered, lambda row: letter_of(name_of(row)))]
