"""Reference managers read back what we write: bibtexparser, rispy and a citation processor."""

import json

import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from citeproc import (  # type: ignore[import-untyped]
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

from tests.exports.fixed_records import FULL, MINIMAL
from tests.exports.memory import MemoryArchive
from timeline.exports.registry import FORMATS
from timeline.records.source import Source

#: Variables of the standard that this processor warns of.
UNKNOWN_TO_IT = ("annote", "archive_collection", "custom")
SOURCES = sorted((record for record in FULL if isinstance(record, Source)), key=lambda record: record.id)


def _text(name: str, archive: MemoryArchive | None = None) -> str:
    return b"".join(FORMATS[name].write(archive or MemoryArchive(kept=FULL))).decode()


def test_bibtexparser_finds_every_source_and_nothing_broken() -> None:
    library = parse_string(_text("bibtex"))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [source.id for source in SOURCES]


def test_rispy_finds_every_source_with_its_title() -> None:
    entries = rispy.loads(_text("ris"))
    assert [entry["id"] for entry in entries] == [source.id for source in SOURCES]
    assert [entry["title"] for entry in entries] == [" ".join(source.title.split()) for source in SOURCES]
    assert all("type_of_reference" in entry for entry in entries)


def test_no_text_can_put_a_tag_into_ris() -> None:
    hostile = "A title\nER  - \nTY  - JOUR\r\nAU  - Somebody Else\u2028TI  - Another\x0bER  - "
    source = Source(id="gazette", type="document", title=hostile, abstract=hostile, note=hostile)
    archive = MemoryArchive(kept=(MINIMAL[0], source, *MINIMAL[2:]))
    entries = rispy.loads(_text("ris", archive))
    assert len(entries) == 1
    assert "authors" not in entries[0]


def test_a_citation_processor_reads_every_item() -> None:
    items = json.loads(_text("csl-json"))
    assert [item["id"] for item in items] == [source.id for source in SOURCES]
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    for item in items:
        plain = {name: value for name, value in item.items() if name not in UNKNOWN_TO_IT}
        bibliography = CitationStylesBibliography(style, CiteProcJSON([plain]), formatter.plain)
        bibliography.register(Citation([CitationItem(item["id"])]))
        assert item["title"].split()[0].strip("“=+-@'") in str(bibliography.bibliography()[0])


def test_a_selection_has_the_sources_of_its_events_alone() -> None:
    kept = (*MINIMAL, Source(id="other", type="book", title="Other"))
    assert "@book{other" in _text("bibtex", MemoryArchive(kept=kept))
    chosen = MemoryArchive(kept=kept, selection={"topic": "wells"})
    assert [name for name in ("bibtex", "ris", "csl-json") if "other" in _text(name, chosen).lower()] == []
