"""The records as JSON Lines: one record a line, which names its kind.

Each line is a record in the shape of `timeline.exports.record_json`, and stands for itself: kind by kind in
the order of the data package, by id within a kind.
"""

from collections.abc import Iterator

from timeline.exports.archive import Archive
from timeline.exports.record_json import json_line
from timeline.exports.records_json import documents
from timeline.records.kinds import RECORD_CLASSES

FILE_NAME = "records.jsonl"


def records_jsonl(archive: Archive) -> Iterator[bytes]:
    """Yield a line for each record; lines end in LF."""
    for cls in RECORD_CLASSES:
        for document in documents(archive, cls.record_kind):
            yield f"{json_line(document)}\n".encode("utf-8", "replace")
