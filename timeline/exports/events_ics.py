"""The calendar (iCalendar, RFC 5545): the events whose days are known, as all-day entries.

A calendar knows days and nothing coarser or doubtful. So an event is in it when its date is one day, or
lasted from one day to another; it is left out when its date is a month, a season, a choice of days, open,
approximate or uncertain, since a calendar would show all of these as facts. How many were left out
stands in the description of the calendar. The same record gives the same bytes: the stamp that the
standard asks for is fixed.
"""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

import icalendar

from timeline.dates.parse import parse
from timeline.dates.value import Edtf, Point, Span
from timeline.dates.words import words
from timeline.exports.archive import Archive
from timeline.exports.atom import plain_xml
from timeline.records.event import Event
from timeline.vocab import EVENT_KINDS

FILE_NAME = "events.ics"
_STAMP = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DAY = dt.timedelta(days=1)


def events_ics(archive: Archive) -> Iterator[bytes]:
    """Yield the calendar of the archive's events, in the order of the timeline."""
    left_out = sum(days_of(event) is None for event in archive.events())
    # One calendar with nothing in it gives the lines before and after the entries.
    head, end, rest = _calendar(left_out).to_ical().partition(b"END:VCALENDAR")
    yield head
    for event in archive.events():
        days = days_of(event)
        if days is not None:
            yield _entry(event, days, archive).to_ical()
    yield end + rest


def days_of(event: Event) -> tuple[dt.date, dt.date] | None:
    """Give the first and last day of an event that a calendar can show; None when it cannot."""
    date = parse(event.date) if event.date else None
    if date is None or date.approximate or date.uncertain or not _is_of_days(date):
        return None
    if date.earliest is None or date.latest is None or date.latest == dt.date.max:
        return None
    return date.earliest, date.latest


def _is_of_days(date: Edtf) -> bool:
    body = date.body
    if isinstance(body, Point):
        return body.precision == "day"
    return isinstance(body, Span) and len(body.ends) == 2 and all(e.precision == "day" for e in body.ends)


def _calendar(left_out: int) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Timeline//events//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "Events")
    if left_out:
        number = "1 event is" if left_out == 1 else f"{left_out} events are"
        text = f"{number} left out, because the day is not known for certain; the other formats have all."
    else:
        text = "No event is left out."
    calendar.add("x-wr-caldesc", text)
    calendar.add("description", text)
    return calendar


def _entry(event: Event, days: tuple[dt.date, dt.date], archive: Archive) -> icalendar.Event:
    first, last = days
    url = f"{archive.site_url}/events/{event.id}"
    entry = icalendar.Event()
    entry.add("uid", f"event-{event.id}@{urlsplit(archive.site_url).hostname or 'timeline'}")
    entry.add("dtstamp", _STAMP)
    entry.add("dtstart", first)
    entry.add("dtend", last + _DAY)
    entry.add("summary", _plain(event.title))
    entry.add("description", _plain(f"{words(parse(event.date))}. {event.summary}\n{url}"))
    entry.add("categories", [EVENT_KINDS[event.kind].label])
    entry.add("url", url)
    entry.add("transp", "TRANSPARENT")
    return entry


def _plain(text: str) -> str:
    """Leave out what a line of a calendar must not hold (RFC 5545, section 3.1)."""
    return plain_xml(text).replace("\r", " ").replace("\x7f", "\N{REPLACEMENT CHARACTER}")
