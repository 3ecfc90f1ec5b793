"""The keys of a package's rows: that each stands once, and that every part has its record."""

from collections.abc import Set as AbstractSet

from timeline.errors import FileProblem
from timeline.imports.report import Report
from timeline.imports.staging import StagedRow, Staging
from timeline.package.tables import Table, tables

#: Rows whose position cannot be read come behind all others, in the order of the file.
_BEHIND = 1_000_000_000


def position_of(table: Table, cells: tuple[str, ...], row: int, report: Report) -> int:
    """Give the position that a row has in its record, 0 in a table of records; report what is missing."""
    if not cells[0]:
        report.add(
            FileProblem(
                file=table.file_name,
                row=row,
                column=table.primary_key[0],
                message="is missing",
                cure=f"Write the id of the {table.record_class.record_kind}: lower-case letters a–z, digits"
                " and single hyphens.",
            )
        )
    if not table.is_of_parts:
        return 0
    cell = cells[1]
    if cell.isascii() and cell.isdigit() and len(cell) <= 9:
        return int(cell)
    report.add(
        FileProblem(
            file=table.file_name,
            row=row,
            column="position",
            value=cell,
            message="is not a whole number" if cell else "is missing",
            cure=f"Number the rows of each {table.record_class.record_kind} 1, 2, 3 and so on.",
        )
    )
    return _BEHIND + row


def check_keys(staging: Staging, report: Report, *, unread: AbstractSet[str]) -> None:
    """Report keys that stand twice, and parts whose record is not in the package.

    Of the tables in `unread` not all rows are known, so that nothing can be missed there.
    """
    for table in tables():
        _check_twice(table, staging, report)
        if table.is_of_parts and table.record_class.plural not in unread:
            _check_owners(table, staging, report)


def _check_twice(table: Table, staging: Staging, report: Report) -> None:
    before = StagedRow("", 0, 0, ())
    for staged in staging.rows(table.name):
        if staged.id and (staged.id, staged.position) == (before.id, before.position):
            report.add(_twice(table, staged, before.row))
        else:
            before = staged


def _twice(table: Table, staged: StagedRow, first_row: int) -> FileProblem:
    if table.is_of_parts:
        value = str(staged.position)
        message = f"stands in row {first_row} already for the {table.record_class.record_kind} “{staged.id}”"
        cure = "Give each row its own position within its record."
    else:
        value, message = staged.id, f"stands in row {first_row} already"
        cure = "Give each row its own id, or delete one of the two."
    return FileProblem(
        file=table.file_name,
        row=staged.row,
        column=table.primary_key[-1],
        value=value,
        message=message,
        cure=cure,
    )


def _check_owners(table: Table, staging: Staging, report: Report) -> None:
    cls = table.record_class
    owners = (staged.id for staged in staging.rows(cls.plural))
    owner = next(owners, None)
    for staged in staging.rows(table.name):
        while owner is not None and owner < staged.id:
            owner = next(owners, None)
        if staged.id and owner != staged.id:
            report.add(
                FileProblem(
                    file=table.file_name,
                    row=staged.row,
                    column=cls.record_kind,
                    value=staged.id,
                    message=f"there is no such {cls.record_kind} in {cls.plural}.csv",
                    cure=f"Write the id of a row of {cls.plural}.csv, or add that row.",
                )
            )
