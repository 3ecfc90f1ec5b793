"""Releases: the record frozen at a revision, so that it can be cited; beside the record, never changed."""

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from timeline.models.base import Base, Ordered, from_one


class ReleaseRow(Base):
    """One release. Triggers of the database refuse to change anything of it but the DOI, and to delete it.

    `manifest` is the text of `manifest.json`, which says everything that the release is made of, with the
    checksum of each of its files; the other columns repeat what is looked up.
    """

    __tablename__ = "releases"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    slug: Mapped[str] = mapped_column(Ordered, unique=True)
    revision: Mapped[int]
    head: Mapped[str]
    manifest: Mapped[str]
    made_at_utc: Mapped[dt.datetime]
    made_by: Mapped[str]
    doi: Mapped[str]

    __table_args__ = (from_one("number"), from_one("revision"))
