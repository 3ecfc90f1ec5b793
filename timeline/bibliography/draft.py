"""A source that was read from somebody's reference, and what could not be understood of it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from timeline.dates.parse import is_date
from timeline.errors import Problem
from timeline.records.source import Creator, Identifier, Source
from timeline.records.validate import is_id

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SCHEME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_LINES: Final = ("abstract", "note", "rights")
LONGEST_ID = 60
#: A field whose value was read, so that whoever keeps the draft need not look again.
UNREAD = "has no place in a source here"


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A source as far as it was understood, with a proposed id, and what was not understood."""

    source: Source
    problems: tuple[Problem, ...] = ()


@dataclass(kw_only=True, slots=True)
class Reading:
    """A source while it is read: values by field, and what could not be understood, in order."""

    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def put(self, name: str, value: str, *, path: str) -> None:
        """Keep the value of a field; a second value for it is listed."""
        text = cleaned(value, lines=name in _LINES)
        if not text:
            return
        if self.values.get(name, text) != text:
            self.leave(path, text, "stands beside another value", "Choose one of the two.")
        else:
            self.values[name] = text

    def add_creators(self, creators: Iterable[Creator]) -> None:
        """Keep creators in the order that they come in, each once."""
        known = self.values.setdefault("creators", ())
        self.values["creators"] = (*known, *(c for c in dict.fromkeys(creators) if c not in known))

    def add_identifier(self, scheme: str, value: str, *, path: str) -> None:
        """Keep an identifier of a scheme outside the archive."""
        text, named = cleaned(value), scheme.strip().lower()
        if not text:
            return
        if not _SCHEME.fullmatch(named):
            self.leave(path, value, "has a scheme that is not a name", "Write it as an identifier yourself.")
            return
        made = Identifier(scheme=named, value=doi_of(text) or text if named == "doi" else text)
        known = self.values.setdefault("identifiers", ())
        if made not in known:
            self.values["identifiers"] = (*known, made)

    def leave(self, path: str, value: str, message: str = UNREAD, cure: str = "") -> None:
        """List what was not understood, or was not kept."""
        wanted = cure or "Put it into the note, if it matters."
        self.problems.append(Problem(path=path, value=cleaned(value), message=message, cure=wanted))

    def finished(self) -> Draft:
        """Make the draft: with an id from its key, or else from its author, year and title."""
        values = {"type": "document", "title": "", "language": ""} | self.values
        if not values["title"]:
            self.leave("title", "", "is missing", "Write the title as the work gives it.")
        source = Source(id="", **values)
        return Draft(source=replace(source, id=proposed_id(source, self.key)), problems=tuple(self.problems))


def cleaned(value: str, *, lines: bool = False) -> str:
    """Give a text without control characters and without needless white space."""
    # A tab and a line are white space; NUL and its kind are not, but part words all the same.
    text = _CONTROL.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    if lines:
        return re.sub(
            r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in text.split("\n"))
        ).strip()
    return " ".join(text.split())


def proposed_id(source: Source, key: str = "") -> str:
    """Propose an id: the citation key, or author, year and first words of the title; "" without any."""
    slug = _slug(key)
    if is_id(slug):
        return slug
    words = _slug(source.short_title or source.title).split("-")
    maker = next((made.family or made.literal for made in source.creators), "")
    year = source.issued[:4] if source.issued and is_date(source.issued[:4]) else ""
    parts = [*_slug(maker).split("-")[:2], year, *words[:5]]
    slug = "-".join(filter(None, parts))[:LONGEST_ID].strip("-")
    return slug if is_id(slug) else ""


def doi_of(text: str) -> str:
    """Find the DOI that a text is, written bare, with `doi:` or as an address; "" when it is none."""
    found = re.fullmatch(
        r"(?:doi:\s*|(?:https?://)?(?:dx\.|www\.)?doi\.org/)?(10\.\d{4,9}(?:\.\d+)*/\S+)", text.strip(), re.I
    )
    return found[1].rstrip(".,;") if found else ""


def split_identifiers(source: Source, *schemes: str) -> tuple[dict[str, str], Iterator[Identifier]]:
    """Give the first identifier of each scheme that a format has a field for, and the others."""
    first: dict[str, str] = {}
    others = []
    for known in source.identifiers:
        if known.scheme in schemes and known.scheme not in first:
            first[known.scheme] = known.value
        else:
            others.append(known)
    return first, iter(others)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text[:300]).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].strip("-")
