"""What readers report to the editors. None of it is part of the record, and none of it is public."""

import datetime as dt

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from timeline import vocab
from timeline.models.base import Base, from_one, one_of


class ReportRow(Base):
    """One report, and what became of it.

    `about_kind` and `about_id` name the record, as it was called then, that was on the page; both are empty
    on other pages. `times` counts how often the same was reported. `sender` is a hash of where it was sent
    from, under a key that changes daily, and is emptied a day later; no address is kept.
    """

    __tablename__ = "reports"

    number: Mapped[int] = mapped_column(primary_key=True)
    at_utc: Mapped[dt.datetime] = mapped_column(index=True)
    about_kind: Mapped[str]
    about_id: Mapped[str]
    page: Mapped[str]
    wrong: Mapped[str]
    evidence: Mapped[str]
    contact: Mapped[str]
    state: Mapped[str]
    times: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(index=True)
    sender: Mapped[str]
    handled_by: Mapped[str]
    handled_at_utc: Mapped[dt.datetime | None]
    answer: Mapped[str]

    __table_args__ = (
        Index(None, "state", "number"),
        Index(None, "about_kind", "about_id"),
        from_one("times"),
        one_of("state", vocab.REPORT_STATES),
    )
