"""The tables of the archive with typed values, for formats that tell a number or a day from a text.

They are the tables of the data package, with every date resolved beside its EDTF text: in words, its first
and last day, its precision, and whether it is approximate or uncertain. A text stands as it is, without
the apostrophe that guards a cell of CSV: these formats say themselves that it is a text.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final, TypeAlias

from timeline.exports.archive import Archive
from timeline.exports.date_columns import date_columns
from timeline.exports.resolved_dates import resolve
from timeline.exports.tabular import Tabular
from timeline.package.cells import unguard, write_cell
from timeline.package.tables import Column, Table, tables
from timeline.records.fields import Date, FieldSpec, Many, Ref, field_specs
from timeline.records.fields import Decimal as DecimalMark
from timeline.records.kinds import CLASS_OF_KIND, RECORD_CLASSES, Record

Value: TypeAlias = str | int | bool | Decimal | dt.date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TypedColumn:
    """One column: its name, its type (string, integer, number, boolean or date), and what it means.

    `refers_to` names the table whose rows its values name by their ids.
    """

    name: str
    type: str
    about: str
    required: bool = False
    refers_to: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TypedTable:
    """One table of records, of their parts, or of what shares a cell in the data package."""

    name: str
    about: str
    record_class: type[Record]
    columns: tuple[TypedColumn, ...]
    primary_key: tuple[str, ...]
    rows_in: Callable[[Record], Iterator[tuple[Value, ...]]]

    def rows(self, archive: Archive) -> Iterator[tuple[Value, ...]]:
        """Yield the rows of all records of the archive, by id."""
        for record in archive.records(self.record_class.record_kind):
            yield from self.rows_in(record)


@cache
def typed_tables() -> tuple[TypedTable, ...]:
    """List the tables of the data package, in its order, each date resolved."""
    return tuple(_package_table(table) for table in tables())


@cache
def list_tables() -> tuple[TypedTable, ...]:
    """List the tables of what shares a cell in the data package: one row an item of a record's list."""
    return tuple(
        _list_table(cls, spec)
        for cls in RECORD_CLASSES
        for spec in field_specs(cls)
        if isinstance(spec.mark, Many) and not spec.mark.table
    )


def typed_rows(table: Tabular, archive: Archive) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of a flat table with typed values in the place of its cells."""
    readers = [_READERS[column.type] for column in table.columns]
    for cells in table.rows(archive):
        yield tuple(read(cell) for read, cell in zip(readers, cells, strict=True))


_READERS: Final[dict[str, Callable[[str], Value]]] = {
    "string": unguard,
    "integer": lambda cell: int(cell) if cell else None,
    "number": lambda cell: Decimal(cell) if cell else None,
    "boolean": lambda cell: cell == "true" if cell else None,
    "date": lambda cell: dt.date.fromisoformat(cell) if cell else None,
}


def _package_table(table: Table) -> TypedTable:
    specs = [column.spec for column in table.columns if column.spec is not None]
    own = [column for column in table.columns if column.spec is None]

    def rows_in(record: Record) -> Iterator[tuple[Value, ...]]:
        if not table.is_of_parts:
            yield tuple(_values(specs, record))
            return
        for position, part in enumerate(getattr(record, table.field), start=1):
            yield (record.id, position, *_values(specs, part))

    return TypedTable(
        name=table.name,
        about=table.about,
        record_class=table.record_class,
        columns=tuple(
            typed
            for column in (*own, *(one for one in table.columns if one.spec is not None))
            for typed in _typed_columns(column)
        ),
        primary_key=table.primary_key,
        rows_in=rows_in,
    )


def _typed_columns(column: Column) -> Iterator[TypedColumn]:
    about = column.about
    if column.spec is not None and isinstance(column.spec.mark, Many):
        about = f"{about} (a list, joined by |)"
    yield TypedColumn(
        name=column.name,
        type=column.type,
        about=about,
        required=column.required,
        refers_to=column.refers_to,
    )
    if column.spec is not None:
        yield from _resolving_columns(column.spec)


def _resolving_columns(spec: FieldSpec) -> Iterator[TypedColumn]:
    if isinstance(spec.mark, Date):
        for made in date_columns(spec.name):
            yield TypedColumn(name=made.name, type=made.type, about=made.about)


def _list_table(cls: type[Record], spec: FieldSpec) -> TypedTable:
    mark = spec.mark
    specs = field_specs(spec.part) if spec.part is not None else ()

    def rows_in(record: Record) -> Iterator[tuple[Value, ...]]:
        for position, item in enumerate(getattr(record, spec.name), start=1):
            yield (record.id, position, *(_values(specs, item) if specs else (item,)))

    return TypedTable(
        name=f"{cls.record_kind}_{spec.name}",
        about=f"The items of the column {spec.name} of {cls.plural}, one a row.",
        record_class=cls,
        columns=(
            TypedColumn(
                name=f"{cls.record_kind}_id",
                type="string",
                about=f"The {cls.record_kind}.",
                required=True,
                refers_to=cls.plural,
            ),
            TypedColumn(
                name="position", type="integer", about="Its place in the list, from 1.", required=True
            ),
            *_item_columns(spec, mark.item if isinstance(mark, Many) else None),
        ),
        primary_key=(f"{cls.record_kind}_id", "position"),
        rows_in=rows_in,
    )


def _item_columns(spec: FieldSpec, item: Any) -> Iterator[TypedColumn]:
    if spec.part is None:
        name = item.kind if isinstance(item, Ref) else "value"
        yield TypedColumn(name=name, type="string", about=item.about, required=True, refers_to=_target(item))
        return
    for inner in field_specs(spec.part):
        mark = inner.mark
        required = not isinstance(mark, Many) and mark.required
        yield TypedColumn(
            name=inner.name, type="string", about=mark.about, required=required, refers_to=_target(mark)
        )
        yield from _resolving_columns(inner)


def _target(mark: Any) -> str:
    return CLASS_OF_KIND[mark.kind].plural if isinstance(mark, Ref) else ""


def _values(specs: Any, part: object) -> Iterator[Value]:
    for spec in specs:
        value = getattr(part, spec.name)
        match spec.mark:
            case Date():
                yield value
                yield from _resolved(value)
            case Many():
                yield unguard(write_cell(spec, value))
            case DecimalMark():
                yield Decimal(value) if value else None
            case _:
                yield value


@lru_cache(maxsize=50_000)
def _resolved(text: str) -> tuple[Value, ...]:
    """Give what a date says, in the columns of `date_columns`; where none is given, nothing follows."""
    if not text:
        return (None,) * 6
    date = resolve(text)
    return (date.words, date.earliest, date.latest, date.precision, date.approximate, date.uncertain)
