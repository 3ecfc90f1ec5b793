"""CSV as the archive writes it: RFC 4180, UTF-8 without a byte-order mark, lines that end in LF."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

CHUNK_BYTES = 64 * 1024


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield a CSV file in pieces of about 64 kB, none of them empty."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(row)
        if buffer.tell() >= CHUNK_BYTES:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue().encode()
