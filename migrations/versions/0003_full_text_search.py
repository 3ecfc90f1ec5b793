"""Make the text that is searched, and each engine's own full-text index over it.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = ("title", "names", "text", "quotations")

SQLITE = (
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
        title, names, text, quotations, content='search_texts', content_rowid='record_id',
        tokenize='porter unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER search_texts_inserted AFTER INSERT ON search_texts BEGIN
        INSERT INTO search_index(rowid, title, names, text, quotations)
        VALUES (new.record_id, new.title, new.names, new.text, new.quotations);
    END
    """,
    """
    CREATE TRIGGER search_texts_deleted AFTER DELETE ON search_texts BEGIN
        INSERT INTO search_index(search_index, rowid, title, names, text, quotations)
        VALUES ('delete', old.record_id, old.title, old.names, old.text, old.quotations);
    END
    """,
    """
    CREATE TRIGGER search_texts_updated AFTER UPDATE ON search_texts BEGIN
        INSERT INTO search_index(search_index, rowid, title, names, text, quotations)
        VALUES ('delete', old.record_id, old.title, old.names, old.text, old.quotations);
        INSERT INTO search_index(rowid, title, names, text, quotations)
        VALUES (new.record_id, new.title, new.names, new.text, new.quotations);
    END
    """,
)


def upgrade() -> None:
    """Make the table and its index."""
    op.create_table(
        "search_texts",
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in COLUMNS),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_search_texts")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_search_texts_record_id")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
        return
    weighted = " || ".join(
        f"setweight(to_tsvector('english', {_without_accents(name)}), '{weight}')"
        for name, weight in zip(COLUMNS, "ABCD", strict=True)
    )
    op.execute(f"ALTER TABLE search_texts ADD COLUMN vector tsvector GENERATED ALWAYS AS ({weighted}) STORED")
    op.execute("CREATE INDEX ix_search_texts_vector ON search_texts USING gin (vector)")


def downgrade() -> None:
    """Take the table and its index away."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    op.drop_table("search_texts")


def _without_accents(column: str) -> str:
    """Give the SQL for a text with its letters taken apart and the accents removed.

    The extension `unaccent` is not installed everywhere, and not fit for a generated column.
    """
    return rf"regexp_replace(normalize({column}, NFKD), '[\u0300-\u036f]', '', 'g')"
