"""Forms of a word in languages that the index does not stem itself.

Both engines index Porter's stems, which are of English. A word that is asked for in a record of another
language stands for all words of that language in the record that have its stem too: the index is asked for
any of them. So one index serves every language, and a language needs nothing but its stemmer.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, product, takewhile
from typing import Any, Final

import snowballstemmer  # type: ignore[import-untyped]
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow
from timeline.models.search import SearchTextRow, SearchWordRow
from timeline.models.source import SourceRow
from timeline.models.timeline import TimelineLanguageRow
from timeline.queries.kept import kept
from timeline.queries.search_terms import Term, Terms
from timeline.searched_words import words_of
from timeline.stems import stem_of

#: Stemmers by language, of those whose stems are beginnings of their words, with and without accents.
STEMMERS: Final = {
    "ca": "catalan",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
}
_SHORTEST_STEM: Final = 3
#: A stemmer may put another letter at the end of a stem; words of the same stem begin alike before it.
_UNSURE_LETTERS: Final = 1
_MOST_BEGUN: Final = 2_000
_MOST_FORMS: Final = 30
_MOST_PHRASES: Final = 60
#: Of more sources in a language than these, a timeline says the language.
_MOST_SOURCES: Final = 1_000
_LAST_LETTER: Final = "\U0010ffff"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Language:
    """A language of the record and its words, folded and in order; None where all words may be of it."""

    code: str
    words: tuple[str, ...] | None


def with_forms(session: Session, terms: Terms) -> Terms:
    """Let each term stand for its other forms in the languages of the record."""
    languages = kept(session, "languages to search in", lambda: _languages(session))
    if not languages:
        return terms

    def formed(group: Iterable[Term]) -> tuple[Term, ...]:
        return tuple(_with_forms(session, term, languages) for term in group)

    return Terms(wanted=tuple(map(formed, terms.wanted)), unwanted=formed(terms.unwanted))


def _with_forms(session: Session, term: Term, languages: Sequence[_Language]) -> Term:
    """Give a term with its forms; the words of a phrase are of one language."""
    if term.is_prefix:
        return term
    forms: dict[str, None] = {}
    for language in languages:
        choices = [(word, *_forms(session, word, language)) for word in term.words.split()]
        forms |= dict.fromkeys(" ".join(phrase) for phrase in islice(product(*choices), _MOST_PHRASES))
    forms.pop(term.words, None)
    return replace(term, forms=tuple(forms))


def _forms(session: Session, word: str, language: _Language) -> tuple[str, ...]:
    return kept(session, ("forms", word, language.code), lambda: _found_forms(session, word, language))


def _found_forms(session: Session, word: str, language: _Language) -> tuple[str, ...]:
    """Give words of the record with the same stem in a language, one for each stem that the index has."""
    stem = _stem(word, language.code)
    if len(stem) < _SHORTEST_STEM:
        return ()
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, stem, strict=False)))
    beginning = stem[: max(_SHORTEST_STEM, same - _UNSURE_LETTERS)]
    by_stem = {
        stem_of(other): other
        for other in _beginning_with(session, beginning, language)
        if _stem(other, language.code) == stem
    }
    by_stem.pop(stem_of(word), None)
    return tuple(sorted(by_stem.values())[:_MOST_FORMS])


def _beginning_with(session: Session, beginning: str, language: _Language) -> Iterable[str]:
    if language.words is not None:
        first = bisect_left(language.words, beginning)
        return takewhile(lambda word: word.startswith(beginning), islice(language.words, first, None))
    return session.scalars(
        select(SearchWordRow.folded)
        .where(SearchWordRow.folded >= beginning, SearchWordRow.folded < beginning + _LAST_LETTER)
        .distinct()
        .order_by(SearchWordRow.folded)
        .limit(_MOST_BEGUN)
    ).all()


def _languages(session: Session) -> tuple[_Language, ...]:
    """List the languages of the timelines, all of whose words may be of it, and those of sources alone."""
    told = {_code(tag) for tag in session.scalars(select(TimelineLanguageRow.language).distinct())}
    of_sources: dict[str, set[str]] = {}
    for tag, *texts in session.execute(_foreign_sources(told)):
        of_sources.setdefault(_code(tag), set()).update(*map(words_of, texts))
    found = {code: tuple(sorted(words)) for code, words in of_sources.items() if code not in told}
    codes = sorted((told | found.keys()) & STEMMERS.keys())
    return tuple(_Language(code=code, words=found.get(code)) for code in codes)


def _foreign_sources(told: set[str]) -> Any:
    tags = [tag for code in sorted(STEMMERS.keys() - told) for tag in (code, f"{code}-%")]
    return (
        select(SourceRow.language, SearchTextRow.title, SearchTextRow.names, SearchTextRow.text)
        .join(SearchTextRow, SearchTextRow.record_id == SourceRow.record_id)
        .join(RecordRow, RecordRow.id == SourceRow.record_id)
        .where(RecordRow.kind == "source", RecordRow.status == "published", _like_any(tags))
        .order_by(SourceRow.record_id)
        .limit(_MOST_SOURCES)
    )


def _like_any(tags: Sequence[str]) -> Any:
    return or_(*(SourceRow.language.like(tag) for tag in tags))


def _code(tag: str) -> str:
    return tag.partition("-")[0].lower()


@lru_cache(maxsize=20_000)
def _stem(word: str, code: str) -> str:
    return str(_stemmer(code).stemWord(word))


@lru_cache
def _stemmer(code: str) -> Any:
    return snowballstemmer.stemmer(STEMMERS[code])
