"""Events that may be the one that is just being written, so that none is written twice."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rapidfuzz.fuzz import token_set_ratio
from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from timeline.dates.parse import is_date, parse
from timeline.dates.words import words
from timeline.models.event import EventRow, ParticipationRow
from timeline.models.history import RecordRow
from timeline.models.naming import NameWordRow
from timeline.naming import folded_words

#: So many days before and after count as the same time.
NEAR: Final = dt.timedelta(days=45)
LIMIT: Final = 5
CANDIDATES: Final = 200
#: From this likeness of two titles on, of 100, they may name the same.
ALIKE: Final = 72
_SHORT: Final = 4
_WORDS: Final = 5
_TOO_COMMON: Final = 3_000


@dataclass(frozen=True, kw_only=True, slots=True)
class SimilarEvent:
    """An event like the one that is being written, and in what: title, date, actors."""

    id: str
    title: str
    date: str
    status: str
    why: str
    likeness: int


def similar_events(
    session: Session, *, title: str, date: str = "", actors: Iterable[str] = (), but: str = ""
) -> tuple[SimilarEvent, ...]:
    """List events with a like title, or near in time with the same actors; the likest first.

    `date` is EDTF, `actors` are public ids, `but` is the event that is being changed.
    """
    near = _near(date)
    who = _actor_keys(session, actors)
    keys = {*_by_words(session, title), *_by_actors(session, who, near)}
    if not keys:
        return ()
    meeting = _keys_of_actors(session, keys, who)
    rows = [row for row in session.execute(_described(keys)) if row.slug != but]
    found = [_compared(row, title, near, same_actors=row.id in meeting) for row in rows]
    alike = [each for each in found if each is not None]
    return tuple(sorted(alike, key=lambda each: (-each.likeness, each.id))[:LIMIT])


def _compared(row: Row[Any], title: str, near: "_Near", *, same_actors: bool) -> SimilarEvent | None:
    """Say in what an event is like the one that is written; None where that is too little."""
    likeness = round(token_set_ratio(_plain(title), _plain(row.title)))
    is_near = _is_near(near, row.date_earliest, row.date_latest)
    if likeness < ALIKE and not (is_near and same_actors and likeness >= ALIKE // 2):
        return None
    why = (
        ("like title", likeness >= ALIKE),
        ("near in time", is_near),
        ("same actors", same_actors),
    )
    return SimilarEvent(
        id=row.slug,
        title=row.title,
        date=words(parse(row.date) if is_date(row.date) else None),
        status=row.status,
        why=", ".join(name for name, holds in why if holds),
        likeness=likeness + 25 * is_near + 15 * same_actors,
    )


def _plain(title: str) -> str:
    return " ".join(folded_words(title))


_Near = tuple[dt.date | None, dt.date | None] | None


def _near(date: str) -> _Near:
    if not date or not is_date(date):
        return None
    value = parse(date)
    if value.earliest is None and value.latest is None:
        return None
    earliest = value.earliest and dt.date.fromordinal(max(1, value.earliest.toordinal() - NEAR.days))
    last = dt.date.max.toordinal()
    latest = value.latest and dt.date.fromordinal(min(last, value.latest.toordinal() + NEAR.days))
    return earliest, latest


def _is_near(near: _Near, earliest: dt.date | None, latest: dt.date | None) -> bool:
    if near is None or (earliest is None and latest is None):
        return False
    start, end = near
    return (start or dt.date.min) <= (latest or dt.date.max) and (earliest or dt.date.min) <= (
        end or dt.date.max
    )


def _by_words(session: Session, title: str) -> list[int]:
    """Find events that share the rarer words of a title: three of them, or all where there are fewer."""
    told = sorted(
        {word for word in folded_words(title) if len(word) >= _SHORT}, key=lambda word: (-len(word), word)
    )
    rare = [word for word in told[: 2 * _WORDS] if _is_rare(session, word)][:_WORDS]
    if not rare:
        return []
    shared = func.count()
    statement = (
        select(NameWordRow.record_id)
        .where(NameWordRow.kind == "event", NameWordRow.word.in_(rare))
        .group_by(NameWordRow.record_id)
        .having(shared >= min(2, len(rare)))
        .order_by(shared.desc(), NameWordRow.record_id)
        .limit(CANDIDATES)
    )
    return list(session.scalars(statement))


def _is_rare(session: Session, word: str) -> bool:
    some = select(NameWordRow.record_id).where(NameWordRow.kind == "event", NameWordRow.word == word)
    return (
        session.scalar(select(func.count()).select_from(some.limit(_TOO_COMMON).subquery())) or 0
    ) < _TOO_COMMON


def _actor_keys(session: Session, actors: Iterable[str]) -> list[int]:
    slugs = [slug for slug in actors if slug.isprintable()]
    if not slugs:
        return []
    return list(
        session.scalars(select(RecordRow.id).where(RecordRow.kind == "actor", RecordRow.slug.in_(slugs)))
    )


def _by_actors(session: Session, actors: Sequence[int], near: _Near) -> list[int]:
    if not actors or near is None:
        return []
    statement = (
        select(ParticipationRow.record_id)
        .join(EventRow, EventRow.record_id == ParticipationRow.record_id)
        .where(ParticipationRow.actor_id.in_(actors), _meets(near))
        .distinct()
        .limit(CANDIDATES)
    )
    return list(session.scalars(statement))


def _meets(near: tuple[dt.date | None, dt.date | None]) -> ColumnElement[bool]:
    start, end = near
    conditions: list[ColumnElement[bool]] = []
    if end is not None:
        conditions.append(or_(EventRow.date_earliest <= end, EventRow.date_earliest.is_(None)))
    if start is not None:
        conditions.append(or_(EventRow.date_latest >= start, EventRow.date_latest.is_(None)))
    return and_(*conditions)


def _keys_of_actors(session: Session, keys: Iterable[int], actors: Sequence[int]) -> set[int]:
    if not actors:
        return set()
    statement = select(ParticipationRow.record_id).where(
        ParticipationRow.actor_id.in_(actors), ParticipationRow.record_id.in_(list(keys))
    )
    return set(session.scalars(statement))


def _described(keys: Iterable[int]) -> Select[Any]:
    return (
        select(
            RecordRow.id,
            RecordRow.slug,
            RecordRow.status,
            EventRow.title,
            EventRow.date,
            EventRow.date_earliest,
            EventRow.date_latest,
        )
        .join(EventRow, EventRow.record_id == RecordRow.id)
        .where(RecordRow.id.in_(list(keys)), RecordRow.status != "withdrawn")
    )
