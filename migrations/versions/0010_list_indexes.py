"""Let lists of one kind's term, and of what is in conflict or lacks evidence, come from indexes alone.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BEFORE = (
    ("kind", "term", "title_key"),
    ("kind", "significance", "date_key"),
)
AFTER = (
    ("kind", "status", "title_key"),
    ("kind", "term", "title_key", "status"),
    ("kind", "term", "date_key", "status"),
    ("kind", "term", "revision"),
    ("kind", "significance", "date_key", "status"),
)
#: What few records are: by SQLite's way to say it, and PostgreSQL's.
FEW = {
    "disputed": ("disputed", "disputed IS 1", "disputed IS true"),
    "uncited": ("evidence", "evidence = 0", "evidence = 0"),
    "unlocated": ("unlocated", "unlocated > 0", "unlocated > 0"),
}
SHOWN = ("title_key", "status", "revision", "date_key")


def upgrade() -> None:
    """Exchange the indexes, and add those of the few."""
    for columns in BEFORE:
        op.drop_index(op.f(f"ix_listings_{'_'.join(columns)}"), "listings")
    for added in AFTER:
        op.create_index(op.f(f"ix_listings_{'_'.join(added)}"), "listings", list(added))
    for name, (column, sqlite, postgresql) in FEW.items():
        op.create_index(
            f"ix_listings_{name}",
            "listings",
            ["kind", column, *SHOWN],
            sqlite_where=sa.text(sqlite),
            postgresql_where=sa.text(postgresql),
        )


def downgrade() -> None:
    """Go back to the indexes that there were."""
    for name in FEW:
        op.drop_index(f"ix_listings_{name}", "listings")
    for columns in AFTER:
        op.drop_index(op.f(f"ix_listings_{'_'.join(columns)}"), "listings")
    for columns in BEFORE:
        op.create_index(op.f(f"ix_listings_{'_'.join(columns)}"), "listings", list(columns))
