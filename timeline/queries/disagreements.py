"""Where sources differ: what archivists wrote down, and what computing finds, about all or one record."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, TypeAlias

from sqlalchemy import Select, bindparam, false, func, or_, select
from sqlalchemy.orm import Session

from timeline.db import only_reads
from timeline.disagreement import dates, numbers
from timeline.disagreement.questions import of_question, taken_up
from timeline.disagreement.statement import Disagreement
from timeline.models.event import CitationRow, PolicyChangeRow
from timeline.models.history import RecordRow
from timeline.models.question import ClaimRow, QuestionRow, QuestionTouchRow
from timeline.models.series import FigureRow, SeriesRow
from timeline.queries.contradictions import list_contradictions, tell_contradictions
from timeline.queries.dated_events import Keys, keys_of_differing, list_dated_events
from timeline.queries.kept import kept
from timeline.queries.names import Names
from timeline.queries.questions import names_with_short_sources
from timeline.queries.records import list_by_key
from timeline.queries.selection import is_published
from timeline.queries.sending import send
from timeline.queries.states import EventChanges
from timeline.records.event import Event
from timeline.records.question import Question
from timeline.records.references import RecordKey
from timeline.records.series import Series

_CHUNK = 500
#: The values that a statement asks for.
_Asked: TypeAlias = Mapping[str, object] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreements:
    """Disagreements, and the names of the public records that they speak of."""

    items: tuple[Disagreement, ...]
    names: Names

    @property
    def computed(self) -> tuple[Disagreement, ...]:
        """List what computing found."""
        return tuple(found for found in self.items if found.computed)

    @property
    def curated(self) -> tuple[Disagreement, ...]:
        """List what archivists wrote down, less what takes up a computed one of the list."""
        taken_up = {found.question for found in self.computed}
        return tuple(found for found in self.items if not found.computed and found.question not in taken_up)


def list_all(session: Session) -> tuple[Disagreement, ...]:
    """List every disagreement: questions by title, then what computing finds in dates, figures and rules.

    They are kept until the record changes, since each is found by a look at the whole record.
    """
    # Whoever writes sees what is not yet of any version.
    return kept(session, "disagreements", lambda: _found(session)) if only_reads(session) else _found(session)


def _found(session: Session) -> tuple[Disagreement, ...]:
    return taken_up(
        (
            *_questions(session, _question_keys()),
            *_dates(session, keys_of_differing()),
            *_figures(session, _series_keys()),
            *list_contradictions(session),
        )
    )


def list_touching(session: Session, kind: str, record_id: str) -> Disagreements:
    """List what bears on one record; the number of statements is the same for all records of a kind.

    For a source: all in which it takes part. For a policy: also the dates of the events that change it. For
    an event see `list_touching_event`.
    """
    asked, events = {"kind": kind, "slug": record_id}, _events_of(kind)
    found = [*_dates(session, send(session, _differing_among(events), asked).values())]
    if kind in {"policy", "source"}:
        found += list_contradictions(session, events, asked)
    if kind in {"series", "source"}:
        found += _figures(session, _series_keys(_series_of(kind)), asked)
    return _with_questions(session, (kind, record_id), found)


def list_touching_event(session: Session, event: Event, changes: EventChanges) -> Disagreements:
    """List what bears on an event, whose changes and what they found are given.

    All that is to be compared stands in the event and in the histories of policies, which are kept.
    """
    found = [*dates.of_event(dates.dated(event)), *tell_contradictions(session, changes.flags)]
    return _with_questions(session, ("event", event.id), found)


def _with_questions(session: Session, about: RecordKey, found: Iterable[Disagreement]) -> Disagreements:
    """Add the questions that bear on a record, and those that take up what was found, which may not.

    The latter are read, not shown.
    """
    found = list(found)
    touching, (kind, record_id) = _touching(session), about
    subjects = {about, *(item.subject for item in found)}
    keys = {key for subject in subjects for key in touching.get(subject, ())}
    if keys or kind == "source":
        asked = {"kind": kind, "slug": record_id, "touching": sorted(keys)}
        found += _questions(session, _questions_of(kind), asked)
    items = tuple(item for item in taken_up(found) if _bears_on(item, kind, record_id))
    return Disagreements(items=items, names=names_within(session, items))


def _touching(session: Session) -> Mapping[RecordKey, Sequence[int]]:
    """Give the keys of the published questions that touch each record; few are touched by any."""
    if only_reads(session):
        return kept(session, "what questions touch", lambda: _found_touching(session))
    return _found_touching(session)


def _found_touching(session: Session) -> Mapping[RecordKey, Sequence[int]]:
    found: dict[RecordKey, list[int]] = {}
    for kind, slug, key in send(session, _TOUCHING):
        found.setdefault((kind, slug), []).append(key)
    return found


def list_computed(session: Session, records: Iterable[RecordKey]) -> tuple[Disagreement, ...]:
    """List what computing finds in these events and series, whichever question takes it up."""
    ids: dict[str, set[str]] = {"event": set(), "series": set()}
    for kind, record_id in records:
        ids.setdefault(kind, set()).add(record_id)
    events, series = (
        select(RecordRow.id).where(RecordRow.kind == kind, RecordRow.slug.in_(sorted(ids[kind])))
        for kind in ("event", "series")
    )
    return (
        *_dates(session, keys_of_differing(events)),
        *_figures(session, _series_keys(series)),
        *list_contradictions(session, events),
    )


def _bears_on(item: Disagreement, kind: str, record_id: str) -> bool:
    if (kind, record_id) in item.touches or (kind == "source" and record_id in item.sources):
        return True
    return kind == "policy" and item.computed and item.kind == "date"


def names_within(session: Session, items: Iterable[Disagreement]) -> Names:
    """Give the names of the public records that disagreements speak of."""
    return names_with_short_sources(session, {key for found in items for key in found.references()})


def _dates(session: Session, keys: Keys | Sequence[int]) -> Iterator[Disagreement]:
    for event in list_dated_events(session, keys):
        yield from dates.of_event(event)


def _figures(session: Session, keys: Keys, asked: _Asked = None) -> Iterator[Disagreement]:
    for record in _records(session, "series", keys, asked):
        assert isinstance(record, Series)  # noqa: S101 - the keys are those of series
        yield from numbers.of_series(record)


def _questions(session: Session, keys: Keys, asked: _Asked = None) -> Iterator[Disagreement]:
    for record in _records(session, "question", keys, asked):
        assert isinstance(record, Question)  # noqa: S101 - the keys are those of questions
        yield of_question(record)


def _records(session: Session, kind: str, keys: Keys, asked: _Asked) -> Iterator[object]:
    # By their titles, and in Python: the order of a database depends on its language.
    rows = send(session, _titled(kind, keys), asked)
    found = [key for key, _ in sorted(rows, key=lambda row: (row[1], row[0]))]
    for start in range(0, len(found), _CHUNK):
        yield from list_by_key(session, kind, found[start : start + _CHUNK])


# Statements are made once for each kind of record: to make one costs more than to send it.


@lru_cache(maxsize=64)
def _titled(kind: str, keys: Keys) -> Select[tuple[int, str]]:
    return keys.add_columns(SeriesRow.title if kind == "series" else QuestionRow.title)


@lru_cache(maxsize=64)
def _differing_among(events: Keys) -> Keys:
    return keys_of_differing(events)


@cache
def _question_keys() -> Keys:
    return select(QuestionRow.record_id).where(is_published(QuestionRow.record_id))


@lru_cache(maxsize=64)
def _series_keys(within: Keys | None = None) -> Keys:
    """Select the published series with several numbers for one period and place.

    This narrows only: whether the numbers differ is decided by the rule.
    """
    several = (
        select(FigureRow.record_id)
        .group_by(FigureRow.record_id, FigureRow.period_earliest, FigureRow.period_latest, FigureRow.place_id)
        .having(func.count((FigureRow.qualifier + FigureRow.value).distinct()) > 1)
    )
    statement = select(SeriesRow.record_id).where(
        is_published(SeriesRow.record_id), SeriesRow.record_id.in_(several)
    )
    return statement if within is None else statement.where(SeriesRow.record_id.in_(within))


#: The record that is asked about.
_OWN: Final[Keys] = select(RecordRow.id).where(
    RecordRow.kind == bindparam("kind"), RecordRow.slug == bindparam("slug")
)


@cache
def _events_of(kind: str) -> Keys:
    """Select the events whose dates bear on a record."""
    match kind:
        case "source":
            return select(CitationRow.record_id).where(CitationRow.source_id.in_(_OWN))
        case "policy":
            return select(PolicyChangeRow.record_id).where(PolicyChangeRow.policy_id.in_(_OWN))
        case _:
            return _OWN.where(false())


@cache
def _series_of(kind: str) -> Keys:
    if kind == "series":
        return _OWN
    return select(FigureRow.record_id).where(FigureRow.source_id.in_(_OWN))


@cache
def _questions_of(kind: str) -> Keys:
    """Select the questions with the keys `touching`, and those that cite a source."""
    touching = QuestionRow.record_id.in_(bindparam("touching", expanding=True))
    if kind != "source":
        return _question_keys().where(touching)
    citing = select(ClaimRow.record_id).where(ClaimRow.source_id.in_(_OWN))
    return _question_keys().where(or_(touching, QuestionRow.record_id.in_(citing)))


_TOUCHING: Final = (
    select(RecordRow.kind, RecordRow.slug, QuestionTouchRow.record_id)
    .join(RecordRow, RecordRow.id == QuestionTouchRow.touched_id)
    .where(is_published(QuestionTouchRow.record_id))
    .order_by(QuestionTouchRow.record_id)
)
