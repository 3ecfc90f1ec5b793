"""Rows that were copied from a spreadsheet: tab-separated cells, read into the rows of a grid."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

from timeline.admin.forms.layout import label_of
from timeline.admin.forms.tree import Tree, blank_tree, tidied
from timeline.records.fields import Coded, Decimal, field_specs

MOST_ROWS: Final = 2_000
LONGEST: Final = 1_000_000
_GROUPED: Final = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")


def read_rows(part: type, text: str) -> list[Tree]:
    """Read copied rows into trees of a part.

    The columns are those of the grid in its order, unless the first row names them.
    """
    plain = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    try:
        rows = _filled(csv.reader(io.StringIO(plain), dialect="excel-tab"))
    except csv.Error:
        # No spreadsheet made this, such as a file that was opened as text: it is shown as it came.
        rows = _filled(line.split("\t") for line in plain.split("\n"))
    if not rows:
        return []
    columns = _header(part, rows[0])
    if columns is None:
        columns = [spec.name for spec in field_specs(part)]
    else:
        rows = rows[1:]
    marks = {spec.name: spec.mark for spec in field_specs(part)}
    made = []
    for row in rows:
        tree = blank_tree(part)
        for name, cell in zip(columns, row, strict=False):
            if name and cell.strip():
                tree[name] = _cell(marks[name], tidied(marks[name], cell))
        made.append(tree)
    return made


def _filled(lines: Iterable[list[str]]) -> list[list[str]]:
    return [
        row for row, _ in zip(lines, range(MOST_ROWS + 1), strict=False) if any(cell.strip() for cell in row)
    ]


def _header(part: type, row: Sequence[str]) -> list[str] | None:
    names: dict[str, str] = {}
    for spec in field_specs(part):
        names |= {spec.name: spec.name, label_of(part, spec.name).casefold(): spec.name}
        names[spec.name.replace("_", " ")] = spec.name
    found = [names.get(cell.strip().casefold(), "") for cell in row]
    return found if sum(1 for name in found if name) >= max(2, len(row) // 2) else None


def _cell(mark: object, text: str) -> str:
    if isinstance(mark, Decimal) and _GROUPED.fullmatch(text):
        return text.replace(",", "")
    if isinstance(mark, Coded):
        by_label = {term.label.casefold(): key for key, term in mark.terms.items()}
        return by_label.get(text.casefold(), text)
    return text
