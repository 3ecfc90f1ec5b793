"""The events around a day."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.models.event import EventRow
from timeline.queries.event_index import indexed_events
from timeline.queries.events import EventCard, cards_of
from timeline.queries.selection import is_published
from timeline.selecting.choosing import count_on


@dataclass(frozen=True, kw_only=True, slots=True)
class AroundDay:
    """The last events that had happened before a day, those of the day itself, and the first after it.

    `perhaps` counts those whose date is not one day and includes this one, `more` those of the day itself
    that are not among `on`.
    """

    before: tuple[EventCard, ...]
    on: tuple[EventCard, ...]
    after: tuple[EventCard, ...]
    perhaps: int
    more: int


def around_day(session: Session, day: dt.date, *, most: int = 3, most_on: int = 20) -> AroundDay:
    """Give the events around a day, `most` before and after and `most_on` of it: eight statements at most."""
    earliest, latest = EventRow.date_earliest, EventRow.date_latest
    public = select(EventRow.record_id).where(is_published(EventRow.record_id))
    before = session.scalars(
        public.where(latest < day).order_by(latest.desc(), EventRow.sort_key.desc()).limit(most)
    ).all()
    of_day = public.where(earliest == day, latest == day).order_by(EventRow.sort_key)
    on = session.scalars(of_day.limit(most_on)).all()
    after = session.scalars(
        public.where(earliest > day).order_by(earliest, EventRow.sort_key).limit(most)
    ).all()
    of_this_day, perhaps = count_on(indexed_events(session).index, day)
    cards = cards_of(session, [*reversed(before), *on, *after])
    return AroundDay(
        before=cards[: len(before)],
        on=cards[len(before) : len(before) + len(on)],
        after=cards[len(before) + len(on) :],
        perhaps=perhaps,
        more=of_this_day - len(on),
    )
