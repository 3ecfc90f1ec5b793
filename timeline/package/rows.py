"""A record as rows of cells, and rows of cells as a record."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from timeline.errors import Problem
from timeline.package.cells import CellError, read_cell, write_cell
from timeline.package.tables import Table, tables_of
from timeline.records.kinds import Record

Row = Mapping[str, str]


def rows_of(record: Record) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the record's rows: the name of the table and the cells in the order of its columns."""
    for table in tables_of(type(record)):
        for cells in rows_in(table, record):
            yield table.name, cells


def rows_in(table: Table, record: Record) -> Iterator[tuple[str, ...]]:
    """Yield the record's rows in one of its tables: the cells in the order of the columns."""
    if not table.is_of_parts:
        yield tuple(_cells(table, record))
        return
    for position, part in enumerate(getattr(record, table.field), start=1):
        yield (record.id, str(position), *_cells(table, part))


def _cells(table: Table, value: object) -> Iterator[str]:
    for column in table.columns:
        if column.spec is not None:
            yield write_cell(column.spec, getattr(value, column.name))


def record_of(
    record_class: type[Record], row: Row, parts: Mapping[str, Sequence[Row]]
) -> tuple[Record, tuple[Problem, ...]]:
    """Build a record from its row and, by table name, the rows of its parts in their order.

    A cell that cannot be read becomes a problem with the field's path, and leaves its field empty; what
    the values mean is judged by `timeline.records.validate`.
    """
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for table in tables_of(record_class):
        if table.is_of_parts:
            values[table.field] = tuple(
                table.row_class(**_values(table, part, f"{table.field}[{index}].", problems))
                for index, part in enumerate(parts.get(table.name, ()))
            )
        else:
            values.update(_values(table, row, "", problems))
    return record_class(**values), tuple(problems)


def _values(table: Table, row: Row, path: str, problems: list[Problem]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.spec is None:
            continue
        cell = row[column.name]
        try:
            values[column.name] = read_cell(column.spec, cell)
        except CellError as error:
            values[column.name] = column.spec.empty
            problems.append(
                Problem(
                    path=path + column.name,
                    value=cell,
                    message="cannot be read",
                    cure=str(error),
                )
            )
    return values


_PATH = re.compile(r"(?P<field>[a-z_]+)(\[(?P<index>[0-9]+)\])?(\.(?P<inner>[a-z_]+))?")


def place_of(record_class: type[Record], path: str) -> tuple[str, int | None, str]:
    """Find where the problem with this path stands: table, index, column.

    The index counts the record's rows in a table of parts; it is None for the record's own row.
    """
    own, *of_parts = tables_of(record_class)
    found = _PATH.match(path)
    if found is None:
        return own.name, None, path
    for table in of_parts:
        if table.field == found["field"]:
            index = int(found["index"]) if found["index"] else None
            return table.name, index, found["inner"] or ""
    return own.name, None, found["field"]
