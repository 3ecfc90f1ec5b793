"""Make the table of what is done about people, access, settings and releases.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ACTS = (
    "person-added", "person-changed", "role-changed", "person-disabled", "person-enabled", "link-made",
    "password-set", "token-made", "token-revoked", "setting-changed", "release-made", "doi-noted",
    "signed-in", "sign-in-failed",
)  # fmt: skip
INDEXES = (("act", "about", "id"), ("by", "id"), ("at_utc", "id"))


def upgrade() -> None:
    """Make the table."""
    listed = ", ".join(f"'{act}'" for act in ACTS)
    op.create_table(
        "house_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("act", "by", "about", "before", "after")),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"act IN ({listed})", name=op.f("ck_house_acts_act")),
        sa.CheckConstraint("times >= 1", name=op.f("ck_house_acts_times")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_acts")),
    )
    for columns in INDEXES:
        op.create_index(op.f(f"ix_house_acts_{'_'.join(columns)}"), "house_acts", list(columns))


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("house_acts")
