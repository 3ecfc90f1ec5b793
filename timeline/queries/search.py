"""Search over all kinds of records: what is found, how much of each kind, in which order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, literal, select
from sqlalchemy.orm import Session

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.models.event import EventRow
from timeline.models.history import RecordRow
from timeline.models.search import SearchTextRow
from timeline.models.source import SourceRow
from timeline.queries.excerpts import MARK_END, MARK_START, Excerpt, Marker
from timeline.queries.kept import kept
from timeline.queries.search_engines import Ranked, found_keys, rank
from timeline.queries.search_terms import Term, Terms, read_terms, unplaced
from timeline.queries.sending import send
from timeline.queries.word_forms import with_forms

__all__ = ["MARK_END", "MARK_START", "ORDERS", "Found", "Hit", "count_found", "matching", "search"]

#: The best first, or by the date of events and sources, what has none last.
ORDERS: Final = ("best", "oldest", "newest")

#: What has any of so many words is counted by what has each of them; of more, too much would be counted.
_MOST_SPLIT: Final = 3


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


def search(
    session: Session, query: str, *, kind: str = "", order: str = "best", limit: int = 20, offset: int = 0
) -> Found:
    """Find the published records that a query asks for; of one kind only, if one is given."""
    terms = with_forms(session, read_terms(query))
    if terms.is_empty:
        return Found(hits=(), total=0, kinds={})
    kinds = _kinds(session, terms)
    total = kinds.get(kind, 0) if kind else sum(kinds.values())
    if offset >= total:
        return Found(hits=(), total=total, kinds=kinds)
    keys = _keys(session, terms, kind, order, {"limit": limit, "offset": offset})
    return Found(hits=_hits(session, terms, keys), total=total, kinds=kinds)


def count_found(session: Session, query: str) -> int:
    """Count the published records that a query finds."""
    terms = with_forms(session, read_terms(query))
    return 0 if terms.is_empty else sum(_kinds(session, terms).values())


def _kinds(session: Session, terms: Terms) -> dict[str, int]:
    asked = unplaced(terms)
    return kept(session, ("found", asked), lambda: _count_kinds(session, asked))


def _count_kinds(session: Session, terms: Terms) -> dict[str, int]:
    if len(terms.wanted) == 1 and 2 <= len(terms.wanted[0]) <= _MOST_SPLIT and not terms.unwanted:
        return _count_any(session, terms.wanted[0])
    statement = (
        select(RecordRow.kind, func.count())
        .where(RecordRow.status == "published", RecordRow.id.in_(found_keys(session, terms)))
        .group_by(RecordRow.kind)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _count_any(session: Session, group: Sequence[Term]) -> dict[str, int]:
    """Count what has any of some terms: what has each, less what has two of them, and what has all three.

    To find all that has any takes as long as all of it is; how much has a term, or two, is known once it was
    asked for, with whichever others.
    """
    counted: Counter[str] = Counter()
    for size in range(1, len(group) + 1):
        for some in combinations(group, size):
            found = _kinds(session, Terms(wanted=tuple((term,) for term in some)))
            counted.update({kind: number if size % 2 else -number for kind, number in found.items()})
    return {kind: number for kind, number in sorted(counted.items()) if number}


def _ordered(ranked: Ranked, *, of_kind: bool, order: str) -> Select[tuple[int]]:
    """Select the keys of the hits, and nothing else: what is sorted must be narrow to be fast."""
    key = ranked.key
    statement = (
        select(key)
        .select_from(ranked.source)
        .join(RecordRow, RecordRow.id == key)
        .where(RecordRow.status == "published", ranked.condition)
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
    )
    if of_kind:
        statement = statement.where(RecordRow.kind == bindparam("kind"))
    if order == "best":
        return statement.order_by(ranked.best, key)
    dated = statement.outerjoin(EventRow, EventRow.record_id == key)
    dated = dated.outerjoin(SourceRow, SourceRow.record_id == key)
    return dated.order_by(*_by_date(order), key)


_ordered_once = cache(_ordered)


def _keys(session: Session, terms: Terms, kind: str, order: str, within: Mapping[str, int]) -> list[int]:
    """Give the keys of the hits from a place in their order on."""
    ranked, match = rank(session, terms)
    asked = {**match, **within, **({"kind": kind} if kind else {})}
    if match:
        return send(session, _ordered_once(ranked, of_kind=bool(kind), order=order), asked).values()
    return list(session.scalars(_ordered(ranked, of_kind=bool(kind), order=order), asked))


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


# Made once: to make it costs more than to send it.
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
