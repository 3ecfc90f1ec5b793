"""Single CSV files that a person, a spreadsheet or an enemy may have made."""

import io
import tracemalloc
from collections.abc import Callable

import pytest

from timeline.errors import FileProblem, InvalidFileError
from timeline.imports.csv_rows import CELL_CHARACTERS, ROW_BYTES, IncompleteError, read_rows
from timeline.imports.report import MOST_OF_A_FILE, Report

COLUMNS = ("id", "title", "note")


def _read(
    content: bytes | io.RawIOBase,
) -> tuple[list[tuple[int, tuple[str, ...]]], tuple[FileProblem, ...], bool]:
    """Read a file: the rows that could be, what is wrong, and whether it was read to its end."""
    report = Report("test")
    stream = io.BytesIO(content) if isinstance(content, bytes) else io.BufferedReader(content)
    rows = []
    try:
        for row in read_rows(stream, "t.csv", COLUMNS, report):
            rows.append(row)  # noqa: PERF402 - the rows before a fault count
    except IncompleteError:
        is_whole = False
    else:
        is_whole = True
    try:
        report.raise_if_any()
    except InvalidFileError as error:
        return rows, error.problems, is_whole
    return rows, (), is_whole


def test_rows_have_the_numbers_that_a_spreadsheet_shows() -> None:
    rows, problems, is_whole = _read(b'id,title,note\na,"two\nlines",x\n\n,,\nb,"say ""so""",\n')
    assert rows == [(2, ("a", "two\nlines", "x")), (5, ("b", 'say "so"', ""))]
    assert (problems, is_whole) == ((), True)


@pytest.mark.parametrize(
    "content",
    [
        b'id,title,note\r\na,"two\r\nlines",x\r\n',
        b'\xef\xbb\xbfid,title,note\na,"two\nlines",x',
        b'\xef\xbb\xbf"id","title","note"\r\n"a","two\r\nlines","x"\r\n',
        b'note,id,title\nx,a,"two\nlines"\n',
    ],
    ids=["CRLF", "byte-order mark, no line end", "everything quoted", "other order"],
)
def test_the_same_rows_saved_by_different_programs(content: bytes) -> None:
    assert _read(content) == ([(2, ("a", "two\nlines", "x"))], (), True)


def test_other_line_ends_of_unicode_do_not_end_a_line() -> None:
    rows, _, _ = _read("id,title,note\na,one\u2028two\u0085three\x0bfour,x\n".encode())
    assert rows == [(2, ("a", "one\u2028two\u0085three\x0bfour", "x"))]


