"""Make the registry of records, their former ids, the history that nobody can change, and its state.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KINDS = "kind IN ('timeline', 'event', 'source', 'actor', 'place', 'topic', 'policy', 'series', 'question')"
STATUSES = "status IN ('draft', 'review', 'published', 'withdrawn')"

SQLITE_GUARDS = (
    """
    CREATE TRIGGER revisions_refuse_update BEFORE UPDATE ON revisions
    BEGIN SELECT RAISE(ABORT, 'revisions are never changed'); END
    """,
    """
    CREATE TRIGGER revisions_refuse_delete BEFORE DELETE ON revisions
    BEGIN SELECT RAISE(ABORT, 'revisions are never deleted'); END
    """,
    # INSERT OR REPLACE would delete a row without its delete trigger.
    """
    CREATE TRIGGER revisions_refuse_replace BEFORE INSERT ON revisions
    WHEN EXISTS (SELECT 1 FROM revisions WHERE number = NEW.number)
      OR EXISTS (SELECT 1 FROM revisions WHERE record_id = NEW.record_id AND version = NEW.version)
    BEGIN SELECT RAISE(ABORT, 'revisions are never replaced'); END
    """,
)
POSTGRESQL_GUARDS = (
    """
    CREATE FUNCTION revisions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'revisions are never changed or deleted'; END $$
    """,
    """
    CREATE TRIGGER revisions_refuse_change BEFORE UPDATE OR DELETE ON revisions
    FOR EACH ROW EXECUTE FUNCTION revisions_refuse()
    """,
    """
    CREATE TRIGGER revisions_refuse_truncate BEFORE TRUNCATE ON revisions
    FOR EACH STATEMENT EXECUTE FUNCTION revisions_refuse()
    """,
)


def upgrade() -> None:
    """Make the four tables, the row of the dataset, and the guards of the history."""
    _make_records()
    _make_aliases()
    _make_revisions()
    _make_dataset()
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRESQL_GUARDS if postgresql else SQLITE_GUARDS:
        op.execute(statement)


def downgrade() -> None:
    """Take the tables away, and all records with them."""
    for table in ("dataset", "revisions", "aliases", "records"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION revisions_refuse()")


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _slug() -> sa.Column[str]:
    ordered = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    return sa.Column("slug", ordered, nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _make_records() -> None:
    op.create_table(
        "records",
        _key("id"),
        _text("kind"),
        _slug(),
        _text("status"),
        _number("version"),
        _text("fingerprint"),
        _number("revision"),
        _number("merged_into_id", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
        sa.UniqueConstraint("kind", "slug", name=op.f("uq_records_kind_slug")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["records.id"],
            name=op.f("fk_records_merged_into_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.CheckConstraint(KINDS, name=op.f("ck_records_kind")),
        sa.CheckConstraint(STATUSES, name=op.f("ck_records_status")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_records_version")),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_records_not_into_itself")),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR status = 'withdrawn'", name=op.f("ck_records_merged_is_withdrawn")
        ),
    )
    op.create_index(op.f("ix_records_kind_status_slug"), "records", ["kind", "status", "slug"])
    op.create_index(op.f("ix_records_merged_into_id"), "records", ["merged_into_id"])


def _make_aliases() -> None:
    op.create_table(
        "aliases",
        _text("kind"),
        _slug(),
        _number("record_id"),
        sa.PrimaryKeyConstraint("kind", "slug", name=op.f("pk_aliases")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_aliases_record_id")),
        sa.CheckConstraint(KINDS, name=op.f("ck_aliases_kind")),
    )
    op.create_index(op.f("ix_aliases_record_id"), "aliases", ["record_id"])


def _make_revisions() -> None:
    op.create_table(
        "revisions",
        _key("number"),
        _number("record_id"),
        _text("kind"),
        _slug(),
        _number("version"),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        _text("by"),
        _text("through"),
        _text("change"),
        _text("reason"),
        _text("note"),
        _text("status"),
        _text("batch", nullable=True),
        _number("merged_into_id", nullable=True),
        _text("document"),
        _text("fingerprint"),
        _text("chain"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revisions")),
        sa.UniqueConstraint("record_id", "version", name=op.f("uq_revisions_record_id_version")),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["records.id"],
            name=op.f("fk_revisions_record_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_revisions_number")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_revisions_version")),
        sa.CheckConstraint(KINDS, name=op.f("ck_revisions_kind")),
        sa.CheckConstraint("through IN ('admin', 'cli', 'api', 'import')", name=op.f("ck_revisions_through")),
        sa.CheckConstraint(
            "change IN ('new', 'update', 'correction', 'editorial', 'withdrawal')",
            name=op.f("ck_revisions_change"),
        ),
        sa.CheckConstraint(STATUSES, name=op.f("ck_revisions_status")),
    )
    op.create_index(op.f("ix_revisions_at_utc"), "revisions", ["at_utc"])
    op.create_index(op.f("ix_revisions_batch"), "revisions", ["batch"])
    op.create_index(op.f("ix_revisions_kind_slug"), "revisions", ["kind", "slug"])


def _make_dataset() -> None:
    dataset = op.create_table(
        "dataset",
        _key("id"),
        _number("version"),
        _number("revision"),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=True),
        _text("head"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset")),
        sa.CheckConstraint("id = 1", name=op.f("ck_dataset_one_row")),
    )
    op.bulk_insert(dataset, [{"id": 1, "version": 0, "revision": 0, "at_utc": None, "head": ""}])
