"""Work on the record that is not part of it: proposals, remarks of reviewers, and views that people keep.

People stand here by their handles, as in the history, so that a name stays when an account goes.
"""

import datetime as dt

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from timeline import vocab
from timeline.models.base import Base, Ordered, from_one, one_of


def _record() -> MappedColumn[int]:
    # Deferred, so that the registry can be made anew from the history.
    return mapped_column(ForeignKey("records.id", deferrable=True, initially="DEFERRED"), index=True)


class ProposalRow(Base):
    """A change of a published record that waits, as it stands now; `revision` is what came of it."""

    __tablename__ = "proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = _record()
    author: Mapped[str] = mapped_column(Ordered)
    state: Mapped[str]
    version: Mapped[int]
    base_version: Mapped[int]
    change: Mapped[str]
    note: Mapped[str]
    document: Mapped[str]
    created_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]
    changed_by: Mapped[str]
    batch: Mapped[str | None] = mapped_column(index=True)
    revision: Mapped[int | None]

    __table_args__ = (
        one_of("state", vocab.PROPOSAL_STATES),
        one_of("change", vocab.PROPOSAL_CHANGES),
        from_one("version"),
        Index(None, "state", "id"),
        Index(None, "author", "state", "id"),
    )


class ProposalStepRow(Base):
    """One version of a proposal, whole: what was proposed, by whom, and what happened to it."""

    __tablename__ = "proposal_steps"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at_utc: Mapped[dt.datetime]
    by: Mapped[str]
    state: Mapped[str]
    base_version: Mapped[int]
    change: Mapped[str]
    note: Mapped[str]
    reason: Mapped[str]
    document: Mapped[str]

    __table_args__ = (
        one_of("state", vocab.PROPOSAL_STATES),
        from_one("version"),
        Index(None, "at_utc", "proposal_id", "version"),
    )


class ReviewCommentRow(Base):
    """A remark on a field of a record that is in review, or of a proposal; it is settled, never deleted."""

    __tablename__ = "review_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = _record()
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    version: Mapped[int]
    path: Mapped[str]
    text: Mapped[str]
    by: Mapped[str]
    at_utc: Mapped[dt.datetime]
    settled_by: Mapped[str | None]
    settled_at: Mapped[dt.datetime | None]

    __table_args__ = (from_one("version"),)


class SavedViewRow(Base):
    """A filter of a list that somebody keeps under a name."""

    __tablename__ = "saved_views"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(Ordered)
    kind: Mapped[str]
    name: Mapped[str]
    query: Mapped[str]
    changed_at: Mapped[dt.datetime]

    __table_args__ = (UniqueConstraint("owner", "kind", "name"),)
