"""Everything that was ever done to the record, newest first, under a filter."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow, RevisionRow
from timeline.queries.proposal_steps import latest_steps
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
    """One line: what somebody did to one record. `record_id` and `title` are those of today.

    A line of a `proposal` has no number of a revision; its version and status are those of the proposal.
    """

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
    proposal: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Before:
    """Where a list goes on: behind this revision, and behind this step of a proposal; 0 for none so far."""

    revision: int = 0
    proposal: int = 0
    version: int = 0


NEWEST: Final = Before()


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivityPage:
    """Some lines, and where the list goes on; None at its end."""

    lines: tuple[Activity, ...]
    before: Before | None


def page_of_activity(
    session: Session,
    asked: ActivityFilter,
    *,
    before: Before = NEWEST,
    limit: int = 50,
    with_proposals: bool = False,
) -> ActivityPage:
    """Give the newest lines before a place, or the newest of all: revisions, and steps of proposals if asked.

    A step has neither a status of a record nor a way through which it came: a filter by those leaves it out.
    """
    revisions = _revisions(session, asked, before.revision, limit + 1)
    is_about_steps = with_proposals and not asked.status and not asked.through
    steps = _steps(session, asked, before, limit + 1) if is_about_steps else []
    found = list(merge(revisions, steps, key=lambda line: line.at_utc, reverse=True))
    shown = found[:limit]
    return ActivityPage(lines=tuple(shown), before=_behind(before, shown) if len(found) > limit else None)


def _behind(before: Before, shown: Sequence[Activity]) -> Before:
    revision = next((line for line in reversed(shown) if not line.proposal), None)
    step = next((line for line in reversed(shown) if line.proposal), None)
    return Before(
        revision=revision.number if revision else before.revision,
        proposal=step.proposal if step else before.proposal,
        version=step.version if step else before.version,
    )


def _revisions(session: Session, asked: ActivityFilter, before: int, limit: int) -> list[Activity]:
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
        .limit(limit)
    )
    if before:
        statement = statement.where(RevisionRow.number < before)
    rows = session.execute(statement).all()
    titles = titles_of(session, {(row.kind, row.record_id) for row in rows})
    return [_line(row, titles.get(row.record_id, row.slug)) for row in rows]


def _steps(session: Session, asked: ActivityFilter, before: Before, limit: int) -> list[Activity]:
    rows = latest_steps(
        session,
        by=asked.by,
        kind=asked.kind,
        change=asked.change,
        batch=asked.batch,
        from_day=asked.from_day,
        to_day=asked.to_day,
        before=(before.proposal, before.version) if before.proposal else None,
        limit=limit,
    )
    titles = titles_of(session, {(row.kind, row.key) for row in rows})
    return [_step_line(row, titles.get(row.key, row.slug)) for row in rows]


def stream_activity(session: Session, asked: ActivityFilter) -> Iterator[Activity]:
    """Yield all lines, those of proposals too, newest first, with some of them in memory at a time."""
    before: Before | None = NEWEST
    while before is not None:
        page = page_of_activity(session, asked, before=before, limit=AT_ONCE, with_proposals=True)
        yield from page.lines
        before = page.before


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


def _step_line(row: Any, title: str) -> Activity:
    step = row.ProposalStepRow
    return Activity(
        number=0,
        at_utc=step.at_utc,
        by=step.by,
        through="",
        change=step.change,
        status=step.state,
        kind=row.kind,
        record_id=row.slug,
        title=title,
        version=step.version,
        reason=step.reason,
        note=step.note,
        batch=row.batch or "",
        proposal=step.proposal_id,
    )
