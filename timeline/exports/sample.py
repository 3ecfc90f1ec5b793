"""A look at a file before it is taken: its first rows, how many there are, and how large it is.

The file is really written, piece by piece, for as long as whoever looks is willing to wait.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from timeline.exports.archive import Archive
from timeline.exports.csv_lines import csv_bytes
from timeline.exports.format import Format
from timeline.exports.options import PLAIN, ExportOptions
from timeline.exports.tabular import Cells, Tabular

ROWS_SHOWN: Final = 8
TEXT_SHOWN: Final = 1_500


@dataclass(kw_only=True)
class Sample:
    """What has been seen of a file: the first rows of a table, or the beginning of another text."""

    header: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = field(default_factory=list)
    beginning: bytes = b""
    row_count: int = 0
    size: int = 0
    is_whole: bool = False

    @property
    def text(self) -> str:
        """Give the beginning of a file that is a text, and "" for any other."""
        if b"\0" in self.beginning:
            return ""
        return self.beginning[:TEXT_SHOWN].decode(errors="ignore")


def sampled(made: Format, sample: Sample) -> Format:
    """Give a format that writes the same bytes, and notes in the sample what passes."""

    def write_as(archive: Archive, options: ExportOptions = PLAIN) -> Iterator[bytes]:
        table = made.table(options)
        if table is None:
            pieces = made.pieces(archive, options)
        else:
            sample.header = options.columns or table.column_names
            pieces = csv_bytes(table.column_names, _noted(table, archive, sample), options)
        for piece in pieces:
            sample.size += len(piece)
            if len(sample.beginning) < TEXT_SHOWN:
                sample.beginning += piece[:TEXT_SHOWN]
            yield piece
        sample.is_whole = True

    return replace(made, write=write_as, write_as=write_as)


def _noted(table: Tabular, archive: Archive, sample: Sample) -> Iterator[Cells]:
    places = [table.column_names.index(name) for name in sample.header]
    for row in table.rows(archive):
        sample.row_count += 1
        if len(sample.rows) < ROWS_SHOWN:
            sample.rows.append(tuple(row[place] for place in places))
        yield row
