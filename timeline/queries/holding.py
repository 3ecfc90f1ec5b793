"""What is held of sources beside the record: their texts, and what came of asking their addresses."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, or_, select, union
from sqlalchemy.orm import Session, aliased

from timeline.models.event import CitationRow
from timeline.models.history import RecordRow
from timeline.models.holding import CapturedTextRow, LinkCheckRow
from timeline.models.question import ClaimRow
from timeline.models.series import FigureRow
from timeline.models.source import SourceRow
from timeline.queries.kept import kept
from timeline.records.quoting import is_quoted_from, plain_words

#: Where records quote sources: the rows, and the field that they stand in.
QUOTING: Final[tuple[tuple[Any, str], ...]] = (
    (CitationRow, "citations"),
    (FigureRow, "figures"),
    (ClaimRow, "claims"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldText:
    """A text of a source, without the text itself."""

    number: int
    sha256: str
    file: str
    length: int
    by: str
    at_utc: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Quotation:
    """A quotation of a source: in which record and field, and whether a text of the source has it."""

    key: int
    kind: str
    record_id: str
    path: str
    source: str
    quotation: str
    is_found: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkCheck:
    """What came of asking an address last."""

    url: str
    at_utc: dt.datetime
    outcome: str
    status: int
    detail: str
    broken_since: dt.datetime | None


def list_texts(session: Session, source: str) -> tuple[HeldText, ...]:
    """List the texts of a source, those of sources that were merged into it too, the newest first."""
    statement = (
        select(CapturedTextRow, func.length(CapturedTextRow.text).label("length"))
        .join(RecordRow, RecordRow.id == CapturedTextRow.record_id)
        .where(_owner() == _source(source))
        .order_by(CapturedTextRow.id.desc())
    )
    return tuple(
        HeldText(
            number=row.CapturedTextRow.id,
            sha256=row.CapturedTextRow.sha256,
            file=row.CapturedTextRow.file,
            length=row.length,
            by=row.CapturedTextRow.by,
            at_utc=row.CapturedTextRow.at_utc,
        )
        for row in session.execute(statement)
    )


def list_quotations(session: Session, source: str) -> tuple[Quotation, ...]:
    """List the quotations of a source in records that are not withdrawn, and whether its texts have them."""
    key = session.scalar(select(RecordRow.id).where(RecordRow.kind == "source", RecordRow.slug == source))
    return tuple(_quotations(session, key)) if key is not None else ()


def look_for_quotations(session: Session, asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], bool]:
    """Look for words in the texts of the sources that they are said to be from: pairs of source and words.

    Sources of which no text is held are left out, and so is what has no word in it.
    """
    wanted = {(source, quotation) for source, quotation in asked if source and plain_words(quotation).strip()}
    texts = {source: _words_of(session, _source(source)) for source in sorted({pair[0] for pair in wanted})}
    return {
        (source, quotation): any(is_quoted_from(quotation, words) for words in texts[source])
        for source, quotation in wanted
        if texts[source]
    }


def unfound_quotations(session: Session) -> tuple[Quotation, ...]:
    """List the quotations that no text has, of all sources of which there is one; kept until a write."""
    held = (func.count(), func.max(CapturedTextRow.id), func.max(CapturedTextRow.at_utc))
    stamp = tuple(session.execute(select(*held)).one())

    def look() -> tuple[Quotation, ...]:
        owners = select(_owner()).join(CapturedTextRow, CapturedTextRow.record_id == RecordRow.id)
        keys = sorted(set(session.scalars(owners)))
        found = (one for key in keys for one in _quotations(session, key) if not one.is_found)
        return tuple(sorted(found, key=lambda one: (one.kind, one.record_id, one.path)))

    return kept(session, ("unfound quotations", stamp), look)


def _quotations(session: Session, key: int) -> Iterator[Quotation]:
    texts = _words_of(session, key)
    source = session.scalar(select(RecordRow.slug).where(RecordRow.id == key)) or ""
    for rows, field in QUOTING:
        statement = (
            select(RecordRow.id, RecordRow.kind, RecordRow.slug, rows.position, rows.quotation)
            .join(RecordRow, RecordRow.id == rows.record_id)
            .where(rows.source_id == key, rows.quotation != "", RecordRow.status != "withdrawn")
            .order_by(RecordRow.slug, rows.position)
        )
        for row in session.execute(statement):
            yield Quotation(
                key=row.id,
                kind=row.kind,
                record_id=row.slug,
                path=f"{field}[{row.position - 1}].quotation",
                source=source,
                quotation=row.quotation,
                is_found=any(is_quoted_from(row.quotation, words) for words in texts),
            )


def _words_of(session: Session, key: Any) -> Sequence[str]:
    statement = (
        select(CapturedTextRow.words)
        .join(RecordRow, RecordRow.id == CapturedTextRow.record_id)
        .where(_owner() == key)
        .order_by(CapturedTextRow.id)
    )
    return session.scalars(statement).all()


def _owner() -> Any:
    """Give the source that a text belongs to now: it may have been merged into another."""
    return func.coalesce(RecordRow.merged_into_id, RecordRow.id)


def _source(slug: str) -> Any:
    source = aliased(RecordRow)
    return select(source.id).where(source.kind == "source", source.slug == slug).scalar_subquery()


def list_addresses(session: Session, *, asked_before: dt.datetime, limit: int) -> tuple[str, ...]:
    """List the addresses of sources, and of their copies, not asked since a moment; the longest ago first."""
    of_sources = union(
        *(
            select(column.label("url"))
            .join(RecordRow, RecordRow.id == SourceRow.record_id)
            .where(column != "", RecordRow.status != "withdrawn")
            for column in (SourceRow.url, SourceRow.archived_url)
        )
    ).subquery()
    statement = (
        select(of_sources.c.url)
        .outerjoin(LinkCheckRow, LinkCheckRow.url == of_sources.c.url)
        .where(or_(LinkCheckRow.url.is_(None), LinkCheckRow.at_utc < asked_before))
        .order_by(LinkCheckRow.at_utc.is_not(None), LinkCheckRow.at_utc, of_sources.c.url)
        .limit(limit)
    )
    return tuple(session.scalars(statement))


def find_checks(session: Session, urls: Sequence[str]) -> dict[str, LinkCheck]:
    """Find what came of asking these addresses last."""
    rows = session.scalars(select(LinkCheckRow).where(LinkCheckRow.url.in_([url for url in urls if url])))
    return {
        row.url: LinkCheck(
            url=row.url,
            at_utc=row.at_utc,
            outcome=row.outcome,
            status=row.status,
            detail=row.detail,
            broken_since=row.broken_since,
        )
        for row in rows
    }
