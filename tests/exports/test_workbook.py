"""The workbook for Excel: openpyxl and pandas read it back, typed, and what does not fit is said."""

import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pandas  # type: ignore[import-untyped]

from tests.exports.fixed_records import FULL, MINIMAL
from tests.exports.memory import MemoryArchive
from timeline.exports.events_csv import TABLE as EVENTS
from timeline.exports.records_xlsx import FLAT, records_xlsx
from timeline.exports.typed_tables import typed_tables
from timeline.records.event import Event
from timeline.records.series import Figure, Series

ARCHIVE = MemoryArchive(kept=FULL)
CONTENT = b"".join(records_xlsx(ARCHIVE))


def _open(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def _rows(sheet: Any) -> list[dict[str, Any]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def _event(**changes: Any) -> Event:
    return replace(next(record for record in MINIMAL if isinstance(record, Event)), **changes)


def test_openpyxl_finds_a_sheet_for_each_table_with_a_frozen_header_and_a_filter() -> None:
    book = _open(CONTENT)
    assert book.sheetnames == ["about", FLAT, *(table.name for table in typed_tables()), "codebook"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.font.bold for cell in sheet[1])
    assert zipfile.ZipFile(BytesIO(CONTENT)).testzip() is None


def test_cells_have_types_and_a_year_stays_a_year() -> None:
    rows = {row["id"]: row for row in _rows(_open(CONTENT)[FLAT])}
    order, decade, never = rows["permit-order"], rows["dated-4"], rows["first-well"]
    assert order["significance"] == 1
    assert (order["date"], order["earliest"]) == ("[2010-09-07,2010-09-08]", pandas.Timestamp(2010, 9, 7))
    assert order["title"] == "=SUM(1) the order, “sealed”"
    assert (decade["date"], decade["date_words"]) == ("201X", "in the 2010s")
    assert (decade["earliest"], decade["latest"]) == (
        pandas.Timestamp(2010, 1, 1),
        pandas.Timestamp(2019, 12, 31),
    )
    assert (never["date"], never["earliest"], never["latest"]) == (None, None, None)
    assert (rows["dated-2"]["approximate"], order["approximate"]) == (True, False)
    assert {type(row["date"]) for row in rows.values()} <= {str, type(None)}
    (figure,) = [row for row in _rows(_open(CONTENT)["figures"]) if row["series"] == "all-wells"]
    assert figure["value"] == -0.5


def test_every_text_comes_back_as_it_is_and_none_is_a_formula() -> None:
    book = _open(CONTENT)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    kept = {record.id: record for record in FULL if isinstance(record, Event)}
    for row in _rows(book["events"]):
        assert row["summary"] == kept[row["id"]].summary
    (letter,) = [row for row in _rows(book["sources"]) if row["id"] == "letter"]
    assert (letter["publisher_place"], letter["issued_note"]) == ("New\u2028York", "[sic]\nas printed")


def test_pandas_reads_days_numbers_and_flags() -> None:
    frame = pandas.read_excel(BytesIO(CONTENT), sheet_name=FLAT).set_index("id")
    assert list(frame.reset_index().columns) == list(EVENTS.column_names)
    assert frame["significance"].dtype.kind == "i"
    assert frame["uncertain"].dtype.kind == "b"
    assert frame["earliest"].dtype.kind == "M"
    assert frame.loc["permit-order", "latest"] == pandas.Timestamp("2010-09-08")
    assert pandas.isna(frame.loc["dated-1", "earliest"])


def test_the_codebook_has_every_column_of_every_sheet() -> None:
    book = _open(CONTENT)
    told = {(row["sheet"], row["column"]) for row in _rows(book["codebook"]) if row["meaning"]}
    sheets = [sheet for sheet in book if sheet.title not in ("about", "codebook")]
    assert told == {(sheet.title, cell.value) for sheet in sheets for cell in sheet[1]}


def test_what_a_sheet_cannot_hold_is_said() -> None:
    old = _event(date="1899-12-31", body="é" * 20_000)
    series = Series(
        id="s", timelines=("water",), title="S", definition="D", unit="u", measure="count",
        figures=(Figure(value="1234567890123.4567", source="gazette"),),
    )  # fmt: skip
    wide = replace(old, id="wide", body="\N{GRINNING FACE}" * 17_000)
    content = b"".join(records_xlsx(MemoryArchive(kept=(*MINIMAL[:2], old, wide, series)), most_rows=2))
    book = _open(content)
    assert book.sheetnames[1:3] == [FLAT, f"{FLAT} 2"]
    (first,), (second,) = _rows(book["events"]), _rows(book["events 2"])
    assert len(first["body"]) == 20_000
    assert second["body"].endswith(
        "… [cut: 17,000 characters are more than a cell holds; the CSV files have them all]"
    )
    assert second["body"].startswith("\N{GRINNING FACE}" * 16_000 + "…")
    (flat,) = _rows(book[FLAT])
    assert flat["earliest"] == "1899-12-31"
    (figure,) = _rows(book["figures"])
    assert figure["value"] == "1234567890123.4567"
    said = " ".join(row["says"] for row in _rows(book["about"]) if row["what"] == "limits")
    assert "events: 1 cell holds only the first 32,000 characters" in said
    assert "events_flat: it goes on to “events_flat 2”, because a sheet holds 2 rows." in said


def test_signs_that_xml_cannot_hold_are_coded_as_the_standard_has_it() -> None:
    hostile = "a\x00b\x0bc _x0041_ ]]> <b>&\r\n d"
    book = _open(b"".join(records_xlsx(MemoryArchive(kept=(*MINIMAL[:2], _event(summary=hostile))))))
    (row,) = _rows(book["events"])
    assert openpyxl.utils.escape.unescape(row["summary"]) == hostile
