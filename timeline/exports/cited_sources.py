"""The sources that a list of references is about: all, or those that the selected events cite."""

from collections.abc import Iterator

from timeline.exports.archive import Archive
from timeline.records.source import Source


def cited_sources(archive: Archive) -> Iterator[Source]:
    """Yield the sources of the archive; of a selection, those that its events cite."""
    wanted: set[str] | None = None
    if archive.selection:
        wanted = {citation.source for event in archive.events() for citation in event.citations}
    for record in archive.records("source"):
        if isinstance(record, Source) and (wanted is None or record.id in wanted):
            yield record
