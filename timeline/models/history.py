"""The registry of records, their former ids, the append-only history, and the state of the whole."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timeline import vocab
from timeline.models.base import Base, Ordered, from_one, one_of
from timeline.records.kinds import CLASS_OF_KIND


class RecordRow(Base):
    """One record of any kind, as its latest revision left it; never deleted."""

    __tablename__ = "records"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    slug: Mapped[str] = mapped_column(Ordered)
    status: Mapped[str]
    version: Mapped[int]
    fingerprint: Mapped[str]
    revision: Mapped[int]
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("records.id", deferrable=True, initially="DEFERRED"), index=True
    )

    __table_args__ = (
        UniqueConstraint("kind", "slug"),
        Index(None, "kind", "status", "slug"),
        one_of("kind", CLASS_OF_KIND),
        one_of("status", vocab.STATUSES),
        from_one("version"),
        CheckConstraint("merged_into_id <> id", name="not_into_itself"),
        CheckConstraint("merged_into_id IS NULL OR status = 'withdrawn'", name="merged_is_withdrawn"),
    )


class AliasRow(Base):
    """An id that a record had before it was renamed; it keeps answering and is never given again."""

    __tablename__ = "aliases"

    kind: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Ordered, primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)

    __table_args__ = (one_of("kind", CLASS_OF_KIND),)


class RevisionRow(Base):
    """One version of one record, whole. Triggers of the database refuse to change or delete it."""

    __tablename__ = "revisions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", deferrable=True, initially="DEFERRED"))
    kind: Mapped[str]
    slug: Mapped[str] = mapped_column(Ordered)
    version: Mapped[int]
    at_utc: Mapped[dt.datetime] = mapped_column(index=True)
    by: Mapped[str]
    through: Mapped[str]
    change: Mapped[str]
    reason: Mapped[str]
    note: Mapped[str]
    status: Mapped[str]
    batch: Mapped[str | None] = mapped_column(index=True)
    merged_into_id: Mapped[int | None]
    document: Mapped[str]
    fingerprint: Mapped[str]
    chain: Mapped[str]

    __table_args__ = (
        UniqueConstraint("record_id", "version"),
        Index(None, "kind", "slug"),
        Index(None, "by", "number"),
        Index(None, "change", "number"),
        Index(None, "kind", "number"),
        from_one("number"),
        from_one("version"),
        one_of("kind", CLASS_OF_KIND),
        one_of("through", vocab.CHANNELS),
        one_of("change", vocab.CHANGES),
        one_of("status", vocab.STATUSES),
    )


class DatasetRow(Base):
    """The state of the whole, one row: what a writer locks and a cache is keyed by."""

    __tablename__ = "dataset"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    revision: Mapped[int]
    at_utc: Mapped[dt.datetime | None]
    head: Mapped[str]

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
