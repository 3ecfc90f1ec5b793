"""CSL-JSON of the sources: of the whole archive, or of those that the selected events rest on."""

import json
from collections.abc import Iterator

from timeline.bibliography.csl_json import csl_item
from timeline.exports.archive import Archive
from timeline.exports.cited_sources import cited_sources

FILE_NAME = "sources.csl.json"


def sources_csl(archive: Archive) -> Iterator[bytes]:
    """Yield the sources as a list of CSL-JSON, in the order of their ids, one a line."""
    yield b"["
    for place, source in enumerate(cited_sources(archive)):
        item = json.dumps(csl_item(source), ensure_ascii=False, sort_keys=True)
        yield ((",\n" if place else "\n") + item).encode("utf-8", "replace")
    yield b"\n]\n"
