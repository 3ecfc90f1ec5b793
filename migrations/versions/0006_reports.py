"""Make the table of what readers report to the editors.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEXES = (("at_utc",), ("fingerprint",), ("state", "number"), ("about_kind", "about_id"))


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "reports",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("about_kind", "about_id", "page", "wrong", "evidence", "contact", "state")
        ),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("handled_by", sa.Text(), nullable=False),
        sa.Column("handled_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("times >= 1", name=op.f("ck_reports_times")),
        sa.CheckConstraint("state IN ('new', 'accepted', 'declined', 'spam')", name=op.f("ck_reports_state")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reports")),
    )
    for columns in INDEXES:
        op.create_index(op.f(f"ix_reports_{'_'.join(columns)}"), "reports", list(columns))


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("reports")
