"""The data package: every table as CSV, and its descriptor; as files in a folder or as one zip file."""

from collections.abc import Iterator
from pathlib import Path

from timeline.exports.archive import Archive
from timeline.exports.csv_lines import csv_bytes
from timeline.exports.descriptor import FILE_NAME, descriptor
from timeline.exports.zip_stream import zip_bytes
from timeline.package.rows import rows_in
from timeline.package.tables import Table, tables


def package_files(archive: Archive) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the name of each file of the package with its bytes in pieces."""
    yield FILE_NAME, iter((descriptor(archive),))
    for table in tables():
        yield table.file_name, csv_bytes(table.column_names, _rows(archive, table))


def write_package(archive: Archive, folder: Path) -> None:
    """Write the package's files into a folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, pieces in package_files(archive):
        with (folder / name).open("wb") as file:
            file.writelines(pieces)


def package_zip(archive: Archive) -> Iterator[bytes]:
    """Yield the package as one zip file in pieces, without holding it whole; the same bytes everywhere."""
    return zip_bytes(package_files(archive))


def _rows(archive: Archive, table: Table) -> Iterator[tuple[str, ...]]:
    for record in archive.records(table.record_class.record_kind):
        yield from rows_in(table, record)
