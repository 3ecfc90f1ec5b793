"""Timelines, their languages, and which records belong to which."""

import datetime as dt

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from timeline.models.base import NARROW, Base, bounds, from_one, own_key, owner, place_in_order, reference


class TimelineRow(Base):
    __tablename__ = "timelines"

    record_id: Mapped[int] = own_key()
    title: Mapped[str]
    lede: Mapped[str]
    about: Mapped[str]
    complete_to: Mapped[str]
    complete_to_earliest: Mapped[dt.date | None]
    complete_to_latest: Mapped[dt.date | None]
    licence: Mapped[str]
    licence_url: Mapped[str]

    __table_args__ = (bounds("complete_to"),)


class TimelineLanguageRow(Base):
    __tablename__ = "timeline_languages"

    record_id: Mapped[int] = owner("timelines")
    position: Mapped[int] = place_in_order()
    language: Mapped[str]

    __table_args__ = (UniqueConstraint("record_id", "language"), from_one(), NARROW)


class RecordTimelineRow(Base):
    """A timeline that an event, a policy, a series or a question belongs to."""

    __tablename__ = "record_timelines"

    record_id: Mapped[int] = owner("records")
    position: Mapped[int] = place_in_order()
    timeline_id: Mapped[int] = reference("timelines", index=False)

    __table_args__ = (
        UniqueConstraint("record_id", "timeline_id"),
        Index(None, "timeline_id", "record_id"),
        from_one(),
        NARROW,
    )
