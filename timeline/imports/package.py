"""Read a data package, a folder or a zip file, into records; every fault is located by file, row and column.

What is checked here is the form: files, columns, cells, keys. What the values mean is judged when the
records are saved; `PackageReading.locate` then says in which cell a problem stands.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from timeline.errors import FileProblem, Problem
from timeline.imports.csv_rows import read_rows
from timeline.imports.files import UNREADABLE, open_files
from timeline.imports.report import Report
from timeline.imports.staging import Staging
from timeline.package.rows import place_of, record_of
from timeline.package.tables import Table, tables, tables_of
from timeline.records.kinds import CLASS_OF_KIND, RECORD_CLASSES, Record

DESCRIPTOR = "datapackage.json"
DESCRIPTOR_BYTES = 5_000_000
_TAKE_ANOTHER = "Take the file of an export of this archive."


class PackageReading:
    """A package that is being read. Use it as a context manager: its rows are kept in a temporary file.

    Raises InvalidFileError at once where there is no package at all; all other problems are collected in
    `report`.
    """

    def __init__(self, path: Path) -> None:
        self.report = Report(path.name)
        self._files = open_files(path)
        self._stack = ExitStack()
        self._staging = self._stack.enter_context(Staging())

    def __enter__(self) -> Self:
        self._stack.callback(self._files.close)
        self._check_names()
        for table in tables():
            if table.name + ".csv" in self._files.names:
                self._stage(table)
        self._check_keys()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def count(self) -> int:
        """Count the records."""
        return sum(self._staging.count(cls.plural) for cls in RECORD_CLASSES)

    def records(self) -> Iterator[Record]:
        """Yield the records kind by kind, in the order of their ids.

        A record with a cell that cannot be read comes with that field empty; its problem is reported.
        """
        for cls in RECORD_CLASSES:
            yield from self._records_of(cls)

    def locate(self, kind: str, record_id: str, problem: Problem) -> FileProblem:
        """Say in which file, row and column the problem of a record stands."""
        name, index, column = place_of(CLASS_OF_KIND[kind], problem.path)
        row = self._staging.row_number(name, record_id, index or 0)
        return FileProblem(
            file=f"{name}.csv",
            row=row,
            column=column,
            value=problem.value,
            message=problem.message if column else f"{problem.path} of “{record_id}” {problem.message}",
            cure=problem.cure,
        )

    def _check_names(self) -> None:
        wanted = {f"{table.name}.csv" for table in tables()}
        for name in sorted(wanted - self._files.names):
            self.report.add(
                FileProblem(
                    file=name,
                    message="the file is missing",
                    cure="Add it; a table without rows is a file with the header only.",
                )
            )
        for name in sorted(self._files.names - wanted):
            if name.endswith(".csv"):
                self.report.add(
                    FileProblem(
                        file=name,
                        message="there is no such table",
                        cure=f"Remove or rename it; the tables are {', '.join(sorted(wanted))}.",
                    )
                )
        self._check_descriptor()

    def _check_descriptor(self) -> None:
        if DESCRIPTOR not in self._files.names:
            message, cure = "the file is missing", "Add the description of the package."
        else:
            message, cure = self._descriptor_fault()
        if message:
            self.report.add(FileProblem(file=DESCRIPTOR, message=message, cure=cure))

    def _descriptor_fault(self) -> tuple[str, str]:
        try:
            with self._files.open(DESCRIPTOR) as stream:
                return _descriptor_fault(stream.read(DESCRIPTOR_BYTES + 1))
        except UNREADABLE as error:
            return f"cannot be read ({error})", _TAKE_ANOTHER

    def _stage(self, table: Table) -> None:
        name = f"{table.name}.csv"
        try:
            with self._files.open(name) as stream:
                for row, cells in read_rows(stream, name, table.column_names, self.report):
                    position = self._position(table, cells[1], name, row) if table.is_of_parts else 0
                    if position is not None:
                        self._staging.put(table.name, cells[0], position, row, cells)
        except UNREADABLE as error:
            cure = "Make the file again; it is damaged, encrypted or packed in a way that is not read."
            self.report.add(FileProblem(file=name, message=f"cannot be read ({error})", cure=cure))

    def _position(self, table: Table, cell: str, name: str, row: int) -> int | None:
        if cell.isascii() and cell.isdigit() and len(cell) <= 9:
            return int(cell)
        self.report.add(
            FileProblem(
                file=name,
                row=row,
                column="position",
                value=cell,
                message="is not a whole number",
                cure=f"Number the rows of each {table.record_class.record_kind} 1, 2, 3 and so on.",
            )
        )
        return None

    def _check_keys(self) -> None:
        """Report keys that stand twice, and parts whose record is not in the package."""
        for table in tables():
            owners = self._staging.rows(table.record_class.plural) if table.is_of_parts else iter(())
            owner, before = next(owners, None), ("", -1, 0)
            for record_id, position, row, _ in self._staging.rows(table.name):
                if (record_id, position) == before[:2]:
                    self._twice(table, record_id, row, before[2])
                else:
                    before = (record_id, position, row)
                while owner is not None and owner[0] < record_id:
                    owner = next(owners, None)
                if table.is_of_parts and (owner is None or owner[0] != record_id):
                    self._orphan(table, record_id, row)

    def _twice(self, table: Table, record_id: str, row: int, first_row: int) -> None:
        self.report.add(
            FileProblem(
                file=f"{table.name}.csv",
                row=row,
                column=table.primary_key[-1],
                value=record_id,
                message=f"stands in row {first_row} already",
                cure="Give each row its own "
                + ("position within its record." if table.is_of_parts else "id, or remove one."),
            )
        )

    def _orphan(self, table: Table, record_id: str, row: int) -> None:
        cls = table.record_class
        self.report.add(
            FileProblem(
                file=f"{table.name}.csv",
                row=row,
                column=cls.record_kind,
                value=record_id,
                message=f"there is no such {cls.record_kind} in {cls.plural}.csv",
                cure=f"Write the id of a row of {cls.plural}.csv, or add that row.",
            )
        )

    def _records_of(self, cls: type[Record]) -> Iterator[Record]:
        own, *of_parts = tables_of(cls)
        streams = [_Groups(table, self._staging) for table in of_parts]
        before = ""
        for record_id, _, _row, cells in self._staging.rows(own.name):
            if record_id == before:
                continue
            before = record_id
            row = dict(zip(own.column_names, cells, strict=True))
            parts = {group.table.name: group.take(record_id) for group in streams}
            record, faults = record_of(cls, row, parts)
            for fault in faults:
                self.report.add(self.locate(cls.record_kind, record_id, fault))
            yield record


class _Groups:
    """The rows of a table of parts, handed out record by record in the order of ids."""

    def __init__(self, table: Table, staging: Staging) -> None:
        self.table = table
        self._rows = staging.rows(table.name)
        self._next = next(self._rows, None)

    def take(self, record_id: str) -> list[dict[str, str]]:
        """Give the rows of this record, and pass over those of records before it."""
        taken = []
        while self._next is not None and self._next[0] <= record_id:
            if self._next[0] == record_id:
                taken.append(dict(zip(self.table.column_names, self._next[3], strict=True)))
            self._next = next(self._rows, None)
        return taken


def _descriptor_fault(content: bytes) -> tuple[str, str]:
    if len(content) > DESCRIPTOR_BYTES:
        return f"is longer than {DESCRIPTOR_BYTES:,} bytes", _TAKE_ANOTHER
    try:
        descriptor = json.loads(content.decode())
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        return f"is not JSON ({error})", _TAKE_ANOTHER
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        return "does not describe a data package", "It needs a list of “resources”."
    return "", ""
