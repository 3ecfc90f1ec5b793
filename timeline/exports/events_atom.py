"""The events as an Atom feed: what readers of feeds and harvesters take, with when each came and changed.

The feeds of the site hold the last changes; this one holds all events of the archive or of a selection, in
the order of the timeline.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Final
from urllib.parse import urlencode

from timeline.dates.parse import parse
from timeline.dates.words import words
from timeline.exports.archive import Archive
from timeline.exports.atom import Entry, Feed, atom
from timeline.exports.record_json import record_address
from timeline.queries.versions import PublicVersion
from timeline.records.event import Event
from timeline.records.timeline import Timeline

FILE_NAME = "events.atom"

_AT_ONCE = 500
_NEVER: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def events_atom(archive: Archive) -> Iterator[bytes]:
    """Yield the feed in pieces."""
    titles = [record.title for record in archive.records("timeline") if isinstance(record, Timeline)]
    name = "; ".join(titles) or "Timeline"
    asked = {name: values.split("|") for name, values in sorted(archive.selection.items())}
    query = f"?{urlencode(asked, doseq=True)}" if asked else ""
    # What a feed says of itself stands before its entries, so that they are gone through twice.
    updated = max((versions[-1].changed for _, versions in _dated(archive) if versions), default=_NEVER)
    feed = Feed(
        url=f"{archive.site_url}/download/{FILE_NAME}{query}",
        page_url=f"{archive.site_url}/{query}",
        title=f"{name}: events",
        author=name,
        updated=updated,
    )
    yield from atom(feed, (_entry(event, versions, archive) for event, versions in _dated(archive)))


def _dated(archive: Archive) -> Iterator[tuple[Event, tuple[PublicVersion, ...]]]:
    events = archive.events()
    while some := list(islice(events, _AT_ONCE)):
        versions = archive.versions("event", [event.id for event in some])
        yield from ((event, versions.get(event.id, ())) for event in some)


def _entry(event: Event, versions: tuple[PublicVersion, ...], archive: Archive) -> Entry:
    date = words(parse(event.date) if event.date else None)
    return Entry(
        url=record_address(archive.site_url, "event", event.id),
        title=event.title,
        summary=f"{date}. {event.summary}",
        updated=versions[-1].changed if versions else _NEVER,
        published=versions[0].changed if versions else None,
        category=event.kind,
    )
