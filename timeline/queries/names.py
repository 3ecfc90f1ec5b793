"""The names behind ids: what a link to a record says."""

from collections.abc import Iterable, Mapping
from functools import cache

from sqlalchemy import CompoundSelect, Select, bindparam, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from timeline.models.authority import ActorRow, PlaceRow, TopicRow
from timeline.models.event import EventRow
from timeline.models.history import RecordRow
from timeline.models.policy import PolicyRow
from timeline.models.question import QuestionRow
from timeline.models.series import SeriesRow
from timeline.models.source import SourceRow
from timeline.models.timeline import TimelineRow
from timeline.queries.sending import send

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
    asked = {kind: sorted(found) for kind, found in slugs.items()}
    named = send(session, _named_among(tuple(sorted(asked))), asked)
    return {(kind, slug): name for kind, slug, name in named}


def names_of_kind(session: Session, kind: str) -> dict[str, str]:
    """Give the names of all published records of a kind, by id, in the order of the ids."""
    return {slug: name for _, slug, name in session.execute(_named(kind).order_by(RecordRow.slug))}


@cache
def _named_among(kinds: tuple[str, ...]) -> CompoundSelect[tuple[str, str, str]]:
    """Give the statement for records of some kinds; to make it costs more than to send it."""
    among = [RecordRow.slug.in_(bindparam(kind, expanding=True)) for kind in kinds]
    return union_all(*(_named(kind).where(these) for kind, these in zip(kinds, among, strict=True)))


def _named(kind: str) -> Select[tuple[str, str, str]]:
    column = NAME_COLUMNS[kind]
    return (
        select(RecordRow.kind, RecordRow.slug, column)
        .join(column.class_, column.class_.record_id == RecordRow.id)
        .where(RecordRow.kind == kind, RecordRow.status == "published")
    )
