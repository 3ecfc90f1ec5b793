"""The events around a day are those that a look at every date finds."""

import datetime as dt

from sqlalchemy import Engine

from timeline.dates.parse import parse
from timeline.db import read_session
from timeline.queries.days import around_day
from timeline.queries.records import list_records
from timeline.records.event import Event

DAYS = ("0001-01-01", "2008-03-01", "2010-08-17", "2010-09-10", "2011-06-17", "2012-12-31", "9999-12-31")


def test_a_day_has_the_events_whose_dates_say_so(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        events = [stored.record for stored in list_records(session, "event")]
        dates = {event.id: parse(event.date) for event in events if isinstance(event, Event) and event.date}
        bounds = {
            record_id: (date.earliest, date.latest)
            for record_id, date in dates.items()
            if date.earliest and date.latest
        }
        lasts = {record_id: date.latest for record_id, date in dates.items() if date.latest}
        for day in map(dt.date.fromisoformat, DAYS):
            around = around_day(session, day, most_on=1)
            on = [record_id for record_id, both in bounds.items() if both == (day, day)]
            spanning = [first for first, last in bounds.values() if first <= day <= last and first != last]
            assert (len(around.on) + around.more, around.perhaps) == (len(on), len(spanning))
            assert {card.id for card in around.on} <= set(on)
            assert len(around.on) == min(1, len(on))
            before = sorted(last for last in lasts.values() if last < day)[-3:]
            assert [lasts[card.id] for card in around.before] == before
