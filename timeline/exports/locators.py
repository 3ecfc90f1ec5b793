"""A locator taken apart: under which heading, what kind of place, and which one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

#: The kinds as CSL calls them, each with the words by which locators name it.
KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "page": ("p", "pp", "page", "pages"),
        "paragraph": ("para", "paras", "paragraph", "paragraphs", "¶"),
        "note": ("n", "nn", "note", "notes", "footnote", "endnote", "fn"),
        "bullet": ("bullet", "bullets"),
        "section": ("sec", "secs", "section", "sections", "§", "§§"),
        "chapter": ("ch", "chap", "chapter", "chapters"),
        "line": ("l", "ll", "line", "lines"),
        "folio": ("fol", "fols", "folio", "folios"),
        "figure": ("fig", "figure"),
        "table": ("table",),
        "column": ("col", "column"),
        "timestamp": ("min", "at"),
    }
)
OTHER: Final = "other"

_KIND_OF: Final = {word: kind for kind, words in KINDS.items() for word in words}
_NUMBERED = re.compile(
    r"(?:(?P<heading>.+?),\s+)?(?P<word>[A-Za-z]+|[¶§]+)\.?\s*"
    r"(?P<value>(?:\d[\w.:]*|[ivxlc]+)(?:\s*(?:[-–,&]|and)\s*(?:\d[\w.:]*|[ivxlc]+))*)"
)

_SECONDHAND = re.compile(r", as [a-z]+ in .*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Locator:
    """A place in a source: `kind` is a key of KINDS, or `other` for what names no number."""

    heading: str
    kind: str
    value: str


def locate(text: str) -> Locator | None:
    """Take a locator apart; None for an empty one. What is not understood is kept whole, as `other`."""
    if not text:
        return None
    # “p. 6, as cited in note 2” is page 6; “as named in …” is a place in some other work.
    own = _SECONDHAND.sub("", text)
    found = _NUMBERED.fullmatch(own) if not own.startswith("as ") else None
    kind = _KIND_OF.get(found["word"].lower()) if found else None
    if found is None or kind is None:
        return Locator(heading="", kind=OTHER, value=text)
    return Locator(heading=found["heading"] or "", kind=kind, value=found["value"])


def kinds() -> Iterator[str]:
    """Yield what the kind of a locator can be."""
    yield from KINDS
    yield OTHER
