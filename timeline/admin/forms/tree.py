"""A record as the tree of texts that a form holds, and a tree of texts as a record.

A tree has a value for each field: a text, a list of texts, or a list of trees for the parts of a record.
What a person typed stays in it letter for letter (but for white space at the ends), whether or not it is
right; whatever cannot be read becomes a problem with the path of its field.
"""

import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar, cast

from timeline.admin.forms.dates import read_date
from timeline.admin.forms.locators import locator_problem
from timeline.errors import Problem
from timeline.records.fields import (
    Date,
    FieldSpec,
    Flag,
    LocatorText,
    Many,
    Mark,
    Markdown,
    Text,
    Whole,
    field_specs,
)
from timeline.records.kinds import Record

Tree = dict[str, Any]

P = TypeVar("P")
R = TypeVar("R", bound=Record)

_WHOLE = re.compile(r"-?[0-9]{1,9}", re.ASCII)


def tree_of(part: object) -> Tree:
    """Give a record, or a part of one, as the texts of a form."""
    return {spec.name: _value_of(spec, getattr(part, spec.name)) for spec in field_specs(type(part))}


def _value_of(spec: FieldSpec, value: Any) -> Any:
    if isinstance(spec.mark, Many):
        return [tree_of(item) for item in value] if spec.part is not None else list(value)
    if isinstance(spec.mark, Flag):
        return "true" if value else ""
    return str(value)


def blank_tree(cls: type) -> Tree:
    """Give the texts of a form in which nothing was typed: the defaults of the fields."""
    defaults = _defaults(cls)
    return {spec.name: _value_of(spec, defaults[spec.name]) for spec in field_specs(cls)}


@cache
def _defaults(cls: type) -> dict[str, Any]:
    found: dict[str, Any] = {}
    empty = {spec.name: "" if isinstance(spec.mark, Whole) else spec.empty for spec in field_specs(cls)}
    for field in dataclasses.fields(cls):
        given = field.default is not dataclasses.MISSING
        found[field.name] = field.default if given else empty[field.name]
    return found


def compacted(cls: type, tree: Tree) -> Tree:
    """Give the tree without the rows of parts, and the values of lists, in which nothing was typed."""
    made: Tree = {}
    for spec in field_specs(cls):
        value = tree[spec.name]
        if spec.part is not None:
            rows = [compacted(spec.part, row) for row in value]
            value = [row for row in rows if not is_blank(spec.part, row)]
        elif isinstance(spec.mark, Many):
            value = [item for item in value if item]
        made[spec.name] = value
    return made


def is_blank(cls: type, row: Tree) -> bool:
    """Tell whether nothing was typed into the row of a part."""
    return row == blank_tree(cls) or not any(row.values())


def tidied(mark: Mark | Many, text: str) -> str:
    """Take off what a browser or a careless paste adds: white space at the ends, returns before newlines."""
    plain = text.replace("\r\n", "\n")
    lines = isinstance(mark, Markdown) or (isinstance(mark, Text) and mark.lines)
    return plain.strip() if lines else plain.strip().replace("\n", " ")


def record_of(cls: type[R], tree: Tree) -> tuple[R, tuple[Problem, ...]]:
    """Build the record from a compacted tree, and list what could not be read.

    What the values mean is judged by `timeline.records.validate`; a text that cannot be read stays as it
    is, so that nothing typed is lost.
    """
    problems: list[Problem] = []
    return cast("R", _build(cls, tree, "", problems)), tuple(problems)


def _build(cls: type, tree: Tree, path: str, problems: list[Problem]) -> object:
    values: dict[str, Any] = {}
    for spec in field_specs(cls):
        value, where = tree[spec.name], f"{path}{spec.name}"
        if spec.part is not None:
            part = spec.part
            values[spec.name] = tuple(
                _build(part, row, f"{where}[{index}].", problems) for index, row in enumerate(value)
            )
        elif isinstance(spec.mark, Many):
            values[spec.name] = tuple(value)
        else:
            values[spec.name] = _read(spec.mark, value, where, problems)
    return cls(**values)


def _read(mark: Mark, text: str, path: str, problems: list[Problem]) -> object:
    if isinstance(mark, Flag):
        return text == "true"
    if isinstance(mark, Whole):
        if _WHOLE.fullmatch(text):
            return int(text)
        cure = f"Write a whole number from {mark.least} to {mark.most}."
        problems.append(Problem(path=path, value=text, message="is not a whole number", cure=cure))
        return mark.least
    if isinstance(mark, Date):
        reading = read_date(text)
        if reading.problem:
            problems.append(dataclasses.replace(reading.problem, path=path))
        return reading.edtf
    problem = locator_problem(text) if isinstance(mark, LocatorText) else None
    if problem:
        problems.append(dataclasses.replace(problem, path=path))
    return text


def walk(cls: type, tree: Tree, path: str = "") -> Iterator[tuple[str, Mark | Many, str]]:
    """Yield the path, the mark and the text of every single value of a tree."""
    for spec in field_specs(cls):
        value, where = tree[spec.name], f"{path}{spec.name}"
        if spec.part is not None:
            for index, row in enumerate(value):
                yield from walk(spec.part, row, f"{where}[{index}].")
        elif isinstance(spec.mark, Many):
            item = spec.mark.item or spec.mark
            yield from ((f"{where}[{index}]", item, text) for index, text in enumerate(value))
        else:
            yield where, spec.mark, value


def put(tree: Tree, path: str, text: str) -> None:
    """Set the text at a path of a tree."""
    *way, last = [int(step) if step.isdigit() else step for step in re.findall(r"\w+", path)]
    at: Any = tree
    for step in way:
        at = at[step]
    at[last] = text
