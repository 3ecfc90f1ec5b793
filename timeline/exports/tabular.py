"""A table as every tabular format has it: what its columns are and mean, and its rows as cells.

A cell is a text, as CSV has it; the type of its column tells a typed format what it stands for. An empty
cell says nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, ParamSpec, TypeAlias

from timeline.exports.archive import Archive

#: The first version of the formats in which a column may stand; see `VERSION`.
FIRST = "1"
#: The version of the formats. It grows when a column is added, renamed or comes to mean something else.
VERSION = "1"

P = ParamSpec("P")

Cells: TypeAlias = Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column: its name, its type in Table Schema, and what it means.

    `unit` is what its numbers count; `rule` says what a cell may hold, `example` is such a cell, and
    `since` the version of the formats from which it is there.
    """

    name: str
    type: str = "string"
    about: str
    unit: str = ""
    rule: str = ""
    example: str = ""
    since: str = FIRST


@dataclass(frozen=True, kw_only=True, slots=True)
class CellColumn(Column, Generic[P]):
    """One column, and how its cell is made of what a row is about."""

    cell: Callable[P, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tabular:
    """One table: its name, which is that of its file without an ending, its columns and its rows.

    `rows_are` is the value of the option `rows` that chooses it; "" where a format has this table alone.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Archive], Iterator[Cells]]
    rows_are: str = ""

    @property
    def column_names(self) -> tuple[str, ...]:
        """Give the names of the columns in order."""
        return tuple(column.name for column in self.columns)
