"""Excerpts of what was found: the line of a record that says most of what was asked for, words marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from timeline.queries.search_terms import Terms
from timeline.searched_words import WORD, searched
from timeline.stems import stem_of

# What stands before and after each found word; no text of a record holds control characters.
MARK_START: Final = "\x02"
MARK_END: Final = "\x03"

_LONGEST: Final = 240
_BEFORE: Final = 60
_TELLING: Final = 40
_MOST_LINES: Final = 2_000
_MOST_MATCHES: Final = 200
#: An ending that the stemmer may have put in place of another is not looked at before stems are compared.
_UNSURE_LETTERS: Final = 1
# Markdown's marks and table rules, which mean nothing in an excerpt.
_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ACCENT: Final = re.compile("[\u0300-\u036f]")
_MARKS_BEFORE: Final = frozenset(">#|:-+*")
_MARKS_WITHIN: Final = ("*", "__", "`", "[")
_MARKS: Final = re.compile(r"^[\s>#|:\-+*]+|\*+|__|`|[\s|]+$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Excerpt:
    """Some words of a record, marked; `part` is "text", "quotations" or "names"."""

    text: str
    part: str


class _Word(NamedTuple):
    start: int
    end: int
    folded: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Match:
    start: int
    end: int
    term: int


class Marker:
    """Marks the words of a query's terms in texts."""

    def __init__(self, terms: Terms) -> None:
        self._terms = [
            [_Pattern(words, is_prefix=term.is_prefix) for words in (term.words, *term.forms)]
            for term in terms.all_wanted
        ]
        self._beginnings = {pattern.beginning for patterns in self._terms for pattern in patterns}

    def marked(self, line: str) -> str:
        """Give a text with the words found in it marked."""
        return _put_marks(line, self._matches(line), 0, len(line))

    def excerpt(self, *, text: str, quotations: str, names: str) -> Excerpt:
        """Give the part of a record that has the most of the terms; its beginning where none has any."""
        best: tuple[tuple[int, bool], str, str, list[_Match]] | None = None
        parts = (("text", text), ("quotations", quotations), ("names", names))
        for part, line in ((part, line) for part, whole in parts for line in self._likely_lines(whole)):
            matches = self._matches(line)
            # A word alone says less than a sentence with the word.
            said = len({match.term for match in matches}), len(line) >= _TELLING
            if said[0] and (best is None or said > best[0]):
                best = said, part, line, matches
                if said == (len(self._terms), True):
                    break  # No other line can have more.
        if best is None:
            return Excerpt(text=_cut(next(_lines(text), ""), [], 0), part="text")
        _, part, line, matches = best
        return Excerpt(text=_cut(line, matches, _densest(matches)), part=part)

    def _likely_lines(self, whole: str) -> Iterator[str]:
        """Yield the paragraphs of a text that may have a term in them: as a rule a few of many."""
        if _has_marks(whole):
            yield from _lines(whole)
        elif self._may_be_in(searched(whole)):
            for line in whole.split("\n")[:_MOST_LINES]:
                if self._may_be_in(searched(line)):
                    yield from _lines(line)

    def _may_be_in(self, folded: str) -> bool:
        return any(beginning in folded for beginning in self._beginnings)

    def _matches(self, line: str) -> list[_Match]:
        folded = searched(line)
        # Letter for letter, as nearly always, what is found in the one stands at its place in the other.
        is_even = len(folded) == len(line) and not _ACCENT.search(line)
        words: list[_Word] = []
        found: list[_Match] = []
        for number, patterns in enumerate(self._terms):
            for pattern in patterns:
                if pattern.beginning not in folded:
                    continue
                if is_even and pattern.is_word:
                    found += pattern.matches_in(folded, number)
                    continue
                words = words or [_Word(*word.span(), _folded(word[0])) for word in WORD.finditer(line)]
                found += pattern.matches(words, number)
        return sorted(found, key=lambda match: (match.start, -match.end))[:_MOST_MATCHES]


