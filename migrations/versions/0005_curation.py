"""Make the tables of proposals, of comments on them, and of views that people keep.

Revision ID: 0005
Revises: 0004
"""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATES = "state IN ('open', 'review', 'returned', 'accepted', 'withdrawn')"
CHANGES = "change IN ('update', 'correction', 'editorial')"
#: By what the list of everything that was done is asked, newest first.
ACTIVITY = ("by", "change", "kind")
TABLES = ("saved_views", "review_comments", "proposal_steps", "proposals")


def upgrade() -> None:
    """Make the four tables, and the indexes by which acts and work are found."""
    _make_proposals()
    _make_proposal_steps()
    _make_review_comments()
    _make_saved_views()
    for column in ACTIVITY:
        op.create_index(op.f(f"ix_revisions_{column}_number"), "revisions", [column, "number"])
    unarchived = sa.text("url <> '' AND archived_url = ''")
    op.create_index(
        "ix_sources_unarchived",
        "sources",
        ["record_id"],
        sqlite_where=unarchived,
        postgresql_where=unarchived,
    )


def downgrade() -> None:
    """Take the tables away, and all that waits for review with them; the history keeps what was accepted."""
    op.drop_index("ix_sources_unarchived", "sources")
    for column in ACTIVITY:
        op.drop_index(op.f(f"ix_revisions_{column}_number"), "revisions")
    for table in TABLES:
        op.drop_table(table)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _ordered(name: str) -> sa.Column[str]:
    ordered = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    return sa.Column(name, ordered, nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[dt.datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_record(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["record_id"],
        ["records.id"],
        name=op.f(f"fk_{table}_record_id"),
        deferrable=True,
        initially="DEFERRED",
    )


def _of_proposal(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f(f"fk_{table}_proposal_id"))


def _make_proposals() -> None:
    op.create_table(
        "proposals",
        _number("id"),
        _number("record_id"),
        _ordered("author"),
        _text("state"),
        _number("version"),
        _number("base_version"),
        _text("change"),
        _text("note"),
        _text("document"),
        _moment("created_at"),
        _moment("changed_at"),
        _text("changed_by"),
        sa.Column("batch", sa.Text(), nullable=True),
        _number("revision", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        _of_record("proposals"),
        sa.CheckConstraint(STATES, name=op.f("ck_proposals_state")),
        sa.CheckConstraint(CHANGES, name=op.f("ck_proposals_change")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_proposals_version")),
    )
    op.create_index(op.f("ix_proposals_state_id"), "proposals", ["state", "id"])
    op.create_index(op.f("ix_proposals_author_state_id"), "proposals", ["author", "state", "id"])
    op.create_index(op.f("ix_proposals_record_id"), "proposals", ["record_id"])
    op.create_index(op.f("ix_proposals_batch"), "proposals", ["batch"])


def _make_proposal_steps() -> None:
    op.create_table(
        "proposal_steps",
        _number("proposal_id"),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        _moment("at_utc"),
        _text("by"),
        _text("state"),
        _number("base_version"),
        _text("change"),
        _text("note"),
        _text("reason"),
        _text("document"),
        sa.PrimaryKeyConstraint("proposal_id", "version", name=op.f("pk_proposal_steps")),
        _of_proposal("proposal_steps"),
        sa.CheckConstraint(STATES, name=op.f("ck_proposal_steps_state")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_proposal_steps_version")),
    )


def _make_review_comments() -> None:
    op.create_table(
        "review_comments",
        _number("id"),
        _number("record_id"),
        _number("proposal_id", nullable=True),
        _number("version"),
        _text("path"),
        _text("text"),
        _text("by"),
        _moment("at_utc"),
        sa.Column("settled_by", sa.Text(), nullable=True),
        _moment("settled_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comments")),
        _of_record("review_comments"),
        _of_proposal("review_comments"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_review_comments_version")),
    )
    op.create_index(op.f("ix_review_comments_record_id"), "review_comments", ["record_id"])
    op.create_index(op.f("ix_review_comments_proposal_id"), "review_comments", ["proposal_id"])


def _make_saved_views() -> None:
    op.create_table(
        "saved_views",
        _number("id"),
        _ordered("owner"),
        _text("kind"),
        _text("name"),
        _text("query"),
        _moment("changed_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("owner", "kind", "name", name=op.f("uq_saved_views_owner_kind_name")),
    )
