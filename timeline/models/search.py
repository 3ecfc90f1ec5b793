"""The text that is searched: one row a record, from which each engine keeps its own index.

SQLite has a full-text table `search_index` over these rows (FTS5: accents folded, Porter stems), which
triggers keep in step. PostgreSQL has a generated column `vector` beside them (accents folded, Porter
stems; weights A title, B names, C text, D quotations). Neither is a table of SQLAlchemy's, so both are
left out when the models are compared with a database.

Beside them stand the words as they are written: what a misspelt word may have meant, and what begins with
some letters, neither of which stems can tell. A word stays when the last record that had it is changed.
"""

from collections.abc import Mapping

from sqlalchemy.orm import Mapped, mapped_column

from timeline.models.base import NARROW, Base, Ordered, own_key

FULL_TEXT_TABLE = "search_index"
VECTOR_COLUMN = "vector"
#: PostgreSQL's configuration of its text search, and the function that makes a text ready for it.
CONFIGURATION = "timeline"
VECTOR_INDEX = "ix_search_texts_vector"


class SearchTextRow(Base):
    """What can be found of one record: its title, its other names, its text, the words it quotes."""

    __tablename__ = "search_texts"

    record_id: Mapped[int] = own_key()
    title: Mapped[str]
    names: Mapped[str]
    text: Mapped[str] = mapped_column("text")
    quotations: Mapped[str]


class SearchWordRow(Base):
    """A word of some record, folded and as it is written."""

    __tablename__ = "search_words"

    folded: Mapped[str] = mapped_column(Ordered, primary_key=True)
    word: Mapped[str] = mapped_column(Ordered, primary_key=True)

    __table_args__ = NARROW


def is_ours(name: str | None, type_: str, parent_names: Mapping[str, str | None]) -> bool:
    """Tell whether a thing found in a database is to be compared with the models (for Alembic)."""
    if name is None:
        return True
    if type_ == "table":
        return not name.startswith(FULL_TEXT_TABLE)
    if parent_names.get("table_name") == SearchTextRow.__tablename__:
        return name not in {VECTOR_COLUMN, VECTOR_INDEX}
    return True
