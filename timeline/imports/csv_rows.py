"""Rows out of a CSV file that anybody may have made: every fault is found and located, memory is bounded.

The file is read line by line, each line and each cell with a limit, so that an endless line or cell is a
problem like any other. UTF-8 with or without a byte-order mark; LF or CRLF.
"""

import csv
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from timeline.errors import FileProblem
from timeline.imports.report import Report

LINE_BYTES = 2_000_000
CELL_CHARACTERS = 500_000

# One limit for the whole process; the csv module has no other way.
csv.field_size_limit(CELL_CHARACTERS)


def read_rows(
    stream: BinaryIO, name: str, columns: Sequence[str], report: Report
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each row's number, as a spreadsheet counts, and its cells in the order of `columns`.

    Rows that cannot be used are reported and left out.
    """
    lines = _Lines(stream, name, report)
    reader = csv.reader(lines, strict=True)
    order: list[int] | None = None
    width = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            report.add(_malformed(name, lines.row, str(error)))
            return
        if cells is None:
            break
        lines.row += 1
        if order is None:
            order, width = _order(cells, name, columns, report), len(cells)
            if order is None:
                return
        elif cells and _fits(cells, width, name, lines.row, report):
            yield lines.row, tuple(cells[index] for index in order)
    if order is None:
        report.add(
            FileProblem(
                file=name,
                message="is empty",
                cure=f"Its first row names the columns: {', '.join(columns)}.",
            )
        )


class _Lines:
    """The lines of the file as text. `row` is the number of the last whole row; the reader counts it."""

    def __init__(self, stream: BinaryIO, name: str, report: Report) -> None:
        self._stream = stream
        self._name = name
        self._report = report
        self._is_first = True
        self.row = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LINE_BYTES)
        if not line:
            raise StopIteration
        if len(line) >= LINE_BYTES:
            raise csv.Error(f"a line is longer than {LINE_BYTES:,} bytes")
        if self._is_first:
            self._is_first = False
            line = line.removeprefix(b"\xef\xbb\xbf")
        return self._decode(line)

    def _decode(self, line: bytes) -> str:
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            around = line[max(0, error.start - 20) : error.start + 20]
            self._report.add(
                FileProblem(
                    file=self._name,
                    row=self.row + 1,
                    value=around.decode(errors="replace"),
                    message=f"holds the byte 0x{line[error.start]:02X}, which is not UTF-8",
                    cure="Save the file as “CSV UTF-8”.",
                )
            )
            text = line.decode(errors="replace")
        if "\0" in text:
            self._report.add(
                FileProblem(
                    file=self._name,
                    row=self.row + 1,
                    message="holds the character NUL",
                    cure="Remove it; a text file never holds it.",
                )
            )
            text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
        return text


def _malformed(name: str, row: int, reason: str) -> FileProblem:
    if "field limit" in reason or "longer than" in reason:
        return FileProblem(
            file=name,
            row=row + 1,
            message=f"has a cell or line that does not end ({reason})",
            cure="Look for a quote mark that is opened and not closed; the rest of the file was not read.",
        )
    return FileProblem(
        file=name,
        row=row + 1,
        message=f"is not CSV ({reason})",
        cure="A cell that holds a comma, a quote mark or a line break stands in double quotes, and a quote"
        " mark in it is doubled; the rest of the file was not read.",
    )


def _order(header: list[str], name: str, columns: Sequence[str], report: Report) -> list[int] | None:
    """Find where each column stands; None, after reporting, where the header is not right."""
    faults = [
        FileProblem(
            file=name, row=1, column=column, message="the column is missing", cure=_header_cure(header)
        )
        for column in columns
        if column not in header
    ]
    known = ", ".join(columns)
    for position, column in enumerate(header):
        if column not in columns:
            faults.append(
                FileProblem(
                    file=name,
                    row=1,
                    column=column,
                    message="there is no such column",
                    cure=f"Remove or rename it; the columns are {known}.",
                )
            )
        elif column in header[:position]:
            faults.append(
                FileProblem(
                    file=name, row=1, column=column, message="the column stands twice", cure="Keep one."
                )
            )
    for fault in faults:
        report.add(fault)
    return None if faults else [header.index(column) for column in columns]


def _header_cure(header: list[str]) -> str:
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        return "The file seems to use another separator; save it with commas."
    return "Add it; leave its cells empty where there is nothing to say."


def _fits(cells: list[str], width: int, name: str, row: int, report: Report) -> bool:
    if len(cells) == width:
        return True
    report.add(
        FileProblem(
            file=name,
            row=row,
            message=f"has {len(cells)} cells, and the header has {width}",
            cure="Give each row one cell a column; put a cell with a comma in double quotes.",
        )
    )
    return False
