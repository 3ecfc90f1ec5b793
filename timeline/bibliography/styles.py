"""A source as APA (7th edition), Chicago (author-date) and MLA (9th edition) cite it.

Written out for the fields that a source has here. The processor that we tried in its place printed titles
and dates twice where a work names no author, gave up at ranges of dates, and took 0.1 s a reference. Titles
keep their capitals: a style's own rule for them would change what the archive keeps as it is written.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from timeline.bibliography.apa import apa
from timeline.bibliography.chicago import chicago
from timeline.bibliography.marks import html, plain, without_marks
from timeline.bibliography.mla import mla
from timeline.records.source import Creator, Source

STYLES: Final[Mapping[str, tuple[str, Callable[[Source], str]]]] = MappingProxyType(
    {"apa": ("APA", apa), "chicago": ("Chicago", chicago), "mla": ("MLA", mla)}
)
_FIELDS: Final = tuple(field.name for field in fields(Source))


def cite(source: Source, style: str) -> str:
    """Cite a source in a style of `STYLES`, as plain text."""
    return plain(STYLES[style][1](_clean(source)))


def cite_html(source: Source, style: str) -> str:
    """Cite a source in a style of `STYLES`, as HTML with everything escaped and italics as elements."""
    return html(STYLES[style][1](_clean(source)))


def cite_in_html(source: Source) -> dict[str, str]:
    """Cite a source in each style of `STYLES`, as `cite_html` does."""
    clean = _clean(source)
    return {style: html(write(clean)) for style, (_, write) in STYLES.items()}


def _clean(source: Source) -> Source:
    """Take out of a source what we mark italics with, and white space that says nothing; few have either."""
    texts: dict[str, Any] = {
        name: said
        for name in _FIELDS
        if isinstance(value := getattr(source, name), str)
        and value
        and (said := " ".join(without_marks(value).split())) != value
    }
    creators = tuple(map(_clean_creator, source.creators))
    is_clean = not texts and creators == source.creators
    return source if is_clean else replace(source, **texts, creators=creators)


@lru_cache(maxsize=1024)
def _clean_creator(made: Creator) -> Creator:
    return replace(
        made,
        family=without_marks(made.family),
        given=without_marks(made.given),
        literal=without_marks(made.literal),
    )
