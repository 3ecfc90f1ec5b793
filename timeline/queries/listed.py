"""The filter of archivists' lists as conditions, and the lists' orders, on their narrow rows."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    TextClause,
    UnaryExpression,
    asc,
    desc,
    exists,
    func,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql import operators

from timeline.list_filter import ListFilter
from timeline.models.authority import RecordTopicRow, TopicRow
from timeline.models.event import CitationRow
from timeline.models.history import RecordRow
from timeline.models.listing import LONG, LONG_DAYS, ListingRow
from timeline.models.question import ClaimRow
from timeline.models.series import FigureRow
from timeline.models.timeline import RecordTimelineRow
from timeline.queries.kind_totals import (
    count_of_kind,
    count_since,
    first_since,
    span_of_revisions,
)
from timeline.queries.search import is_matching, matching

Condition = ColumnElement[bool] | TextClause
_Asking = Select[Any] | CompoundSelect[Any]
#: A part of a range of dates: what its rows must meet.
Part = tuple[Condition, ...]

#: The plain table: what would make objects of rows costs as much again.
LISTINGS = ListingRow.__table__
_row = LISTINGS.c
_key = _row.date_key
#: Where dates stand of which nobody knows the first day, and of which nobody knows any.
_AFTER = f"{dt.date.max.toordinal() + 1:07d}"
_UNKNOWN = f"{_AFTER}.{_AFTER}"
_NOBODY_KNOWS_WHEN = _key >= _AFTER
# As it stands in its index: with bound values that would not be used.
_IS_LONG = text(LONG)
#: Few are fewer than one in so many.
_FEW_OF = 10
#: So many rows are more dearly looked up one by one than a hundred thousand are passed by.
_BROAD = 25_000
#: Where the records of each kind name their sources.
_CITING: Mapping[str, Any] = {"event": CitationRow, "series": FigureRow, "question": ClaimRow}
# Each order is that of an index to its end, which has all that a list is filtered by besides.
_ORDERS: Mapping[str, tuple[Any, ...]] = {
    "changed": (_row.revision,),
    "title": (_row.title_key, _row.status, _row.record_id),
    "status": (_row.status, _row.revision),
    "date": (_row.date_key, _row.status, _row.record_id),
    "kind": (_row.term, _row.title_key, _row.status, _row.record_id),
    "significance": (
        _row.significance, _row.date_key, _row.status, _row.record_id,
    ),
    "evidence": (_row.evidence, _row.record_id),
}  # fmt: skip
#: The orders that an index has for the records with one value of a field.
_ORDERS_WITHIN: Mapping[str, tuple[str, ...]] = {
    "status": ("changed", "title"),
    "by": ("changed",),
    "kind": ("title", "date", "changed", "kind"),
    "significance": ("date", "significance"),
}


def follows_index(asked: ListFilter, sort: str) -> bool:
    """Tell whether an index holds just what is asked for, in its order: then no row is looked at in vain."""
    if asked.is_empty:
        return True
    parameters = asked.parameters()
    return len(parameters) == 1 and sort.removeprefix("-") in _ORDERS_WITHIN.get(parameters[0][0], ())


def listed_where(
    session: Session,
    kind: str,
    asked: ListFilter,
    *,
    along: str = "",
    is_far: bool = False,
    part: Part | None = None,
) -> list[Condition]:
    """Give what the rows of a list must meet.

    `along` is the order that the database is to go along, `is_far` tells that it has far to go: then what
    names other records is gathered first, and otherwise asked of each row that it comes by. `part` is one of
    `parts_of_range`, in the place of the whole range of dates.
    """
    is_new = _is_of_the_newest(session, kind, asked)
    return [
        _row.kind == kind,
        *_own(asked),
        *(_range(asked) if part is None else part),
        *_linked(session, kind, asked, is_asked=is_new or bool(along and not is_far), along=along),
        *_since(session, kind, asked, is_found=along == "changed" or (is_new and not along)),
    ]


def listed_order(
    sort: str, *, backwards: bool = False, walking: bool = True
) -> tuple[UnaryExpression[Any], ...]:
    """Give the order of a list (`title`, `-changed`), which ends with something unique; or its reverse.

    Unless the database is to go along an index until it has enough, the first column is given as something
    worked out, which is the order of no index: then what matches is found first and sorted after.
    """
    falling = sort.startswith("-") is not backwards
    first, *others = _ORDERS[sort.removeprefix("-")]
    columns = (first if walking else func.coalesce(first, first), *others)
    return tuple(column.desc() if falling else column.asc() for column in columns)


def in_one_order(parts: Sequence[Select[Any]], order: Sequence[UnaryExpression[Any]]) -> _Asking:
    """Put what parts select, which is one column, in one order: all of it, sorted after it is found."""
    if len(parts) == 1:
        return parts[0].order_by(*order)
    places = [(f"place_{at}", by) for at, by in enumerate(order)]
    placed = [by.element.label(name) for name, by in places]
    falling = operators.desc_op
    return union_all(*(part.add_columns(*placed) for part in parts)).order_by(
        *(desc(name) if by.modifier is falling else asc(name) for name, by in places)
    )


def _own(asked: ListFilter) -> Iterator[Condition]:
    if asked.status:
        yield _one_of(_row.status, asked.status)
    if asked.kind:
        yield _one_of(_row.term, asked.kind)
    if asked.significance:
        yield _one_of(_row.significance, [int(level) for level in asked.significance])
    if asked.by:
        yield _row.changed_by == asked.by
    # As they stand in the indexes of the few: with bound values those would not be used.
    if asked.cited:
        # Nearly all have evidence: an index that finds those would be the wrong one.
        yield text("listings.evidence + 0 > 0" if asked.cited == "yes" else "listings.evidence = 0")
    if asked.located:
        yield text("listings.unlocated = 0" if asked.located == "yes" else "listings.unlocated > 0")
    if asked.disputed:
        yield _row.disputed.is_(asked.disputed == "yes")


def _one_of(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    """Hold to some values; to one so that the order within it can come from an index."""
    found: ColumnElement[bool] = column == values[0] if len(values) == 1 else column.in_(values)
    return found


def _range(asked: ListFilter) -> Iterator[Condition]:
    """Hold to dates that may lie in a range. An open end reaches as far as it can.

    The key of a date holds both its bounds, what is not known standing after all days, so that an index
    of keys answers this alone; see `timeline.store.listing.date_key`.
    """
    if asked.start or asked.end:
        yield _key != _UNKNOWN
    if asked.start:
        yield _ends_from(asked.start)
    if asked.end:
        yield or_(_begins_until(asked.end), _NOBODY_KNOWS_WHEN)


def parts_of_range(asked: ListFilter) -> tuple[Part | None, ...]:
    """Give what parts a range of dates, in the order of the dates, where it is found by its parts.

    What ends in or after the first day begins a year before it or later, but for what is long, which is
    little and has an index of its own; or nobody knows when it began. Each part is one piece of an index.
    Where links or words have to be gathered, thrice that would cost more than it saves, and the range is one.
    """
    if not (asked.start or asked.end) or asked.q or asked.topic or asked.source or asked.timeline:
        return (None,)
    until = _begins_until(asked.end) if asked.end else _key < _AFTER
    if not asked.start:
        return (until,), (_NOBODY_KNOWS_WHEN, _key < _UNKNOWN)
    first, ends = asked.start.toordinal(), _ends_from(asked.start)
    begun, near = f"{first:07d}", f"{first - LONG_DAYS:07d}"
    return (
        (_IS_LONG, _key < near, ends),
        (_key >= near, until, or_(_key >= begun, ends)),
        (_key >= f"{_AFTER}.{begun}", _key < _UNKNOWN),
    )


def _begins_until(day: dt.date) -> ColumnElement[bool]:
    return _key < f"{day.toordinal() + 1:07d}"


def _ends_from(day: dt.date) -> ColumnElement[bool]:
    return func.substr(_key, 9) >= f"{day.toordinal():07d}"


def _linked(
    session: Session, kind: str, asked: ListFilter, *, is_asked: bool, along: str
) -> Iterator[ColumnElement[bool]]:
    """Hold to what names other records; what is worked out from the key is looked for in no index."""
    key, worked_out = _row.record_id, func.coalesce(_row.record_id, _row.record_id)
    if asked.q:
        yield is_matching(session, asked.q, key) if is_asked else key.in_(matching(session, asked.q))
    for name, (record, link) in _links(kind).items():
        slugs = getattr(asked, name)
        if not slugs:
            continue
        # As plain numbers, so that the database can tell how many rows they lead to.
        ids = session.scalars(_with_narrower(slugs) if name == "topic" else _ids(name, slugs)).all()
        if is_asked:
            yield exists().where(record == key, link.in_(ids))
        else:
            is_broad = along or _is_broad(session, record, link, ids)
            yield (worked_out if is_broad else key).in_(select(record).where(link.in_(ids)))


def _is_broad(session: Session, record: Any, link: Any, ids: Sequence[int]) -> bool:
    """Tell whether so many records name one of these that passing by all costs less than looking them up."""
    some = select(record).where(link.in_(ids)).limit(_BROAD).subquery()
    number = session.scalar(select(func.count()).select_from(some)) or 0
    return number == _BROAD


def _links(kind: str) -> Mapping[str, tuple[Any, Any]]:
    citing = _CITING.get(kind, CitationRow)
    return {
        "topic": (RecordTopicRow.record_id, RecordTopicRow.topic_id),
        "source": (citing.record_id, citing.source_id),
        "timeline": (RecordTimelineRow.record_id, RecordTimelineRow.timeline_id),
    }


def _since(
    session: Session, kind: str, asked: ListFilter, *, is_found: bool
) -> tuple[ColumnElement[bool], ...]:
    """Hold to what was changed on or after a day, where that leaves anything out.

    Unless it is to be found by its revision, that is given as something worked out, which no index has.
    """
    if asked.since is None:
        return ()
    first = first_since(session, asked.since)
    if span_of_revisions(session, kind)[0] >= first:
        return ()
    is_found = is_found or _is_found_by_age(session, kind, asked)
    revision = _row.revision if is_found else func.coalesce(_row.revision, _row.revision)
    return (revision >= first,)


def _is_found_by_age(session: Session, kind: str, asked: ListFilter) -> bool:
    """Tell whether nothing else is asked for, or words alone of what is less than two thirds of all."""
    if asked != ListFilter(q=asked.q, since_text=asked.since_text):
        return False
    return not asked.q or (count_since(session, kind, asked) or 0) * 3 < count_of_kind(session, kind) * 2


def _is_of_the_newest(session: Session, kind: str, asked: ListFilter) -> bool:
    """Tell whether few records of the kind were changed since the day that is asked for."""
    number = count_since(session, kind, asked)
    return number is not None and number * _FEW_OF < count_of_kind(session, kind)


def _ids(kind: str, slugs: Sequence[str]) -> Select[tuple[int]]:
    return select(RecordRow.id).where(RecordRow.kind == kind, RecordRow.slug.in_(slugs))


def _with_narrower(slugs: Sequence[str]) -> Select[tuple[int]]:
    """Select these topics and all that are narrower, however deep."""
    reached = _ids("topic", slugs).cte("topics_within", recursive=True)
    below = TopicRow.__table__.alias("narrower")
    reached = reached.union(select(below.c.record_id).where(below.c.broader_id == reached.c.id))
    return select(reached.c.id)
