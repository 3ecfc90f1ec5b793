"""What is kept of sources beside the record: their texts, and what came of asking their addresses.

It makes no revision, and nothing of it is public. Like all of the store it never commits.
"""

import datetime as dt
import hashlib

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from timeline.errors import NotFoundError
from timeline.models.holding import CapturedTextRow, LinkCheckRow
from timeline.records.quoting import plain_words
from timeline.rights import Who, require
from timeline.store.dataset import lock
from timeline.store.registry import get_entry


def keep_text(
    session: Session, source: str, *, text: str, data: bytes, file: str, who: Who, at_utc: dt.datetime
) -> int:
    """Keep the text of a source and give its number; `data` is the file that it came in.

    The same file again is the one that is there.
    """
    require(who, "draft")
    lock(session)  # Or two people could keep one file at the same moment.
    entry = get_entry(session, "source", source)
    digest = hashlib.sha256(data).hexdigest()
    its = (CapturedTextRow.record_id == entry.id, CapturedTextRow.sha256 == digest)
    there = session.scalar(select(CapturedTextRow.id).where(*its))
    if there is not None:
        return there
    statement = insert(CapturedTextRow).values(
        record_id=entry.id,
        sha256=digest,
        file=file,
        text=text,
        words=plain_words(text),
        by=who.handle,
        at_utc=at_utc,
    )
    return session.execute(statement.returning(CapturedTextRow.id)).scalar_one()


def remove_text(session: Session, source: str, number: int, *, who: Who) -> None:
    """Take the text of a source away; raises NotFoundError for another's."""
    require(who, "draft")
    entry = get_entry(session, "source", source)
    its = (CapturedTextRow.id == number, CapturedTextRow.record_id == entry.id)
    if session.scalar(select(CapturedTextRow.id).where(*its)) is None:
        raise NotFoundError("text", str(number))
    session.execute(delete(CapturedTextRow).where(*its))


def keep_link_check(
    session: Session, url: str, *, outcome: str, status: int, detail: str, at_utc: dt.datetime, broken: bool
) -> None:
    """Keep what came of asking an address, in the place of what came of it before."""
    lock(session)
    row = session.get(LinkCheckRow, url)
    if row is None:
        row = LinkCheckRow(url=url, broken_since=None)
        session.add(row)
    row.outcome, row.status, row.detail, row.at_utc = outcome, status, detail, at_utc
    row.broken_since = (row.broken_since or at_utc) if broken else None
