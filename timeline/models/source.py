"""Sources: bibliographic fields, creators, identifiers, where they are named, and held files."""

import datetime as dt
from typing import Final

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from timeline import vocab
from timeline.models.base import (
    Base,
    bounds,
    from_one,
    one_of,
    own_key,
    owner,
    place_in_order,
    reference,
    reference_within,
)

#: An address without an archived copy; the few that there are have an index of their own.
UNARCHIVED: Final = "url <> '' AND archived_url = ''"


class SourceRow(Base):
    __tablename__ = "sources"

    record_id: Mapped[int] = own_key()
    type: Mapped[str]
    title: Mapped[str]
    short_title: Mapped[str]
    container: Mapped[str]
    publisher: Mapped[str]
    publisher_place: Mapped[str]
    genre: Mapped[str]
    issued: Mapped[str]
    issued_earliest: Mapped[dt.date | None]
    issued_latest: Mapped[dt.date | None]
    issued_note: Mapped[str]
    volume: Mapped[str]
    issue: Mapped[str]
    pages: Mapped[str]
    number: Mapped[str]
    authority: Mapped[str]
    language: Mapped[str]
    url: Mapped[str]
    archived_url: Mapped[str]
    repository: Mapped[str]
    box: Mapped[str]
    folder: Mapped[str]
    part_of_id: Mapped[int | None] = reference_within("sources")
    access: Mapped[str]
    consulted: Mapped[str]
    rights: Mapped[str]
    abstract: Mapped[str]
    note: Mapped[str]

    __table_args__ = (
        one_of("type", vocab.SOURCE_TYPES, or_empty=True),
        one_of("access", vocab.ACCESS, or_empty=True),
        one_of("consulted", vocab.CONSULTED, or_empty=True),
        bounds("issued"),
        Index(None, "type"),
        Index(None, "issued_earliest"),
        Index(
            "ix_sources_unarchived",
            "record_id",
            sqlite_where=text(UNARCHIVED),
            postgresql_where=text(UNARCHIVED),
        ),
    )


class CreatorRow(Base):
    __tablename__ = "creators"

    record_id: Mapped[int] = owner("sources")
    position: Mapped[int] = place_in_order()
    role: Mapped[str]
    family: Mapped[str]
    given: Mapped[str]
    literal: Mapped[str]

    __table_args__ = (one_of("role", vocab.CREATOR_ROLES), from_one())


class IdentifierRow(Base):
    """An outside identifier of a source, an actor or a place."""

    __tablename__ = "identifiers"

    record_id: Mapped[int] = owner("records")
    position: Mapped[int] = place_in_order()
    scheme: Mapped[str]
    value: Mapped[str]

    __table_args__ = (Index(None, "scheme", "value"), from_one())


class MentionRow(Base):
    """Another source that names this one."""

    __tablename__ = "mentions"

    record_id: Mapped[int] = owner("sources")
    position: Mapped[int] = place_in_order()
    source_id: Mapped[int] = reference("sources")
    locator: Mapped[str]

    __table_args__ = (from_one(),)


class CaptureRow(Base):
    __tablename__ = "captures"

    record_id: Mapped[int] = owner("sources")
    position: Mapped[int] = place_in_order()
    sha256: Mapped[str]
    media_type: Mapped[str]
    captured: Mapped[str]
    captured_earliest: Mapped[dt.date | None]
    captured_latest: Mapped[dt.date | None]
    file: Mapped[str]

    __table_args__ = (bounds("captured"), Index(None, "sha256"), from_one())
