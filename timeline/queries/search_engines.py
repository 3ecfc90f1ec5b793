"""How each engine looks words up in its full-text index: the one place that knows.

Both indexes hold Porter's stems of folded words and leave none out, so the same terms find the same records.
What other languages make of a word is not theirs to know: a term brings its forms along (`word_forms`).
"""

from collections.abc import Sequence
from functools import reduce
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    column,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.orm import Session

from timeline.models.search import (
    CONFIGURATION,
    FULL_TEXT_TABLE,
    VECTOR_COLUMN,
    SearchTextRow,
    SearchWordRow,
)
from timeline.queries.search_terms import Term, Terms
from timeline.stems import stem_of

_MOST_BEGUN = 5_000
_MOST_STEMS = 50
_LAST_LETTER = "\U0010ffff"

_index = table(FULL_TEXT_TABLE, column("rowid"))


def found_keys(session: Session, terms: Terms) -> Select[tuple[int]]:
    """Select the keys of the records, public or not, in which the terms are found."""
    if not terms.wanted:
        unwanted = found_keys(session, Terms(wanted=(terms.unwanted,)))
        return select(SearchTextRow.record_id).where(SearchTextRow.record_id.not_in(unwanted))
    if is_sqlite(session):
        index: ColumnElement[str] = literal_column(FULL_TEXT_TABLE)
        matches = index.bool_op("MATCH")(_sqlite_query(session, terms))
        return select(_index.c.rowid).where(matches)
    return select(SearchTextRow.record_id).where(vector().op("@@")(ts_query(session, terms)))


def is_found(session: Session, terms: Terms, key: ColumnElement[int]) -> ColumnElement[bool]:
    """Tell of one record whether the terms are found in it, where few are asked of many that have them.

    As a value of its own, PostgreSQL does not turn it into a search for all of them. SQLite answers as soon
    with all.
    """
    if not terms.wanted or is_sqlite(session):
        return key.in_(found_keys(session, terms))
    has = select(vector().op("@@")(ts_query(session, terms))).where(SearchTextRow.record_id == key)
    return cast("ColumnElement[bool]", has.scalar_subquery())


def is_sqlite(session: Session) -> bool:
    """Tell which of the two engines it is."""
    return session.get_bind().dialect.name == "sqlite"


def _sqlite_query(session: Session, terms: Terms) -> str:
    """Write the terms in FTS5's own syntax; a term holds letters, digits and spaces only."""
    wanted = " AND ".join(f"({' OR '.join(_sqlite_term(session, term) for term in g)})" for g in terms.wanted)
    if terms.unwanted:
        unwanted = " OR ".join(_sqlite_term(session, term) for term in terms.unwanted)
        wanted = f"({wanted}) NOT ({unwanted})"
    return wanted


def _sqlite_term(session: Session, term: Term) -> str:
    if not term.is_prefix:
        return " OR ".join(f'"{words}"' for words in (term.words, *term.forms))
    begun = "".join(f' OR "{word}"' for word in other_words(session, term.words))
    return f'("{term.words}" *{begun})'


def vector() -> ColumnElement[str]:
    """Give the column of PostgreSQL's index."""
    return literal_column(f"search_texts.{VECTOR_COLUMN}")


def ts_query(session: Session, terms: Terms) -> ColumnElement[Any]:
    """Give the terms as PostgreSQL asks for them."""
    asked = reduce(func.tsquery_and, (_any_of(session, group) for group in terms.wanted))
    if terms.unwanted:
        asked = func.tsquery_and(asked, func.tsquery_not(_any_of(session, terms.unwanted)))
    return asked


def _any_of(session: Session, group: Sequence[Term]) -> ColumnElement[Any]:
    return reduce(func.tsquery_or, (_ts_term(session, term) for term in group))


def _ts_term(session: Session, term: Term) -> ColumnElement[Any]:
    if not term.is_prefix:
        phrases = (
            func.phraseto_tsquery(CONFIGURATION, func.search_words(words))
            for words in (term.words, *term.forms)
        )
        return reduce(func.tsquery_or, phrases)
    begun = "".join(f" | {word}" for word in other_words(session, term.words))
    return func.to_tsquery(CONFIGURATION, f"{term.words}:*{begun}")


def other_words(session: Session, beginning: str) -> list[str]:
    """List words that begin with some letters where their stems do not; of each stem one."""
    words = session.scalars(
        select(SearchWordRow.folded)
        .where(SearchWordRow.folded >= beginning, SearchWordRow.folded < beginning + _LAST_LETTER)
        .limit(_MOST_BEGUN)
    )
    covered = stem_of(beginning)
    # The word stands for its stem: the engine takes the stem of what it is asked for.
    by_stem = {stem: word for word in words if not (stem := stem_of(word)).startswith(covered)}
    return sorted(by_stem.values())[:_MOST_STEMS]
