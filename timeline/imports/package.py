"""Read a data package, a folder or a zip file, into records; every fault is located by file, row and column.

What is checked here is the form: files, columns, cells, keys. What the values mean is judged when the
records are saved; `PackageReading.report_problem` then says in which cell a problem stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Final, Self

from timeline.errors import FileProblem, Problem
from timeline.imports.csv_rows import IncompleteError, read_rows
from timeline.imports.descriptor import descriptor_problem
from timeline.imports.files import DESCRIPTOR, UNREADABLE, Folder, Zip, open_files
from timeline.imports.keys import check_keys, position_of
from timeline.imports.report import Report
from timeline.imports.staging import StagedRow, Staging
from timeline.package.rows import place_of, record_of
from timeline.package.tables import DATES_FILE, Table, tables, tables_of
from timeline.records.kinds import CLASS_OF_KIND, RECORD_CLASSES, Record
from timeline.records.references import Reference, references
from timeline.records.validate import is_id

_DAMAGED = "Make the file again; it is damaged, encrypted or packed in a way that is not read."

#: Columns whose cells are judged by rows of other tables, besides those that hold an id.
_JUDGED_BY: Final[Mapping[tuple[str, str], tuple[str, ...]]] = MappingProxyType(
    {
        ("citations", "bears_on"): ("event_dates", "policy_changes"),
        ("policy_changes", "state"): ("policy_states",),
        ("policy_changes", "stated_from"): ("policy_states",),
        ("questions", "follows"): ("claims",),
    }
)


class PackageReading:
    """A package that is being read. Use it as a context manager: its rows are kept in a temporary file.

    Raises InvalidFileError at once where there is no package at all; all other problems are collected in
    `report`. `unread` names the tables of which not every row could be read.
    """

    def __init__(self, path: Path) -> None:
        self.report = Report(path.name or str(path))
        self.unread: set[str] = set()
        self._referring: Record | None = None
        self._references: dict[str, Reference] = {}
        self._malformed: set[tuple[str, str, str]] = set()
        self._reported: frozenset[tuple[str, int, str]] = frozenset()
        self._path = path
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            files = stack.enter_context(closing(open_files(self._path)))
            self._staging = stack.enter_context(Staging())
            self._check_files(files)
            for table in tables():
                if table.file_name in files.names:
                    self._stage(table, files)
            check_keys(self._staging, self.report, unread=self.unread)
            self._stack = stack.pop_all()
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
        self._reported = self.report.places

    def report_problem(self, record: Record, problem: Problem) -> None:
        """Report a problem that saving the record found, with the place where it stands in the package.

        What only follows from a problem that is in the report already is passed over.
        """
        kind = record.record_kind
        name, index, _ = place_of(type(record), problem.path)
        if self._is_consequence(record, problem):
            return
        if not self.report.takes(f"{name}.csv"):
            self.report.count(1)
            return
        row = self._staging.row_number(name, record.id, index or 0)
        found = _located(kind, record.id, problem, row)
        if (found.file, found.row, found.column) not in self._reported:
            self.report.add(found)

    def _is_consequence(self, record: Record, problem: Problem) -> bool:
        """Tell whether a problem only follows from one that is in the report.

        That is: it says that rows are missing which could not be read, or that nothing has an id which
        has been reported not to be one.
        """
        name, _, column = place_of(type(record), problem.path)
        if self.unread.intersection(_JUDGED_BY.get((name, column), ()) if column else (name,)):
            return True
        if self._referring is not record:
            self._referring = record
            self._references = {reference.path: reference for reference in references(record)}
        reference = self._references.get(problem.path)
        if reference is None:
            return False
        if is_id(reference.id) and reference.kind in CLASS_OF_KIND:
            return CLASS_OF_KIND[reference.kind].plural in self.unread
        place = (record.record_kind, record.id, problem.path)
        if place in self._malformed:
            return True
        self._malformed.add(place)
        return False

    def _check_files(self, files: Folder | Zip) -> None:
        in_the_way = {problem.file: problem for problem in files.problems()}
        for problem in in_the_way.values():
            self.report.add(problem)
        wanted = {table.file_name for table in tables()} | {DATES_FILE}
        for table in tables():
            if table.file_name not in files.names:
                self.unread.add(table.name)
                if table.file_name not in in_the_way:
                    cure = "Add it; a table without rows is a file with the header only."
                    self._report_file(table.file_name, "the file is missing", cure)
        for name in sorted(files.names - wanted):
            if name.endswith(".csv"):
                cure = f"Rename it or take it away; the tables are {', '.join(sorted(wanted))}."
                self._report_file(name, "there is no such table", cure)
        if DESCRIPTOR in files.names:
            self._check_descriptor(files)
        elif DESCRIPTOR not in in_the_way:
            self._report_file(DESCRIPTOR, "the file is missing", "Add the description of the package.")

    def _check_descriptor(self, files: Folder | Zip) -> None:
        try:
            with files.open(DESCRIPTOR) as stream:
                problem = descriptor_problem(stream)
        except UNREADABLE as error:
            self._report_file(DESCRIPTOR, f"cannot be read ({error})", _DAMAGED)
        else:
            if problem is not None:
                self.report.add(problem)

    def _stage(self, table: Table, files: Folder | Zip) -> None:
        name = table.file_name
        try:
            with files.open(name) as stream:
                for row, cells in read_rows(stream, name, table.column_names, self.report):
                    position = position_of(table, cells, row, self.report)
                    self._staging.put(table.name, StagedRow(cells[0], position, row, cells))
        except IncompleteError:
            self.unread.add(table.name)
        except UNREADABLE as error:
            self.unread.add(table.name)
            self._report_file(name, f"cannot be read ({error})", _DAMAGED)

    def _report_file(self, name: str, message: str, cure: str) -> None:
        self.report.add(FileProblem(file=name, message=message, cure=cure))

    def _records_of(self, cls: type[Record]) -> Iterator[Record]:
        own, *of_parts = tables_of(cls)
        groups = [_Groups(table, self._staging) for table in of_parts]
        before = ""
        for staged in self._staging.rows(own.name):
            # A row whose id is missing, or stands in another row already, has been reported as such.
            if staged.id == before:
                continue
            before = staged.id
            parts = {group.table.name: group.take(staged.id) for group in groups}
            record, faults = record_of(
                cls,
                dict(zip(own.column_names, staged.cells, strict=True)),
                {group.table.name: group.named(parts[group.table.name]) for group in groups},
            )
            self._report_cells(cls, {own.name: [staged], **parts}, staged.id, faults)
            yield record

    def _report_cells(
        self,
        cls: type[Record],
        rows: Mapping[str, Sequence[StagedRow]],
        record_id: str,
        faults: Sequence[Problem],
    ) -> None:
        for fault in faults:
            name, index, _ = place_of(cls, fault.path)
            self.report.add(_located(cls.record_kind, record_id, fault, rows[name][index or 0].row))


class _Groups:
    """The rows of a table of parts, handed out record by record in the order of ids."""

    def __init__(self, table: Table, staging: Staging) -> None:
        self.table = table
        self._rows = staging.rows(table.name)
        self._next = next(self._rows, None)

    def take(self, record_id: str) -> list[StagedRow]:
        """Give the rows of this record, and pass over those of records before it."""
        taken = []
        while self._next is not None and self._next.id <= record_id:
            if self._next.id == record_id:
                taken.append(self._next)
            self._next = next(self._rows, None)
        return taken

    def named(self, rows: Sequence[StagedRow]) -> list[dict[str, str]]:
        """Give the rows' cells by the names of their columns."""
        return [dict(zip(self.table.column_names, staged.cells, strict=True)) for staged in rows]


def _located(kind: str, record_id: str, problem: Problem, row: int) -> FileProblem:
    name, _, column = place_of(CLASS_OF_KIND[kind], problem.path)
    message = problem.message if column else f"for the {kind} “{record_id}”: {problem.message}"
    return FileProblem(
        file=f"{name}.csv", row=row, column=column, value=problem.value, message=message, cure=problem.cure
    )
