"""What rests on a source: the events that cite it, its figures and claims, the works that it names."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.models.event import CitationRow, EventRow
from timeline.models.history import RecordRow
from timeline.models.question import ClaimRow, QuestionRow
from timeline.models.series import FigureRow, SeriesRow
from timeline.models.source import MentionRow, SourceRow


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
    """A work that the source names."""

    id: str
    title: str
    locator: str


def list_citations(session: Session, source: str) -> tuple[CitedEvent, ...]:
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
    return tuple(
        CitedEvent(
            event=slug, title=title, date=_date(date), locator=locator, quotation=quotation, stance=stance
        )
        for slug, title, date, locator, quotation, stance in session.execute(statement)
    )


def list_figures(session: Session, source: str) -> tuple[GivenFigure, ...]:
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
    return tuple(
        GivenFigure(
            series=slug,
            title=title,
            unit=unit,
            value=value,
            qualifier=qualifier,
            period=_date(period),
            locator=locator,
        )
        for slug, title, unit, value, qualifier, period, locator in session.execute(statement)
    )


def list_claims(session: Session, source: str) -> tuple[MadeClaim, ...]:
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
    return tuple(
        MadeClaim(question=slug, title=title, says=says, locator=locator, quotation=quotation)
        for slug, title, says, locator, quotation in session.execute(statement)
    )


def list_named_works(session: Session, source: str) -> tuple[NamedWork, ...]:
    """List the published sources that this one names."""
    named = aliased(RecordRow)
    statement = (
        select(named.slug, SourceRow.title, MentionRow.locator)
        .join(SourceRow, SourceRow.record_id == MentionRow.record_id)
        .join(named, named.id == SourceRow.record_id)
        .join(RecordRow, RecordRow.id == MentionRow.source_id)
        .where(RecordRow.kind == "source", RecordRow.slug == source, named.status == "published")
        .order_by(SourceRow.title, named.slug, MentionRow.position)
    )
    return tuple(
        NamedWork(id=slug, title=title, locator=locator)
        for slug, title, locator in session.execute(statement)
    )


def _date(text: str) -> Edtf | None:
    return parse(text) if text else None
