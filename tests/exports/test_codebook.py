"""The codebook: that it leaves nothing out, and that what it says of a column is so."""

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from markdown_it import MarkdownIt

from tests.exports.fixed_records import FULL
from tests.exports.memory import MemoryArchive
from timeline.dates.parse import parse
from timeline.dates.rules import RULES
from timeline.exports import codebook
from timeline.exports.column_rules import rule_of
from timeline.exports.descriptor import LAYOUT
from timeline.exports.options import ExportOptions
from timeline.exports.package import package_files
from timeline.exports.registry import FORMATS
from timeline.exports.tabular import Column
from timeline.records.fields import Coded, Many, field_specs
from timeline.records.kinds import RECORD_CLASSES

ARCHIVE = MemoryArchive(kept=FULL)
TEXT = b"".join(codebook.codebook(ARCHIVE)).decode()
HTML = MarkdownIt("commonmark", {"html": False}).enable("table").render(TEXT)
DATE_PARTS = ("words", "earliest", "latest", "precision", "approximate", "uncertain")


def _sections() -> dict[str, str]:
    """Give the parts of the rendered codebook by their headings, each up to the next heading."""
    _, *parts = re.split(r"<h[123]>(.*?)</h[123]>", HTML)
    return dict(zip(parts[::2], parts[1::2], strict=True))


SECTIONS = _sections()


def _first_cells(section: str) -> list[str]:
    return re.findall(r"<tr>\s*<td><code>(.*?)</code></td>", section)


def _header(pieces: Iterator[bytes]) -> list[str]:
    return next(pieces).decode().split("\n", 1)[0].split(",")


def test_no_column_of_the_package_is_missing() -> None:
    """What is not a column of the package is what a date says, which a table has when it is taken alone."""
    for name, pieces in package_files(ARCHIVE):
        if name.endswith(".csv"):
            explained = _first_cells(SECTIONS[name])
            header = _header(pieces)
            assert [column for column in explained if column in header] == header
            beside = {f"{date}_{part}" for date in header for part in DATE_PARTS}
            assert set(explained) - set(header) <= beside


def test_no_column_of_a_csv_file_is_missing() -> None:
    for made in FORMATS.values():
        for table in made.tables if made.media_type.startswith("text/csv") else ():
            options = ExportOptions(rows=table.rows_are or "event")
            asked = "?rows=citation" if options.rows == "citation" else ""
            is_alone = made.file_name.startswith("tables/")
            name = made.file_name.removeprefix("tables/") + asked
            heading = name if is_alone else f"The flat file, {name}"
            assert _first_cells(SECTIONS[heading]) == _header(made.pieces(MemoryArchive(), options))


def _all() -> tuple[codebook.Explained, ...]:
    return (*codebook.flat_files(), *codebook.package_tables(), *codebook.database_tables())


def test_no_column_of_the_database_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite3"
    path.write_bytes(b"".join(FORMATS["sqlite"].write(ARCHIVE)))
    explained = {one.name: [column.name for column in one.columns] for one in _all()[len(codebook.FLAT) :]}
    with closing(sqlite3.connect(path)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        found = {
            name: [row[1] for row in database.execute(f'PRAGMA table_info("{name}")')]
            for name in names
            if not name.startswith("sqlite_") and "_fts" not in name
        }
    unexplained = {name for name, columns in found.items() if explained.get(name) != columns}
    assert unexplained == {"timeline_about", "timeline_tables", "timeline_columns"}
    assert all(name in codebook.DATABASE for name in unexplained)


def test_every_column_is_explained_whole() -> None:
    """Each has a meaning, a type, a rule, an example that is such a cell, and a first version."""
    for explained in _all():
        for column in explained.columns:
            assert all((column.about, column.type, column.rule, column.example, column.since)), column
            _check_example(column)
            if column.type in {"integer", "number", "date"}:
                assert column.unit or column.type == "integer", column


def _check_example(column: Column) -> None:
    match column.type:
        case "date":
            assert dt.date.fromisoformat(column.example).isoformat() == column.example
        case "boolean":
            assert column.example in {"true", "false"}
        case "integer":
            assert int(column.example) > 0
        case "number":
            assert float(column.example)
    if column.rule.startswith("EDTF"):
        assert parse(column.example).text == column.example
    if column.rule.startswith("One of "):
        assert column.example in column.rule.removeprefix("One of ").partition(".")[0].split(", ")


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
            rule = rule_of(spec)
            assert rule.strip()
            assert rule.startswith("A list") == isinstance(spec.mark, Many)


def test_signs_of_markdown_and_html_in_texts_do_not_break_it() -> None:
    assert HTML.count("<table>") == len(_all())
    rows = [line for line in TEXT.split("\n") if line.startswith("|")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) == len(codebook.HEAD) + 1 for row in rows)
    assert b"<" not in b"".join(codebook.codebook(ARCHIVE)).replace(b"&lt;", b"")


def test_it_names_the_archive() -> None:
    assert "Of the archive “Water law — قانون المياه”." in TEXT