#: The file, whether it was read to its end, and what is said about it: row, column, value, message, cure.
FAULTS: dict[str, tuple[bytes, bool, tuple[tuple[int, str, str, str, str], ...]]] = {
    "empty": (b"", False, ((0, "", "", "is empty", "Its first row names the columns: id, title, note."),)),
    "only a byte-order mark": (b"\xef\xbb\xbf", False, ((0, "", "", "is empty", "Its first row"),)),
    "missing column": (
        b"id,note\na,b\n",
        False,
        ((1, "title", "", "the column is missing", "Add it; its cells may be empty"),),
    ),
    "unknown column": (
        b"id,title,Note ,note\na,b,c,d\n",
        True,
        (
            (
                1,
                "Note ",
                "",
                "there is no such column",
                "Did you mean note? Rename or delete it; the columns are",
            ),
        ),
    ),
    "nameless column": (
        b"id,title,note,\na,b,c,\n",
        True,
        ((1, "", "", "the column in place 4 has no name", "Name it, or delete the column."),),
    ),
    "column twice": (
        b"id,title,note,id\na,b,c,d\n",
        True,
        ((1, "id", "", "the column stands twice", "Keep one"),),
    ),
    "semicolons": (
        b"id;title;note\na;b;c\n",
        False,
        ((1, "", "id;title;note", "has columns that are separated by semicolons and not by commas", "Save"),),
    ),
    "semicolons, and says so": (b"sep=;\nid;title;note\n", False, ((1, "", "sep=;", "has columns", "Save"),)),
    "tabs": (b"id\ttitle\tnote\n", False, ((1, "", "id\ufffdtitle\ufffdnote", "has columns", "Save"),)),
    "UTF-16": (
        "id,title,note\n".encode("utf-16"),
        False,
        ((1, "", "", "is not UTF-8; it seems", "Save the"),),
    ),
    "UTF-16 without a mark": (
        "id,title,note\n".encode("utf-16-le"),
        False,
        ((1, "", "", "is not UTF-8", "Save"),),
    ),
    "Windows-1252": (
        "id,title,note\na,“x”,naïve\n".encode("cp1252"),
        True,
        (
            (2, "title", "\ufffdx\ufffd", "holds the byte 0x93, which is not UTF-8", "“CSV UTF-8”"),
            (2, "note", "na\ufffdve", "holds the byte 0xEF, which is not UTF-8", "“CSV UTF-8”"),
        ),
    ),
    "half a surrogate pair": (
        b"id,title,note\na,\xed\xa0\x80,c\n",
        True,
        ((2, "title", "\ufffd\ufffd\ufffd", "holds the byte 0xED", "“CSV UTF-8”"),),
    ),
    "NUL": (
        b"id,title,note\na,b\0c,d\n",
        True,
        ((2, "title", "b\ufffdc", "holds the character NUL", "Remove it"),),
    ),
    "unclosed quote": (
        b'id,title,note\na,b,c\nb,"never,closed\nx,y,z\n',
        False,
        (
            (
                3,
                "",
                'b,"never,closed',
                "has a cell whose quote mark is opened and never closed",
                "the file was not read",
            ),
        ),
    ),
    "quote in a cell": (
        b'id,title,note\na,"say "so"",c\n',
        False,
        ((2, "", 'a,"say "so"",c', "has a quote mark in the middle of a cell", "written twice"),),
    ),
    "carriage returns": (
        b"id,title,note\ra,b,c\r",
        False,
        ((1, "", "id,title,note\ufffda,b,c", "has a carriage return where no line ends", "LF or CRLF"),),
    ),
    "wrong number of cells": (
        b"id,title,note\na,b\nb,c,d\nc,d,e,f\n",
        False,
        (
            (2, "", "a,b", "has 2 cells, and the header has 3", "one cell a column"),
            (4, "", "c,d,e,f", "has 4 cells, and the header has 3", "one cell a column"),
        ),
    ),
    "a picture": (
        b"\x89PNG\r\n\x1a\n\0\0\0",
        False,
        ((1, "", "\ufffdPNG", "holds the byte 0x89", "Save"),),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_place_and_cure(name: str) -> None:
    content, is_whole, expected = FAULTS[name]
    _, problems, found_whole = _read(content)
    assert found_whole == is_whole
    for problem, (row, column, value, message, cure) in zip(problems, expected, strict=False):
        assert (problem.file, problem.row, problem.column, problem.value) == ("t.csv", row, column, value)
        assert problem.message.startswith(message)
        assert cure in problem.cure
    assert len(problems) == len(expected) or name == "a picture"


def test_rows_beside_a_fault_are_read() -> None:
    rows, _, _ = _read(b"id,title,extra,note\na,b\nb,c,x,d\n")
    assert rows == [(3, ("b", "c", "d"))]


# --- Files without an end -----------------------------------------------------------------------------


class _Endless(io.RawIOBase):
    """A file of a given size that repeats one piece after a beginning, made while it is read."""

    def __init__(self, beginning: bytes, piece: bytes, size: int) -> None:
        super().__init__()
        self._pending = beginning
        self._piece = piece * (1 + 65_536 // len(piece))
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._pending and self._left > 0:
            self._pending = self._piece
        taken = self._pending[: len(buffer)]
        self._pending = self._pending[len(taken) :]
        self._left -= len(taken)
        buffer[: len(taken)] = taken
        return len(taken)


HEADER = b"id,title,note\n"
SIZE = 300_000_000
ENDLESS: dict[str, Callable[[], _Endless]] = {
    "an endless line": lambda: _Endless(HEADER, b"x", SIZE),
    "an endless line of NULs": lambda: _Endless(HEADER, b"\0", SIZE),
    "an endless cell of many lines": lambda: _Endless(HEADER + b'a,"', b"some line\n", SIZE),
    "an endless row of cells, all in one line": lambda: _Endless(HEADER, b",", SIZE),
    "an endless row of cells that hold line ends": lambda: _Endless(
        HEADER + b'a,"', b"a few words " * 20 + b'\n","', SIZE
    ),
    "an endless header": lambda: _Endless(b"", b"id,", SIZE),
    "an endless header of unknown columns": lambda: _Endless(b"", b"abcdef,", SIZE),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_does_not_end_costs_bounded_memory(name: str) -> None:
    tracemalloc.start()
    try:
        _, problems, is_whole = _read(ENDLESS[name]())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert not is_whole
    assert problems[0].file == "t.csv"
    assert f"{ROW_BYTES:,} bytes" in problems[0].message or f"{CELL_CHARACTERS:,}" in problems[0].message
    assert "quote mark that is opened and not closed" in problems[0].cure
    assert peak < 150_000_000


def test_many_faulty_rows_are_counted_and_few_are_kept() -> None:
    rows = 100_000
    report = Report("test")
    with pytest.raises(IncompleteError):
        assert list(read_rows(io.BytesIO(HEADER + b"a,b,c,d\n" * rows), "t.csv", COLUMNS, report)) == []
    with pytest.raises(InvalidFileError) as caught:
        report.raise_if_any()
    assert len(caught.value.problems) == MOST_OF_A_FILE
    assert caught.value.more == rows - MOST_OF_A_FILE


def test_one_file_does_not_crowd_out_the_problems_of_another() -> None:
    report = Report("test")
    for name in ("a.csv", "b.csv"):
        with pytest.raises(IncompleteError):
            list(read_rows(io.BytesIO(HEADER + b"a,b,c,d\n" * 300), name, COLUMNS, report))
    with pytest.raises(InvalidFileError) as caught:
        report.raise_if_any()
    assert {problem.file for problem in caught.value.problems} == {"a.csv", "b.csv"}
    assert caught.value.more == 600 - len(caught.value.problems)


def test_a_header_of_a_million_columns_is_one_problem() -> None:
    """It is within the limit of a row; comparing each name with ours would take minutes."""
    rows, (problem,), is_whole = _read(b"title2," * 1_000_000 + b"id\na,b\n")
    assert str(problem) == (
        "t.csv, row 1: has 1,000,001 columns, and the table has 3. Write in the first row: id, title, note."
    )
    assert (rows, is_whole) == ([], False)


def test_what_is_shown_of_a_file_is_short_and_harmless_to_a_terminal() -> None:
    _, (problem,), _ = _read(b"id,title,note\n\x1b[31m" + b"x" * 5_000 + b",\n")
    assert problem.value == "\ufffd[31m" + "x" * 94 + "…"
