"""The codebook: that it leaves nothing out, and that what it says of a column is so."""

import re

import pytest
from markdown_it import MarkdownIt

from tests.exports.fixed_records import FULL
from tests.exports.memory import MemoryArchive
from timeline.dates.rules import RULES
from timeline.exports import codebook
from timeline.exports.descriptor import LAYOUT
from timeline.exports.registry import FORMATS
from timeline.package.tables import Table, tables
from timeline.records.fields import Coded, Many, field_specs
from timeline.records.kinds import RECORD_CLASSES

ARCHIVE = MemoryArchive(kept=FULL)
TEXT = b"".join(codebook.codebook(ARCHIVE)).decode()
HTML = MarkdownIt("commonmark", {"html": False}).enable("table").render(TEXT)
TABLES = tables()


def _sections() -> dict[str, str]:
    """Give the parts of the rendered codebook by their headings, each up to the next heading."""
    _, *parts = re.split(r"<h[123]>(.*?)</h[123]>", HTML)
    return dict(zip(parts[::2], parts[1::2], strict=True))


SECTIONS = _sections()


def _first_cells(section: str) -> list[str]:
    return re.findall(r"<tr>\s*<td><code>(.*?)</code></td>", section)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_column_of_a_table_is_missing(table: Table) -> None:
    assert _first_cells(SECTIONS[table.file_name]) == list(table.column_names)
    assert all(column.about.strip() for column in table.columns)


def test_no_column_of_a_flat_file_is_missing() -> None:
    for made in FORMATS.values():
        if made.media_type.startswith("text/csv"):
            header = next(iter(made.write(MemoryArchive()))).decode().split("\n", 1)[0].split(",")
            heading = next(heading for heading in SECTIONS if heading.endswith(f", {made.file_name}"))
            assert _first_cells(SECTIONS[heading]) == header


def test_every_rule_is_there() -> None:
    assert SECTIONS["How the files are written"].count("<li>") == len(LAYOUT)
    assert SECTIONS["How dates are read"].count("<li>") == len(RULES)


def test_every_term_of_every_vocabulary_is_explained() -> None:
    parts = [spec.part for cls in RECORD_CLASSES for spec in field_specs(cls) if spec.part is not None]
    for cls in (*RECORD_CLASSES, *parts):
        for spec in field_specs(cls):
            if isinstance(spec.mark, Coded):
                for key, term in spec.mark.terms.items():
                    assert f"- `{key}` ({term.label}): {term.meaning}" in TEXT


def test_every_field_has_a_rule() -> None:
    parts = [spec.part for cls in RECORD_CLASSES for spec in field_specs(cls) if spec.part is not None]
    for cls in (*RECORD_CLASSES, *parts):
        for spec in field_specs(cls):
            rule = codebook.rule_of(spec)
            assert rule.strip()
            assert rule.startswith("A list") == isinstance(spec.mark, Many)


def test_signs_of_markdown_and_html_in_texts_do_not_break_it() -> None:
    assert HTML.count("<table>") == len(TABLES) + sum(
        made.media_type.startswith("text/csv") for made in FORMATS.values()
    )
    rows = [line for line in TEXT.split("\n") if line.startswith("|")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) in {4, 7} for row in rows)
    assert b"<" not in b"".join(codebook.codebook(ARCHIVE)).replace(b"&lt;", b"")


def test_it_names_the_archive() -> None:
    assert "Of the archive “Water law — قانون المياه”." in TEXT
