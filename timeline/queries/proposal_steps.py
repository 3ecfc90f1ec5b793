"""What happened to proposals, newest first: lines of the activity that no revision stands for."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from timeline.models.curation import ProposalRow, ProposalStepRow
from timeline.models.history import RecordRow

#: A proposal and its version: a step, behind which a list goes on.
StepKey = tuple[int, int]

_PLACE = (ProposalStepRow.at_utc, ProposalStepRow.proposal_id, ProposalStepRow.version)


def list_proposers(session: Session) -> tuple[str, ...]:
    """List who ever proposed something, by handle."""
    statement = select(ProposalRow.author).distinct().order_by(ProposalRow.author)
    return tuple(session.scalars(statement))


def latest_steps(
    session: Session,
    *,
    by: str,
    kind: str,
    change: str,
    batch: str,
    from_day: dt.date | None,
    to_day: dt.date | None,
    before: StepKey | None,
    limit: int,
) -> list[Any]:
    """Give the newest steps before one, or the newest of all; acceptance is told by its revision."""
    statement = (
        select(
            ProposalStepRow,
            ProposalRow.batch,
            RecordRow.id.label("key"),
            RecordRow.kind,
            RecordRow.slug,
        )
        .join(ProposalRow, ProposalRow.id == ProposalStepRow.proposal_id)
        .join(RecordRow, RecordRow.id == ProposalRow.record_id)
        .where(ProposalStepRow.state != "accepted", *_days(from_day, to_day))
        .order_by(*(column.desc() for column in _PLACE))
        .limit(limit)
    )
    for column, value in (
        (ProposalStepRow.by, by),
        (RecordRow.kind, kind),
        (ProposalStepRow.change, change),
        (ProposalRow.batch, batch),
    ):
        if value:
            statement = statement.where(column == value.replace("\x00", "\ufffd"))
    if before is not None:
        proposal, version = before
        place = select(*_PLACE).where(
            ProposalStepRow.proposal_id == proposal, ProposalStepRow.version == version
        )
        found = session.execute(place).one_or_none()
        if found is not None:
            statement = statement.where(_is_before(*found))
    return list(session.execute(statement))


def _is_before(at_utc: dt.datetime, proposal: int, version: int) -> ColumnElement[bool]:
    moment, number, step = _PLACE
    same = and_(moment == at_utc, or_(number < proposal, and_(number == proposal, step < version)))
    return or_(moment < at_utc, same)


def _days(from_day: dt.date | None, to_day: dt.date | None) -> Iterator[ColumnElement[bool]]:
    if from_day is not None:
        yield ProposalStepRow.at_utc >= _midnight(from_day)
    if to_day is not None and to_day < dt.date.max:
        yield ProposalStepRow.at_utc < _midnight(to_day + dt.timedelta(days=1))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)
