"""Search over all kinds of records: what is found, how much of each kind, in which order."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyroaring import BitMap
from sqlalchemy import ColumnElement, Row, Select, bindparam, func, literal, select
from sqlalchemy.orm import Session

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.models.event import EventRow
from timeline.models.history import RecordRow
from timeline.models.search import SearchTextRow
from timeline.models.source import SourceRow
from timeline.queries.excerpts import MARK_END, MARK_START, Excerpt, Marker
from timeline.queries.found_records import find_records
from timeline.queries.kept import kept_each
from timeline.queries.search_engines import found_keys, is_found
from timeline.queries.search_terms import Terms, read_terms, unplaced
from timeline.queries.sending import send
from timeline.queries.word_forms import with_forms
from timeline.queries.word_index import words_at_hand

__all__ = ["MARK_END", "MARK_START", "ORDERS", "Found", "Hit", "is_matching", "matching", "search"]

#: The best first, or by the date of events and sources, what has none last.
ORDERS: Final = ("best", "oldest", "newest")

#: So many keys of the hits by date are kept in their order: to put all that is found in order takes as long
#: for the first page as for the tenth.
_KEPT_IN_ORDER: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A record that was found. `title` and `excerpt` have MARK_START and MARK_END around the words found.

    `part` tells where the excerpt is from: "text", "quotations", "names".
    """

    kind: str
    id: str
    title: str
    excerpt: str
    part: str
    date: Edtf | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """Some of the hits, and how many there are of each kind; `total` is of the kinds asked for."""

    hits: tuple[Hit, ...]
    total: int
    kinds: Mapping[str, int]


def matching(session: Session, query: str) -> Select[tuple[int]]:
    """Select the keys of the records, public or not, that a query finds."""
    terms = with_forms(session, read_terms(query))
    if terms.is_empty:
        return select(literal(0)).where(literal(value=False))
    return found_keys(session, terms)


def matching_keys(session: Session, query: str) -> BitMap:
    """Give the keys of the records, public or not, that a query finds."""
    terms = with_forms(session, read_terms(query))
    if terms.is_empty:
        return BitMap()
    words = words_at_hand(session)
    if words is not None:
        return find_records(session, terms, words).keys
    return BitMap([row[0] for row in session.connection().execute(found_keys(session, terms))])


def is_matching(session: Session, query: str, key: ColumnElement[int]) -> ColumnElement[bool]:
    """Tell of one record, public or not, whether a query finds it; for few of many that it finds."""
    terms = with_forms(session, read_terms(query))
    return literal(value=False) if terms.is_empty else is_found(session, terms, key)


def search(
    session: Session, query: str, *, kind: str = "", order: str = "best", limit: int = 20, offset: int = 0
) -> Found:
    """Find the published records that a query asks for; of one kind only, if one is given."""
    terms = with_forms(session, read_terms(query))
    if terms.is_empty:
        return Found(hits=(), total=0, kinds={})
    found = find_records(session, terms)
    kinds = found.count_kinds()
    total = kinds.get(kind, 0) if kind else sum(kinds.values())
    places = range(offset, min(offset + limit, total))
    if not places:
        return Found(hits=(), total=total, kinds=kinds)
    if order == "best":
        keys: Sequence[int] = found.best(kind, places.stop)[offset:]
    else:
        keys = _dated(session, unplaced(terms), kind, order, places)
    return Found(hits=_hits(session, terms, keys), total=total, kinds=kinds)


def _dated(session: Session, asked: Terms, kind: str, order: str, places: range) -> Sequence[int]:
    """Give the keys of the hits at some places of their order by date."""
    if places.stop > _KEPT_IN_ORDER:
        return _in_order(session, asked, kind, order, places)

    def find(questions: Sequence[tuple[Terms, str, str]]) -> dict[tuple[Terms, str, str], Sequence[int]]:
        first = range(_KEPT_IN_ORDER)
        return {question: array("q", _in_order(session, *question, first)) for question in questions}

    question = asked, kind, order
    return kept_each(session, "hits in order", (question,), find)[question][places.start : places.stop]


def _in_order(session: Session, terms: Terms, kind: str, order: str, places: range) -> Sequence[int]:
    # The keys, and nothing else: what is sorted must be narrow to be fast.
    key = RecordRow.id
    statement = (
        select(key)
        .outerjoin(EventRow, EventRow.record_id == key)
        .outerjoin(SourceRow, SourceRow.record_id == key)
        .where(RecordRow.status == "published", key.in_(found_keys(session, terms)))
        .order_by(*_by_date(order), key)
        .limit(len(places))
        .offset(places.start)
    )
    return session.scalars(statement.where(RecordRow.kind == kind) if kind else statement).all()


def _by_date(order: str) -> Sequence[ColumnElement[Any]]:
    first = func.coalesce(EventRow.date_earliest, SourceRow.issued_earliest)
    last = func.coalesce(EventRow.date_latest, SourceRow.issued_latest)
    # What has one bound only stands where that bound is.
    near, far = func.coalesce(first, last), func.coalesce(last, first)
    return (near.is_(None), near, far) if order == "oldest" else (far.is_(None), far.desc(), near.desc())


def _hits(session: Session, terms: Terms, keys: Sequence[int]) -> tuple[Hit, ...]:
    if not keys:
        return ()
    marker = Marker(terms)
    hits = {row.record_id: _hit(marker, row) for row in send(session, _TEXTS, {"keys": list(keys)})}
    return tuple(hits[key] for key in keys if key in hits)


# Made once: to make them costs more than to send them.
_TEXTS: Final = (
    select(
        SearchTextRow.record_id,
        SearchTextRow.title,
        SearchTextRow.names,
        SearchTextRow.text,
        SearchTextRow.quotations,
        RecordRow.kind,
        RecordRow.slug,
        func.coalesce(EventRow.date, SourceRow.issued).label("date"),
    )
    .join(RecordRow, RecordRow.id == SearchTextRow.record_id)
    .outerjoin(EventRow, EventRow.record_id == SearchTextRow.record_id)
    .outerjoin(SourceRow, SourceRow.record_id == SearchTextRow.record_id)
    .where(SearchTextRow.record_id.in_(bindparam("keys", expanding=True)))
)


def _hit(marker: Marker, row: Row[Any]) -> Hit:
    found: Excerpt = marker.excerpt(text=row.text, quotations=row.quotations, names=row.names)
    return Hit(
        kind=row.kind,
        id=row.slug,
        title=marker.marked(row.title),
        excerpt=found.text,
        part=found.part,
        date=parse(row.date) if row.date else None,
    )
