"""The worklists of sources: quotations not found in their texts, texts and copies not held, broken links."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import exists, func, or_, select, text, union
from sqlalchemy.orm import Session, aliased

from timeline.models.history import RecordRow
from timeline.models.holding import CapturedTextRow, LinkCheckRow
from timeline.models.source import UNARCHIVED, SourceRow
from timeline.queries.holding import QUOTING, unfound_quotations
from timeline.queries.kept import kept
from timeline.queries.worklist import (
    Found,
    Page,
    is_at_hand,
    kept_keys,
    keys_after,
    number_in,
    page_of,
    plain_page,
    registered,
)
from timeline.vocab import LINK_OUTCOMES

_LONGEST = 120
BROKEN = ("gone", "failed", "unreachable")


def count_unfound(session: Session) -> int:
    """Count the quotations that the texts of their sources do not have."""
    return len(unfound_quotations(session))


def list_unfound(session: Session, after: str, limit: int) -> Page:
    """List them by record and place."""
    start = number_in(after)
    asked = unfound_quotations(session)[start : start + limit + 1]
    found = [
        Found(
            key=one.key,
            kind=one.kind,
            slug=one.record_id,
            path=one.path,
            detail=f"“{_short(one.quotation)}” is not in the text of {one.source}.",
            after=str(start + at),
        )
        for at, one in enumerate(asked, start=1)
    ]
    return page_of(session, found, limit)


def is_quick_uncompared(session: Session) -> bool:
    """Tell whether they are counted at once."""
    return is_at_hand(session, _name_of_uncompared(session))


def count_uncompared(session: Session) -> int:
    """Count the sources that are quoted and of which no text is held."""
    return len(_uncompared(session))


def list_uncompared(session: Session, after: str, limit: int) -> Page:
    """List them by their keys."""
    detail = "It is quoted, and no text of it is held with which to compare."
    return plain_page(session, _uncompared(session), "", detail, after, limit)


def count_broken(session: Session) -> int:
    """Count the sources of which an address did not answer when it was asked last."""
    return len(_broken(session))


def list_broken(session: Session, after: str, limit: int) -> Page:
    """List them by their keys, each with what came of asking."""
    rows = registered(session, keys_after(_broken(session), after, limit))
    checks = _checks_of(session, [row.id for row in rows])
    found = [
        Found(key=row.id, kind=row.kind, slug=row.slug, path=checks[row.id][0], detail=checks[row.id][1])
        for row in rows
        if row.id in checks
    ]
    return page_of(session, found, limit)


def count_unarchived(session: Session) -> int:
    """Count the sources with an address and without an archived copy."""
    return len(_unarchived(session))


def list_unarchived(session: Session, after: str, limit: int) -> Page:
    """List them by their keys."""
    detail = "When its address stops answering, nothing will be left to read."
    return plain_page(session, _unarchived(session), "archived_url", detail, after, limit)


def when_links_were_asked(session: Session) -> str:
    """Say when addresses were asked last, and how many never were."""
    last = session.scalar(select(func.max(LinkCheckRow.at_utc)))
    if last is None:
        return "No address has been asked yet: run “timeline links check” on the server."
    asked = session.scalar(select(func.count()).select_from(LinkCheckRow)) or 0
    many = "One address was" if asked == 1 else f"{asked:,} addresses were"
    return f"{many} asked, the last on {last.astimezone(dt.UTC):%-d %B %Y}."


def _uncompared(session: Session) -> tuple[int, ...]:
    held = aliased(RecordRow)
    quoted = union(
        *(
            select(rows.source_id)
            .join(RecordRow, RecordRow.id == rows.record_id)
            .where(rows.quotation != "", RecordRow.status != "withdrawn")
            for rows, _ in QUOTING
        )
    ).subquery()
    has_text = exists().where(
        CapturedTextRow.record_id == held.id,
        or_(held.id == RecordRow.id, held.merged_into_id == RecordRow.id),
    )
    statement = (
        select(RecordRow.id)
        .join(quoted, quoted.c.source_id == RecordRow.id)
        .where(RecordRow.status != "withdrawn", ~has_text)
    )
    return kept_keys(session, _name_of_uncompared(session), statement)


def _name_of_uncompared(session: Session) -> str:
    """Name what is kept by the texts that are held too, which are no part of the record."""
    texts = session.execute(select(func.count(), func.max(CapturedTextRow.id))).one()
    return f"uncompared {tuple(texts)}"


def _broken(session: Session) -> tuple[int, ...]:
    is_broken = LinkCheckRow.outcome.in_(BROKEN)
    state = select(func.count(), func.max(LinkCheckRow.at_utc), func.count().filter(is_broken))
    stamp = tuple(session.execute(state).one())
    broken = select(LinkCheckRow.url).where(is_broken)
    statement = (
        select(SourceRow.record_id)
        .join(RecordRow, RecordRow.id == SourceRow.record_id)
        .where(or_(SourceRow.url.in_(broken), SourceRow.archived_url.in_(broken)))
        .where(RecordRow.status != "withdrawn")
    )
    return kept(session, ("broken", stamp), lambda: tuple(sorted(set(session.scalars(statement)))))


def _checks_of(session: Session, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Give for each source the field of its first broken address, and what came of asking it."""
    found: dict[int, tuple[str, str]] = {}
    for name, column in (("archived_url", SourceRow.archived_url), ("url", SourceRow.url)):
        statement = (
            select(SourceRow.record_id, LinkCheckRow)
            .join(LinkCheckRow, LinkCheckRow.url == column)
            .where(SourceRow.record_id.in_(keys), LinkCheckRow.outcome.in_(BROKEN))
        )
        for key, row in session.execute(statement):
            since = row.broken_since or row.at_utc
            said = LINK_OUTCOMES[row.outcome].label
            status = f" ({row.status})" if row.status else ""
            found[key] = (name, f"{said}{status} since {since:%-d %B %Y}: {_short(row.url)}")
    return found


def _unarchived(session: Session) -> tuple[int, ...]:
    statement = (
        select(SourceRow.record_id)
        .join(RecordRow, RecordRow.id == SourceRow.record_id)
        # As it stands in the index: one with bound values would not be used.
        .where(text(UNARCHIVED), RecordRow.status != "withdrawn")
    )
    return kept_keys(session, "unarchived", statement)


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rpartition(' ')[0] or words[:_LONGEST]} …"