class _Pattern:
    """The words of one term, or of one of its forms, ready to be looked for."""

    def __init__(self, words: str, *, is_prefix: bool) -> None:
        self._words = words.split()
        self._stems = [stem_of(word) for word in self._words]
        self._is_prefix = is_prefix
        #: How each word begins that can be the first of the term.
        self.beginning = _shared(self._words[0], _sure(self._stems[0])) if self._words else ""
        self.is_word = len(self._words) == 1 and bool(self.beginning)

    def matches_in(self, folded: str, number: int) -> Iterator[_Match]:
        """Yield where the term, which is one word, stands in a folded line."""
        at = folded.find(self.beginning)
        while at >= 0:
            word = WORD.match(folded, at)
            end = word.end() if word else at + 1
            if not folded[at - 1 : at].isalnum() and self._is(folded[at:end], 0):
                yield _Match(start=at, end=end, term=number)
            at = folded.find(self.beginning, end)

    def matches(self, words: Sequence[_Word], number: int) -> Iterator[_Match]:
        """Yield where the term stands among the words of a line."""
        length = len(self._words)
        for at in range(len(words) - length + 1):
            if words[at].folded.startswith(self.beginning) and all(
                self._is(words[at + place].folded, place) for place in range(length)
            ):
                yield _Match(start=words[at].start, end=words[at + length - 1].end, term=number)

    def _is(self, word: str, place: int) -> bool:
        typed, stem = self._words[place], self._stems[place]
        if word == typed:
            return True
        if self._is_prefix and word.startswith(typed):
            return True
        if not word.startswith(_sure(stem)):
            return False
        return stem_of(word) == stem


# Texts are of a few thousand words, again and again.
@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return searched(word)


def _sure(stem: str) -> str:
    return stem[: max(1, len(stem) - _UNSURE_LETTERS)]


def _shared(one: str, other: str) -> str:
    """Give how both begin."""
    length = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(other))
    return one[: min(length, len(one))]


def _lines(whole: str) -> Iterator[str]:
    """Yield the paragraphs of a text, and the fields that it was put together of, as plain words."""
    for line in whole.split("\n")[:_MOST_LINES]:
        plain = _plain(line)
        if any(sign.isalnum() for sign in plain):
            yield plain


def _plain(line: str) -> str:
    if line.lstrip()[:1] in _MARKS_BEFORE or "|" in line or _has_marks(line):
        return " ".join(_MARKS.sub("", _LINK.sub(r"\1", line)).replace("|", "·").split())
    return " ".join(line.split())


def _has_marks(text: str) -> bool:
    """Tell whether a text may have marks within words, which are not as they stand then."""
    return any(mark in text for mark in _MARKS_WITHIN)


def _densest(matches: Sequence[_Match]) -> int:
    """Give where the stretch begins that holds the most different terms."""
    best, start = 0, 0
    for match in matches:
        within = {
            other.term
            for other in matches
            if match.start <= other.start and other.end <= match.start + _LONGEST
        }
        if len(within) > best:
            best, start = len(within), match.start
    return start


def _cut(line: str, matches: Sequence[_Match], at: int) -> str:
    """Give a stretch of the line around a place, from word to word, marked."""
    if len(line) <= _LONGEST + _BEFORE:
        return _put_marks(line, matches, 0, len(line))
    start = 0 if at <= _BEFORE else at - _BEFORE
    end = min(len(line), start + _LONGEST)
    if start:
        space = line.find(" ", start, at)
        start = space + 1 if space >= 0 else start
    if end < len(line):
        space = line.rfind(" ", max(start, at + 1), end)
        end = space if space > start else end
    before, after = "…" if start else "", "…" if end < len(line) else ""
    return before + _put_marks(line, matches, start, end) + after


def _put_marks(line: str, matches: Sequence[_Match], start: int, end: int) -> str:
    parts, done = [], start
    for match in matches:
        if match.start < done or match.end > end:
            continue
        parts += [line[done : match.start], MARK_START, line[match.start : match.end], MARK_END]
        done = match.end
    return "".join([*parts, line[done:end]])
