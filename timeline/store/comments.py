"""Remarks on the fields of records that are in review, and of proposals."""

import datetime as dt

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from timeline.errors import NotFoundError
from timeline.models.curation import ProposalRow, ReviewCommentRow
from timeline.records.fields import Text
from timeline.records.references import RecordKey
from timeline.records.together import lacking
from timeline.records.validate import text_problems
from timeline.rights import Who, require
from timeline.store.registry import get_entry
from timeline.store.rules import refuse_problems

_TEXT = Text("What there is to say.", required=True, lines=True, longest=4000)
_PATH = Text("The field that the remark is about.", longest=200)


def comment_on_record(session: Session, key: RecordKey, *, who: Who, text: str, path: str = "") -> int:
    """Keep a remark on a record, or on one of its fields; give its number."""
    require(who, "draft")
    entry = get_entry(session, *key)
    return _keep(session, entry.key, entry.id, None, entry.version, who=who, text=text, path=path)


def comment_on_proposal(session: Session, number: int, *, who: Who, text: str, path: str = "") -> int:
    """Keep a remark on a proposal, or on one of its fields; give its number."""
    require(who, "draft")
    row = session.get(ProposalRow, number)
    if row is None:
        raise NotFoundError("proposal", str(number))
    key = ("proposal", str(number))
    return _keep(session, key, row.record_id, number, row.version, who=who, text=text, path=path)


def settle_comment_on_record(session: Session, key: RecordKey, number: int, *, who: Who) -> None:
    """Mark a remark on a record itself as dealt with; it stays to be read."""
    require(who, "draft")
    entry = get_entry(session, *key)
    _settle(
        session,
        number,
        ReviewCommentRow.record_id == entry.id,
        ReviewCommentRow.proposal_id.is_(None),
        who=who,
    )


def settle_comment_on_proposal(session: Session, proposal: int, number: int, *, who: Who) -> None:
    """Mark a remark on a proposal as dealt with; it stays to be read."""
    require(who, "draft")
    _settle(session, number, ReviewCommentRow.proposal_id == proposal, who=who)


def _settle(session: Session, number: int, *where: ColumnElement[bool], who: Who) -> None:
    """Settle a remark, if it is about what it is asked of; raises NotFoundError for any other number."""
    its = (ReviewCommentRow.id == number, *where)
    if session.scalar(select(ReviewCommentRow.id).where(*its)) is None:
        raise NotFoundError("remark", str(number))
    session.execute(
        update(ReviewCommentRow)
        .where(*its, ReviewCommentRow.settled_at.is_(None))
        .values(settled_by=who.handle, settled_at=dt.datetime.now(dt.UTC))
    )


def _keep(
    session: Session,
    key: RecordKey,
    record_id: int,
    proposal_id: int | None,
    version: int,
    *,
    who: Who,
    text: str,
    path: str,
) -> int:
    said = text.replace("\r\n", "\n").strip()
    missing = (lacking("text", "is missing", "Write what there is to say."),) if not said else ()
    found = (*missing, *text_problems(_TEXT, said, "text"), *text_problems(_PATH, path, "path"))
    refuse_problems(key, None, found)
    return session.execute(
        insert(ReviewCommentRow)
        .values(
            record_id=record_id,
            proposal_id=proposal_id,
            version=version,
            path=path,
            text=said,
            by=who.handle,
            at_utc=dt.datetime.now(dt.UTC),
        )
        .returning(ReviewCommentRow.id)
    ).scalar_one()
