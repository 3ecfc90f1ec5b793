"""What archivists' lists sort by and filter by: one narrow row a record.

Everything here says again what the record, the registry and the history say; it is written with them in
one transaction. A list of a hundred thousand records reads these rows alone, whatever it is sorted by,
and goes to the other tables for the few that it shows. The rows of one kind lie together, so that one
filter or another that has no index costs one pass over them.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy import ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from timeline import vocab
from timeline.models.base import NARROW, Base, Ordered, bounds, one_of
from timeline.records.kinds import CLASS_OF_KIND

#: What few records are, as their indexes have it: by SQLite's way to say it, and PostgreSQL's.
FEW: Final = {
    "disputed": ("disputed", "disputed IS 1", "disputed IS true"),
    "uncited": ("evidence", "evidence = 0", "evidence = 0"),
    "unlocated": ("unlocated", "unlocated > 0", "unlocated > 0"),
}

#: What lists are sorted by, to the end.
ORDERS: Final = {
    "changed": ("revision", "record_id"),
    "title": ("title_key", "status", "record_id"),
    "status": ("status", "revision"),
    "date": ("date_key", "status", "record_id"),
    "kind": ("term", "title_key", "status", "record_id"),
    "significance": ("significance", "date_key", "status", "record_id"),
    "evidence": ("evidence", "record_id"),
}
#: What lists are filtered by.
FILTERED: Final = (
    "status", "revision", "term", "significance", "date_key", "changed_by", "evidence", "unlocated",
    "disputed",
)  # fmt: skip

#: A date of more days than these, or of which an end is not known, is long; that of a year is not.
LONG_DAYS: Final = 366
#: What long dates are, as their index has it on both engines.
LONG: Final = f"CAST(substr(date_key, 9) AS INTEGER) - CAST(substr(date_key, 1, 7) AS INTEGER) > {LONG_DAYS}"


def _few(name: str, column: str, sqlite: str, postgresql: str) -> Index:
    """Make the index of those of a kind that are so, with all that their list is counted and sorted by."""
    return Index(
        f"ix_listings_{name}",
        "kind",
        column,
        "title_key",
        "status",
        "revision",
        "date_key",
        sqlite_where=text(sqlite),
        postgresql_where=text(postgresql),
    )


def _ordered(name: str, columns: Sequence[str]) -> Index:
    """Make the index of an order, with all that its list is filtered by, so that it alone is read."""
    return Index(
        f"ix_listings_by_{name}", "kind", *columns, *(name for name in FILTERED if name not in columns)
    )


def _long() -> Index:
    """Make the index of long dates: a range of days finds all others close before its first day."""
    order = ORDERS["date"]
    return Index(
        "ix_listings_long",
        "kind",
        *order,
        *(name for name in FILTERED if name not in order),
        sqlite_where=text(LONG),
        postgresql_where=text(LONG),
    )


class ListingRow(Base):
    """A record of any kind and any status as a list has it.

    `title_key` files the title (no case, no accents, no leading marks); `term` is the record's own kind,
    type or measure; `date_key` orders by date, the unknown last; `evidence` counts citations, figures or
    claims, and `unlocated` those of them without a locator; `disputed` tells whether its sources give
    dates without a day in common. `revision` and `changed_by` are those of the last revision.
    """

    __tablename__ = "listings"

    kind: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True, autoincrement=False)
    status: Mapped[str]
    revision: Mapped[int]
    changed_by: Mapped[str] = mapped_column(Ordered)
    title_key: Mapped[str] = mapped_column(Ordered)
    term: Mapped[str]
    significance: Mapped[int] = mapped_column(SmallInteger)
    date_earliest: Mapped[dt.date | None]
    date_latest: Mapped[dt.date | None]
    date_key: Mapped[str] = mapped_column(Ordered)
    evidence: Mapped[int]
    unlocated: Mapped[int]
    disputed: Mapped[bool]

    __table_args__ = (
        one_of("kind", CLASS_OF_KIND),
        one_of("status", vocab.STATUSES),
        bounds("date"),
        *(_ordered(name, columns) for name, columns in ORDERS.items()),
        Index(None, "kind", "status", "title_key", "revision"),
        Index(None, "kind", "term", "date_key", "status", "revision"),
        Index(None, "kind", "term", "revision"),
        Index(None, "kind", "changed_by", "revision"),
        *(_few(name, *said) for name, said in FEW.items()),
        _long(),
        NARROW,
    )
