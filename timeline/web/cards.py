"""The pictures that stand for pages where their addresses are shared, drawn from the data."""

from typing import Final

from flask import Blueprint, Response, abort, current_app, url_for

from timeline import vocab
from timeline.dates.parse import parse
from timeline.dates.words import words
from timeline.drawing.card import HEIGHT, WIDTH, Card, card_png
from timeline.drawing.density import density
from timeline.filters import EventFilter
from timeline.queries.density import count_by_bounds
from timeline.queries.kept import kept
from timeline.queries.records import get_record
from timeline.queries.selection import count_events
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.source import Source
from timeline.records.timeline import Timeline
from timeline.web.feeds import site_url
from timeline.web.reading import reading

pages = Blueprint("cards", __name__)

_KINDS: Final = {"timelines": "timeline", "events": "event", "sources": "source"}
_PLURALS: Final = {kind: plural for plural, kind in _KINDS.items()}


@pages.get("/cards/<plural>/<record_id>.png")
def picture(plural: str, record_id: str) -> Response:
    """Draw the picture of a timeline, an event or a source."""
    if plural not in _KINDS:
        abort(404)
    stored = get_record(reading(), _KINDS[plural], record_id)
    site_name = str(current_app.jinja_env.globals["site_name"])
    png = kept(
        reading(), ("card", plural, record_id, site_name), lambda: card_png(_card(stored.record, site_name))
    )
    return Response(png, mimetype="image/png")


def picture_of(record: Record | None) -> tuple[str, int, int] | None:
    """Give the address, the width and the height of a record's picture; None for kinds that have none."""
    if record is None or record.record_kind not in _PLURALS:
        return None
    path = url_for("cards.picture", plural=_PLURALS[record.record_kind], record_id=record.id)
    return site_url() + path, WIDTH, HEIGHT


def _card(record: Record, site_name: str) -> Card:
    match record:
        case Timeline():
            return _of_timeline(record, site_name)
        case Event():
            cited = len({citation.source for citation in record.citations})
            return Card(
                kicker=f"{site_name} · {vocab.EVENT_KINDS[record.kind].label}",
                title=record.title,
                date=words(parse(record.date) if record.date else None),
                foot="1 source" if cited == 1 else f"{cited} sources",
            )
        case Source():
            makers = [made.literal or f"{made.given} {made.family}".strip() for made in record.creators]
            return Card(
                kicker=f"{site_name} · {vocab.SOURCE_TYPES[record.type].label}",
                title=record.title,
                date=words(parse(record.issued)) if record.issued else "",
                foot=", ".join(makers[:3]) or record.publisher or record.container,
            )
        case _:
            raise TypeError(f"{type(record).__name__} has no picture")


def _of_timeline(record: Timeline, site_name: str) -> Card:
    whole = EventFilter(timeline=(record.id,))
    events = count_events(reading(), whole)
    counted = "1 event" if events == 1 else f"{events:,} events"
    found = density(count_by_bounds(reading(), whole, by_day=False), None, None)
    bars: tuple[float, ...] = ()
    marked: tuple[float, ...] = ()
    span = ""
    if found is not None:
        highest = max(bar.sure for bar in found.bars) or 1
        bars = tuple(bar.sure / highest for bar in found.bars)
        marked = tuple(bar.within[0] / highest for bar in found.bars)
        first, last = found.first.year, found.last.year
        span = f" in {first}" if first == last else f", {first} to {last}"
    complete = f"Complete to {words(parse(record.complete_to))}" if record.complete_to else ""
    return Card(
        kicker=site_name,
        title=record.title,
        date=f"{counted}{span}",
        foot=complete,
        bars=bars,
        marked=marked,
    )
