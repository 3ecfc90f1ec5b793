"""Make the table of releases, and the guards that keep them as they were made.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_FROZEN = ("number", "slug", "revision", "head", "manifest", "made_at_utc", "made_by")
_CHANGED = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _FROZEN)
_DIFFERS = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _FROZEN)

SQLITE_GUARDS = (
    f"""
    CREATE TRIGGER releases_refuse_update BEFORE UPDATE ON releases WHEN {_CHANGED}
    BEGIN SELECT RAISE(ABORT, 'releases are never changed'); END
    """,
    """
    CREATE TRIGGER releases_refuse_delete BEFORE DELETE ON releases
    BEGIN SELECT RAISE(ABORT, 'releases are never deleted'); END
    """,
    # INSERT OR REPLACE would delete a row without its delete trigger.
    """
    CREATE TRIGGER releases_refuse_replace BEFORE INSERT ON releases
    WHEN EXISTS (SELECT 1 FROM releases WHERE number = NEW.number OR slug = NEW.slug)
    BEGIN SELECT RAISE(ABORT, 'releases are never replaced'); END
    """,
)
POSTGRESQL_GUARDS = (
    """
    CREATE FUNCTION releases_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'releases are never changed or deleted'; END $$
    """,
    f"""
    CREATE TRIGGER releases_refuse_update BEFORE UPDATE ON releases
    FOR EACH ROW WHEN ({_DIFFERS}) EXECUTE FUNCTION releases_refuse()
    """,
    """
    CREATE TRIGGER releases_refuse_delete BEFORE DELETE ON releases
    FOR EACH ROW EXECUTE FUNCTION releases_refuse()
    """,
    """
    CREATE TRIGGER releases_refuse_truncate BEFORE TRUNCATE ON releases
    FOR EACH STATEMENT EXECUTE FUNCTION releases_refuse()
    """,
)


def upgrade() -> None:
    """Make the table and its guards."""
    ordered = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "releases",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slug", ordered, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.Column("made_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("doi", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_releases")),
        sa.UniqueConstraint("slug", name=op.f("uq_releases_slug")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_releases_number")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_releases_revision")),
    )
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRESQL_GUARDS if postgresql else SQLITE_GUARDS:
        op.execute(statement)


def downgrade() -> None:
    """Take the table away; the files of releases stay where they are."""
    op.drop_table("releases")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION releases_refuse()")
