"""Reads of what readers report, for the editors' list of work."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from timeline import vocab
from timeline.errors import NotFoundError
from timeline.models.report import ReportRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A report; see `ReportRow`. `about` is None where it is about no one record."""

    number: int
    at_utc: dt.datetime
    about: tuple[str, str] | None
    page: str
    wrong: str
    evidence: str
    contact: str
    state: str
    times: int
    handled_by: str
    handled_at_utc: dt.datetime | None
    answer: str


def list_reports(
    session: Session,
    *,
    state: str = "new",
    about: tuple[str, str] | None = None,
    before: int | None = None,
    limit: int = 50,
) -> tuple[Report, ...]:
    """List the reports in a state (`""` for any), of one record if one is given, the newest first.

    `before` goes on from a number.
    """
    statement = select(ReportRow).order_by(ReportRow.number.desc()).limit(limit)
    if state:
        statement = statement.where(ReportRow.state == state)
    if about is not None:
        statement = statement.where(ReportRow.about_kind == about[0], ReportRow.about_id == about[1])
    if before is not None:
        statement = statement.where(ReportRow.number < before)
    return tuple(_report(row) for row in session.scalars(statement))


def get_report(session: Session, number: int) -> Report:
    """Give one report; raises NotFoundError."""
    row = session.get(ReportRow, number)
    if row is None:
        raise NotFoundError("report", str(number))
    return _report(row)


def count_reports(session: Session) -> dict[str, int]:
    """Count the reports in each state, those without any too."""
    rows = session.execute(select(ReportRow.state, func.count()).group_by(ReportRow.state))
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in vocab.REPORT_STATES}


def _report(row: ReportRow) -> Report:
    return Report(
        number=row.number,
        at_utc=row.at_utc,
        about=(row.about_kind, row.about_id) if row.about_kind else None,
        page=row.page,
        wrong=row.wrong,
        evidence=row.evidence,
        contact=row.contact,
        state=row.state,
        times=row.times,
        handled_by=row.handled_by,
        handled_at_utc=row.handled_at_utc,
        answer=row.answer,
    )
