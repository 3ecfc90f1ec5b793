"""People, what they sign in with, and the rules that the house has set. None of it is part of the record.

Secrets are never kept: a password is an Argon2 hash, everything else that is random is a SHA-256 hash.
"""

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from timeline import rights
from timeline.models.base import Base, Ordered, one_of


class PersonRow(Base):
    """Somebody who works on the record; never deleted, so that the history always finds the name."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(Ordered, unique=True)
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    role: Mapped[str]
    password_hash: Mapped[str | None]
    created_at: Mapped[dt.datetime]
    disabled_at: Mapped[dt.datetime | None]

    __table_args__ = (one_of("role", rights.ROLES),)


class SignInRow(Base):
    """One place where a person is signed in, from the sign-in until it is ended or has expired."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    started_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
    browser: Mapped[str]


class TokenRow(Base):
    """A secret with which a program acts for a person, within some of that person's rights."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[str]
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    last_used_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]


class OneTimeLinkRow(Base):
    """A link that works once: to become the first administrator (nobody's yet), or to set a password."""

    __tablename__ = "one_time_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]


class HouseRuleRow(Base):
    """A rule that administrators set, by its name; without a row the rule is as the program has it."""

    __tablename__ = "house_rules"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    set_at: Mapped[dt.datetime]
    set_by: Mapped[str]
