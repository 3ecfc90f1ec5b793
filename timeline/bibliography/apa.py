"""References in the style of APA, 7th edition."""

from timeline.bibliography.cited_dates import apa_date, chicago_date
from timeline.bibliography.cited_parts import (
    ARTICLES,
    LEGAL,
    address_of,
    container_of,
    dashed,
    genre_of,
    initials,
    joined,
    makers,
    number_of,
    numbered,
    pages_of,
    place_of_original,
    publisher_of,
)
from timeline.bibliography.marks import is_description, italic, sentences
from timeline.records.source import Creator, Source

_MOST_NAMES = 20


def apa(source: Source) -> str:
    """Cite a source in the style of APA, with marks for italics."""
    if source.type in LEGAL and not makers(source):
        return _legal(source)
    date = f"({apa_date(source.issued)})"
    title = _title(source)
    authors = _authors(makers(source))
    head = (authors, date, title) if authors else (title, date)
    return sentences(*head, *_origin(source), address_of(source))


def _authors(creators: list[Creator]) -> str:
    names = [_name(creator) for creator in creators]
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[: _MOST_NAMES - 1])}, . . . {names[-1]}"
    return joined(names, ", &")


def _name(creator: Creator) -> str:
    if creator.literal:
        return creator.literal
    given, _, suffix = creator.given.partition(", ")
    return ", ".join(filter(None, (creator.family, initials(given), suffix)))


def _title(source: Source) -> str:
    is_part = source.type in (*ARTICLES, "chapter", "paper-conference", "post-weblog") and source.container
    said = source.title if is_part else italic(source.title)
    if source.number and source.type not in ARTICLES:
        said += f" ({numbered(source.number)})"
    genre = genre_of(source)
    if genre and not is_description(source.title) and source.type not in ARTICLES:
        said += f" [{genre}{_of_school(source)}]"
    return said


def _of_school(source: Source) -> str:
    return f", {source.publisher}" if source.type == "thesis" and source.publisher else ""


def _origin(source: Source) -> tuple[str, ...]:
    container = container_of(source)
    publisher = "" if source.type == "thesis" else publisher_of(source)
    if source.type in ARTICLES or (container and source.volume):
        issue = f"({source.issue})" if source.issue else ""
        volume = f"{italic(source.volume)}{issue}"
        parts = (italic(container), volume, dashed(source.pages))
        return (", ".join(filter(None, parts)),)
    if source.type in ("chapter", "paper-conference") and container:
        editors = [
            f"{initials(made.given)} {made.family}".strip() or made.literal
            for made in makers(source, "editor")
        ]
        role = "Eds." if len(editors) > 1 else "Ed."
        named = f"{joined(editors, ', &' if len(editors) > 2 else '&')} ({role}), " if editors else ""
        pages = f" ({pages_of(source)})" if source.pages else ""
        return f"In {named}{italic(container)}{pages}", publisher
    if source.type == "post-weblog":
        return italic(container), publisher
    return container, publisher, place_of_original(source)


def _legal(source: Source) -> str:
    year = chicago_date(source.issued)[0]
    date = year[:1].lower() + year[1:]
    authority = f"{source.authority} " if source.authority and source.type == "legal-case" else ""
    dated = f" ({authority}{date})" if authority or date != "n.d." else ""
    number = number_of(source)
    if number and source.type == "legal-case":
        number = f"No. {number.removeprefix('No. ')}"
    elsewhere = source.authority if source.type != "legal-case" else ""
    title = "" if source.title in number else source.title
    return sentences(", ".join(filter(None, (title, number, elsewhere))) + dated, address_of(source))
