"""Let every order of a list come, with all that it is filtered by, from one index alone.

Revision ID: 0013
Revises: 0012
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BEFORE: tuple[tuple[str, ...], ...] = (
    ("kind", "revision"),
    ("kind", "status", "revision"),
    ("kind", "status", "title_key"),
    ("kind", "title_key", "status"),
    ("kind", "date_key", "status"),
    ("kind", "term", "title_key", "status"),
    ("kind", "term", "date_key", "status"),
    ("kind", "significance", "date_key", "status"),
)
AFTER: tuple[tuple[str, ...], ...] = (
    ("kind", "status", "title_key", "revision"),
    ("kind", "term", "date_key", "status", "revision"),
)
ORDERS: dict[str, tuple[str, ...]] = {
    "changed": ("revision",),
    "title": ("title_key", "status", "record_id"),
    "status": ("status", "revision"),
    "date": ("date_key", "status", "record_id"),
    "kind": ("term", "title_key", "status", "record_id"),
    "significance": ("significance", "date_key", "status", "record_id"),
    "evidence": ("evidence", "record_id"),
}
FILTERED = (
    "status", "revision", "term", "significance", "date_key", "changed_by", "evidence", "unlocated",
    "disputed",
)  # fmt: skip


def upgrade() -> None:
    """Exchange the indexes."""
    for columns in BEFORE:
        op.drop_index(op.f(f"ix_listings_{'_'.join(columns)}"), "listings")
    for columns in AFTER:
        op.create_index(op.f(f"ix_listings_{'_'.join(columns)}"), "listings", list(columns))
    for name, columns in ORDERS.items():
        rest = [column for column in FILTERED if column not in columns]
        op.create_index(f"ix_listings_by_{name}", "listings", ["kind", *columns, *rest])


def downgrade() -> None:
    """Go back to the indexes that there were."""
    for name in ORDERS:
        op.drop_index(f"ix_listings_by_{name}", "listings")
    for columns in AFTER:
        op.drop_index(op.f(f"ix_listings_{'_'.join(columns)}"), "listings")
    for columns in BEFORE:
        op.create_index(op.f(f"ix_listings_{'_'.join(columns)}"), "listings", list(columns))
