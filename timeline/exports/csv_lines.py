"""CSV as the archive writes it: RFC 4180, UTF-8, lines that end in LF.

Without options cells are parted by commas and there is no byte-order mark.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from timeline.exports.archive import Archive
from timeline.exports.options import PLAIN, ExportOptions
from timeline.exports.tabular import Tabular

CHUNK_BYTES = 64 * 1024


def csv_bytes(
    header: Sequence[str], rows: Iterable[Sequence[str]], options: ExportOptions = PLAIN
) -> Iterator[bytes]:
    """Yield a CSV file in pieces of about 64 kB, none of them empty.

    The columns that the options name are chosen from those of the header, in the order of the options.
    """
    if options.columns:
        places = [header.index(name) for name in options.columns]
        header = options.columns
        rows = ([row[place] for place in places] for row in rows)
    if options.bom:
        yield codecs.BOM_UTF8
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=options.sign, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(row)
        if buffer.tell() >= CHUNK_BYTES:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue().encode()


def table_csv(table: Tabular, archive: Archive, options: ExportOptions = PLAIN) -> Iterator[bytes]:
    """Yield a table as CSV under options."""
    return csv_bytes(table.column_names, table.rows(archive), options)
