"""What was done about people, access, settings and releases. It is no part of the record."""

import datetime as dt

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from timeline import vocab
from timeline.models.base import Base, from_one, one_of


class HouseActRow(Base):
    """One act. `by` and `about` are handles, as in the history; who acts on the server is nobody by name.

    Of a setting or a release `about` is its name. `times` counts attempts to sign in that were told as one.
    """

    __tablename__ = "house_acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    at_utc: Mapped[dt.datetime]
    act: Mapped[str]
    by: Mapped[str]
    about: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    times: Mapped[int]

    __table_args__ = (
        one_of("act", vocab.HOUSE_ACTS),
        from_one("times"),
        Index(None, "act", "about", "id"),
        Index(None, "by", "id"),
        Index(None, "at_utc", "id"),
    )
