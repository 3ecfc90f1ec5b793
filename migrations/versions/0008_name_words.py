"""Make the words of names that are looked up while somebody types, and fill them from what is there.

Revision ID: 0008
Revises: 0007
"""

import re
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOST, LONGEST, LONGEST_ADDRESS = 24, 40, 160
CHUNK = 2_000
# Of each kind: its table and the columns whose words name a record.
NAMES = {
    "timeline": ("timelines", ("title",)),
    "event": ("events", ("title",)),
    "source": ("sources", ("title", "short_title")),
    "actor": ("actors", ("name", "sort_name")),
    "place": ("places", ("name",)),
    "topic": ("topics", ("label",)),
    "policy": ("policies", ("title",)),
    "series": ("series", ("title",)),
    "question": ("questions", ("title",)),
}
# What is told in tables of parts, in the order of the parts.
PARTS = {
    "actor": ("SELECT record_id, name AS words FROM actor_names ORDER BY record_id, position",),
    "source": (
        "SELECT record_id, family || ' ' || given || ' ' || literal AS words FROM creators"
        " ORDER BY record_id, position",
        "SELECT record_id, value AS words FROM identifiers ORDER BY record_id, position",
    ),
}


def upgrade() -> None:
    """Make the table, its index and its rows."""
    ordered = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    table = op.create_table(
        "name_words",
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("word", ordered, nullable=False),
        sa.PrimaryKeyConstraint("record_id", "position", name=op.f("pk_name_words")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_name_words_record_id")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_name_words_position")),
        sqlite_with_rowid=False,
    )
    for kind in NAMES:
        _fill(table, kind)
    op.create_index(op.f("ix_name_words_kind_word_record_id"), "name_words", ["kind", "word", "record_id"])


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("name_words")


def _fill(table: sa.Table, kind: str) -> None:
    name, columns = NAMES[kind]
    connection = op.get_bind()
    more: dict[int, list[str]] = {}
    for statement in PARTS.get(kind, ()):
        for row in connection.execute(sa.text(statement)):
            more.setdefault(row.record_id, []).append(row.words)
    address = ", t.url" if kind == "source" else ", '' AS url"
    listed = ", ".join(f"t.{column}" for column in columns)
    rows: list[dict[str, Any]] = []
    for row in connection.execute(
        sa.text(f"SELECT r.id, r.slug{address}, {listed} FROM {name} t JOIN records r ON r.id = t.record_id")  # noqa: S608 - constants
    ).all():
        texts = [*(getattr(row, column) for column in columns), *more.get(row.id, ()), row.slug]
        words = [_bare(row.url)[:LONGEST_ADDRESS]] if row.url else []
        words += [word[:LONGEST] for text in texts for word in re.findall(r"\w+", _folded(text))]
        rows += [
            {"record_id": row.id, "position": position, "kind": kind, "word": word}
            for position, word in enumerate(list(dict.fromkeys(words))[:MOST], start=1)
        ]
    for start in range(0, len(rows), CHUNK):
        op.bulk_insert(table, rows[start : start + CHUNK])


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def _bare(url: str) -> str:
    plain = _folded(url.strip())
    return (plain.partition("://")[2] or plain).removeprefix("www.").rstrip("/")
