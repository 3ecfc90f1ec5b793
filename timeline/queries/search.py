"""Full-text search over all kinds of records: the one place that knows how each engine does it.

A query is words, all of which a record must hold in some form, and phrases in double quotes. Nothing
in it is an operator, so that whatever a person types is a query.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Select,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
)
from sqlalchemy.orm import Session

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.models.event import EventRow
from timeline.models.history import RecordRow
from timeline.models.search import FULL_TEXT_TABLE, VECTOR_COLUMN, SearchTextRow

#: What stands before and after each found word of an excerpt; no text of a record holds control characters.
MARK_START, MARK_END = "\x02", "\x03"

_TERM = re.compile(r'"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)')
_WORD = re.compile(r"\w+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_MOST_TERMS = 20
# Weights of a record's title, names, text and quotations.
_WEIGHTS = (10.0, 5.0, 2.0, 1.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A record that was found. `excerpt` has MARK_START and MARK_END around the words found."""

    kind: str
    id: str
    title: str
    excerpt: str
    date: Edtf | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The best hits, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


def terms_of(query: str) -> tuple[str, ...]:
    """Take a query apart into words and phrases, each a run of plain words."""
    found = []
    for match in _TERM.finditer(query):
        words = _WORD.findall(_folded(match["phrase"] if match["phrase"] is not None else match["word"]))
        if words:
            found.append(" ".join(words))
    return tuple(found[:_MOST_TERMS])


def matching(session: Session, query: str) -> Select[tuple[int]]:
    """Select the keys of the records that hold all of the query's terms."""
    terms = terms_of(query)
    if not terms:
        return select(literal(0)).where(literal(value=False))
    if _is_sqlite(session):
        index = table(FULL_TEXT_TABLE, column("rowid"))
        return select(index.c.rowid).where(_sqlite_match(terms))
    return select(SearchTextRow.record_id).where(_vector().op("@@")(_ts_query(terms)))


def search(session: Session, query: str, *, limit: int = 60) -> Found:
    """Find the published records that hold all of the query's terms, the best first."""
    terms = terms_of(query)
    if not terms:
        return Found(hits=(), total=0)
    total = session.scalar(
        select(func.count())
        .select_from(RecordRow)
        .where(RecordRow.status == "published", RecordRow.id.in_(matching(session, query)))
    )
    ranked = _sqlite_hits(terms) if _is_sqlite(session) else _postgresql_hits(terms)
    hits = tuple(
        Hit(kind=kind, id=slug, title=title, excerpt=excerpt, date=parse(date) if date else None)
        for kind, slug, title, excerpt, date in session.execute(ranked.limit(limit))
    )
    return Found(hits=hits, total=total or 0)


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _folded(words: str) -> str:
    """Take the accents off, as the index has it."""
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", words))


def _sqlite_match(terms: Sequence[str]) -> ColumnElement[bool]:
    # Each term is a string of FTS5's own syntax; it holds letters, digits and spaces only.
    index: ColumnElement[str] = literal_column(FULL_TEXT_TABLE)
    return index.bool_op("MATCH")(" AND ".join(f'"{term}"' for term in terms))


def _sqlite_hits(terms: Sequence[str]) -> Select[tuple[str, str, str, str, str | None]]:
    index = table(FULL_TEXT_TABLE, column("rowid"))
    name: ColumnElement[str] = literal_column(FULL_TEXT_TABLE)
    excerpt = func.snippet(name, -1, MARK_START, MARK_END, "…", 28)
    return (
        select(RecordRow.kind, RecordRow.slug, SearchTextRow.title, excerpt, EventRow.date)
        .select_from(index)
        .join(RecordRow, RecordRow.id == index.c.rowid)
        .join(SearchTextRow, SearchTextRow.record_id == index.c.rowid)
        .outerjoin(EventRow, EventRow.record_id == index.c.rowid)
        .where(RecordRow.status == "published", _sqlite_match(terms))
        .order_by(func.bm25(name, *_WEIGHTS), RecordRow.kind, RecordRow.slug)
    )


def _vector() -> ColumnElement[str]:
    return literal_column(f"search_texts.{VECTOR_COLUMN}")


def _ts_query(terms: Sequence[str]) -> ColumnElement[str]:
    return func.websearch_to_tsquery("english", " ".join(f'"{term}"' for term in terms))


def _postgresql_hits(terms: Sequence[str]) -> Select[tuple[str, str, str, str, str | None]]:
    query = _ts_query(terms)
    whole = SearchTextRow.title + " — " + SearchTextRow.text + " " + SearchTextRow.quotations
    options = f"StartSel={MARK_START}, StopSel={MARK_END}, MaxWords=34, MinWords=16, MaxFragments=1"
    return (
        select(
            RecordRow.kind,
            RecordRow.slug,
            SearchTextRow.title,
            func.ts_headline("english", whole, query, options),
            EventRow.date,
        )
        .select_from(SearchTextRow)
        .join(RecordRow, RecordRow.id == SearchTextRow.record_id)
        .outerjoin(EventRow, EventRow.record_id == SearchTextRow.record_id)
        .where(RecordRow.status == "published", _vector().op("@@")(query))
        .order_by(func.ts_rank_cd(_vector(), query).desc(), RecordRow.kind, RecordRow.slug)
    )
