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

# One analysis on both engines: letters folded, runs of letters and digits, Porter's stems, no stop words.
# The function does for PostgreSQL what FTS5's tokenizer does by itself, down to the few endings in which
# FTS5's stemmer departs from Snowball's (-bly, -logy, words of one letter and s). The extension `unaccent`
# is not installed everywhere, and not fit for a generated column.
POSTGRESQL = (
    r"""
    CREATE FUNCTION search_words(source text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT regexp_replace(regexp_replace(regexp_replace(lower(regexp_replace(regexp_replace(
            normalize(source, NFKD),
            '[̀-ͯ]', '', 'g'),
            '[^a-zA-Z0-9-􏿿]+|[-¿ -⁯　-〠]+', ' ', 'g')),
            '\m(\w?)s\M', '\1ss', 'g'),
            'bl(y|ies)\M', 'ble', 'g'),
            'log(y|ies)\M', 'log', 'g')
    $$
    """,
    "CREATE TEXT SEARCH DICTIONARY timeline_stem (TEMPLATE = snowball, LANGUAGE = porter)",
    "CREATE TEXT SEARCH CONFIGURATION timeline (PARSER = default)",
    """
    ALTER TEXT SEARCH CONFIGURATION timeline
    ADD MAPPING FOR asciiword, word, numword, int, uint, float, sfloat WITH timeline_stem
    """,
)
POSTGRESQL_DOWN = (
    "DROP TEXT SEARCH CONFIGURATION timeline",
    "DROP TEXT SEARCH DICTIONARY timeline_stem",
    "DROP FUNCTION search_words",
)


def upgrade() -> None:
    """Make the tables and the index."""
    op.create_table(
        "search_words",
        sa.Column("folded", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("word", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("folded", "word", name=op.f("pk_search_words")),
        sqlite_with_rowid=False,
    )
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
    for statement in POSTGRESQL:
        op.execute(statement)
    weighted = " || ".join(
        f"setweight(to_tsvector('timeline', search_words({name})), '{weight}')"
        for name, weight in zip(COLUMNS, "ABCD", strict=True)
    )
    op.execute(f"ALTER TABLE search_texts ADD COLUMN vector tsvector GENERATED ALWAYS AS ({weighted}) STORED")
    op.execute("CREATE INDEX ix_search_texts_vector ON search_texts USING gin (vector)")


def downgrade() -> None:
    """Take the tables and the index away."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        op.execute("DROP TABLE search_index")
    op.drop_table("search_texts")
    op.drop_table("search_words")
    for statement in () if is_sqlite else POSTGRESQL_DOWN:
        op.execute(statement)
