"""The data package: every table as CSV and what explains it; as files in a folder or as one zip file.

The tables are the record. What else is there follows from them: two descriptions for programs (Data
Package and CSVW), the codebook, what each date says, how the data are cited, and checksums of it all.
There is no time of writing in any of them, so that the same records give the same bytes.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from timeline.exports import citation, codebook, csvw, descriptor
from timeline.exports.archive import Archive
from timeline.exports.csv_lines import csv_bytes
from timeline.exports.single_tables import DATES_TABLE, date_places, date_rows, package_rows
from timeline.exports.zip_stream import zip_bytes
from timeline.package.tables import DATES_FILE, Table, tables

CHECKSUMS: Final = "SHA256SUMS"


def package_files(archive: Archive) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the name of each file of the package with its bytes in pieces.

    Each file has to be read to its end before the next: the last ones tell of those before them.
    """
    sums: list[tuple[str, str]] = []
    for name, pieces in _files(archive):
        yield name, _summed(name, pieces, sums)
    yield CHECKSUMS, _checksums(sums)


def write_package(archive: Archive, folder: Path) -> None:
    """Write the package's files into a folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, pieces in package_files(archive):
        with (folder / name).open("wb") as file:
            file.writelines(pieces)


def package_zip(archive: Archive) -> Iterator[bytes]:
    """Yield the package as one zip file in pieces, without holding it whole; the same bytes everywhere."""
    return zip_bytes(package_files(archive))


def _files(archive: Archive) -> Iterator[tuple[str, Iterable[bytes]]]:
    yield descriptor.FILE_NAME, (descriptor.descriptor(archive),)
    yield csvw.FILE_NAME, (csvw.csvw(archive),)
    yield citation.FILE_NAME, (citation.citation_cff(archive),)
    yield codebook.FILE_NAME, codebook.codebook(archive)
    dates: set[str] = set()
    for table in tables():
        yield table.file_name, csv_bytes(table.column_names, _noting_dates(archive, table, dates))
    yield DATES_FILE, csv_bytes(DATES_TABLE.column_names, date_rows(dates))


def _noting_dates(archive: Archive, table: Table, dates: set[str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table, and keep the dates that stand in them."""
    places = date_places(table)
    for row in package_rows(archive, table):
        for place in places:
            if row[place]:
                dates.add(row[place])
        yield row


def _summed(name: str, pieces: Iterable[bytes], sums: list[tuple[str, str]]) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        yield piece
    sums.append((digest.hexdigest(), name))


def _checksums(sums: list[tuple[str, str]]) -> Iterator[bytes]:
    """Yield the checksums in the form that `sha256sum` reads."""
    yield "".join(f"{digest}  {name}\n" for digest, name in sums).encode()
