"""What rests on a source: the events that cite it, its figures and claims, the works that it names."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.models.event import CitationRow, EventRow
from timeline.models.history import RecordRow
from timeline.models.question import ClaimRow, QuestionRow
from timeline.models.series import FigureRow, SeriesRow
from timeline.models.source import MentionRow, SourceRow

_Row = TypeVar("_Row")


@dataclass(frozen=True, kw_only=True, slots=True)
class Some(Generic[_Row]):
    """Some rows of a list, and how many it has in all."""

    rows: tuple[_Row, ...]
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CitedEvent:
    """A citation of the source, with the event that rests on it."""

    event: str
    title: str
    date: Edtf | None
    locator: str
    quotation: str
    stance: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenFigure:
    """A figure that the source gives, with its series."""

    series: str
    title: str
    unit: str
    value: str
    qualifier: str
    period: Edtf | None
    locator: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MadeClaim:
    """A claim that the source makes or reports, with its question."""

    question: str
    title: str
    says: str
    locator: str
    quotation: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedWork:
    """A work that the source names, and where."""

    id: str
    title: str
    locators: tuple[str, ...]


def list_citations(session: Session, source: str, *, limit: int, offset: int = 0) -> Some[CitedEvent]:
    """List the citations of the source by published events, in the order of the timeline."""
    event = aliased(RecordRow)
    statement = (
        select(
            event.slug,
            EventRow.title,
            EventRow.date,
            CitationRow.locator,
            CitationRow.quotation,
            CitationRow.stance,
        )
        .join(EventRow, EventRow.record_id == CitationRow.record_id)
        .join(event, event.id == EventRow.record_id)
        .join(RecordRow, RecordRow.id == CitationRow.source_id)
        .where(RecordRow.kind == "source", RecordRow.slug == source, event.status == "published")
        .order_by(EventRow.sort_key, CitationRow.position)
    )

    def made(slug: str, title: str, date: str, locator: str, quotation: str, stance: str) -> CitedEvent:
        return CitedEvent(
            event=slug, title=title, date=_date(date), locator=locator, quotation=quotation, stance=stance
        )

    return _some(session, statement, made, limit, offset)


def list_figures(session: Session, source: str, *, limit: int, offset: int = 0) -> Some[GivenFigure]:
    """List the figures of published series that the source gives."""
    series = aliased(RecordRow)
    statement = (
        select(
            series.slug,
            SeriesRow.title,
            SeriesRow.unit,
            FigureRow.value,
            FigureRow.qualifier,
            FigureRow.period,
            FigureRow.locator,
        )
        .join(SeriesRow, SeriesRow.record_id == FigureRow.record_id)
        .join(series, series.id == SeriesRow.record_id)
        .join(RecordRow, RecordRow.id == FigureRow.source_id)
        .where(RecordRow.kind == "source", RecordRow.slug == source, series.status == "published")
        .order_by(SeriesRow.title, series.slug, FigureRow.position)
    )

    def made(
        slug: str, title: str, unit: str, value: str, qualifier: str, period: str, locator: str
    ) -> GivenFigure:
        return GivenFigure(
            series=slug,
            title=title,
            unit=unit,
            value=value,
            qualifier=qualifier,
            period=_date(period),
            locator=locator,
        )

    return _some(session, statement, made, limit, offset)


def list_claims(session: Session, source: str, *, limit: int, offset: int = 0) -> Some[MadeClaim]:
    """List the claims of published questions that the source makes or reports."""
    question = aliased(RecordRow)
    statement = (
        select(question.slug, QuestionRow.title, ClaimRow.says, ClaimRow.locator, ClaimRow.quotation)
        .join(QuestionRow, QuestionRow.record_id == ClaimRow.record_id)
        .join(question, question.id == QuestionRow.record_id)
        .join(RecordRow, RecordRow.id == ClaimRow.source_id)
        .where(RecordRow.kind == "source", RecordRow.slug == source, question.status == "published")
        .order_by(QuestionRow.title, question.slug, ClaimRow.position)
    )

    def made(slug: str, title: str, says: str, locator: str, quotation: str) -> MadeClaim:
        return MadeClaim(question=slug, title=title, says=says, locator=locator, quotation=quotation)

    return _some(session, statement, made, limit, offset)


def list_named_works(session: Session, source: str, *, limit: int, offset: int = 0) -> Some[NamedWork]:
    """List the published sources that this one names, each once."""
    named = aliased(RecordRow)
    naming = (
        select(named.id, named.slug, SourceRow.title)
        .join(SourceRow, SourceRow.record_id == named.id)
        .join(MentionRow, MentionRow.record_id == named.id)
        .join(RecordRow, RecordRow.id == MentionRow.source_id)
        .where(RecordRow.kind == "source", RecordRow.slug == source, named.status == "published")
        .distinct()
        .order_by(SourceRow.title, named.slug)
    )
    found = _some(session, naming, lambda *row: row, limit, offset)
    places = (
        select(MentionRow.record_id, MentionRow.locator)
        .join(RecordRow, RecordRow.id == MentionRow.source_id)
        .where(RecordRow.kind == "source", RecordRow.slug == source)
        .where(MentionRow.record_id.in_([key for key, _, _ in found.rows]))
        .order_by(MentionRow.record_id, MentionRow.position)
    )
    locators: dict[int, list[str]] = {}
    for key, locator in session.execute(places) if found.rows else ():
        locators.setdefault(key, []).extend(filter(None, [locator]))
    rows = (
        NamedWork(id=slug, title=title, locators=tuple(locators.get(key, ())))
        for key, slug, title in found.rows
    )
    return Some(rows=tuple(rows), total=found.total)


def _some(
    session: Session, statement: Select[Any], made: Callable[..., _Row], limit: int, offset: int
) -> Some[_Row]:
    total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    found = session.execute(statement.limit(limit).offset(offset)) if total > offset else ()
    return Some(rows=tuple(made(*row) for row in found), total=total)


def _date(text: str) -> Edtf | None:
    return parse(text) if text else None
