"""Questions, what they touch, and the claims that sources make."""

import datetime as dt

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from timeline import vocab
from timeline.models.base import (
    NARROW,
    Base,
    bounds,
    from_one,
    one_of,
    own_key,
    owner,
    place_in_order,
    reference,
)


class QuestionRow(Base):
    __tablename__ = "questions"

    record_id: Mapped[int] = own_key()
    title: Mapped[str]
    kind: Mapped[str]
    explanation: Mapped[str]
    status: Mapped[str]
    follows: Mapped[str]
    why: Mapped[str]

    __table_args__ = (
        one_of("kind", vocab.QUESTION_KINDS, or_empty=True),
        one_of("status", vocab.QUESTION_STATUSES, or_empty=True),
        Index(None, "kind", "status"),
    )


class QuestionTouchRow(Base):
    """A record of any kind that a question bears on."""

    __tablename__ = "question_touches"

    record_id: Mapped[int] = owner("questions")
    position: Mapped[int] = place_in_order()
    touched_id: Mapped[int] = reference("records", index=False)

    __table_args__ = (
        UniqueConstraint("record_id", "touched_id"),
        Index(None, "touched_id", "record_id"),
        from_one(),
        NARROW,
    )


class ClaimRow(Base):
    __tablename__ = "claims"

    record_id: Mapped[int] = owner("questions")
    position: Mapped[int] = place_in_order()
    answer: Mapped[str]
    says: Mapped[str]
    source_id: Mapped[int] = reference("sources")
    locator: Mapped[str]
    quotation: Mapped[str]
    speaker_id: Mapped[int | None] = reference("actors")
    attributed_to_id: Mapped[int | None] = reference("sources")
    said: Mapped[str]
    said_earliest: Mapped[dt.date | None]
    said_latest: Mapped[dt.date | None]
    note: Mapped[str]

    __table_args__ = (bounds("said"), from_one())
