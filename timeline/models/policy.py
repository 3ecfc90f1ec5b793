"""Policies and the states that each can have."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from timeline.models.base import Base, from_one, own_key, owner, place_in_order


class PolicyRow(Base):
    __tablename__ = "policies"

    record_id: Mapped[int] = own_key()
    title: Mapped[str]
    question: Mapped[str]
    explanation: Mapped[str]
    principal: Mapped[bool]


class PolicyStateRow(Base):
    __tablename__ = "policy_states"

    record_id: Mapped[int] = owner("policies")
    position: Mapped[int] = place_in_order()
    state: Mapped[str]
    label: Mapped[str]
    definition: Mapped[str]

    __table_args__ = (UniqueConstraint("record_id", "state"), from_one())
