"""Actors, places and topics, and what links other records to topics."""

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from timeline import vocab
from timeline.models.base import (
    NARROW,
    Base,
    from_one,
    one_of,
    own_key,
    owner,
    place_in_order,
    reference,
    reference_within,
)


class ActorRow(Base):
    __tablename__ = "actors"

    record_id: Mapped[int] = own_key()
    name: Mapped[str]
    sort_name: Mapped[str]
    kind: Mapped[str]
    part_of_id: Mapped[int | None] = reference_within("actors")
    place_id: Mapped[int | None] = reference("places")
    url: Mapped[str]
    description: Mapped[str]

    __table_args__ = (one_of("kind", vocab.ACTOR_KINDS, or_empty=True), Index(None, "kind"))


class ActorNameRow(Base):
    """An abbreviation or another name of an actor."""

    __tablename__ = "actor_names"

    record_id: Mapped[int] = owner("actors")
    position: Mapped[int] = place_in_order()
    name: Mapped[str]

    __table_args__ = (UniqueConstraint("record_id", "name"), from_one(), NARROW)


class PlaceRow(Base):
    __tablename__ = "places"

    record_id: Mapped[int] = own_key()
    name: Mapped[str]
    kind: Mapped[str]
    part_of_id: Mapped[int | None] = reference_within("places")
    description: Mapped[str]

    __table_args__ = (one_of("kind", vocab.PLACE_KINDS, or_empty=True), Index(None, "kind"))


class TopicRow(Base):
    __tablename__ = "topics"

    record_id: Mapped[int] = own_key()
    label: Mapped[str]
    definition: Mapped[str]
    broader_id: Mapped[int | None] = reference_within("topics")


class RecordTopicRow(Base):
    """A topic of an event, a policy or a series."""

    __tablename__ = "record_topics"

    record_id: Mapped[int] = owner("records")
    position: Mapped[int] = place_in_order()
    topic_id: Mapped[int] = reference("topics", index=False)

    __table_args__ = (
        UniqueConstraint("record_id", "topic_id"),
        Index(None, "topic_id", "record_id"),
        from_one(),
        NARROW,
    )
