"""The records as JSON: one document with what is known of the archive, then its records kind by kind.

Each record stands in one line, in the shape of `timeline.exports.record_json`, so that a reader of any size
of file can go line by line, and two files can be compared.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from timeline.dates.rules import RULES
from timeline.exports.archive import Archive
from timeline.exports.record_json import Label, json_line, record_json
from timeline.records.kinds import RECORD_CLASSES, Record
from timeline.records.references import keys_referred_to
from timeline.records.timeline import Timeline

FILE_NAME = "records.json"
VERSION = "1"

_AT_ONCE = 500


def records_json(archive: Archive) -> Iterator[bytes]:
    """Yield one JSON document: `about`, then the records under the plural of their kind, by id."""
    yield b'{"about":' + _bytes(about(archive))
    for cls in RECORD_CLASSES:
        yield f',\n"{cls.plural}":['.encode()
        for place, document in enumerate(documents(archive, cls.record_kind)):
            yield (b",\n" if place else b"\n") + _bytes(document)
        yield b"\n]"
    yield b"\n}\n"


def documents(archive: Archive, kind: str) -> Iterator[dict[str, Any]]:
    """Yield the records of a kind as plain values, by id, each with its version."""
    for some in batches(archive, kind):
        versions = archive.versions(kind, [record.id for record in some])
        label = labels(archive, some)
        for record in some:
            known = versions.get(record.id)
            standing = known[-1].standing if known else None
            yield record_json(record, label=label, site_url=archive.site_url, standing=standing)


def labels(archive: Archive, records: Iterable[Record]) -> Label:
    """Give what names the records that some records refer to, all looked up at once."""
    names = archive.names({key for record in records for key in keys_referred_to(record)})
    return lambda kind, record_id: names.get((kind, record_id))


def batches(archive: Archive, kind: str) -> Iterator[list[Record]]:
    """Yield the records of a kind by id, some at a time, so that what is asked of each is asked of all."""
    records = archive.records(kind)
    while some := list(islice(records, _AT_ONCE)):
        yield some


def about(archive: Archive) -> dict[str, Any]:
    """Say what the file holds: of which archive, under which licence and filter, and how dates are read."""
    timelines = [record for record in archive.records("timeline") if isinstance(record, Timeline)]
    said: dict[str, Any] = {
        "format": "timeline-records",
        "format_version": VERSION,
        "title": "; ".join(timeline.title for timeline in timelines),
        "site": archive.site_url,
        "licences": _licences(timelines),
        "selection": dict(sorted(archive.selection.items())),
        "dates": list(RULES),
    }
    return said


def _licences(timelines: list[Timeline]) -> list[dict[str, str]]:
    given = dict.fromkeys((timeline.licence, timeline.licence_url) for timeline in timelines)
    return [{"name": name, "url": url} for name, url in given if name or url]


def _bytes(value: object) -> bytes:
    return json_line(value).encode("utf-8", "replace")
