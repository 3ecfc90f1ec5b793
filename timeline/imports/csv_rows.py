"""Rows out of a CSV file that anybody may have made: every fault is found and located, memory is bounded.

The file is read line by line, and a row and a cell each have a limit, so that one that does not end is a
problem like any other. UTF-8 with or without a byte-order mark; LF or CRLF, of which a cell gets LF.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NoReturn

from timeline.errors import FileProblem
from timeline.imports.header import order_of
from timeline.imports.report import Report

#: More than a record's longest row and longest cell: a list of 2,000 items with all that an item may hold.
ROW_BYTES = 8_000_000
CELL_CHARACTERS = 2_000_000

# One limit for the whole process; the csv module has no other way.
csv.field_size_limit(CELL_CHARACTERS)

_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "Save the file as “CSV UTF-8”."
_DOUBLED = (
    "A cell that holds a comma, a quote mark or a line break stands in quote marks, and a quote mark within"
    " it is written twice."
)
# Bytes that are not UTF-8 are decoded to these halves of surrogate pairs, until their cell is known.
_ESCAPED = re.compile("[\udc80-\udcff]")


class IncompleteError(Exception):
    """Some rows of a file, or all from one on, could not be read; the report says why."""


def read_rows(
    stream: BinaryIO, name: str, columns: Sequence[str], report: Report
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each row's number, as a spreadsheet counts, and its cells in the order of `columns`.

    A row without a single filled cell says nothing. Rows that cannot be used are reported and left out;
    then, and where the rest of the file cannot be read, IncompleteError is raised in the end.
    """
    header: list[str] = []
    order: tuple[int, ...] = ()
    is_complete = True
    for row, cells in _rows(stream, name, header, report):
        if not header:
            header += cells
            found = order_of(cells, name, columns, report)
            if found is None:
                raise IncompleteError
            order = found
        elif len(cells) == len(header):
            if any(cells):
                yield row, tuple(cells[index] for index in order)
        elif any(cells):
            is_complete = False
            report.add(_misfit(cells, len(header), name, row))
    if not header:
        cure = f"Its first row names the columns: {', '.join(columns)}."
        _stop(report, FileProblem(file=name, message="is empty", cure=cure))
    if not is_complete:
        raise IncompleteError


def _rows(stream: BinaryIO, name: str, header: list[str], report: Report) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of every row; `header` names the columns once it is known."""
    lines = _Lines(stream)
    reader = csv.reader(lines, strict=True)
    row = 0
    while True:
        row += 1
        lines.begin_row()
        try:
            cells = next(reader, None)
        except _FormError as error:
            _stop(report, _malformed(error, name, row, lines))
        except csv.Error as error:
            _stop(report, _malformed(_form_error(str(error)), name, row, lines))
        if cells is None:
            return
        if lines.has_odd_bytes:
            cells = [
                _mended(cell, name, row, header[place] if place < len(header) else "", report)
                for place, cell in enumerate(cells)
            ]
        # A line without anything in it is a row of its own in a spreadsheet too.
        yield row, cells or [""]


def _stop(report: Report, problem: FileProblem) -> NoReturn:
    report.add(problem)
    raise IncompleteError


class _FormError(Exception):
    """The file is not CSV as it is read here."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure


class _Lines:
    """The lines of a file as text, with a limit on what one row may take of them."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._is_first = True
        self.begin_row()

    def begin_row(self) -> None:
        """Grant a row its limit. `beginning` keeps the start of its first line, to show."""
        self._left = ROW_BYTES
        self.beginning = ""
        self.has_odd_bytes = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(self._left + 1)
        self._left -= len(line)
        if self._is_first:
            self._is_first = False
            if line.startswith(_UTF_16) or b"\0" in line[:2]:
                raise _FormError("is not UTF-8; it seems to be UTF-16", _SAVE_AS)
            line = line.removeprefix(_BOM)
        if not line:
            raise StopIteration
        if not self.beginning:
            self.beginning = line[:200].decode(errors="replace")
        if self._left < 0:
            message = f"has a row of more than {ROW_BYTES:,} bytes"
            raise _FormError(message, "Look for a quote mark that is opened and not closed.")
        return self._text(line)

    def _text(self, line: bytes) -> str:
        if line.endswith(b"\r\n"):
            line = line[:-2] + b"\n"
        self.has_odd_bytes = self.has_odd_bytes or b"\0" in line
        try:
            return line.decode()
        except UnicodeDecodeError:
            self.has_odd_bytes = True
            return line.decode(errors="surrogateescape")


def _mended(cell: str, name: str, row: int, column: str, report: Report) -> str:
    """Report the bytes in a cell that are not UTF-8, and NULs, and put a sign in their place."""
    escaped = _ESCAPED.search(cell)
    readable = _ESCAPED.sub("\N{REPLACEMENT CHARACTER}", cell).replace("\0", "\N{REPLACEMENT CHARACTER}")
    faults = []
    if escaped:
        around = readable[max(0, escaped.start() - 30) : escaped.start() + 30]
        byte = ord(escaped[0]) - 0xDC00
        faults.append((around, f"holds the byte 0x{byte:02X}, which is not UTF-8", _SAVE_AS))
    if "\0" in cell:
        faults.append((readable[:60], "holds the character NUL", "Remove it; a text never holds it."))
    for value, message, cure in faults:
        report.add(FileProblem(file=name, row=row, column=column, value=value, message=message, cure=cure))
    return readable


def _form_error(reason: str) -> _FormError:
    """Say in other words what the csv module found."""
    if "field limit" in reason:
        message = f"has a cell of more than {CELL_CHARACTERS:,} characters"
        return _FormError(message, "Look for a quote mark that is opened and not closed.")
    if "end of data" in reason:
        return _FormError("has a cell whose quote mark is opened and never closed", _DOUBLED)
    if "new-line character" in reason:
        return _FormError("has a carriage return where no line ends", f"{_SAVE_AS} Lines end in LF or CRLF.")
    if "expected after" in reason:
        return _FormError("has a quote mark in the middle of a cell", _DOUBLED)
    return _FormError(f"is not CSV ({reason})", _DOUBLED)


def _malformed(error: _FormError, name: str, row: int, lines: _Lines) -> FileProblem:
    return FileProblem(
        file=name,
        row=row,
        value=lines.beginning.strip(),
        message=error.message,
        cure=f"{error.cure} From there on the file was not read.",
    )


def _misfit(cells: list[str], width: int, name: str, row: int) -> FileProblem:
    found = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    return FileProblem(
        file=name,
        row=row,
        value=",".join(cells[:8])[:200],
        message=f"has {found}, and the header has {width}",
        cure="Give each row one cell a column; a cell that holds a comma stands in quote marks.",
    )
