"""What all tables share: names of constraints, column types, and the few shapes of column there are.

Every table but `records` is keyed by `record_id`, the key of the record that the row belongs to; the
rows of a record's parts have a `position` besides, from 1. A reference to another record is a column
that ends in `_id` and a foreign key. A date is its EDTF text and, beside it, its bounds.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    MetaData,
    SmallInteger,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

NAMING_CONVENTION = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}

#: Text that is ordered by its code points on both engines, whatever the language of the server.
Ordered = String().with_variant(String(collation="C"), "postgresql")

#: Keeps the few columns of a link together with their key; PostgreSQL does not know the option.
NARROW = {"sqlite_with_rowid": False}


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment with its zone, UTC; SQLite keeps it without one, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        moment = value.astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if dialect.name == "sqlite" else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {str: Text(), float: Double(), dt.datetime: UtcDateTime()}  # noqa: RUF012 - SQLAlchemy's name and type


def own_key() -> MappedColumn[int]:
    """Make the key of a table that holds one row a record."""
    return mapped_column(ForeignKey("records.id"), primary_key=True, autoincrement=False)


def owner(table: str) -> MappedColumn[int]:
    """Make the column for the record that a part belongs to; `table` is that of its kind."""
    target = "records.id" if table == "records" else f"{table}.record_id"
    return mapped_column(ForeignKey(target), primary_key=True, autoincrement=False)


def place_in_order() -> MappedColumn[int]:
    """Make the column for the place of a part in the order that the archivist chose."""
    return mapped_column(SmallInteger, primary_key=True, autoincrement=False)


def reference(table: str, *, index: bool = True) -> MappedColumn[Any]:
    """Make a reference to a record of the kind that `table` holds."""
    target = "records.id" if table == "records" else f"{table}.record_id"
    return mapped_column(ForeignKey(target), index=index)


def reference_within(table: str) -> MappedColumn[int | None]:
    """Make a reference between records of one kind; deferred, so that they may be written in any order."""
    return mapped_column(
        ForeignKey(f"{table}.record_id", deferrable=True, initially="DEFERRED"),
        index=True,
    )


def one_of(column: str, terms: Iterable[str], *, or_empty: bool = False) -> CheckConstraint:
    """Hold a column to the terms of a vocabulary; `or_empty` lets a draft leave it open."""
    listed = ", ".join(f"'{term}'" for term in [*terms, *([""] if or_empty else [])])
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def bounds(column: str) -> CheckConstraint:
    """Hold the bounds of a date to their order."""
    return CheckConstraint(f"{column}_earliest <= {column}_latest", name=f"{column}_bounds")


def from_one(column: str = "position") -> CheckConstraint:
    """Hold a column to whole numbers from 1."""
    return CheckConstraint(f"{column} >= 1", name=column)
