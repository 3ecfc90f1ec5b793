"""What a query without hits may have meant: words of the record that are spelt nearly the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from timeline.models.search import SearchWordRow
from timeline.queries.found_records import count_found
from timeline.queries.kept import kept
from timeline.queries.search_terms import read_terms
from timeline.searched_words import WORD, searched
from timeline.stems import stem_of

#: With so many hits a query found what it was meant to.
ENOUGH: Final = 3
_SHORTEST: Final = 3
_MOST_WORDS: Final = 8
_MOST_NEAR: Final = 12
_MOST_ALIKE: Final = 3
#: A word that is found now and then is taken for a slip only where another is so many times as frequent.
_TIMES: Final = 10

Count = Callable[[str], int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """Another query: its text in pieces, each with whether it was put in place of another word."""

    query: str
    pieces: tuple[tuple[str, bool], ...]
    found: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Slip:
    """A word of the query that is hardly found, and words that it may stand for, the likeliest first."""

    start: int
    end: int
    meant: tuple[str, ...]


def did_you_mean(session: Session, query: str, count: Count, *, found: int = 0) -> tuple[Suggestion, ...]:
    """Suggest other queries, the likeliest first, for one that found next to nothing.

    `count` tells how much a query finds where it is asked; a suggestion always finds more than `found`.
    """
    if found >= ENOUGH:
        return ()
    slips = [slip for slip in _slips(session, query) if slip.meant]
    if not slips:
        return ()
    choices = [[(slip, slip.meant[0]) for slip in slips]]
    if len(slips) == 1:
        choices = [[(slips[0], word)] for word in slips[0].meant]
    made = [_suggestion(query, choice, count) for choice in choices]
    return tuple(suggestion for suggestion in made if suggestion.found > found)


def _suggestion(query: str, choice: list[tuple[_Slip, str]], count: Count) -> Suggestion:
    pieces: list[tuple[str, bool]] = []
    done = 0
    for slip, word in choice:
        pieces += [(query[done : slip.start], False), (word, True)]
        done = slip.end
    pieces.append((query[done:], False))
    changed = "".join(text for text, _ in pieces)
    return Suggestion(
        query=changed, pieces=tuple(piece for piece in pieces if piece[0]), found=count(changed)
    )


def _slips(session: Session, query: str) -> Iterator[_Slip]:
    """Yield the words of a query that are hardly found in the whole record."""
    looked_at = 0
    for term in read_terms(query).all_wanted:
        if term.is_prefix:
            continue
        for word in WORD.finditer(query, term.start, term.end):
            plain = searched(word[0])
            if len(plain) < _SHORTEST or not plain.isalpha() or looked_at == _MOST_WORDS:
                continue
            looked_at += 1
            own = count_found(session, f'"{plain}"')
            if own < ENOUGH:
                yield _Slip(start=word.start(), end=word.end(), meant=_meant(session, plain, own))


def _meant(session: Session, word: str, own: int) -> tuple[str, ...]:
    """Give what a word may stand for: near in its letters, and found more often, for each stem one."""
    spelt = _known(session)
    far = 1 if len(word) <= 4 else 2 if len(word) <= 8 else 3
    near = extract(word, spelt.keys(), scorer=OSA.distance, score_cutoff=far, limit=_MOST_NEAR)
    by_stem: dict[str, tuple[int, bool, int, str]] = {}
    for found, distance, _ in near:
        stem = stem_of(found)
        if stem == stem_of(word):
            continue
        hits = count_found(session, f'"{found}"')
        if hits <= own * _TIMES:
            continue
        rated = int(distance), found[0] != word[0], -hits, spelt[found]
        by_stem[stem] = min(rated, by_stem.get(stem, rated))
    if not by_stem:
        return _parted(spelt, word)
    # What is farther away than the nearest is no likelier reading, only another word.
    ranked = sorted(by_stem.values())
    return tuple(rated[-1] for rated in ranked if rated[:2] == ranked[0][:2])[:_MOST_ALIKE]


def _parted(spelt: dict[str, str], word: str) -> tuple[str, ...]:
    """Give two words that were written as one."""
    for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
        first, second = word[:at], word[at:]
        if first in spelt and second in spelt:
            return (f"{spelt[first]} {spelt[second]}",)
    return ()


def _known(session: Session) -> dict[str, str]:
    """Give the words of the record, folded, with one way in which each is written."""
    return kept(session, "words", lambda: _words(session))


def _words(session: Session) -> dict[str, str]:
    # As one text, since a hundred thousand rows would take half a second to fetch.
    pairs = func.aggregate_strings(SearchWordRow.folded + " " + SearchWordRow.word, "\n")
    text = session.scalar(select(pairs)) or ""
    # Of several ways to write a word the last in order counts, which is the one with accents.
    return dict(pair.split(" ") for pair in sorted(text.split("\n")) if pair)
