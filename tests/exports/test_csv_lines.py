"""The lines of a CSV file are those of Python's own writer, and read back as they were."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.exports.csv_lines import csv_bytes
from timeline.exports.options import ExportOptions

CELLS = st.text(alphabet=st.sampled_from("a,;\t\"\n\r' é\u2028"), max_size=6)


@settings(max_examples=50)
@given(
    rows=st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5),
    separator=st.sampled_from(["comma", "tab"]),
)
def test_every_text_reads_back(rows: list[list[str]], separator: str) -> None:
    options = ExportOptions(separator=separator)
    written = b"".join(csv_bytes(["one", "two"], rows, options)).decode()
    read = list(csv.reader(io.StringIO(written, newline=""), delimiter=options.sign))
    assert read == [["one", "two"], *rows]
    if "\r" not in written:  # Versions of Python differ on whether a lone carriage return is quoted.
        reference = io.StringIO()
        csv.writer(reference, delimiter=options.sign, lineterminator="\n").writerows([["one", "two"], *rows])
        assert written == reference.getvalue()


@pytest.mark.parametrize(("cell", "line"), [("", '""'), ("a", "a"), (",", '","')])
def test_a_row_of_one_cell_is_a_row(cell: str, line: str) -> None:
    assert b"".join(csv_bytes(["id"], [[cell]])).decode() == f"id\n{line}\n"


def test_pieces_are_of_about_one_size() -> None:
    pieces = list(csv_bytes(["id"], [["x" * 1000]] * 500))
    assert len(pieces) == 8
    assert max(map(len, pieces)) < 70_000
