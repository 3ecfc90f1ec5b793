"""What a search finds, by the index of words; where words must stand side by side, the database is asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyroaring import BitMap
from sqlalchemy.orm import Session

from timeline.queries.kept import kept
from timeline.queries.search_engines import found_keys, other_words
from timeline.queries.search_terms import Term, Terms, read_terms
from timeline.queries.word_forms import with_forms
from timeline.queries.word_index import indexed_words
from timeline.selecting.finding import all_of, any_of, best, having
from timeline.selecting.postings import Levels
from timeline.selecting.word_index import WordIndex
from timeline.stems import stem_of


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundRecords:
    """The keys of all records, public or not, that have what is wanted, by level of each word of it."""

    index: WordIndex
    wanted: tuple[Levels, ...]
    keys: BitMap

    def count_kinds(self) -> Mapping[str, int]:
        """Count the public records of each kind; kinds without any are left out."""
        public = self.keys & self.index.public
        counted = {kind: public.intersection_cardinality(keys) for kind, keys in self.index.kinds.items()}
        return {kind: number for kind, number in sorted(counted.items()) if number}

    def best(self, kind: str, most: int) -> list[int]:
        """Give the keys of the public records that come first; of one kind only, if one is given."""
        public = self.index.public
        among = self.keys & (public & self.index.kinds.get(kind, BitMap()) if kind else public)
        return best(self.wanted, among, of=public, most=most)


def count_found(session: Session, query: str) -> int:
    """Count the published records that a query finds."""
    terms = with_forms(session, read_terms(query))
    return 0 if terms.is_empty else sum(find_records(session, terms).count_kinds().values())


def find_records(session: Session, terms: Terms, index: WordIndex | None = None) -> FoundRecords:
    """Find what has one of each group of the wanted terms, and none of the unwanted."""
    index = index or indexed_words(session)
    wanted = tuple(any_of([_levels(session, index, term) for term in group]) for group in terms.wanted)
    keys = BitMap.intersection(*map(having, wanted)) if wanted else BitMap.union(*index.kinds.values())
    for term in terms.unwanted:
        keys -= having(_levels(session, index, term))
    return FoundRecords(index=index, wanted=wanted, keys=keys)


def _levels(session: Session, index: WordIndex, term: Term) -> Levels:
    if term.is_prefix:
        stems = index.stems_beginning(stem_of(term.words))
        stems.update(map(stem_of, other_words(session, term.words)))
        return any_of([index.levels(stem) for stem in sorted(stems)])
    return any_of([_levels_of_phrase(session, index, words) for words in (term.words, *term.forms)])


def _levels_of_phrase(session: Session, index: WordIndex, words: str) -> Levels:
    levels = [index.levels(stem_of(word)) for word in words.split()]
    if len(levels) == 1:
        return levels[0]
    if not BitMap.intersection(*map(having, levels)):
        return {}

    def find() -> BitMap:
        phrase = Terms(wanted=((Term(words=words),),))
        return BitMap(row[0] for row in session.connection().execute(found_keys(session, phrase)))

    return all_of(levels, kept(session, ("phrase", words), find))
