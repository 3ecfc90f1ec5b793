"""The archive as a workbook for Excel: a sheet for each table, one flat sheet of events, and a codebook.

The first sheet says what the workbook holds, under which licence and filter, and what a sheet could not hold.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from timeline.dates.rules import RULES
from timeline.exports.archive import Archive
from timeline.exports.events_csv import TABLE as EVENTS
from timeline.exports.typed_tables import Value, typed_rows, typed_tables
from timeline.exports.workbook import MOST_ROWS, Sheet, Workbook
from timeline.exports.zip_stream import zip_bytes
from timeline.records.timeline import Timeline

FILE_NAME = "records.xlsx"
FLAT: Final = "events_flat"

_WIDTHS: Final = {"boolean": 13, "date": 12, "integer": 10, "number": 12}
_NARROW, _USUAL, _WIDE, _WIDEST = 14, 22, 44, 70
_WIDTH_OF: Final = {
    "id": 30,
    "date": _NARROW,
    "precision": _NARROW,
    **dict.fromkeys(("title", "name", "label", "url", "question", "sources", "actors", "unit"), _WIDE),
    **dict.fromkeys(
        (
            "summary",
            "body",
            "lede",
            "definition",
            "explanation",
            "description",
            "abstract",
            "says",
            "quotation",
        ),
        _WIDEST,
    ),
}
LIMITS: Final = (
    "A text begins as it does in the record: no apostrophe is put before = + - @, because a cell that is a"
    " text is never run. (CSV files put one there.)",
    "A day before 1 March 1900, and a number of more than fifteen digits, stand as text, because Excel would"
    " change them.",
)


def records_xlsx(archive: Archive, *, most_rows: int = MOST_ROWS) -> Iterator[bytes]:
    """Yield the workbook in pieces; the same bytes for the same records, wherever zlib is the same."""
    titles = [record.title for record in archive.records("timeline") if isinstance(record, Timeline)]
    book = Workbook(title="; ".join(titles), most_rows=most_rows)
    sheets = (_flat_sheet(archive), *_table_sheets(archive), _codebook_sheet())
    return zip_bytes(book.files(sheets, lambda: _about_sheet(archive, book)), is_packed=True)


def _flat_sheet(archive: Archive) -> Sheet:
    columns = [(column.name, column.type) for column in EVENTS.columns]
    return Sheet(
        name=FLAT,
        header=EVENTS.column_names,
        widths=[_width(*column) for column in columns],
        rows=lambda: typed_rows(EVENTS, archive),
    )


def _table_sheets(archive: Archive) -> Iterator[Sheet]:
    for table in typed_tables():
        yield Sheet(
            name=table.name,
            header=[column.name for column in table.columns],
            widths=[_width(column.name, column.type) for column in table.columns],
            rows=lambda table=table: table.rows(archive),  # type: ignore[misc]
        )


def _width(name: str, type_: str) -> int:
    return max(_WIDTHS.get(type_) or _WIDTH_OF.get(name, _USUAL), len(name) + 4)


def _codebook_sheet() -> Sheet:
    rows: list[Sequence[Value]] = [
        (FLAT, column.name, column.type, None, None, column.about) for column in EVENTS.columns
    ]
    rows += [
        (table.name, column.name, column.type, column.required, column.refers_to, column.about)
        for table in typed_tables()
        for column in table.columns
    ]
    return Sheet(
        name="codebook",
        header=("sheet", "column", "type", "required", "refers_to", "meaning"),
        widths=(18, 28, 10, 13, 14, 100),
        rows=lambda: iter(rows),
        wrapped=True,
    )


def _about_sheet(archive: Archive, book: Workbook) -> Sheet:
    rows = list(_about(archive, book))
    return Sheet(
        name="about", header=("what", "says"), widths=(16, 120), rows=lambda: iter(rows), wrapped=True
    )


def _about(archive: Archive, book: Workbook) -> Iterator[Sequence[Value]]:
    for record in archive.records("timeline"):
        assert isinstance(record, Timeline)  # noqa: S101 - the kind asked for
        yield "timeline", record.title
        yield "licence", " ".join(filter(None, (record.licence, record.licence_url)))
    yield "address", archive.site_url
    for name, value in sorted(archive.selection.items()):
        yield "filter", f"{name}={value}"
    yield "sheet", f"{FLAT}: {EVENTS.about}"
    for table in typed_tables():
        yield "sheet", f"{table.name}: {table.about}"
    yield "sheet", "codebook: what each column means."
    for rule in RULES:
        yield "dates", rule
    for limit in LIMITS:
        yield "limits", limit
    for name, count in book.cut.items():
        cells = "1 cell holds" if count == 1 else f"{count:,} cells hold"
        yield "limits", f"{name}: {cells} only the first 32,000 characters of a text, and say so at the end."
    for name, count in book.continued.items():
        yield (
            "limits",
            f"{name}: it goes on to “{name} {count}”, because a sheet holds {book.most_rows:,} rows.",
        )
