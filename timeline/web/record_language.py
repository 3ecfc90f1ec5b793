"""The language of the record, which pages in another language mark its texts with."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, g
from markupsafe import Markup, escape

from timeline.languages.catalogue import Catalogue, catalogue
from timeline.languages.message import Message, in_words_of
from timeline.languages.names import NAME_END, NAME_START, between_signs
from timeline.queries.kept import kept
from timeline.queries.records import list_records
from timeline.records.timeline import Timeline
from timeline.states.words import Labels
from timeline.web.languages import current_language, once_a_request
from timeline.web.reading import reading
from timeline.web.speaking import gettext


def init_record_language(app: Flask) -> None:
    """Let the templates of an application mark texts of the record."""
    app.jinja_env.globals |= {"lang_of": lang_of, "named": named, "record_lang": record_lang}
    app.jinja_env.filters["told"] = told


@once_a_request
def record_lang() -> Markup:
    """Give the attribute for a text of the record; empty where the page is in the same language."""
    found: Markup | None = g.get("record_lang")
    if found is None:
        languages = kept(reading(), "languages of the record", _languages)
        # Where timelines are in several languages, nothing says which text is in which.
        differs = len(languages) == 1 and languages[0] != current_language()
        found = g.record_lang = Markup(' lang="{}"').format(languages[0]) if differs else Markup("")
    return found


def lang_of(text: str) -> Markup:
    """Give the attribute for a text that is of the record, or else what a rule of the archive says of it."""
    return Markup("") if isinstance(text, Message) else record_lang()


def named(text: str) -> str:
    """Give a text of the record for a sentence of the archive, marked if it is in another language."""
    if isinstance(text, Message):
        return told(text)
    return Markup("<span{}>{}</span>").format(record_lang(), text) if record_lang() else text


def sentence_of(text: str, **names: str) -> Markup:
    """Say a text in the language of the page, with names of the record in it."""
    return Markup(gettext(text)) % {key: named(name) for key, name in names.items()}  # noqa: S704 - ours


def told(text: str) -> Markup:
    """Say what a rule of the archive says, with the names in it marked."""
    if not record_lang():
        return escape(in_words_of(text, catalogue(current_language())))
    return with_names(in_words_of(text, _Signing(code=current_language())))


def signed(labels: Labels) -> Labels:
    """Put signs around names that go into a sentence, which `with_names` makes marks of."""
    if not record_lang():
        return labels
    return Labels(
        states=_Signed(labels.states),
        places=_Signed(labels.places),
        events=_Signed(labels.events),
        sources=_Signed(labels.sources),
    )


def with_names(text: str) -> Markup:
    """Escape a sentence and mark the names between signs in it."""
    start = Markup("<span{}>").format(record_lang())
    return Markup(str(escape(text)).replace(NAME_START, start).replace(NAME_END, "</span>"))  # noqa: S704


class _Signing(Catalogue):
    """A language that puts signs around the names of the record."""

    @cached_property
    def translations(self) -> NullTranslations:
        return catalogue(self.code).translations

    @cached_property
    def locale(self) -> Locale:
        return catalogue(self.code).locale

    def of_record(self, text: str) -> str:
        return between_signs(text)


class _Signed(Mapping[str, str]):
    """Names with signs around them, put there when they are asked for."""

    __slots__ = ("_names",)

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def __getitem__(self, key: str) -> str:
        return between_signs(self._names[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _languages() -> tuple[str, ...]:
    timelines = [stored.record for stored in list_records(reading(), "timeline")]
    return tuple(
        dict.fromkeys(
            language for record in timelines if isinstance(record, Timeline) for language in record.languages
        )
    )
