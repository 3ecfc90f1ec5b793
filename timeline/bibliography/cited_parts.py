"""What the citation styles share: who stands as author, what is part of a greater work, where a work is."""

import re
from collections.abc import Sequence
from typing import Final

from timeline.records.source import Creator, Source

LEGAL: Final = ("bill", "legal-case", "legislation", "regulation", "treaty")
ARTICLES: Final = ("article-journal", "article-magazine", "article-newspaper")
#: Works that stand in something greater: their titles go in quotation marks, that of the greater in italics.
PARTS: Final = (*ARTICLES, "chapter", "paper-conference", "post-weblog", "webpage", "broadcast", "interview")
#: Works without a title page of their own, whose titles go in quotation marks too.
LOOSE: Final = ("personal-communication", "manuscript", "speech", "press-release", "document")
_NAMED: Final = {
    "broadcast": "Broadcast", "dataset": "Data set", "interview": "Interview", "manuscript": "Manuscript",
    "map": "Map", "motion-picture": "Film", "personal-communication": "Communication",
    "press-release": "Press release", "speech": "Speech", "thesis": "Thesis",
}  # fmt: skip


def makers(source: Source, role: str = "author") -> list[Creator]:
    """Give the creators of a role."""
    return [made for made in source.creators if made.role == role]


def name_of(creator: Creator) -> str:
    """Give a name as it is spoken."""
    return creator.literal or " ".join(filter(None, (creator.given.partition(", ")[0], _family(creator))))


def inverted(creator: Creator) -> str:
    """Give a name with the family name first."""
    if creator.literal:
        return creator.literal
    given, _, suffix = creator.given.partition(", ")
    return ", ".join(filter(None, (creator.family, given, suffix)))


def initials(given: str) -> str:
    """Give the initials of a given name: “Jean-Luc M” is “J.-L. M.”."""
    words = []
    for word in given.split():
        pieces = [piece[0].upper() + "." for piece in word.split("-") if piece]
        words.append("-".join(pieces))
    return " ".join(words)


def genre_of(source: Source) -> str:
    """Say what kind of work it is, where a style prints that: its genre, or the name of its type."""
    said = source.genre or _NAMED.get(source.type, "")
    if source.type == "webpage" and said.casefold() in ("web page", "webpage"):
        return ""
    if source.type == "personal-communication" and said:
        recipients = [name_of(made) for made in makers(source, "recipient")]
        said += (
            f" {'with' if said.endswith('exchange') else 'to'} {' and '.join(recipients)}"
            if recipients
            else ""
        )
    return said[:1].upper() + said[1:]


def publisher_of(source: Source) -> str:
    """Give the publisher, unless it stands as author or as the greater work already."""
    if source.publisher.casefold() in (_bodies(source), source.container.casefold()):
        return ""
    return source.publisher


def container_of(source: Source) -> str:
    """Give the greater work, unless it stands as author already."""
    return "" if source.container.casefold() == _bodies(source) else source.container


def number_of(source: Source) -> str:
    """Give the number, unless the title says it."""
    return "" if source.number in source.title else source.number


def _bodies(source: Source) -> str:
    return ", ".join(made.literal.casefold() for made in makers(source))


def address_of(source: Source) -> str:
    """Give where to find it: the DOI as an address, or else its own, or else the archived copy."""
    doi = next((known.value for known in source.identifiers if known.scheme == "doi"), "")
    return f"https://doi.org/{doi}" if doi else source.url or source.archived_url


def place_of_original(source: Source) -> str:
    """Give the folder, the box and the institution that keep the original."""
    return ", ".join(filter(None, (source.folder, source.box, source.repository)))


def pages_of(source: Source) -> str:
    """Give the pages with “p.” or “pp.”, and as they stand where they are no bare numbers."""
    pages = dashed(source.pages)
    if not re.fullmatch(r"[0-9A-Za-z]+([–,] ?[0-9A-Za-z]+)*", pages):
        return pages
    return f"pp. {pages}" if re.search(r"[–,]", pages) else f"p. {pages}"


def dashed(pages: str) -> str:
    """Set a dash between the numbers of pages."""
    return re.sub(r"(?<=[0-9A-Za-z])\s*-{1,2}\s*(?=[0-9A-Za-z])", "–", pages)


def numbered(number: str) -> str:
    """Give a number with “No.”, where it is one and not words."""
    return f"No. {number}" if re.fullmatch(r"[0-9][0-9A-Za-z./–-]*", number) else number


def joined(names: Sequence[str], last: str) -> str:
    """Join names by commas, with a word before the last."""
    if len(names) < 2:
        return "".join(names)
    if len(names) == 2:
        return f"{names[0]}{',' if last.startswith(',') else ''} {last.lstrip(', ')} {names[1]}"
    return f"{', '.join(names[:-1])}, {last.lstrip(', ')} {names[-1]}"


def _family(creator: Creator) -> str:
    suffix = creator.given.partition(", ")[2]
    return f"{creator.family} {suffix}" if suffix else creator.family
