"""The names behind ids: what a link to a record says."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Select, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from timeline.models.authority import ActorRow, PlaceRow, TopicRow
from timeline.models.event import EventRow
from timeline.models.history import RecordRow
from timeline.models.policy import PolicyRow
from timeline.models.question import QuestionRow
from timeline.models.series import SeriesRow
from timeline.models.source import SourceRow
from timeline.models.timeline import TimelineRow

NAME_COLUMNS: Mapping[str, InstrumentedAttribute[str]] = {
    "timeline": TimelineRow.title,
    "event": EventRow.title,
    "source": SourceRow.title,
    "actor": ActorRow.name,
    "place": PlaceRow.name,
    "topic": TopicRow.label,
    "policy": PolicyRow.title,
    "series": SeriesRow.title,
    "question": QuestionRow.title,
}

Names = Mapping[tuple[str, str], str]


def names_of(session: Session, references: Iterable[tuple[str, str]]) -> Names:
    """Give the names of published records by kind and id, in one statement however many kinds there are.

    What is not public is left out, so that a page cannot link to it.
    """
    slugs: dict[str, set[str]] = {}
    for kind, slug in references:
        if slug:
            slugs.setdefault(kind, set()).add(slug)
    if not slugs:
        return {}
    each = [_named(kind).where(RecordRow.slug.in_(sorted(slugs[kind]))) for kind in sorted(slugs)]
    return {(kind, slug): name for kind, slug, name in session.execute(union_all(*each))}


def names_of_kind(session: Session, kind: str) -> dict[str, str]:
    """Give the names of all published records of a kind, by id, in the order of the ids."""
    return {slug: name for _, slug, name in session.execute(_named(kind).order_by(RecordRow.slug))}


def _named(kind: str) -> Select[tuple[str, str, str]]:
    column = NAME_COLUMNS[kind]
    return (
        select(RecordRow.kind, RecordRow.slug, column)
        .join(column.class_, column.class_.record_id == RecordRow.id)
        .where(RecordRow.kind == kind, RecordRow.status == "published")
    )
