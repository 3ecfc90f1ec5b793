"""What the rules of the archive and its vocabularies say, in the language of the page."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from timeline import vocab
from timeline.dates.parse import parse
from timeline.dates.spoken import language
from timeline.dates.value import Edtf
from timeline.dates.words import sureness as sureness_in
from timeline.dates.words import the_date as the_date_in
from timeline.dates.words import words as words_in
from timeline.languages.catalogue import N_, catalogue
from timeline.languages.lists import either as either_in
from timeline.languages.lists import every as every_in
from timeline.languages.message import in_words_of
from timeline.records.quantity import quantity as quantity_of
from timeline.records.quantity import separated
from timeline.web.languages import current_catalogue, current_language

KIND_NAMES: Final[Mapping[str, str]] = {
    "actor": N_("actor"),
    "event": N_("event"),
    "place": N_("place"),
    "policy": N_("policy"),
    "question": N_("question"),
    "series": N_("series"),
    "source": N_("source"),
    "timeline": N_("timeline"),
    "topic": N_("topic"),
}

PLURAL_NAMES: Final[Mapping[str, str]] = {
    "event": N_("Events"),
    "policy": N_("Policies"),
    "series": N_("Figures"),
    "source": N_("Sources"),
    "place": N_("Places"),
    "actor": N_("Actors"),
    "topic": N_("Topics"),
    "timeline": N_("Timelines"),
    "question": N_("Questions"),
}


def gettext(text: str, **values: object) -> str:
    """Say a text in the language of the page."""
    words = current_catalogue().gettext(text)
    return words % values if values else words


def pgettext(context: str, text: str) -> str:
    """Say a text of which the same English stands for several things."""
    return current_catalogue().pgettext(context, text)


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """Say a text in the form that goes with a number, which `%(num)s` stands for."""
    return current_catalogue().ngettext(one, many, count) % {"num": count, **values}


def said(text: str) -> str:
    """Say what a rule of the archive says."""
    return in_words_of(text, current_catalogue())


def words(value: Edtf | None) -> str:
    """Say a date."""
    return words_in(value, current_language())


def the_date(value: Edtf | None) -> str:
    """Say a date as it stands behind a preposition."""
    return the_date_in(value, current_language())


def sureness(value: Edtf | None) -> str:
    """Say how sure a date is."""
    return sureness_in(value, current_language())


def short_months() -> tuple[str, ...]:
    """Give the short names of the months, for the axes of pictures."""
    return language(current_language()).short_months


def day_words(moment: dt.date) -> str:
    """Say on which day a moment lies, in UTC."""
    return words(parse(moment.strftime("%Y-%m-%d").zfill(10)))


def term(vocabulary: str, key: str) -> str:
    """Say the label of a term of a vocabulary."""
    return _label(current_language(), vocabulary, key)


def meaning(vocabulary: str, key: str) -> str:
    """Say the meaning of a term of a vocabulary."""
    return current_catalogue().pgettext(vocabulary, _term(vocabulary, key).meaning)


def kind_name(kind: str) -> str:
    """Say the name of a kind of record."""
    return gettext(KIND_NAMES[kind])


def kinds_name(kind: str) -> str:
    """Say the name of all records of a kind."""
    return gettext(PLURAL_NAMES[kind])


def either(items: Sequence[str]) -> str:
    """Join what may be one or another."""
    return either_in(items, current_catalogue())


def every(items: Sequence[str]) -> str:
    """Join what is all so."""
    return every_in(items, current_catalogue())


def number(value: int) -> str:
    """Write a number with the separators of the language."""
    return separated(f"{value:,}", current_catalogue())


def quantity(value: str, qualifier: str = "exactly") -> str:
    """Write a number of a record and how exact it is."""
    return said(quantity_of(value, qualifier))


# A page says some ten of them, and there are a few hundred.
@lru_cache(maxsize=2048)
def _label(code: str, vocabulary: str, key: str) -> str:
    return catalogue(code).pgettext(vocabulary, _term(vocabulary, key).label)


def _term(vocabulary: str, key: str) -> vocab.Term:
    terms: Mapping[str, vocab.Term] = getattr(vocab, vocabulary)
    return terms[key]
