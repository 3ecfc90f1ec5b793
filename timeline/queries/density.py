"""How many events lie where in time: counted by the database over the whole of a filter."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, cast, func, literal_column, or_, select
from sqlalchemy.orm import Session

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.drawing.density import Count
from timeline.filters import EventFilter
from timeline.models.event import EventRow
from timeline.models.history import RecordRow
from timeline.queries.kept import kept
from timeline.queries.selection import conditions

_MONTH, _DAY = 7, 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Landmark:
    """An event that carries the story, as an overview names it."""

    id: str
    title: str
    date: Edtf


def count_by_bounds(session: Session, asked: EventFilter, *, by_day: bool = False) -> tuple[Count, ...]:
    """Count the events of the filter by the months (or days) in which they begin and end: one statement.

    The number of rows depends on how many months there are, and not on how many events. The counts are
    kept until the record changes.
    """
    return kept(session, ("bounds", asked, by_day), lambda: _counted(session, asked, by_day))


def _counted(session: Session, asked: EventFilter, by_day: bool) -> tuple[Count, ...]:  # noqa: FBT001
    # How ISO 8601 writes a day begins with its month, on both kinds of database; the number is written
    # out because PostgreSQL takes two parameters for two different expressions.
    length: ColumnElement[int] = literal_column(str(_DAY if by_day else _MONTH))
    first = func.substr(cast(EventRow.date_earliest, String), 1, length).label("first")
    last = func.substr(cast(EventRow.date_latest, String), 1, length).label("last")
    found = select(first, last, EventRow.significance).where(*conditions(session, asked)).subquery("found")
    columns = (found.c.first, found.c.last, found.c.significance)
    statement = select(*columns, func.count()).group_by(*columns).order_by(*columns)
    return tuple(
        Count(
            first=parse(first_text).earliest if first_text else None,
            last=parse(last_text).latest if last_text else None,
            significance=significance,
            events=events,
        )
        for first_text, last_text, significance, events in session.execute(statement)
    )


def extent(session: Session, asked: EventFilter) -> tuple[dt.date | None, dt.date | None]:
    """Give the first and the last day that are known of the events of the filter."""
    statement = select(func.min(EventRow.date_earliest), func.max(EventRow.date_latest))
    first, last = session.execute(statement.where(*conditions(session, asked))).one()
    return first, last


def list_landmarks(session: Session, asked: EventFilter, *, limit: int) -> tuple[Landmark, ...]:
    """List the dated landmarks of the filter in the order of the timeline, at most `limit`."""
    statement = (
        select(RecordRow.slug, EventRow.title, EventRow.date)
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .where(
            EventRow.significance == 1,
            or_(EventRow.date_earliest.is_not(None), EventRow.date_latest.is_not(None)),
            *conditions(session, asked),
        )
        .order_by(EventRow.sort_key)
        .limit(limit)
    )
    return tuple(
        Landmark(id=slug, title=title, date=parse(date)) for slug, title, date in session.execute(statement)
    )
