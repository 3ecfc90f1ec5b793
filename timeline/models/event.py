"""Events: dates, evidence, who and where, how they bear on each other, and what they change."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timeline import vocab
from timeline.dates.value import PRECISIONS
from timeline.models.base import (
    NARROW,
    Base,
    Ordered,
    bounds,
    from_one,
    one_of,
    own_key,
    owner,
    place_in_order,
    reference,
)


class EventRow(Base):
    """An event. `sort_key` is its place in a timeline: see `timeline.models.derived`."""

    __tablename__ = "events"

    record_id: Mapped[int] = own_key()
    sort_key: Mapped[str] = mapped_column(Ordered, unique=True)
    title: Mapped[str]
    kind: Mapped[str]
    significance: Mapped[int] = mapped_column(SmallInteger)
    date: Mapped[str]
    date_earliest: Mapped[dt.date | None]
    date_latest: Mapped[dt.date | None]
    date_precision: Mapped[str | None]
    date_approximate: Mapped[bool]
    date_uncertain: Mapped[bool]
    date_verbatim: Mapped[str]
    date_basis: Mapped[str]
    date_note: Mapped[str]
    summary: Mapped[str]
    body: Mapped[str]
    note: Mapped[str]

    __table_args__ = (
        one_of("kind", vocab.EVENT_KINDS, or_empty=True),
        one_of("date_basis", vocab.DATE_BASES, or_empty=True),
        one_of("date_precision", PRECISIONS),
        CheckConstraint("significance BETWEEN 1 AND 3", name="significance"),
        bounds("date"),
        Index(None, "kind", "sort_key"),
        Index(None, "significance", "sort_key"),
        Index(None, "date_earliest", "date_latest"),
        Index(None, "date_latest"),
    )


class EventDateRow(Base):
    """A further date of an event, with its role."""

    __tablename__ = "event_dates"

    record_id: Mapped[int] = owner("events")
    position: Mapped[int] = place_in_order()
    role: Mapped[str]
    date: Mapped[str]
    date_earliest: Mapped[dt.date | None]
    date_latest: Mapped[dt.date | None]
    verbatim: Mapped[str]
    note: Mapped[str]

    __table_args__ = (
        one_of("role", vocab.DATE_ROLES),
        bounds("date"),
        Index(None, "role", "date_earliest"),
        from_one(),
    )


class CitationRow(Base):
    __tablename__ = "citations"

    record_id: Mapped[int] = owner("events")
    position: Mapped[int] = place_in_order()
    source_id: Mapped[int] = reference("sources", index=False)
    locator: Mapped[str]
    quotation: Mapped[str]
    stance: Mapped[str]
    asserted_date: Mapped[str]
    asserted_date_earliest: Mapped[dt.date | None]
    asserted_date_latest: Mapped[dt.date | None]
    asserted_verbatim: Mapped[str]
    note: Mapped[str]

    __table_args__ = (
        one_of("stance", vocab.STANCES),
        bounds("asserted_date"),
        Index(None, "source_id", "record_id"),
        from_one(),
    )


class CitationBearingRow(Base):
    """What one citation is evidence of, where it is not the whole event."""

    __tablename__ = "citation_bearings"

    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    citation: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = place_in_order()
    bearing: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(["record_id", "citation"], ["citations.record_id", "citations.position"]),
        UniqueConstraint("record_id", "citation", "bearing"),
        from_one(),
        NARROW,
    )


class ParticipationRow(Base):
    """An actor in an event, and its role."""

    __tablename__ = "participations"

    record_id: Mapped[int] = owner("events")
    position: Mapped[int] = place_in_order()
    actor_id: Mapped[int] = reference("actors", index=False)
    role: Mapped[str]

    __table_args__ = (
        one_of("role", vocab.ACTOR_ROLES),
        UniqueConstraint("record_id", "actor_id", "role"),
        Index(None, "actor_id", "role", "record_id"),
        from_one(),
        NARROW,
    )


class EventPlaceRow(Base):
    __tablename__ = "event_places"

    record_id: Mapped[int] = owner("events")
    position: Mapped[int] = place_in_order()
    place_id: Mapped[int] = reference("places", index=False)

    __table_args__ = (
        UniqueConstraint("record_id", "place_id"),
        Index(None, "place_id", "record_id"),
        from_one(),
        NARROW,
    )


class RelationRow(Base):
    """How an event bears on another; stored on the side that points."""

    __tablename__ = "relations"

    record_id: Mapped[int] = owner("events")
    position: Mapped[int] = place_in_order()
    relation: Mapped[str]
    target_id: Mapped[int] = reference("events", index=False)
    note: Mapped[str]

    __table_args__ = (
        one_of("relation", vocab.RELATIONS),
        CheckConstraint("target_id <> record_id", name="not_to_itself"),
        Index(None, "target_id", "relation"),
        from_one(),
    )


class PolicyChangeRow(Base):
    """What an event does to a policy.

    The bounds are those of `effective` and, where that is empty, those of the event's own date.
    """

    __tablename__ = "policy_changes"

    record_id: Mapped[int] = owner("events")
    position: Mapped[int] = place_in_order()
    policy_id: Mapped[int] = reference("policies", index=False)
    state: Mapped[str]
    effective: Mapped[str]
    effective_earliest: Mapped[dt.date | None]
    effective_latest: Mapped[dt.date | None]
    action: Mapped[str]
    place_id: Mapped[int | None] = reference("places")
    stated_from: Mapped[str]
    note: Mapped[str]

    __table_args__ = (
        one_of("action", vocab.POLICY_ACTIONS),
        bounds("effective"),
        Index(None, "policy_id", "effective_earliest"),
        from_one(),
    )
