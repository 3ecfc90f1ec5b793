"""What was done about people, access, settings and releases, newest first, under a filter."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from timeline.models.house import HouseActRow

#: So many are read at a time when all are written out.
AT_ONCE: Final = 1_000
#: By what the filter names whoever acts on the server, who is nobody by name.
ON_THE_SERVER: Final = "-"


@dataclass(frozen=True, kw_only=True, slots=True)
class HouseFilter:
    """What is asked for; empty: all. `person` acted, or is whom the act is about. Both days are of UTC."""

    person: str = ""
    act: str = ""
    from_day: dt.date | None = None
    to_day: dt.date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HouseAct:
    """One act; see `timeline.models.house`."""

    number: int
    at_utc: dt.datetime
    act: str
    by: str
    about: str
    before: str
    after: str
    times: int


def list_house_acts(
    session: Session, asked: HouseFilter, *, before: int = 0, limit: int
) -> tuple[HouseAct, ...]:
    """List the newest acts, or the newest before the one with a number."""
    statement = select(HouseActRow).where(*_conditions(asked))
    if before:
        statement = statement.where(HouseActRow.id < before)
    rows = session.scalars(statement.order_by(HouseActRow.id.desc()).limit(limit))
    return tuple(_act(row) for row in rows)


def stream_house_acts(session: Session, asked: HouseFilter) -> Iterator[HouseAct]:
    """Yield all acts, newest first, with some of them in memory at a time."""
    some = list_house_acts(session, asked, limit=AT_ONCE)
    while some:
        yield from some
        some = list_house_acts(session, asked, before=some[-1].number, limit=AT_ONCE)


def find_first_day(session: Session) -> dt.date | None:
    """Give the day of the first act that is kept, from which on the log tells; None while it is empty."""
    first = session.scalar(select(func.min(HouseActRow.at_utc)))
    return first.date() if first else None


def _conditions(asked: HouseFilter) -> Iterator[ColumnElement[bool]]:
    if asked.person == ON_THE_SERVER:
        yield HouseActRow.by == ""
        yield HouseActRow.act != "sign-in-failed"
    elif asked.person:
        yield or_(HouseActRow.by == asked.person, HouseActRow.about == asked.person)
    if asked.act:
        yield HouseActRow.act == asked.act
    if asked.from_day is not None:
        yield HouseActRow.at_utc >= _midnight(asked.from_day)
    if asked.to_day is not None and asked.to_day < dt.date.max:
        yield HouseActRow.at_utc < _midnight(asked.to_day + dt.timedelta(days=1))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _act(row: HouseActRow) -> HouseAct:
    return HouseAct(
        number=row.id,
        at_utc=row.at_utc,
        act=row.act,
        by=row.by,
        about=row.about,
        before=row.before,
        after=row.after,
        times=row.times,
    )
