"""The five source documents, and where in them each locator points.

A locator names a heading (shortened to its first words) and a paragraph, a bullet or a note. The tables
below give the line of the text file in which it stands; the files are fixed, their SHA-256 is in the
record. A block quotation and the bullets of a list belong to the paragraph that introduces them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

#: The lines of one paragraph or bullet, the first and the last counted from 1.
Lines: TypeAlias = tuple[int, int]

FILES: Final[Mapping[str, str]] = {
    "ncsl-secure-communities": "000_1e0ed92a51b8f28a.txt",
    "what-is-secure-communities": "001_ba4cdf8c8635e186.txt",
    "no-rules-of-the-road": "002_9c05f6ad21e1603e.txt",
    "ice-secure-communities": "003_93966b4f57b6b310.txt",
    "cosmetic-changes": "004_38d4e7450437c6cb.txt",
}

#: For each document and heading: the lines of its paragraphs in turn.
PARAGRAPHS: Final[Mapping[str, Mapping[str, tuple[int | Lines, ...]]]] = {
    "ncsl-secure-communities": {
        "introduction": (9,),
        "How Secure Communities Works": (13, (15, 19), 21),
        "Pros and Cons": (25, 27),
        "State and Federal Responses to Secure Communities": (31, (33, 38), 40, 42, 44),
        "Resources": (48, 50),
    },
    "what-is-secure-communities": {
        "What is Secure Communities?": (5,),
        "Different from 287(g)": (9, 11),
    },
    "no-rules-of-the-road": {
        "introduction": (7,),
        "DHS is imposing": ((11, 13), 15, 17, (19, 21), 23, 25, 27, 29),
        "Unfunded mandate": ((33, 35), 37, 39),
        "Targets everyone": (43, 45, 47, 49, (51, 57), 59),
        "Rule-free environment": (63, 65, 67, 69),
    },
    "ice-secure-communities": {
        "introduction": (5, 7, 9, 11, 13),
        "The Basics": (17, 19),
        "How does Secure Communities work?": (23, 25, 27),
        "What’s New": (33, 39),
        "The Secure Communities Process": (56, 58, 60, 62, 64, 66),
        "Advancing ICE’s Priorities": (72, 74, 76, 78, 80),
        "Removal Statistics": (86,),
        "Civil Rights and Civil Liberties": (92, 94, 101, 103),
        "Briefings for State and Local Law Enforcement": (109, 111, 116),
        "Leadership": (127, 129, 131, 133, 135),
        "Contact": (141, 143),
    },
    "cosmetic-changes": {"": (11, 13, 15, 17, 19, 21, 23, 25, 27, 29)},
}

#: The same for bullets; `6a` and `6b` are bullets within a bullet.
BULLETS: Final[Mapping[str, Mapping[str, Mapping[str, int]]]] = {
    "ncsl-secure-communities": {
        "How Secure Communities Works": {"1": 17, "2": 18, "3": 19},
        "State and Federal Responses to Secure Communities": {"1": 34, "2": 35, "3": 36, "4": 37, "5": 38},
    },
    "what-is-secure-communities": {
        "Racial profiling": {"1": 17, "2": 18},
        "Insecure communities": {"1": 22, "2": 23, "3": 24},
        "Too wide a net": {"1": 28, "2": 29},
        "Unclear priorities": {"1": 33, "2": 34, "3": 35},
        "Hidden costs": {"1": 39},
    },
    "no-rules-of-the-road": {
        "Targets everyone": {"1": 53, "2": 54, "3": 55, "4": 56, "5": 57},
        "note 21": {"1": 96, "2": 97, "3": 98},
    },
    "ice-secure-communities": {
        "What’s New, concerns": {"1": 35, "2": 36, "3": 37},
        "What’s New, safeguards": {"1": 41, "2": 42, "3": 43, "4": 44, "5": 45, "6a": 47, "6b": 48},
        "Civil Rights and Civil Liberties": {"1": 96, "2": 97, "3": 98, "4": 99},
        "Briefings for State and Local Law Enforcement": {"1": 113, "2": 114},
    },
}

#: What stands at the top and at the foot, and the headings that are cited for their own words.
OTHER: Final[Mapping[str, Mapping[str, Lines]]] = {
    "ncsl-secure-communities": {"masthead": (1, 7), "footer": (52, 82)},
    "no-rules-of-the-road": {
        "masthead": (1, 5),
        "DHS is imposing, heading": (9, 9),
        "Targets everyone, heading": (41, 41),
    },
    "cosmetic-changes": {"masthead": (1, 9), "footer": (31, 32)},
}

NOTES = "no-rules-of-the-road"
_NOTE = re.compile(r"\[(\d+)\]\s")
_QUOTES = re.compile("[\u2018\u2019\u201c\u201d\"'`]")
_WORD = re.compile(r"[a-z0-9]+")


def plain(text: str) -> str:
    """Give a text without quote marks and apostrophes, and with single spaces."""
    return " ".join(_QUOTES.sub("", text).split())


def words(text: str) -> list[str]:
    """List the words of a text, lower case, without punctuation."""
    return _WORD.findall(plain(text).lower())


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One document: its text without quote marks, and its places by locator."""

    text: str
    places: Mapping[str, str]


def read_document(folder: Path, key: str) -> Document:
    """Read one of the five documents from a folder."""
    content = (folder / FILES[key]).read_text(encoding="utf-8")
    lines = content.splitlines()
    places = {name: plain(" ".join(lines[first - 1 : last])) for name, (first, last) in _lines_of(key)}
    if key == NOTES:
        places |= _notes(lines)
    return Document(text=plain(content), places=places)


def _lines_of(key: str) -> Iterator[tuple[str, Lines]]:
    for heading, paragraphs in PARAGRAPHS[key].items():
        for number, lines in enumerate(paragraphs, start=1):
            name = f"{heading}, para. {number}" if heading else f"para. {number}"
            yield name, (lines, lines) if isinstance(lines, int) else lines
    for heading, bullets in BULLETS.get(key, {}).items():
        for mark, line in bullets.items():
            yield f"{heading}, bullet {mark}", (line, line)
    yield from OTHER.get(key, {}).items()


def _notes(lines: list[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    note = ""
    heading = next(number for number, line in enumerate(lines) if line.strip() == "Notes:")
    for line in lines[heading + 1 :]:
        opening = _NOTE.match(line)
        note = f"note {opening[1]}" if opening else note
        if note:
            found.setdefault(note, []).append(line)
    return {name: plain(" ".join(of_note)) for name, of_note in found.items()}
