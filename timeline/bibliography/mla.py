"""Entries of a list of works cited in the style of MLA, 9th edition."""

from timeline.bibliography.cited_dates import mla_date
from timeline.bibliography.cited_parts import (
    ARTICLES,
    LEGAL,
    LOOSE,
    PARTS,
    address_of,
    genre_of,
    inverted,
    makers,
    name_of,
    number_of,
    numbered,
    pages_of,
    place_of_original,
)
from timeline.bibliography.marks import is_description, italic, listed, quoted, sentences
from timeline.records.source import Creator, Source


def mla(source: Source) -> str:
    """Cite a source in the style of MLA, with marks for italics."""
    authors = makers(source)
    # A body that publishes its own work stands as publisher alone.
    if (
        len(authors) == 1
        and authors[0].literal
        and authors[0].literal in (source.publisher, source.container)
    ):
        authors = []
    in_quotes = (source.type in PARTS and source.container) or source.type in LOOSE
    title = quoted(source.title) if in_quotes else italic(source.title)
    if source.type in LEGAL and source.type != "legal-case":
        title = "" if source.title in number_of(source) else source.title
    maker = _authors(authors) or (source.authority if source.type in LEGAL else "")
    address = address_of(source)
    genre = genre_of(source) if not is_description(source.title) and source.type not in ARTICLES else ""
    told = listed(*_container(source))
    whole = listed(told[:1].upper() + told[1:], address)
    return sentences(maker, title, f"{whole}." if address else whole, genre, place_of_original(source))


def _authors(creators: list[Creator]) -> str:
    if not creators:
        return ""
    if len(creators) > 2:
        return f"{inverted(creators[0])}, et al."
    # The comma closes a name turned round; a body's name is not.
    mark = " and " if creators[0].literal else ", and "
    return mark.join([inverted(creators[0]), *(name_of(creator) for creator in creators[1:])])


def _container(source: Source) -> tuple[str, ...]:
    editors = [name_of(made) for made in makers(source, "editor")]
    edited = f"edited by {' and '.join(editors)}" if editors else ""
    publisher = source.publisher if source.publisher != source.container else ""
    number = numbered(number_of(source))
    if source.type == "legal-case" and number and not number.startswith("No."):
        number = f"No. {number}"
    is_part = source.type in (*ARTICLES, "chapter", "paper-conference")
    return (
        italic(source.container),
        edited,
        f"vol. {source.volume}" if source.volume else "",
        f"no. {source.issue}" if source.issue else "",
        number[:1].lower() + number[1:] if number.startswith("No.") else number,
        publisher,
        mla_date(source.issued),
        pages_of(source) if is_part else "",
    )
