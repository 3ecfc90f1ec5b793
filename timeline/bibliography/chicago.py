"""References in the author-date style of the Chicago Manual, 18th edition."""

from timeline.bibliography.cited_dates import chicago_date
from timeline.bibliography.cited_parts import (
    ARTICLES,
    LEGAL,
    LOOSE,
    PARTS,
    address_of,
    container_of,
    dashed,
    genre_of,
    inverted,
    joined,
    makers,
    name_of,
    number_of,
    numbered,
    place_of_original,
    publisher_of,
)
from timeline.bibliography.marks import is_description, italic, listed, quoted, sentences
from timeline.records.source import Creator, Source

_MOST_NAMES = 6


def chicago(source: Source) -> str:
    """Cite a source in the style of Chicago, with marks for italics."""
    year, day = chicago_date(source.issued)
    if source.type in LEGAL and not makers(source):
        return _legal(source, year, day)
    authors = _authors(makers(source))
    in_quotes = source.type in PARTS or source.type in LOOSE
    title = quoted(source.title) if in_quotes else italic(source.title)
    head = (authors, year, title) if authors else (title, year)
    return sentences(*head, *_origin(source, day), _ended(address_of(source)))


def _authors(creators: list[Creator]) -> str:
    if not creators:
        return ""
    names = [inverted(creators[0]), *(name_of(creator) for creator in creators[1:])]
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[:3])}, et al."
    return joined(names, "and" if creators[0].literal and len(names) == 2 else ", and")


def _origin(source: Source, day: str) -> tuple[str, ...]:
    container, publisher = container_of(source), publisher_of(source)
    genre = "" if is_description(source.title) else genre_of(source)
    if source.type in ARTICLES:
        return (_journal(source, container, day),)
    if source.volume and container:
        return genre, listed(_journal(source, container, day), publisher)
    if source.type in ("chapter", "paper-conference") and container:
        editors = joined([name_of(made) for made in makers(source, "editor")], "and")
        edited = f"edited by {editors}" if editors else ""
        return f"In {listed(italic(container), edited)}", listed(publisher, day)
    number = numbered(number_of(source))
    greater = italic(container) if source.type == "post-weblog" else container
    described = listed(
        genre, number[:1].lower() + number[1:] if genre and number.startswith("No.") else number
    )
    if not (greater or publisher):
        described, day = listed(described, day), ""
    described = described[:1].upper() + described[1:]
    return described, listed(greater, publisher, day), place_of_original(source)


def _journal(source: Source, container: str, day: str) -> str:
    said = italic(container)
    if source.type in ("article-magazine", "article-newspaper"):
        return listed(said, day, dashed(source.pages))
    if source.volume:
        said += f" {source.volume}"
    issue = f"({source.issue})" if source.volume else f", no. {source.issue}"
    said += f" {issue}".replace(" , ", ", ") if source.issue else f" ({day})" if day else ""
    return f"{said}: {dashed(source.pages)}" if source.pages else said


def _legal(source: Source, year: str, day: str) -> str:
    dated = _dated(year, day)
    number = number_of(source)
    if source.type == "legal-case":
        number = f"No. {number.removeprefix('No. ')}" if number else ""
        inside = " ".join(filter(None, (source.authority, dated)))
        inside = f" ({inside})" if inside else ""
        return sentences(listed(source.title, number) + inside, _ended(address_of(source)))
    title = "" if source.title in number else source.title
    return sentences(listed(title, number, source.authority, dated), _ended(address_of(source)))


def _dated(year: str, day: str) -> str:
    """Put the parts of a date together again within a sentence."""
    if year == "n.d.":
        return ""
    if day[:1].isupper():
        return f"{day}, {year}"
    return f"{day} {year}" if day else year[:1].lower() + year[1:]


def _ended(address: str) -> str:
    """End an address with a point, as this style does."""
    return f"{address}." if address else ""
