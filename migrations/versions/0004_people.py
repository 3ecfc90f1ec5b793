"""Make the tables of people, of what they sign in with, and of the rules that the house has set.

Revision ID: 0004
Revises: 0003
"""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROLES = "role IN ('contributor', 'editor', 'administrator')"
TABLES = ("house_rules", "one_time_links", "tokens", "sign_ins", "people")


def upgrade() -> None:
    """Make the five tables."""
    _make_people()
    _make_sign_ins()
    _make_tokens()
    _make_one_time_links()
    op.create_table(
        "house_rules",
        _text("name"),
        _text("value"),
        _moment("set_at"),
        _text("set_by"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_house_rules")),
    )


def downgrade() -> None:
    """Take the tables away, and everybody's account with them; the history keeps their handles."""
    for table in TABLES:
        op.drop_table(table)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[dt.datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id"))


def _key() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _make_people() -> None:
    ordered = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "people",
        _key(),
        sa.Column("handle", ordered, nullable=False),
        _text("name"),
        _text("email", nullable=True),
        _text("role"),
        _text("password_hash", nullable=True),
        _moment("created_at"),
        _moment("disabled_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("handle", name=op.f("uq_people_handle")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
        sa.CheckConstraint(ROLES, name=op.f("ck_people_role")),
    )


def _make_sign_ins() -> None:
    op.create_table(
        "sign_ins",
        _key(),
        _number("person_id"),
        _text("secret_hash"),
        _moment("started_at"),
        _moment("expires_at"),
        _text("browser"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_sign_ins_secret_hash")),
        _person("sign_ins"),
    )
    op.create_index(op.f("ix_sign_ins_person_id"), "sign_ins", ["person_id"])
    op.create_index(op.f("ix_sign_ins_expires_at"), "sign_ins", ["expires_at"])


def _make_tokens() -> None:
    op.create_table(
        "tokens",
        _key(),
        _number("person_id"),
        _text("name"),
        _text("secret_hash"),
        _text("scopes"),
        _moment("created_at"),
        _moment("expires_at"),
        _moment("last_used_at", nullable=True),
        _moment("revoked_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_tokens_secret_hash")),
        _person("tokens"),
    )
    op.create_index(op.f("ix_tokens_person_id"), "tokens", ["person_id"])


def _make_one_time_links() -> None:
    op.create_table(
        "one_time_links",
        _key(),
        _number("person_id", nullable=True),
        _text("secret_hash"),
        _moment("created_at"),
        _moment("expires_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_links")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_one_time_links_secret_hash")),
        _person("one_time_links"),
    )
    op.create_index(op.f("ix_one_time_links_person_id"), "one_time_links", ["person_id"])
