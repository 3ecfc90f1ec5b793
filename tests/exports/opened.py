"""What outside readers find in files whose bytes hang on a library's version, as text for golden tests."""

import json
import sqlite3
import zipfile
from io import BytesIO

import pandas  # type: ignore[import-untyped]
import pyarrow.parquet  # type: ignore[import-untyped]


def database(content: bytes) -> sqlite3.Connection:
    """Open an SQLite file that lies in memory."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    return connection


def sql_of(content: bytes) -> bytes:
    """Give an SQLite file as SQL, without what the library keeps of an index of words."""
    lines = [
        line for line in database(content).iterdump() if "_fts" not in line and "writable_schema" not in line
    ]
    return ("\n".join(lines) + "\n").encode()


def rows_of_parquet(content: bytes) -> bytes:
    """Give a Parquet file as its types, then one row a line."""
    table = pyarrow.parquet.read_table(BytesIO(content))
    types = [f"{field.name}: {field.type}" for field in table.schema]
    rows = [json.dumps(row, ensure_ascii=False, default=str) for row in table.to_pylist()]
    return ("\n".join([*types, *rows]) + "\n").encode()


def files_of_workbook(content: bytes) -> bytes:
    """Give the files of a workbook, each with what the zip file says of it, and then its content."""
    with zipfile.ZipFile(BytesIO(content)) as workbook:
        assert workbook.testzip() is None
        told = [
            f"{entry.filename}: {entry.file_size} bytes, packed by method {entry.compress_type}, flags"
            f" {entry.flag_bits}, attributes {entry.external_attr}, {entry.date_time}\n".encode()
            + workbook.read(entry)
            for entry in workbook.infolist()
        ]
    return b"\n".join(told) + b"\n"


def frame_of_parquet(content: bytes) -> pandas.DataFrame:
    """Read a Parquet file with pandas, days as days."""
    return pandas.read_parquet(BytesIO(content), dtype_backend="pyarrow")
