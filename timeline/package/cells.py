r"""One value in one cell: how a list shares a cell, and how a spreadsheet is kept from running text.

Items of a list are joined by `|`; a `|` or `\` within an item is written `\|` or `\\`. An item with
several parts joins them by `:`, the last part taking the rest.

A spreadsheet runs a cell of text that begins with = + - @, tab or carriage return. Such a text is written
with an apostrophe before it, which reading takes off again. A text that begins with apostrophes and then
such a character gets one more, so that every text comes back as it was.
"""

import re
from collections.abc import Iterable
from typing import Any

from timeline.records.fields import Decimal, FieldSpec, Flag, Many, Whole, field_specs
from timeline.records.source import Creator

_RUNNABLE = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_SIGN = re.compile(r"\\(.?)|\|", re.DOTALL)
_ESCAPE = re.compile(r"\\([|\\])")


class CellError(ValueError):
    """A cell cannot be read; the message says what to write instead."""


def guard(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run."""
    return "'" + text if _RUNNABLE.match(text) else text


def unguard(cell: str) -> str:
    """Take off the apostrophe that `guard` puts."""
    return cell[1:] if _GUARDED.match(cell) else cell


def join_list(items: Iterable[str]) -> str:
    """Write several items into one cell."""
    items = items if isinstance(items, list | tuple) else tuple(items)
    joined = "|".join(items)
    if "\\" not in joined and joined.count("|") == max(len(items), 1) - 1:
        return joined  # Nothing to escape, as in nearly all lists.
    return "|".join(item.replace("\\", "\\\\").replace("|", "\\|") for item in items)


def split_list(cell: str) -> tuple[str, ...]:
    """Read the items of one cell; an empty cell has none."""
    if not cell:
        return ()
    if "\\" not in cell:
        return tuple(cell.split("|"))
    items = []
    start = 0
    for sign in _SIGN.finditer(cell):
        if sign[0] == "|":
            items.append(cell[start : sign.start()])
            start = sign.end()
        elif sign[1] not in {"|", "\\"}:
            raise CellError("Write a backslash in a list twice: \\\\ stands for one.")
    items.append(cell[start:])
    return tuple(_ESCAPE.sub(r"\1", item) for item in items)


def write_cell(spec: FieldSpec, value: Any) -> str:
    """Give the cell for the value of a field."""
    mark = spec.mark
    if isinstance(mark, Many):
        items = value if spec.part is None else [_write_part(part) for part in value]
        return guard(join_list(items))
    if isinstance(mark, Flag):
        return "true" if value else "false"
    if isinstance(mark, Whole):
        return str(value)
    return guard(value) if is_guarded(spec) else str(value)


def read_cell(spec: FieldSpec, cell: str) -> object:
    """Give the value of a field from its cell; raises CellError."""
    mark = spec.mark
    if isinstance(mark, Many):
        items = split_list(unguard(cell))
        if spec.part is None:
            return items
        part = spec.part
        return tuple(_read_part(part, item) for item in items)
    if isinstance(mark, Flag):
        return _read_flag(cell)
    if isinstance(mark, Whole):
        return _read_whole(cell)
    return unguard(cell) if is_guarded(spec) else cell


def is_guarded(spec: FieldSpec) -> bool:
    """Tell whether the field's cells are text that the guard applies to: all but numbers and flags."""
    return not isinstance(spec.mark, Decimal | Whole | Flag)


def _read_flag(cell: str) -> bool:
    values = {"true": True, "false": False, "": False}
    if cell.lower() not in values:
        raise CellError("Write true or false.")
    return values[cell.lower()]


def _read_whole(cell: str) -> int:
    if re.fullmatch(r"-?[0-9]{1,9}", cell, re.ASCII) is None:
        raise CellError("Write a whole number in digits.")
    return int(cell)


def _write_part(part: Any) -> str:
    if isinstance(part, Creator):
        if part.literal:
            return f"{part.role}:{{{part.literal}}}"
        name = f"{part.family}, {part.given}" if part.given else part.family
        return f"{part.role}:{name}"
    values = [getattr(part, spec.name) for spec in field_specs(type(part))]
    while len(values) > 1 and values[-1] == "":
        values.pop()
    return ":".join(values)


def _read_part(part: type, item: str) -> object:
    if part is Creator:
        return _read_creator(item)
    specs = field_specs(part)
    values = item.split(":", len(specs) - 1)
    if any(spec.mark.required for spec in specs[len(values) :] if not isinstance(spec.mark, Many)):
        form = ":".join(spec.name for spec in specs)
        raise CellError(f"Write each item of the list as {form}; “{item[:60]}” lacks a part.")
    values += [""] * (len(specs) - len(values))
    return part(**{spec.name: value for spec, value in zip(specs, values, strict=True)})


def _read_creator(item: str) -> Creator:
    role, colon, name = item.partition(":")
    if not colon or not name:
        raise CellError(
            "Write each creator as role:Family, Given — or role:{Name of a body} — such as author:Morse, Ann."
        )
    if name.startswith("{") and name.endswith("}"):
        return Creator(role=role, literal=name[1:-1])
    family, _, given = name.partition(", ")
    return Creator(role=role, family=family, given=given)
