"""What somebody typed into a search, taken apart: words, phrases, beginnings, and what is not wanted.

Words stand together (all must be found), OR in capitals between two makes them alternatives, double
quotes hold a phrase together, a star after a word finds all words that begin with it, and a minus before
a word or phrase leaves out what has it. Whatever else is typed is a word or nothing: no text is wrong.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from timeline.searched_words import words_of

_MOST_TERMS: Final = 20
_LEAST_PREFIX: Final = 2
_TERM: Final = re.compile(
    r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))',
)
_POSSESSIVE: Final = re.compile(r"['’]s$")
# Words that nearly every text has, in English or Spanish; a question asked in a sentence is found by its
# other words.
_FILLERS: Final = frozenset({
    "a", "about", "after", "al", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been",
    "before", "between", "both", "but", "by", "can", "como", "con", "could", "cual", "cuando", "cuanto",
    "de", "del", "desde", "did", "do", "does", "donde", "during", "el", "en", "entre", "es", "esta",
    "este", "for", "from", "fue", "fueron", "ha", "had", "happened", "happens", "has", "hasta", "have",
    "how", "i", "if", "in", "into", "is", "it", "its", "la", "las", "le", "les", "lo", "los", "mas",
    "me", "ni", "no", "not", "o", "of", "on", "or", "other", "over", "para", "pero", "por", "que",
    "quien", "quienes", "say", "says", "se", "ser", "she", "should", "si", "sin", "so", "sobre", "some",
    "son", "su", "sus", "tambien", "than", "that", "the", "their", "them", "then", "there", "these",
    "they", "this", "those", "to", "un", "una", "under", "until", "up", "was", "we", "were", "what",
    "when", "where", "whether", "which", "while", "who", "whom", "whose", "why", "will", "with",
    "would", "y", "ya", "you", "your",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """Words that follow one another, parted by single spaces; with a star the last is only a beginning.

    `forms` are other words that it stands for just as well, in languages that the index does not stem.
    """

    words: str
    forms: tuple[str, ...] = ()
    is_prefix: bool = False
    is_plain: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """A query: one of each group of `wanted` must be found, and none of `unwanted`."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is asked for."""
        return not self.wanted and not self.unwanted

    @property
    def all_wanted(self) -> tuple[Term, ...]:
        """Give the wanted terms of all groups."""
        return tuple(term for group in self.wanted for term in group)


@lru_cache(maxsize=256)
def read_terms(query: str) -> Terms:
    """Take a query apart; what holds no letter and no digit is passed over."""
    groups: list[list[Term]] = []
    unwanted: list[Term] = []
    is_alternative = False
    for match in _TERM.finditer(query):
        if match["word"] == "OR" and not match["minus"] and query.strip() != "OR":
            is_alternative = bool(groups)
            continue
        term = _term(match)
        if term is None:
            continue
        if match["minus"]:
            unwanted.append(term)
        elif is_alternative:
            groups[-1].append(term)
        else:
            groups.append([term])
        is_alternative = False
        if len(groups) + len(unwanted) == _MOST_TERMS:
            break
    return Terms(wanted=_without_fillers(query, groups), unwanted=tuple(unwanted))


def unplaced(terms: Terms) -> Terms:
    """Give terms without where they stand in a query, in one order: what they find does not hang on it."""

    def plain(group: Iterable[Term]) -> tuple[Term, ...]:
        return tuple(sorted({replace(term, start=0, end=0) for term in group}, key=_place))

    wanted = sorted(set(map(plain, terms.wanted)), key=lambda group: tuple(map(_place, group)))
    return Terms(wanted=tuple(wanted), unwanted=plain(terms.unwanted))


def _place(term: Term) -> tuple[str, bool, bool, tuple[str, ...]]:
    return term.words, term.is_prefix, term.is_plain, term.forms


def _term(match: re.Match[str]) -> Term | None:
    phrase, word = match["phrase"], match["word"]
    if phrase is not None:
        words = words_of(phrase)
        return Term(words=" ".join(words), start=match.start(), end=match.end()) if words else None
    words = words_of(_POSSESSIVE.sub("", word))
    if not words:
        return None
    is_prefix = word.endswith("*") and len(words) == 1 and len(words[0]) >= _LEAST_PREFIX
    return Term(
        words=" ".join(words),
        is_prefix=is_prefix,
        is_plain=len(words) == 1 and not is_prefix,
        start=match.start("word"),
        end=match.end("word"),
    )


def _without_fillers(query: str, groups: list[list[Term]]) -> tuple[tuple[Term, ...], ...]:
    """Leave out what nearly every text has, unless nothing else is asked for or it is in capitals."""
    telling = [group for group in groups if len(group) > 1 or not _is_filler(query, group[0])]
    return tuple(tuple(group) for group in telling or groups)


def _is_filler(query: str, term: Term) -> bool:
    typed = query[term.start : term.end]
    is_shouted = len(typed) > 1 and typed.isupper()
    return term.is_plain and term.words in _FILLERS and not is_shouted
