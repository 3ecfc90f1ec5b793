"""The tables of the data package one by one, each with what its dates say beside them.

The package keeps a date once, as EDTF, and what the dates say in a table of their own, `dates.csv`, to
which every column of dates leads: the package is what is edited and loaded again, and must not hold the
same thing twice. A table that is taken alone has no table beside it, so it carries six columns more for
each column of dates.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from timeline.exports.archive import Archive
from timeline.exports.column_rules import rule_of, told
from timeline.exports.date_columns import date_cells, date_columns
from timeline.exports.tabular import Cells, Column, Tabular
from timeline.languages.catalogue import N_
from timeline.package.rows import rows_in
from timeline.package.tables import Column as PackageColumn
from timeline.package.tables import Table, tables
from timeline.records.fields import Decimal

DATES = "dates"


def package_columns(table: Table) -> tuple[Column, ...]:
    """Give the columns of a table as the package has them, with all that the data dictionary says."""
    return told(table.name, (_described(column) for column in table.columns))


@cache
def single_tables() -> tuple[Tabular, ...]:
    """List the tables, each to be had alone, in the order of the package; the dates come last."""
    return (*(_single(table) for table in tables()), DATES_TABLE)


def date_places(table: Table) -> tuple[int, ...]:
    """Give the places of the columns that hold dates."""
    return tuple(place for place, column in enumerate(table.columns) if column.is_date)


def package_rows(archive: Archive, table: Table) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table as the package has them."""
    for record in archive.records(table.record_class.record_kind):
        yield from rows_in(table, record)


def date_rows(texts: set[str]) -> Iterator[Cells]:
    """Yield the rows of the table of dates, in the order of their EDTF texts."""
    for text in sorted(texts):
        yield (text, *date_cells(text))


def _single(table: Table) -> Tabular:
    columns: list[Column] = []
    for column, described in zip(table.columns, package_columns(table), strict=True):
        columns.append(described)
        if column.is_date:
            columns += told(table.name, map(_beside, date_columns(column.name)))

    def rows(archive: Archive) -> Iterator[Cells]:
        dated = frozenset(date_places(table))
        for row in package_rows(archive, table):
            cells: list[str] = []
            for place, cell in enumerate(row):
                cells.append(cell)
                if place in dated:
                    cells += date_cells(cell)
            yield cells

    return Tabular(name=table.name, about=table.about, columns=tuple(columns), rows=rows)


def _every_date(archive: Archive) -> Iterator[Cells]:
    found: set[str] = set()
    for table in tables():
        places = date_places(table)
        for row in package_rows(archive, table) if places else ():
            found.update(row[place] for place in places if row[place])
    return date_rows(found)


def _described(column: PackageColumn) -> Column:
    if column.spec is not None:
        rule = rule_of(column.spec)
    else:
        rule = f"The id of a row of {column.refers_to}.csv." if column.refers_to else "From 1."
    return Column(
        name=column.name,
        type=column.type,
        about=column.about,
        unit="the unit of the series" if column.spec and isinstance(column.spec.mark, Decimal) else "",
        rule=f"{rule} Never empty." if column.required else rule,
        example=column.example,
    )


def _beside(column: Column) -> Column:
    return replace(column, about=f"{column.about} Not in the package, where dates.csv says it.")


DATES_TABLE = Tabular(
    name=DATES,
    about=N_("What each date of the other tables says. A date stands here once, by its EDTF text."),
    columns=told(
        DATES,
        (
            Column(
                name="edtf",
                about="The date as EDTF, as it stands in other tables.",
                rule="EDTF. Never empty.",
                example="2011-21",
            ),
            *date_columns(""),
        ),
    ),
    rows=_every_date,
)
