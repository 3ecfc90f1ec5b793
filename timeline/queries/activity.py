"""Everything that was ever done to the record, newest first, under a filter."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow, RevisionRow
from timeline.queries.titles import titles_of

#: So many lines are read at a time when all are written out.
AT_ONCE: Final = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivityFilter:
    """What is asked for; empty: all. The days are those of UTC, both included."""

    by: str = ""
    kind: str = ""
    change: str = ""
    through: str = ""
    status: str = ""
    batch: str = ""
    from_day: dt.date | None = None
    to_day: dt.date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Activity:
    """One line: what somebody did to one record. `record_id` and `title` are those of today."""

    number: int
    at_utc: dt.datetime
    by: str
    through: str
    change: str
    status: str
    kind: str
    record_id: str
    title: str
    version: int
    reason: str
    note: str
    batch: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivityPage:
    """Some lines, and the number before which the list goes on; None at its end."""

    lines: tuple[Activity, ...]
    before: int | None


def page_of_activity(
    session: Session, asked: ActivityFilter, *, before: int | None = None, limit: int = 50
) -> ActivityPage:
    """Give the newest lines before a number, or the newest of all."""
    columns = (
        RevisionRow.number, RevisionRow.at_utc, RevisionRow.by, RevisionRow.through, RevisionRow.change,
        RevisionRow.status, RevisionRow.kind, RevisionRow.version, RevisionRow.reason, RevisionRow.note,
        RevisionRow.batch, RevisionRow.record_id, RecordRow.slug,
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(RecordRow, RecordRow.id == RevisionRow.record_id)
        .where(*_conditions(session, asked))
        .order_by(RevisionRow.number.desc())
        .limit(limit + 1)
    )
    if before is not None:
        statement = statement.where(RevisionRow.number < before)
    rows = session.execute(statement).all()
    shown = rows[:limit]
    titles = titles_of(session, {(row.kind, row.record_id) for row in shown})
    return ActivityPage(
        lines=tuple(_line(row, titles.get(row.record_id, row.slug)) for row in shown),
        before=shown[-1].number if len(rows) > limit else None,
    )


def stream_activity(session: Session, asked: ActivityFilter) -> Iterator[Activity]:
    """Yield all lines, newest first, with some of them in memory at a time."""
    before: int | None = None
    while True:
        page = page_of_activity(session, asked, before=before, limit=AT_ONCE)
        yield from page.lines
        before = page.before
        if before is None:
            return


def _conditions(session: Session, asked: ActivityFilter) -> Iterator[ColumnElement[bool]]:
    has_index = True
    for name in ("batch", "by", "change", "kind", "through", "status"):
        value = getattr(asked, name)
        if value:
            column = getattr(RevisionRow, name)
            # PostgreSQL refuses to be asked for a text with a NUL in it, which nobody is called by.
            is_so = (column if has_index else func.coalesce(column, "")) == value.replace("\x00", "\ufffd")
            # One index is walked, that of the rarest; SQLite would choose another as readily.
            has_index = False
            yield is_so
    # Numbers and times have one order, so that a span of time is a span of numbers.
    if asked.from_day is not None:
        first = _first_since(session, asked.from_day)
        yield RevisionRow.number >= first if first is not None else RevisionRow.number < 0
    if asked.to_day is not None and asked.to_day < dt.date.max:
        after = _first_since(session, asked.to_day + dt.timedelta(days=1))
        if after is not None:
            yield RevisionRow.number < after


def _first_since(session: Session, day: dt.date) -> int | None:
    midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
    return session.scalar(
        select(RevisionRow.number)
        .where(RevisionRow.at_utc >= midnight)
        .order_by(RevisionRow.at_utc, RevisionRow.number)
        .limit(1)
    )


def _line(row: Any, title: str) -> Activity:
    return Activity(
        number=row.number,
        at_utc=row.at_utc,
        by=row.by,
        through=row.through,
        change=row.change,
        status=row.status,
        kind=row.kind,
        record_id=row.slug,
        title=title,
        version=row.version,
        reason=row.reason,
        note=row.note,
        batch=row.batch or "",
    )
