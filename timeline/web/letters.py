"""An index by letters: what stands under which, and how a long one is taken apart into pages."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Generic, TypeVar

from flask import request, url_for

from timeline.web.params import asked_part, in_address

Row = TypeVar("Row")

#: An index of more rows than these shows one letter at a time, and so many rows of it.
MOST: Final = 500

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A letter of an index: how many rows it has, and where they are."""

    letter: str
    rows: int
    url: str
    is_here: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Index(Generic[Row]):
    """What the page of an index shows: all letters, and the rows of all of them or of one.

    `before` and `after` lead on within a letter that has more rows than a page.
    """

    total: int
    letters: tuple[Letter, ...]
    shown: tuple[tuple[str, Sequence[Row]], ...]
    before: str
    after: str
    is_first: bool


def asked_index(rows: Sequence[Row], name_of: Callable[[Row], str]) -> Index[Row]:
    """Give the page of an index that the address asks for; raises BadRequestError."""
    filed = by_letter(rows, name_of)
    letter, page = asked_part("letter", [letter for letter, _ in filed])
    if not letter and len(rows) > MOST:
        letter = filed[0][0]
    start, found = (page - 1) * MOST, dict(filed).get(letter, [])

    def address(number: int) -> str:
        return url_for(request.endpoint or "", letter=letter, page=in_address(number))

    return Index(
        total=len(rows),
        letters=tuple(
            Letter(
                letter=each,
                rows=len(found_of),
                url=url_for(request.endpoint or "", letter=each) if letter else f"#letter-{place}",
                is_here=each == letter,
            )
            for place, (each, found_of) in enumerate(filed, start=1)
        ),
        shown=((letter, found[start : start + MOST]),) if letter else tuple(filed),
        before=address(page - 1) if letter and page > 1 else "",
        after=address(page + 1) if letter and start + MOST < len(found) else "",
        is_first=page == 1 and letter in {"", filed[0][0]} if filed else True,
    )
