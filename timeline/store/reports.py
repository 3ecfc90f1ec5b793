"""Everything that writes about readers' reports. Like all of the store it never commits.

Reports are no part of the record: they make no revision, and readers' copies of pages stay valid.
"""

import datetime as dt
import hashlib
import math
from typing import Final

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from timeline import vocab
from timeline.errors import InvalidReportError, NotFoundError, Problem, TooManyReportsError
from timeline.models.report import ReportRow

#: How many reports are taken in how long, from one sender and from all together. They are counted in the
#: database, so that the limits hold however many processes serve the site, and outlive a restart.
FROM_ONE: Final = ((5, dt.timedelta(hours=1)), (20, dt.timedelta(days=1)))
FROM_ALL: Final = ((60, dt.timedelta(hours=1)),)
_FORGOTTEN_AFTER: Final = dt.timedelta(days=1)


def save_report(
    session: Session,
    *,
    about: tuple[str, str] | None,
    page: str,
    wrong: str,
    evidence: str,
    contact: str,
    sender: str,
    at_utc: dt.datetime,
) -> int:
    """Keep a report and give its number: that of the open report that says the same, where there is one.

    `about` is the kind and id of a record; `sender` a hash of where the report comes from. Raises
    TooManyReportsError where too many have come lately.
    """
    _forget_senders(session, at_utc)
    kind, slug = about or ("", "")
    fingerprint = _fingerprint(kind, slug, wrong)
    same = session.scalar(
        select(ReportRow)
        .where(ReportRow.fingerprint == fingerprint, ReportRow.state == "new")
        .order_by(ReportRow.number)
        .limit(1)
    )
    if same is not None and same.sender == sender:
        return same.number
    _refuse_too_many(session, sender, at_utc)
    if same is not None:
        same.times += 1
        same.sender = sender
        return same.number
    row = ReportRow(
        at_utc=at_utc,
        about_kind=kind,
        about_id=slug,
        page=page,
        wrong=wrong,
        evidence=evidence,
        contact=contact,
        state="new",
        times=1,
        fingerprint=fingerprint,
        sender=sender,
        handled_by="",
        handled_at_utc=None,
        answer="",
    )
    session.add(row)
    session.flush()  # The number is the database's to give.
    return row.number


def handle_report(
    session: Session, number: int, *, state: str, by: str, at_utc: dt.datetime, answer: str = ""
) -> None:
    """Say what became of a report; `new` opens it again. The sender's contact is forgotten with spam.

    Raises NotFoundError, and InvalidReportError for a state that there is not.
    """
    if state not in vocab.REPORT_STATES:
        cure = f"Write one of: {', '.join(vocab.REPORT_STATES)}."
        raise InvalidReportError((Problem(path="state", value=state, message="is not a state", cure=cure),))
    row = session.get(ReportRow, number)
    if row is None:
        raise NotFoundError("report", str(number))
    is_open = state == "new"
    row.state, row.answer = state, answer
    row.handled_by = "" if is_open else by
    row.handled_at_utc = None if is_open else at_utc
    if state == "spam":
        row.contact = ""


def _forget_senders(session: Session, now: dt.datetime) -> None:
    session.execute(
        update(ReportRow)
        .where(ReportRow.at_utc < now - _FORGOTTEN_AFTER, ReportRow.sender != "")
        .values(sender="")
    )


def _fingerprint(kind: str, slug: str, wrong: str) -> str:
    said = " ".join(wrong.casefold().split())
    return hashlib.sha256(f"{kind}\n{slug}\n{said}".encode()).hexdigest()


def _refuse_too_many(session: Session, sender: str, now: dt.datetime) -> None:
    waits = [_wait(session, most, span, now, ReportRow.sender == sender) for most, span in FROM_ONE]
    waits += [_wait(session, most, span, now) for most, span in FROM_ALL]
    if seconds := max(waits):
        raise TooManyReportsError(seconds)


def _wait(
    session: Session, most: int, span: dt.timedelta, now: dt.datetime, *where: ColumnElement[bool]
) -> int:
    """Give how many seconds it is until one more may come; 0 for now."""
    lately = select(ReportRow.at_utc).where(ReportRow.at_utc > now - span, *where)
    if (session.scalar(select(func.count()).select_from(lately.subquery())) or 0) < most:
        return 0
    oldest = session.scalar(lately.order_by(ReportRow.at_utc.desc()).offset(most - 1).limit(1))
    return 0 if oldest is None else max(1, math.ceil((oldest + span - now).total_seconds()))
