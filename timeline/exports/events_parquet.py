"""The flat table of events as Parquet, with typed columns: days, numbers, yes and no, texts.

It needs pyarrow, which is not installed with the archive: `pip install "timeline[parquet]"`.
"""

import importlib
import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from timeline.errors import MissingExtraError
from timeline.exports.archive import Archive
from timeline.exports.events_csv import TABLE as EVENTS
from timeline.exports.typed_tables import typed_rows

FILE_NAME = "events.parquet"
#: The package that is needed, and the extra of this one that brings it.
NEEDS: Final = "pyarrow"
EXTRA: Final = "parquet"

_AT_ONCE = 10_000
_PIECE = 1024 * 1024


def events_parquet(archive: Archive) -> Iterator[bytes]:
    """Yield the file in pieces, once it is whole; raises MissingExtraError where pyarrow is missing."""
    arrow, parquet = _library("pyarrow"), _library("pyarrow.parquet")
    with tempfile.TemporaryFile() as file:
        schema = _schema(arrow, archive)
        rows = typed_rows(EVENTS, archive)
        with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            while some := list(islice(rows, _AT_ONCE)):
                columns = [list(values) for values in zip(*some, strict=True)]
                arrays = [
                    arrow.array(values, type=field.type)
                    for values, field in zip(columns, schema, strict=True)
                ]
                writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingExtraError(FILE_NAME, extra=EXTRA) from error


def _schema(arrow: Any, archive: Archive) -> Any:
    types = {
        "string": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.decimal128(21, 6),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
    }
    fields = [
        arrow.field(column.name, types[column.type], metadata={"description": column.about})
        for column in EVENTS.columns
    ]
    said = {"description": EVENTS.about, "site": archive.site_url}
    said |= {f"selection.{name}": value for name, value in sorted(archive.selection.items())}
    return arrow.schema(fields, metadata=said)
