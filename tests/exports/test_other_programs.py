"""What other programs read: the calendar parses back, TimelineJS gets dates no finer than they are known."""

import datetime as dt
import json
from dataclasses import replace

import icalendar
import pytest

from tests.exports.fixed_records import FULL, MINIMAL
from tests.exports.memory import MemoryArchive
from timeline.dates.parse import parse
from timeline.exports.events_ics import events_ics
from timeline.exports.timelinejs import parts_of, timelinejs
from timeline.records.event import Event

HOSTILE = '</p><img src=x onerror="x">\r\nEND:VCALENDAR\x00\x07 \u202egnorw; a,b\\n \u2028 é'


def _event(date: str) -> Event:
    (event,) = [record for record in MINIMAL if isinstance(record, Event)]
    return replace(event, date=date)


def _calendar(*events: Event) -> icalendar.Calendar:
    content = b"".join(events_ics(MemoryArchive(kept=(*MINIMAL[:2], *events))))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(content)
    assert isinstance(calendar, icalendar.Calendar)
    return calendar


@pytest.mark.parametrize(
    ("date", "first", "after"),
    [
        ("2010-08-17", dt.date(2010, 8, 17), dt.date(2010, 8, 18)),
        ("2010-08-17/2010-09-01", dt.date(2010, 8, 17), dt.date(2010, 9, 2)),
        ("0987-02-28", dt.date(987, 2, 28), dt.date(987, 3, 1)),
    ],
)
def test_a_day_and_a_span_of_days_are_in_the_calendar(date: str, first: dt.date, after: dt.date) -> None:
    calendar = _calendar(_event(date))
    (entry,) = calendar.walk("VEVENT")
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (first, after)
    assert entry["uid"] == "event-first-well@archive.example"
    assert calendar["description"] == "No event is left out."


@pytest.mark.parametrize(
    "date",
    ["", "2010", "2010-08", "2010-21", "2010-08-17~", "2010-08-17?", "[2010-08-17,2010-08-18]",
     "2010-08-17/..", "2010-08/2010-09", "{2010-08-17,2010-08-20}", "2010-08-XX", "9999-12-31"],
)  # fmt: skip
def test_what_is_not_a_certain_day_is_left_out_and_counted(date: str) -> None:
    calendar = _calendar(_event(date))
    assert calendar.walk("VEVENT") == []
    assert str(calendar["description"]).startswith("1 event is left out")


def test_hostile_texts_stay_within_their_lines() -> None:
    calendar = _calendar(replace(_event("2010-08-17"), title=HOSTILE, summary=HOSTILE * 20))
    (entry,) = calendar.walk("VEVENT")
    summary = str(entry["summary"])
    assert "END:VCALENDAR" in summary
    assert not {"\x00", "\x07", "\r"} & set(summary)


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2010-08-17", {"year": 2010, "month": 8, "day": 17}, None),
        ("2010-08-17~", {"year": 2010, "month": 8, "day": 17}, None),
        ("2010-08", {"year": 2010, "month": 8}, None),
        ("2010-08-XX", {"year": 2010, "month": 8}, None),
        ("2010", {"year": 2010}, None),
        ("201X", {"year": 2010}, {"year": 2019}),
        ("2011-21", {"year": 2011, "month": 3}, {"year": 2011, "month": 5}),
        ("2008/2011-06?", {"year": 2008}, {"year": 2011, "month": 6}),
        ("2010-09-07/..", {"year": 2010, "month": 9, "day": 7}, None),
        (
            "[2010-09-07,2010-09-08]",
            {"year": 2010, "month": 9, "day": 7},
            {"year": 2010, "month": 9, "day": 8},
        ),
    ],
)
def test_parts_are_as_fine_as_the_date_is_known(
    date: str, start: dict[str, int], end: dict[str, int] | None
) -> None:
    assert parts_of(parse(date)) == (start, end)


@pytest.mark.parametrize("date", ["../2010", "[..2011-03]", "XXXX", "/2010"])
def test_a_date_without_a_beginning_has_no_place(date: str) -> None:
    assert parts_of(parse(date)) is None


def test_timelinejs_gets_texts_and_no_markup_of_theirs() -> None:
    event = replace(_event("2010"), title=HOSTILE, summary=HOSTILE)
    content = b"".join(timelinejs(MemoryArchive(kept=(*MINIMAL[:2], event))))
    (slide,) = json.loads(content)["events"]
    assert "<" not in slide["text"]["headline"]
    assert "<img" not in slide["text"]["text"]
    assert "\u2028" not in content.decode()


def test_every_event_is_shown_or_counted() -> None:
    found = json.loads(b"".join(timelinejs(MemoryArchive(kept=FULL))))
    events = [record for record in FULL if isinstance(record, Event)]
    assert f"{len(events) - len(found['events'])} events are left out" in found["title"]["text"]["text"]
    assert all(slide["display_date"] for slide in found["events"])


def test_timelinejs_json_keeps_to_the_rules_of_that_program() -> None:
    for kept in (MINIMAL, FULL):
        found = json.loads(b"".join(timelinejs(MemoryArchive(kept=kept))))
        assert found.keys() <= {"title", "events", "eras", "scale"}
        assert found["title"]["text"]["headline"]
        ids = [slide["unique_id"] for slide in found["events"]]
        assert len(ids) == len(set(ids))
        for slide in found["events"]:
            assert slide.keys() <= {"start_date", "end_date", "text", "unique_id", "group", "display_date"}
            for date in (slide["start_date"], slide.get("end_date", slide["start_date"])):
                # A month stands with its year, and a day with its month; each is a number.
                assert set(date) == {"year", *("month", "day")[: len(date) - 1]}
                assert all(isinstance(part, int) for part in date.values())
