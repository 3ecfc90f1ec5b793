"""Make the narrow rows that archivists' lists are read from, and fill them from what is there.

Revision ID: 0007
Revises: 0006
"""

import datetime as dt
import unicodedata
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KINDS = "timeline", "event", "source", "actor", "place", "topic", "policy", "series", "question"
STATUSES = "draft", "review", "published", "withdrawn"
INDEXES = (
    ("kind", "revision"),
    ("kind", "status", "revision"),
    ("kind", "title_key", "status"),
    ("kind", "date_key", "status"),
    ("kind", "term", "title_key"),
    ("kind", "significance", "date_key"),
    ("kind", "changed_by", "revision"),
)
# Of each kind: its table, and its columns for the title, the filing title, the term and the date.
TABLES = {
    "timeline": ("timelines", "title", "", "", "complete_to"),
    "event": ("events", "title", "", "kind", "date"),
    "source": ("sources", "title", "", "type", "issued"),
    "actor": ("actors", "name", "sort_name", "kind", ""),
    "place": ("places", "name", "", "kind", ""),
    "topic": ("topics", "label", "", "", ""),
    "policy": ("policies", "title", "", "", ""),
    "series": ("series", "title", "", "measure", ""),
    "question": ("questions", "title", "", "kind", ""),
}
EVIDENCE = {"event": "citations", "series": "figures", "question": "claims"}
AFTER_ALL = dt.date.max.toordinal() + 1
CHUNK = 2_000
# The events of which two citations give the same date without a day in common: a citation speaks of the
# event's own date unless it bears on further dates only.
DISPUTED = """
    WITH roles AS (
        SELECT c.record_id, c.asserted_date_earliest AS earliest, c.asserted_date_latest AS latest,
            b.bearing AS role
        FROM citations c
        JOIN citation_bearings b ON b.record_id = c.record_id AND b.citation = c.position
        WHERE b.bearing LIKE 'date:%'
        UNION ALL
        SELECT c.record_id, c.asserted_date_earliest, c.asserted_date_latest, 'date'
        FROM citations c
        WHERE EXISTS (
            SELECT 1 FROM citation_bearings b
            WHERE b.record_id = c.record_id AND b.citation = c.position AND b.bearing = 'date'
        ) OR NOT EXISTS (
            SELECT 1 FROM citation_bearings b
            WHERE b.record_id = c.record_id AND b.citation = c.position AND b.bearing LIKE 'date:%'
        )
    )
    SELECT DISTINCT record_id FROM (
        SELECT record_id FROM roles GROUP BY record_id, role HAVING min(latest) < max(earliest)
    ) AS differing
"""


def upgrade() -> None:
    """Make the table, its indexes and its rows."""
    table = op.create_table(
        "listings",
        _text("kind"),
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        _text("status"),
        sa.Column("revision", sa.Integer(), nullable=False),
        _ordered("changed_by"),
        _ordered("title_key"),
        _text("term"),
        sa.Column("significance", sa.SmallInteger(), nullable=False),
        sa.Column("date_earliest", sa.Date(), nullable=True),
        sa.Column("date_latest", sa.Date(), nullable=True),
        _ordered("date_key"),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.Column("unlocated", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "record_id", name=op.f("pk_listings")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_listings_record_id")),
        sa.CheckConstraint(_one_of("kind", KINDS), name=op.f("ck_listings_kind")),
        sa.CheckConstraint(_one_of("status", STATUSES), name=op.f("ck_listings_status")),
        sa.CheckConstraint("date_earliest <= date_latest", name=op.f("ck_listings_date_bounds")),
        sqlite_with_rowid=False,
    )
    rows: list[dict[str, Any]] = []
    for row in _rows():
        rows.append(row)
        if len(rows) == CHUNK:
            op.bulk_insert(table, rows)
            rows = []
    op.bulk_insert(table, rows)
    for columns in INDEXES:
        op.create_index(op.f(f"ix_listings_{'_'.join(columns)}"), "listings", list(columns))


def downgrade() -> None:
    """Take the table away; all of it can be made again."""
    op.drop_table("listings")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _ordered(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False)


def _one_of(column: str, terms: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(term) for term in terms)})"


def _rows() -> Iterator[dict[str, Any]]:
    connection = op.get_bind()
    disputed = set(connection.execute(sa.text(DISPUTED)).scalars())
    for kind in KINDS:
        # All at once: the connection is not to be written to while it is read from.
        for row in connection.execute(_statement(kind)).mappings().all():
            yield _row(dict(row), kind, is_disputed=row["record_id"] in disputed)


def _statement(kind: str) -> sa.Select[Any]:
    table, title, filed, term, date = TABLES[kind]
    own = sa.table(table, *(sa.column(name) for name in {"record_id", title, filed, term, date} if name))
    own.append_column(sa.column("significance"))
    for bound in ("earliest", "latest"):
        own.append_column(sa.column(f"{date}_{bound}", sa.Date()))

    def column(name: str, label: str) -> sa.Label[Any]:
        return (own.c[name] if name else sa.null()).label(label)

    record, revision = _table("records", "id", "status", "revision"), _table("revisions", "number", "by")
    return (
        sa.select(
            own.c.record_id,
            record.c.status,
            record.c.revision,
            revision.c.by.label("changed_by"),
            own.c[title].label("title"),
            column(filed, "filed"),
            column(term, "term"),
            column("significance" if kind == "event" else "", "significance"),
            column(f"{date}_earliest" if date else "", "date_earliest"),
            column(f"{date}_latest" if date else "", "date_latest"),
            *_counts(kind, own.c.record_id),
        )
        .join_from(own, record, record.c.id == own.c.record_id)
        .join(revision, revision.c.number == record.c.revision)
        .order_by(own.c.record_id)
    )


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in columns))


def _counts(kind: str, record_id: Any) -> Iterator[sa.Label[Any]]:
    if kind not in EVIDENCE:
        yield from (sa.literal(0).label(label) for label in ("evidence", "unlocated"))
        return
    parts = _table(EVIDENCE[kind], "record_id", "locator")
    count = sa.select(sa.func.count()).select_from(parts).where(parts.c.record_id == record_id)
    yield count.scalar_subquery().label("evidence")
    yield count.where(parts.c.locator == "").scalar_subquery().label("unlocated")


def _row(row: dict[str, Any], kind: str, *, is_disputed: bool) -> dict[str, Any]:
    title = row.pop("title")
    filed = row.pop("filed") or title
    days = [row[name] for name in ("date_earliest", "date_latest")]
    return {
        **row,
        "kind": kind,
        "title_key": _filed(filed),
        "term": row["term"] or "",
        "significance": row["significance"] or 0,
        "date_key": ".".join(f"{day.toordinal() if day else AFTER_ALL:07d}" for day in days),
        "disputed": is_disputed,
    }


def _filed(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    begins = next((at for at, sign in enumerate(plain) if sign.isalnum()), 0)
    return plain[begins : begins + 48]
