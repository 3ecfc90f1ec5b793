"""The counts of an overview of time as a table."""

from dataclasses import dataclass

from timeline.drawing.density import Bar, Density
from timeline.web.speaking import gettext, short_months
from timeline.web.strip_ranges import RangeAddress, between


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRow:
    """One line: a heading with its address, and what is in each span ("" where there is no span)."""

    label: str
    url: str
    cells: tuple[str, ...]


def table_of(found: Density, address: RangeAddress) -> tuple[tuple[str, ...], tuple[TableRow, ...]]:
    """Lay out the same counts as a table, the spans of a year (or a month, or ten spans) in one line."""
    lines: dict[str, dict[int, Bar]] = {}
    for number, bar in enumerate(found.bars):
        key, column = _cell(bar, number, found.months)
        lines.setdefault(key, {})[column] = bar
    columns = range(min(min(line) for line in lines.values()), max(max(line) for line in lines.values()) + 1)
    rows = []
    for line in lines.values():
        first, last = min(bar.first for bar in line.values()), max(bar.last for bar in line.values())
        cells = tuple(_counted(line[at]) if at in line else "" for at in columns)
        rows.append(TableRow(label=between(first, last), url=address(first, last), cells=cells))
    return tuple(_column(column, found.months) for column in columns), tuple(rows)


def _counted(bar: Bar) -> str:
    return f"{bar.sure} ({bar.possible})" if bar.possible else str(bar.sure)


def _cell(bar: Bar, number: int, months: int) -> tuple[str, int]:
    match months:
        case 0:
            return f"{bar.first.year}-{bar.first.month}", bar.first.day
        case 1:
            return str(bar.first.year), bar.first.month
        case 3:
            return str(bar.first.year), (bar.first.month + 2) // 3
        case _:
            return str(number // 10), number % 10


def _column(column: int, months: int) -> str:
    match months:
        case 0:
            return str(column)
        case 1:
            return short_months()[column - 1]
        case 3:
            return gettext("Quarter %(number)s", number=column)
        case _:
            return f"{column + 1}."
