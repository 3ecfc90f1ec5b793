"""Archivists' lists: the records of one kind, whatever their status, a page at a time.

A page is found by its number. It is read from the nearer end of the list, and only the keys are walked
over, so that the middle of a list of a hundred thousand is as near as its beginning.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, select
from sqlalchemy.orm import Session, aliased

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.list_filter import DEFAULT_SORT, ListFilter
from timeline.models.event import EventRow
from timeline.models.history import RecordRow, RevisionRow
from timeline.models.listing import ListingRow
from timeline.models.source import SourceRow
from timeline.models.timeline import TimelineRow
from timeline.queries.kept import kept
from timeline.queries.kind_totals import count_of_kind, count_since
from timeline.queries.listed import (
    LISTINGS,
    Part,
    follows_index,
    in_one_order,
    listed_order,
    listed_where,
    parts_of_range,
)
from timeline.queries.listed_columns import read_columns
from timeline.queries.listed_counts import count_listed, count_parts
from timeline.queries.name_columns import NAME_COLUMNS
from timeline.queries.sending import send
from timeline.records.references import RecordKey

_DATES = {"event": EventRow.date, "source": SourceRow.issued, "timeline": TimelineRow.complete_to}
PAGE_SIZE = 50
#: To pass so many rows is far.
_FAR = 5_000
PAGE_SIZES = (25, 50, 100, 200)
_SHOWN = frozenset({
    "kind", "record_id", "status", "term", "significance", "evidence", "unlocated", "disputed", "changed_by",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A record as a list shows it.

    `merged_into` is the id of the record that took its place; `changed_by` the handle of who made the last
    change. `more` holds what columns beyond the usual ones show, by the name of the column.
    """

    kind: str
    id: str
    version: int
    title: str
    status: str
    merged_into: str
    term: str
    significance: int
    date: Edtf | None
    evidence: int
    unlocated: int
    disputed: bool
    changed_at: dt.datetime
    changed_by: str
    change: str
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def key(self) -> RecordKey:
        """Give the kind and the public id."""
        return self.kind, self.id


@dataclass(frozen=True, kw_only=True, slots=True)
class ListPage:
    """One page of a list: its number from 1, how many there are, and how many records in all."""

    rows: tuple[Listed, ...]
    total: int
    page: int
    pages: int
    size: int


def page_of_records(
    session: Session,
    kind: str,
    asked: ListFilter,
    *,
    sort: str = DEFAULT_SORT,
    page: int = 1,
    size: int = PAGE_SIZE,
    columns: Sequence[str] = (),
) -> ListPage:
    """Give a page of the records of a kind that the filter asks for; beyond the last page, the last one."""
    total = count_listed(session, kind, asked)
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    first, last = (page - 1) * size, min(page * size, total)
    keys = _keys(session, kind, asked, sort, first, last, total)
    return ListPage(
        rows=rows_of(session, kind, keys, columns=columns), total=total, page=page, pages=pages, size=size
    )


def _keys(
    session: Session, kind: str, asked: ListFilter, sort: str, first: int, last: int, total: int
) -> list[int]:
    """Find the keys of the rows from one place to another."""
    if last <= first:
        return []
    passed = min(last, total - first) * _number_in_order(session, kind, asked, sort) / max(total, 1)
    is_walking = follows_index(asked, sort) or _is_worth_walking(session, kind, asked, passed, total)
    along = sort.removeprefix("-") if is_walking else ""
    parts = parts_of_range(asked) if along in {"", "date"} else (None,)

    def found(some: Sequence[Part | None], first: int, last: int, total: int) -> list[int]:
        """Find them counted from the nearer end."""
        backwards = first > total - last
        where = (
            listed_where(session, kind, asked, along=along, is_far=passed > _FAR, part=part) for part in some
        )
        statement = in_one_order(
            [select(LISTINGS.c.record_id).where(*each) for each in where],
            listed_order(sort, backwards=backwards, walking=is_walking),
        )
        statement = statement.offset(total - last if backwards else first).limit(last - first)
        keys = [row[0] for row in session.connection().execute(statement)]
        return keys[::-1] if backwards else keys

    if not along or len(parts) == 1:
        return found(parts, first, last, total)
    # In this order the parts follow one another, so that it is known in which of them the page lies.
    numbered = list(zip(parts, count_parts(session, kind, asked), strict=True))
    keys = []
    for part, number in numbered[:: -1 if sort.startswith("-") else 1]:
        if first < number and last > 0:
            keys += found((part,), max(first, 0), min(last, number), number)
        first, last = first - number, last - number
    return keys


def _number_in_order(session: Session, kind: str, asked: ListFilter, sort: str) -> int:
    """Count the rows of an order's index that may be passed: in that of changes, what is not too old."""
    since = count_since(session, kind, asked) if sort.removeprefix("-") == "changed" else None
    return count_of_kind(session, kind) if since is None else since


