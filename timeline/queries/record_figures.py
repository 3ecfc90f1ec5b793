"""The record counted: how much there is, and how well it is known. For the page about the archive."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from timeline.models.event import CitationRow, EventRow
from timeline.models.history import DatasetRow, RecordRow, RevisionRow
from timeline.models.question import QuestionRow
from timeline.models.source import SourceRow
from timeline.queries.kept import kept


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordFigures:
    """Counts of what is public.

    `date_bases` counts events by how their date is known, `sources` by whether they were read,
    `questions` by status; `rests_on_several` are the events that cite more than one source; `corrections`
    are versions that put right what the record had said. `changed_at_utc` is the last change of all.
    """

    citations: int
    quotations: int
    rests_on_several: int
    date_bases: Mapping[str, int]
    sources: Mapping[str, int]
    questions: Mapping[str, int]
    corrections: int
    changed_at_utc: dt.datetime | None


def record_figures(session: Session) -> RecordFigures:
    """Count the record; kept until it changes."""
    return kept(session, "record figures", lambda: _counted(session))


def _counted(session: Session) -> RecordFigures:
    cited = _public(select(CitationRow.record_id), CitationRow.record_id)
    several = cited.group_by(CitationRow.record_id).having(func.count(CitationRow.source_id.distinct()) > 1)
    corrections = select(func.count()).where(
        RevisionRow.change == "correction", RevisionRow.status == "published"
    )
    return RecordFigures(
        citations=_number(session, cited),
        quotations=_number(session, cited.where(CitationRow.quotation != "")),
        rests_on_several=_number(session, several),
        date_bases=_by(session, EventRow.date_basis, EventRow.record_id),
        sources=_by(session, SourceRow.consulted, SourceRow.record_id),
        questions=_by(session, QuestionRow.status, QuestionRow.record_id),
        corrections=session.scalar(corrections) or 0,
        changed_at_utc=session.scalar(select(DatasetRow.at_utc)),
    )


def _public(statement: Select[Any], record_id: InstrumentedAttribute[int]) -> Select[Any]:
    return statement.join(RecordRow, RecordRow.id == record_id).where(RecordRow.status == "published")


def _number(session: Session, statement: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(statement.subquery())) or 0


def _by(
    session: Session, column: InstrumentedAttribute[str], record_id: InstrumentedAttribute[int]
) -> dict[str, int]:
    statement = _public(select(column, func.count()), record_id).group_by(column)
    return {row[0]: row[1] for row in session.execute(statement)}
