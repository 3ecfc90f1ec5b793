"""What of a record can be found by its words.

Each engine keeps its own full-text index over these texts and keeps it in step by itself (see
`timeline.models.search`); both index the same words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from timeline.records.fields import Many, Markdown, Text, field_specs
from timeline.records.kinds import Record

#: So much of each text is searched, in characters, and in bytes when it is taken apart for the index; a
#: record that has more is found by what stands first. PostgreSQL's vector ends at a megabyte.
LONGEST: Final = 100_000
LONGEST_BYTES: Final = 200_000
_CERTAINLY_SHORT: Final = 5_000

_TITLES: Final = ("title", "name", "label")
_NAMES: Final = {"short_title", "sort_name", "other_names", "family", "given", "literal"}
_QUOTATIONS: Final = {"quotation", "verbatim", "date_verbatim", "asserted_verbatim", "period_verbatim"}
_NO_WORDS: Final = {
    "bears_on", "box", "file", "folder", "follows", "issue", "language", "licence", "locator", "pages",
    "stated_from", "state", "volume",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchText:
    """A record's words by weight: its title, its other names, what it says, what it quotes."""

    title: str
    names: str
    text: str
    quotations: str


def search_text(record: Record) -> SearchText:
    """Give the words by which a record is found."""
    words: dict[str, list[str]] = {"title": [], "names": [], "text": [], "quotations": []}
    for name, value in _words(record):
        words[_column(name)].append(value)
    return SearchText(**{column: _cut("\n".join(values)) for column, values in words.items()})


def _cut(text: str) -> str:
    text = text[:LONGEST]
    while len(text) > _CERTAINLY_SHORT and len(normalize("NFKD", text).encode()) > LONGEST_BYTES:
        text = text[: len(text) * 3 // 4]
    return text


def _column(field: str) -> str:
    if field == "own_title":
        return "title"
    if field in _NAMES:
        return "names"
    return "quotations" if field in _QUOTATIONS else "text"


def _words(part: object, *, own: bool = True) -> Iterator[tuple[str, str]]:
    for spec in field_specs(type(part)):
        value = getattr(part, spec.name)
        if not value or spec.name in _NO_WORDS:
            continue
        if spec.part is not None:
            for item in value:
                yield from _words(item, own=False)
        elif isinstance(spec.mark, Many):
            if isinstance(spec.mark.item, Text):
                yield from ((spec.name, item) for item in value)
        elif isinstance(spec.mark, Text | Markdown):
            yield ("own_title" if own and spec.name in _TITLES else spec.name), value
