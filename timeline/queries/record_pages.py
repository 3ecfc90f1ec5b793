"""Lists of whole records, page by page, from any point on: a page costs the same however far it lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from timeline.filters import EventFilter
from timeline.list_filter import ListFilter
from timeline.models.event import EventRow
from timeline.models.history import RecordRow
from timeline.models.listing import ListingRow
from timeline.queries.event_rows import standing_after
from timeline.queries.kept import kept
from timeline.queries.listed import listed_where
from timeline.queries.records import Stored, list_stored
from timeline.queries.selection import choose
from timeline.records.kinds import Record
from timeline.selecting.index import Standing
from timeline.selecting.order import first_after, last_before


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordPage:
    """Some published records, and how many the whole list has.

    `after` and `before` are the points from which the list goes on in either direction; None at its ends.
    """

    records: tuple[Stored[Record], ...]
    total: int
    after: str | None
    before: str | None


def page_of_event_records(
    session: Session, asked: EventFilter, *, after: str = "", before: str = "", limit: int
) -> RecordPage:
    """Give the events of a filter after a point or before one, in the order of the timeline.

    A point is the text by which events are sorted, so that it stays where it is when an event goes.
    """
    choice = choose(session, asked)
    index, chosen = choice.index, choice.events
    if before:
        point = standing_after(session, index, before, itself=True)
        places = last_before(index, chosen, point, limit + 1)
        has_before, has_after = len(places) > limit, True
        places = places[-limit:]
    else:
        point = standing_after(session, index, after) if after else Standing(0, "")
        places = first_after(index, chosen, point, limit + 1)
        has_before, has_after = bool(after), len(places) > limit
        places = places[:limit]
    keys = [index.keys[place] for place in places]
    points = _sort_keys(session, keys[:1] + keys[-1:])
    return RecordPage(
        records=list_stored(session, "event", keys),
        total=len(chosen),
        after=points[keys[-1]] if keys and has_after else None,
        before=points[keys[0]] if keys and has_before else None,
    )


def page_of_records(
    session: Session, kind: str, asked: ListFilter, *, after: str = "", before: str = "", limit: int
) -> RecordPage:
    """Give the published records of a kind after an id or before one, in the order of their ids."""
    statement = _listed(session, kind, asked, RecordRow.id, RecordRow.slug)
    if before:
        statement = statement.where(RecordRow.slug < before).order_by(RecordRow.slug.desc())
    else:
        statement = statement.where(RecordRow.slug > after).order_by(RecordRow.slug)
    rows = session.execute(statement.limit(limit + 1)).all()
    has_more = len(rows) > limit
    shown = rows[:limit][::-1] if before else rows[:limit]
    has_before, has_after = (has_more, True) if before else (bool(after), has_more)
    return RecordPage(
        records=list_stored(session, kind, [row.id for row in shown]),
        total=_count(session, kind, asked),
        after=shown[-1].slug if shown and has_after else None,
        before=shown[0].slug if shown and has_before else None,
    )


def _count(session: Session, kind: str, asked: ListFilter) -> int:
    statement = _listed(session, kind, asked, func.count())
    return kept(session, ("records", kind, asked), lambda: session.scalar(statement) or 0)


def _listed(session: Session, kind: str, asked: ListFilter, *columns: Any) -> Select[Any]:
    statement = select(*columns).select_from(RecordRow)
    statement = statement.where(RecordRow.kind == kind, RecordRow.status == "published")
    if asked.is_empty:
        return statement
    return statement.join(ListingRow, ListingRow.record_id == RecordRow.id).where(
        *listed_where(session, kind, asked)
    )


def _sort_keys(session: Session, keys: Sequence[int]) -> dict[int, str]:
    statement = select(EventRow.record_id, EventRow.sort_key).where(EventRow.record_id.in_(keys))
    return {row[0]: row[1] for row in session.execute(statement)}