def _is_worth_walking(session: Session, kind: str, asked: ListFilter, passed: float, total: int) -> bool:
    """Tell whether going along the order, past so many rows, costs less than finding all that match.

    The indexes of the orders have all that a row is filtered by. What an index of something else finds is
    looked up in the table, at four times the cost of a row that is passed by, and all of it is sorted.
    """
    of_kind = count_of_kind(session, kind)
    since = count_since(session, kind, asked)
    is_indexed = bool(
        asked.status or asked.kind or asked.by or asked.significance or asked.q or asked.topic or asked.source
    )
    finding = total * 4 if is_indexed or asked.is_of_few else of_kind
    if since is not None and since < of_kind:
        finding = min(finding, since)
    return passed < finding + total


def list_keys(
    session: Session, kind: str, asked: ListFilter, *, sort: str = DEFAULT_SORT, limit: int
) -> tuple[RecordKey, ...]:
    """List the ids of the records that a filter asks for, in its order, at most so many."""
    statement = (
        select(RecordRow.kind, RecordRow.slug)
        .join(ListingRow, ListingRow.record_id == RecordRow.id)
        .where(*listed_where(session, kind, asked))
        .order_by(*listed_order(sort))
        .limit(limit)
    )
    return tuple((row.kind, row.slug) for row in session.execute(statement))


def list_editors(session: Session, kind: str) -> tuple[str, ...]:
    """List who made the last change of any record of a kind, each found by one step in an index."""

    def found() -> tuple[str, ...]:
        editors: list[str] = []
        column = ListingRow.changed_by
        statement = select(func.min(column)).where(ListingRow.kind == kind)
        while (last := session.scalar(statement)) is not None:
            editors.append(last)
            statement = select(column).where(column > last, ListingRow.kind == kind).order_by(column).limit(1)
        return tuple(editors)

    return kept(session, ("editors", kind), found)


def rows_of(
    session: Session, kind: str, keys: Sequence[int], *, columns: Sequence[str] = ()
) -> tuple[Listed, ...]:
    """Give the rows of these records of a kind in this order."""
    if not keys:
        return ()
    found = {row.record_id: row for row in send(session, _shown(kind), {"keys": list(keys)})}
    more = read_columns(session, keys, columns)
    return tuple(
        _listed(found[key], {name: values.get(key, ()) for name, values in more.items()})
        for key in keys
        if key in found
    )


@cache
def _shown(kind: str) -> Select[Any]:
    """Select what a list shows of records of a kind, of plain columns and made once for each kind."""
    merged = aliased(RecordRow)
    name, date = NAME_COLUMNS[kind], _DATES.get(kind)
    return (
        select(
            *(column for column in ListingRow.__table__.c if column.name in _SHOWN),
            name.label("title"),
            (literal("") if date is None else date).label("date"),
            RecordRow.slug,
            RecordRow.version,
            merged.slug.label("merged_into"),
            RevisionRow.at_utc,
            RevisionRow.change,
        )
        .join(RecordRow, RecordRow.id == ListingRow.record_id)
        .join(RevisionRow, RevisionRow.number == ListingRow.revision)
        .join(name.class_, name.class_.record_id == ListingRow.record_id)
        .outerjoin(merged, merged.id == RecordRow.merged_into_id)
        .where(ListingRow.kind == kind, ListingRow.record_id.in_(bindparam("keys", expanding=True)))
    )


def rows_of_keys(
    session: Session, kind: str, keys: Sequence[RecordKey], *, columns: Sequence[str] = ()
) -> tuple[Listed, ...]:
    """Give the rows of the records with these ids in this order."""
    found = _ids_of(session, kind, [slug for _, slug in keys])
    return rows_of(session, kind, [found[slug] for _, slug in keys if slug in found], columns=columns)


def known_keys(session: Session, kind: str, slugs: Sequence[str]) -> tuple[RecordKey, ...]:
    """Give the keys of the records that there are of these, in this order."""
    found = _ids_of(session, kind, slugs)
    return tuple((kind, slug) for slug in slugs if slug in found)


def _ids_of(session: Session, kind: str, slugs: Sequence[str]) -> dict[str, int]:
    statement = select(RecordRow.slug, RecordRow.id).where(RecordRow.kind == kind, RecordRow.slug.in_(slugs))
    return {row.slug: row.id for row in session.execute(statement)}


def _listed(row: Any, more: Mapping[str, tuple[str, ...]]) -> Listed:
    return Listed(
        kind=row.kind,
        id=row.slug,
        version=row.version,
        title=row.title,
        status=row.status,
        merged_into=row.merged_into or "",
        term=row.term,
        significance=row.significance,
        date=parse(row.date) if row.date else None,
        evidence=row.evidence,
        unlocated=row.unlocated,
        disputed=row.disputed,
        changed_at=row.at_utc,
        changed_by=row.changed_by,
        change=row.change,
        more=more,
    )
