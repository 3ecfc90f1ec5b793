"""The data package: every table as CSV, and its descriptor; as files in a folder or as one zip file."""

import io
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

from timeline.exports.archive import Archive
from timeline.exports.csv_lines import csv_bytes
from timeline.exports.descriptor import FILE_NAME, descriptor
from timeline.package.rows import rows_in
from timeline.package.tables import Table, tables

# The earliest time that a zip file can hold. Entries are stored, not deflated: what deflate gives
# depends on the library's version, and the same records must give the same bytes on every machine.
_EPOCH = (1980, 1, 1, 0, 0, 0)


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
    """Yield the package as one zip file in pieces, without holding it whole."""
    stream = _Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, pieces in package_files(archive):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            info.create_system = 3
            with package.open(info, "w") as entry:
                for piece in pieces:
                    entry.write(piece)
                    yield stream.take()
    # The list of what is in the file, which is written when it is closed.
    yield stream.take()


def _rows(archive: Archive, table: Table) -> Iterator[tuple[str, ...]]:
    for record in archive.records(table.record_class.record_kind):
        yield from rows_in(table, record)


class _Stream(io.RawIOBase):
    """A file that can be written to and emptied, and not sought in."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._pieces.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        pieces = b"".join(self._pieces)
        self._pieces.clear()
        return pieces
