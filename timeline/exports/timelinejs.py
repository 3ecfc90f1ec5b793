"""The JSON format of TimelineJS 3, for whoever shows the record with that program.

Its dates are year, month and day, so each is given only as fine as it is known, with the date in words to
be shown (`display_date`). A season, a decade or a choice of days becomes the span that it may lie in. An
event without a known beginning has no place on its axis: it is left out, and the title says how many were.
The program puts texts into the page as HTML, so that they are escaped here.
"""

import datetime as dt
import json
from collections.abc import Iterator
from html import escape
from typing import Any

from timeline.dates.parse import parse
from timeline.dates.value import Body, Edtf, Point, Span
from timeline.dates.words import words
from timeline.exports.archive import Archive
from timeline.records.event import Event
from timeline.records.timeline import Timeline
from timeline.vocab import EVENT_KINDS

FILE_NAME = "timelinejs.json"
_MONTHLY = ("month", "quarter", "season", "quadrimester", "half")


def timelinejs(archive: Archive) -> Iterator[bytes]:
    """Yield the JSON of the archive's events, in the order of the timeline."""
    left_out = written = 0
    yield b'{"events":['
    for event in archive.events():
        slide = _slide(event, archive)
        if slide is None:
            left_out += 1
            continue
        yield (b",\n" if written else b"\n") + _json(slide)
        written += 1
    yield b'\n],"title":' + _json(_title(archive, left_out)) + b"}\n"


def parts_of(date: Edtf) -> tuple[dict[str, int], dict[str, int] | None] | None:
    """Give the parts of a date's beginning, and of its end where it is another; None when it has none."""
    points = [point for point in _points(date.body) if point.earliest and point.latest]
    if date.earliest is None or not points:
        return None
    first = min(points, key=lambda point: point.earliest or dt.date.max)
    last = max(points, key=lambda point: point.latest or dt.date.min)
    start = _parts(first, first.earliest)
    end = _parts(last, last.latest) if date.latest is not None else start
    return start, (end if end != start else None)


def _points(body: Body) -> list[Point]:
    if isinstance(body, Point):
        return [body]
    if isinstance(body, Span):
        return list(body.ends)
    return [point for member in body.members for point in _points(member)]


def _parts(point: Point, day: dt.date | None) -> dict[str, int]:
    assert day is not None  # noqa: S101 - only points with both bounds are asked
    if point.precision == "day":
        return {"year": day.year, "month": day.month, "day": day.day}
    if point.precision in _MONTHLY:
        return {"year": day.year, "month": day.month}
    return {"year": day.year}


def _slide(event: Event, archive: Archive) -> dict[str, Any] | None:
    date = parse(event.date) if event.date else None
    parts = parts_of(date) if date is not None else None
    if parts is None:
        return None
    start, end = parts
    url = escape(f"{archive.site_url}/events/{event.id}")
    slide: dict[str, Any] = {
        "unique_id": event.id,
        "group": escape(EVENT_KINDS[event.kind].label),
        "display_date": escape(words(date)),
        "start_date": start,
        "text": {
            "headline": escape(event.title),
            "text": f'<p>{escape(event.summary)}</p><p><a href="{url}">The evidence</a></p>',
        },
    }
    if end is not None:
        slide["end_date"] = end
    return slide


def _title(archive: Archive, left_out: int) -> dict[str, Any]:
    timelines = [record for record in archive.records("timeline") if isinstance(record, Timeline)]
    asked = archive.selection.get("timeline")
    chosen = [record for record in timelines if asked is None or record.id == asked]
    headline, lede = (chosen[0].title, chosen[0].lede) if len(chosen) == 1 else ("Timeline", "")
    text = f"<p>{escape(lede)}</p>" if lede else ""
    if left_out:
        number = "1 event is" if left_out == 1 else f"{left_out} events are"
        text += f"<p>{number} left out, because the date has no known beginning.</p>"
    return {"text": {"headline": escape(headline), "text": text}}


def _json(value: object) -> bytes:
    # Separators between lines end a line of a script, where this is read as one.
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode("utf-8", "replace")
