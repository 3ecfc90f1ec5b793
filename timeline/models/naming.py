"""The words by which a record is found while somebody types: those of its names, its id, its address.

The full-text index cannot serve here, since it keeps the stems of words: “immigrati” finds nothing there.
These words are whole, without case and accents, and found by their beginnings on both engines alike.
"""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from timeline.models.base import NARROW, Base, Ordered, from_one, owner, place_in_order


class NameWordRow(Base):
    """One word of a record's names; its kind stands beside it, so that one index answers."""

    __tablename__ = "name_words"

    record_id: Mapped[int] = owner("records")
    position: Mapped[int] = place_in_order()
    kind: Mapped[str]
    word: Mapped[str] = mapped_column(Ordered)

    __table_args__ = (Index(None, "kind", "word", "record_id"), from_one(), NARROW)
