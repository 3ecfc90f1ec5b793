"""A record as JSON, as its own address and the files of its page give it."""

from timeline.exports.record_json import Label, json_line, record_json
from timeline.queries.names import names_of
from timeline.queries.records import Stored
from timeline.queries.versions import standing_of
from timeline.records.kinds import Record
from timeline.records.references import keys_referred_to
from timeline.web.feeds import site_url
from timeline.web.reading import reading


def json_of(stored: Stored[Record]) -> bytes:
    """Give a record as JSON in one line."""
    record = stored.record
    said = record_json(record, label=label_of(record), site_url=site_url(), standing=standing_of(stored))
    return f"{json_line(said)}\n".encode()


def label_of(record: Record) -> Label:
    """Give what names the records that a record refers to, all looked up at once."""
    names = names_of(reading(), keys_referred_to(record))
    return lambda kind, record_id: names.get((kind, record_id))
