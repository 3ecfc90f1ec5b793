"""Make the tables of captured texts, and of what came of asking addresses.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OUTCOMES = ("answers", "moved", "refused", "gone", "failed", "unreachable")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "captured_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captured_texts")),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["records.id"],
            name=op.f("fk_captured_texts_record_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.UniqueConstraint("record_id", "sha256", name=op.f("uq_captured_texts_record_id_sha256")),
    )
    op.create_table(
        "link_checks",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("broken_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_link_checks")),
        sa.CheckConstraint(
            f"outcome IN ({', '.join(repr(each) for each in OUTCOMES)})", name=op.f("ck_link_checks_outcome")
        ),
    )
    op.create_index(op.f("ix_link_checks_outcome"), "link_checks", ["outcome"])


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("link_checks")
    op.drop_table("captured_texts")
