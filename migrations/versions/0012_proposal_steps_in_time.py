"""Steps of proposals by time, as the activity lists them.

Revision ID: 0012
Revises: 0011
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        op.f("ix_proposal_steps_at_utc_proposal_id_version"),
        "proposal_steps",
        ["at_utc", "proposal_id", "version"],
    )


def downgrade() -> None:
    """Take the index away."""
    op.drop_index(op.f("ix_proposal_steps_at_utc_proposal_id_version"), table_name="proposal_steps")
