"""RIS of the sources: of the whole archive, or of those that the selected events rest on."""

from collections.abc import Iterator

from timeline.bibliography.ris import ris_entry
from timeline.exports.archive import Archive
from timeline.exports.cited_sources import cited_sources

FILE_NAME = "sources.ris"


def sources_ris(archive: Archive) -> Iterator[bytes]:
    """Yield the sources as references of RIS, in the order of their ids, a blank line between."""
    for place, source in enumerate(cited_sources(archive)):
        yield (("\n" if place else "") + ris_entry(source)).encode("utf-8", "replace")
