"""The filter of archivists' lists as conditions, and the lists' orders, on their narrow rows."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, TextClause, func, or_, select, text
from sqlalchemy.orm import Session

from timeline.list_filter import ListFilter
from timeline.models.authority import RecordTopicRow, TopicRow
from timeline.models.event import CitationRow
from timeline.models.history import RecordRow, RevisionRow
from timeline.models.listing import ListingRow
from timeline.models.question import ClaimRow
from timeline.models.series import FigureRow
from timeline.models.timeline import RecordTimelineRow
from timeline.queries.search import matching

_AFTER_ALL = dt.date.max.toordinal() + 1
#: Where the records of each kind name their sources.
_CITING: Mapping[str, Any] = {"event": CitationRow, "series": FigureRow, "question": ClaimRow}
# Each order is that of an index to its end, but the one by evidence.
_ORDERS: Mapping[str, tuple[Any, ...]] = {
    "changed": (ListingRow.revision,),
    "title": (ListingRow.title_key, ListingRow.status, ListingRow.record_id),
    "status": (ListingRow.status, ListingRow.revision),
    "date": (ListingRow.date_key, ListingRow.status, ListingRow.record_id),
    "kind": (ListingRow.term, ListingRow.title_key, ListingRow.status, ListingRow.record_id),
    "significance": (
        ListingRow.significance, ListingRow.date_key, ListingRow.status, ListingRow.record_id,
    ),
    "evidence": (ListingRow.evidence, ListingRow.record_id),
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
        return sort.removeprefix("-") != "evidence"
    parameters = asked.parameters()
    return len(parameters) == 1 and sort.removeprefix("-") in _ORDERS_WITHIN.get(parameters[0][0], ())


def listed_where(session: Session, kind: str, asked: ListFilter) -> list[ColumnElement[bool] | TextClause]:
    """Give what the rows of a list must meet."""
    return [ListingRow.kind == kind, *_own(asked), *_linked(session, kind, asked), *_since(session, asked)]


def listed_order(
    sort: str, *, backwards: bool = False, walking: bool = True
) -> tuple[ColumnElement[Any], ...]:
    """Give the order of a list (`title`, `-changed`), which ends with something unique; or its reverse.

    Unless the database is to go along an index until it has enough, the first column is given as something
    worked out, which is the order of no index: then what matches is found first and sorted after.
    """
    falling = sort.startswith("-") is not backwards
    first, *others = _ORDERS[sort.removeprefix("-")]
    columns = (first if walking else func.coalesce(first, first), *others)
    return tuple(column.desc() if falling else column.asc() for column in columns)


def _own(asked: ListFilter) -> Iterator[ColumnElement[bool] | TextClause]:
    if asked.status:
        yield _one_of(ListingRow.status, asked.status)
    if asked.kind:
        yield _one_of(ListingRow.term, asked.kind)
    if asked.significance:
        yield _one_of(ListingRow.significance, [int(level) for level in asked.significance])
    if asked.by:
        yield ListingRow.changed_by == asked.by
    # As they stand in the indexes of the few: with bound values those would not be used.
    if asked.cited:
        yield text("listings.evidence > 0" if asked.cited == "yes" else "listings.evidence = 0")
    if asked.located:
        yield text("listings.unlocated = 0" if asked.located == "yes" else "listings.unlocated > 0")
    if asked.disputed:
        yield ListingRow.disputed.is_(asked.disputed == "yes")
    yield from _range(asked)


def _one_of(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    """Hold to some values; to one so that the order within it can come from an index."""
    found: ColumnElement[bool] = column == values[0] if len(values) == 1 else column.in_(values)
    return found


def _range(asked: ListFilter) -> Iterator[ColumnElement[bool]]:
    """Hold to dates that may lie in a range. An open end reaches as far as it can.

    The key of a date holds both its bounds, what is not known standing after all days, so that an index
    of keys answers this alone; see `timeline.store.listing.date_key`.
    """
    key = ListingRow.date_key
    if asked.start or asked.end:
        yield key != f"{_AFTER_ALL:07d}.{_AFTER_ALL:07d}"
    if asked.start:
        yield func.substr(key, 9) >= f"{asked.start.toordinal():07d}"
    if asked.end:
        yield or_(key < f"{asked.end.toordinal() + 1:07d}", key >= f"{_AFTER_ALL:07d}")


def _linked(session: Session, kind: str, asked: ListFilter) -> Iterator[ColumnElement[bool]]:
    if asked.q:
        yield ListingRow.record_id.in_(matching(session, asked.q))
    for name, (record, link) in _links(kind).items():
        slugs = getattr(asked, name)
        if slugs:
            # As plain numbers, so that the database can tell how many rows they lead to.
            ids = session.scalars(_with_narrower(slugs) if name == "topic" else _ids(name, slugs)).all()
            yield ListingRow.record_id.in_(select(record).where(link.in_(ids)))


def _links(kind: str) -> Mapping[str, tuple[Any, Any]]:
    citing = _CITING.get(kind, CitationRow)
    return {
        "topic": (RecordTopicRow.record_id, RecordTopicRow.topic_id),
        "source": (citing.record_id, citing.source_id),
        "timeline": (RecordTimelineRow.record_id, RecordTimelineRow.timeline_id),
    }


def _since(session: Session, asked: ListFilter) -> Iterator[ColumnElement[bool]]:
    """Hold to what was changed on or after a day; numbers of revisions and their times have one order."""
    if asked.since is None:
        return
    statement = select(RevisionRow.number).where(RevisionRow.at_utc >= _midnight(asked.since))
    first = session.scalar(statement.order_by(RevisionRow.at_utc, RevisionRow.number).limit(1))
    # Beside other filters the index of revisions would be the wrong one: most of them are newer.
    alone = len(asked.parameters()) == 1
    revision = ListingRow.revision if alone else func.coalesce(ListingRow.revision, ListingRow.revision)
    yield revision >= first if first is not None else ListingRow.revision < 0


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _ids(kind: str, slugs: Sequence[str]) -> Select[tuple[int]]:
    return select(RecordRow.id).where(RecordRow.kind == kind, RecordRow.slug.in_(slugs))


def _with_narrower(slugs: Sequence[str]) -> Select[tuple[int]]:
    """Select these topics and all that are narrower, however deep."""
    reached = _ids("topic", slugs).cte("topics_within", recursive=True)
    below = TopicRow.__table__.alias("narrower")
    reached = reached.union(select(below.c.record_id).where(below.c.broader_id == reached.c.id))
    return select(reached.c.id)
