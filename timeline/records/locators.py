"""A locator, which is kept as one text, read as a kind of place and which one it is, and made of the two.

`locate` reads any text, also as other people write it, and is what files tell. `split` and `join` are for
those who write: whatever is split and joined again is the same text, letter for letter, and what is no
place of a kind, written as the archive writes it, is split into no kind and itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from timeline.records.fields import MAX_LINE

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

#: What the archive writes before one place of a kind, and before several.
WRITTEN: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "page": ("p.", "pp."),
        "paragraph": ("para.", "paras."),
        "note": ("note", "notes"),
        "bullet": ("bullet", "bullets"),
        "section": ("section", "sections"),
        "chapter": ("chapter", "chapters"),
        "line": ("line", "lines"),
        "folio": ("fol.", "fols."),
        "figure": ("figure", "figure"),
        "table": ("table", "table"),
        "column": ("col.", "col."),
        "timestamp": ("at", "at"),
    }
)
#: Words that say more than their kind does, and are not written in another way.
_TELLING: Final = frozenset({"footnote", "endnote", "fn", "min"})

_KIND_OF: Final = {word: kind for kind, words in KINDS.items() for word in words}
#: Between one and the next. An “and” has a space at a side, or numbers such as “1and2” are read in as many
#: ways as there are letters in them.
_THEN = r"(?:\s*[-–,&]\s*|\s+and\s*|and\s+)"
_NUMBERED = re.compile(
    r"(?:(?P<heading>.+?),\s+)?(?P<word>[A-Za-z]+|[¶§]+)\.?\s*"
    rf"(?P<value>(?:\d[\w.:]*|[ivxlc]+)(?:{_THEN}(?:\d[\w.:]*|[ivxlc]+))*)"
)

_SECONDHAND = re.compile(r", as [a-z]+ in .*")

_KIND_WRITTEN = {word: kind for kind, words in WRITTEN.items() for word in words}
_WORD = "|".join(re.escape(word) for word in _KIND_WRITTEN)
#: A number with what hangs on it (“12r”, “101(a)”, “A-3”), a Roman one, or a letter or two.
_ONE = r"(?:[A-Z]{1,3}-\d[\w.]*|(?=[^\s,&–-]*\d)[^\s,&–-]+|[ivxlc]+|[A-Z]{1,2}(?!-\d))"
_WHICH = rf"(?P<which>{_ONE}(?P<more>{_THEN}{_ONE})*)(?P<rest>, as [a-z]+ in .*)?"
_COUNTED = re.compile(rf"(?:(?P<heading>.+?), )??{_WHICH}")
_CANONICAL = re.compile(rf"(?:(?P<heading>.+?), )??(?P<word>{_WORD}) {_WHICH}")
_ROMAN = re.compile(r"[ivxlc]+")
_FIRST_WORD = re.compile(r"([A-Za-z]+|[¶§]+)\.?(?=[\s\d])")


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


# --- Two fields for those who write ------------------------------------------------------------------


def split(text: str) -> tuple[str, str]:
    """Give the kind of a locator and which one of it: “pp. 4–6” is (page, 4–6).

    A heading stays with the number: “The Basics, para. 2” is (paragraph, The Basics, 2). Any other text,
    such as “masthead” or “p. 4, n. 7”, has the kind "" and is itself. `join` of both gives the text again.
    """
    for kind, value in _readings(text) if len(text) <= MAX_LINE else ():
        if join(kind, value) == text:
            return kind, value
    return "", text


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """Yield how a text may be split; whether it is, what both come to when they are joined decides."""
    found = _CANONICAL.fullmatch(text)
    # What stands under a place that is counted itself, such as “note 21, bullet 1”, is left as it is, and so
    # is “as named in The Basics, para. 2”, which is a place in some other work.
    if found and not _is_place(found["heading"] or "") and not text.startswith("as "):
        yield _KIND_WRITTEN[found["word"]], _counted(found["heading"], found["which"], found["rest"])
    for kind, (word, _) in WRITTEN.items():
        value = text.removeprefix(f"{word} ")
        if value != text and is_unclear(text):
            yield kind, value.removesuffix(" ")
        # A word such as “note” also begins what is no place of its kind: “note on the text”.
        elif value != text and (word.endswith(".") or (value[:1].isalnum() and not value[:1].islower())):
            yield kind, value


def _is_place(text: str) -> bool:
    """Tell whether a heading is a place of its own, or tells of one in another work."""
    found = locate(text)
    return found is not None and (found.kind != OTHER or _SECONDHAND.search(text) is not None)


def _counted(heading: str | None, which: str, rest: str | None) -> str:
    return (f"{heading}, " if heading else "") + which + (rest or "")


def join(kind: str, value: str) -> str:
    """Give the text of a locator: (page, 4) is “p. 4”. Without a kind the value is the text.

    What is written out in the value is not written twice: (page, p. 4) and (page, page 4) are “p. 4” too,
    and a whole locator stays what it is, whatever the kind says. Where the two do not go together, or there
    is a kind alone, the text ends in a space, which that of no record does: see `is_unclear`.
    """
    if not kind:
        return value
    word = WRITTEN[kind][0] if kind in WRITTEN else kind
    if not value:
        return f"{word} "
    if kind not in WRITTEN:
        return f"{word} {value} "
    return _joined(kind, value) if len(value) <= MAX_LINE else f"{word} {value}"


def _joined(kind: str, value: str) -> str:
    word = WRITTEN[kind][0]
    unclear = f"{word} {value} "
    if value.rstrip(".").lower() in KINDS[kind]:
        return unclear
    if _is_canonical(value):
        return value
    said = None if _ROMAN.fullmatch(value) else locate(value)
    if said and said.kind == kind:
        return _in_our_words(said, value)
    first = _FIRST_WORD.match(value)
    if first and _KIND_OF.get(first[1].lower()) == kind:
        return value
    if counted := _COUNTED.fullmatch(value):
        return _composed(kind, counted)
    return unclear if said and said.kind != OTHER else f"{word} {value}"


def _is_canonical(text: str) -> bool:
    found = _CANONICAL.fullmatch(text)
    return found is not None and _composed(_KIND_WRITTEN[found["word"]], found) == text


def _in_our_words(said: Locator, value: str) -> str:
    """Write a place of a kind as the archive does, save where its word says more or it is under another."""
    first = _FIRST_WORD.match(value)
    if _is_place(said.heading) or (first and first[1].lower() in _TELLING):
        return value
    secondhand = _SECONDHAND.search(value)
    rest = secondhand[0] if secondhand else ""
    counted = _COUNTED.fullmatch(_counted(said.heading, said.value, rest))
    return _composed(said.kind, counted) if counted else value


def _composed(kind: str, found: re.Match[str]) -> str:
    one, several = WRITTEN[kind]
    heading = f"{found['heading']}, " if found["heading"] else ""
    return f"{heading}{several if found['more'] else one} {found['which']}{found['rest'] or ''}"


def is_unclear(text: str) -> bool:
    """Tell whether a kind and a value that were joined do not say which place is meant."""
    return text.endswith(" ")
