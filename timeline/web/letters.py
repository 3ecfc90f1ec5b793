"""An index by letters: what stands under which, and how a long one is taken apart into pages."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from flask import request, url_for

from timeline.web.params import asked_part, in_address

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A letter of an index: how many rows it has, and where they begin."""

    letter: str
    rows: int
    url: str
    is_here: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Part(Generic[Row]):
    """The rows of a letter on a page, under a heading with this id."""

    id: str
    letter: str
    rows: Sequence[Row]


@dataclass(frozen=True, kw_only=True, slots=True)
class Index(Generic[Row]):
    """What the page of an index shows: all letters, and some of the rows under theirs.

    `before` and `after` lead to the pages around it.
    """

    total: int
    letters: tuple[Letter, ...]
    shown: tuple[Part[Row], ...]
    page: int
    pages: int
    before: str
    after: str


def asked_index(rows: Sequence[Row], name_of: Callable[[Row], str], *, most: int) -> Index[Row]:
    """Give the page of an index that the address asks for, by its number or a letter that begins there.

    A page has `most` rows. Raises BadRequestError.
    """
    filed = by_letter(rows, name_of)
    starts = _starts(filed)
    letter, page = asked_part("letter", [letter for letter, _ in filed])
    if letter:
        page = starts[letter] // most + 1
    start, end = (page - 1) * most, page * most
    pages = max(1, -(-len(rows) // most))
    ids = {letter: f"letter-{number}" for number, (letter, _) in enumerate(filed, start=1)}

    def address(number: int) -> str:
        return url_for(request.endpoint or "", page=in_address(number))

    def leading_to(letter: str) -> str:
        number = starts[letter] // most + 1
        return ("" if number == page else address(number)) + f"#{ids[letter]}"

    shown = tuple(
        Part(id=ids[letter], letter=letter, rows=some)
        for letter, found in filed
        if (some := found[max(0, start - starts[letter]) : max(0, end - starts[letter])])
    )
    here = {part.letter for part in shown} if pages > 1 else set()
    return Index(
        total=len(rows),
        letters=tuple(
            Letter(letter=letter, rows=len(found), url=leading_to(letter), is_here=letter in here)
            for letter, found in filed
        ),
        shown=shown,
        page=page,
        pages=pages,
        before=address(min(page - 1, pages)) if page > 1 else "",
        after=address(page + 1) if page < pages else "",
    )


def _starts(filed: Iterable[tuple[str, Sequence[Row]]]) -> dict[str, int]:
    """Give before how many rows of the index each letter begins."""
    starts, start = {}, 0
    for letter, rows in filed:
        starts[letter] = start
        start += len(rows)
    return starts
