"""How many events lie where in time, over the whole of a filter."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.drawing.density import Count
from timeline.filters import EventFilter
from timeline.models.event import EventRow
from timeline.models.history import RecordRow
from timeline.queries.kept import kept
from timeline.queries.selection import choose
from timeline.selecting.choosing import Span
from timeline.selecting.index import Standing
from timeline.selecting.order import first_after

_Bounds: TypeAlias = tuple[dt.date | None, dt.date | None, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Landmark:
    """An event that carries the story, as an overview names it."""

    id: str
    title: str
    date: Edtf


def count_by_bounds(session: Session, asked: EventFilter, *, by_day: bool = False) -> tuple[Count, ...]:
    """Count the events of the filter by the months (or days) in which they begin and end.

    The number of counts depends on how many months there are, and not on how many events. By day only what
    may lie in the range of the filter is told apart. The counts are kept until the record changes.
    """
    return kept(session, ("bounds", asked, by_day), lambda: tuple(_counted(session, asked, by_day)))


def _counted(session: Session, asked: EventFilter, by_day: bool) -> list[Count]:  # noqa: FBT001
    choice = choose(session, asked)
    if by_day:
        days = choice.count_days(asked.start or dt.date.min, asked.end or dt.date.max)
        return [Count(*_days(span), events) for span, events in sorted(days.items(), key=_by_time)]
    return [Count(*_months(span), events) for span, events in choice.count_months()]


def _by_time(counted: tuple[Span, int]) -> tuple[float, ...]:
    (first, last, significance), _ = counted
    unknown = float("inf")
    return unknown if first is None else first, unknown if last is None else last, significance


def _days(span: Span) -> _Bounds:
    first, last, significance = span
    return None if first is None else _day(first), None if last is None else _day(last), significance


# There are as many as there are months in which events begin and end, the same under every filter.
@lru_cache(maxsize=65_536)
def _months(span: Span) -> _Bounds:
    first, last, significance = span
    return (
        None if first is None else _month_begin(first),
        None if last is None else _month_end(last),
        significance,
    )


def _day(number: int) -> dt.date:
    return dt.date.fromordinal(number)


def _month_begin(number: int) -> dt.date:
    return dt.date(number // 12, number % 12 + 1, 1)


def _month_end(number: int) -> dt.date:
    if number // 12 == dt.MAXYEAR and number % 12 == 11:
        return dt.date.max
    return dt.date.fromordinal(_month_begin(number + 1).toordinal() - 1)


def extent(session: Session, asked: EventFilter) -> tuple[dt.date | None, dt.date | None]:
    """Give the first and the last day that are known of the events of the filter."""
    choice = choose(session, asked)
    first, last = choice.index.earliest.first(choice.events), choice.index.latest.last(choice.events)
    return None if first is None else _day(first), None if last is None else _day(last)


def list_landmarks(session: Session, asked: EventFilter, *, limit: int) -> tuple[Landmark, ...]:
    """List the dated landmarks of the filter in the order of the timeline, at most `limit`."""
    choice = choose(session, asked)
    index = choice.index
    places = first_after(index, choice.dated(significance=1), Standing(0, ""), limit)
    keys = {"keys": [index.keys[place] for place in places]}
    return tuple(
        Landmark(id=slug, title=title, date=parse(date))
        for slug, title, date in session.connection().execute(_LANDMARKS, keys).all()
    )


_events, _records = EventRow.__table__.c, RecordRow.__table__.c
_KEYS: BindParameter[list[int]] = bindparam("keys", expanding=True)
_LANDMARKS = (
    select(_records.slug, _events.title, _events.date)
    .join_from(EventRow.__table__, RecordRow.__table__, _records.id == _events.record_id)
    .where(_events.record_id.in_(_KEYS))
    .order_by(_events.sort_key)
)
