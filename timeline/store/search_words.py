"""The words of all records as they are written; see `timeline.models.search`."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm import Session

from timeline.models.mapping import Row
from timeline.models.search import SearchWordRow
from timeline.searched_words import known_words

# Both engines know this form, for which SQLAlchemy has one construct each.
_KEEP = text(
    f"INSERT INTO {SearchWordRow.__tablename__} (folded, word) VALUES (:folded, :word) ON CONFLICT DO NOTHING"  # noqa: S608 - a constant
)


def keep_words(session: Session, texts: Iterable[Row]) -> None:
    """Add the words of records to those that are known; each row is one of `search_texts`."""
    found: set[tuple[str, str]] = set()
    for row in texts:
        found |= known_words((row["title"], row["names"], row["text"], row["quotations"]))
    if found:
        # In one order, so that writers beside each other would wait and not deadlock.
        session.execute(_KEEP, [{"folded": folded, "word": word} for folded, word in sorted(found)])
