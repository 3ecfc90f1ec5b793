"""What the archive holds of sources beside the record: their texts, and whether their addresses answered.

None of it is public: a text may be under copyright, and what is quoted from it stands in the record.
"""

import datetime as dt

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timeline import vocab
from timeline.models.base import Base, one_of


class CapturedTextRow(Base):
    """The plain text of a source as somebody took it; `words` is what quotations are looked for in.

    `sha256` is that of the file, or of the text that was pasted.
    """

    __tablename__ = "captured_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Deferred, so that the registry can be made anew from the history.
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", deferrable=True, initially="DEFERRED"))
    sha256: Mapped[str]
    file: Mapped[str]
    text: Mapped[str]
    words: Mapped[str]
    by: Mapped[str]
    at_utc: Mapped[dt.datetime]

    __table_args__ = (UniqueConstraint("record_id", "sha256"),)


class LinkCheckRow(Base):
    """What came of asking an address last: `status` is that of HTTP, 0 where nobody answered.

    `broken_since` is when it failed for the first time in a row; None for one that answers.
    """

    __tablename__ = "link_checks"

    url: Mapped[str] = mapped_column(primary_key=True)
    at_utc: Mapped[dt.datetime]
    outcome: Mapped[str]
    status: Mapped[int]
    detail: Mapped[str]
    broken_since: Mapped[dt.datetime | None]

    __table_args__ = (one_of("outcome", vocab.LINK_OUTCOMES), Index(None, "outcome"))
