"""A form as a page shows it: controls and groups of rows, each with its problems beside it."""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from timeline import vocab
from timeline.admin.forms.dates import read_date
from timeline.admin.forms.layout import BEHIND, GRIDS, label_of
from timeline.admin.forms.locators import CHOICES
from timeline.admin.forms.names import ANY_ROW, name_of
from timeline.admin.forms.tree import Tree, blank_tree
from timeline.admin.forms.typed import is_one_a_line
from timeline.dates.propose import Proposal
from timeline.errors import Problem
from timeline.records.fields import (
    AnyRef,
    Coded,
    Date,
    Decimal,
    FieldSpec,
    Flag,
    Id,
    LocatorText,
    Many,
    Mark,
    Markdown,
    Ref,
    Text,
    Whole,
    field_specs,
)
from timeline.records.locators import split

BLANK_ROWS = 1
#: Lines that are often longer than their box: they wrap.
WRAPPED = frozenset({"title", "quotation", "says", "question"})

#: How a field with a mark is filled in; any other mark, and a short text, is a line.
_WIDGETS: Final[Mapping[type[Mark], str]] = {
    Markdown: "markdown",
    LocatorText: "locator",
    Coded: "select",
    Whole: "radios",
    Flag: "flag",
    Date: "date",
    Ref: "ref",
    AnyRef: "ref",
    Decimal: "number",
    Id: "id",
}

#: What no page can hold; its place is shown, and its problem stands beside the field.
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Control:
    """One field: what it is called, how it is filled in, what stands in it and what is wrong with it.

    That of a locator is two in the page: `located` is the kind of place, `value` which one it is.
    """

    field: str
    path: str
    name: str
    label: str
    about: str
    example: str
    widget: str
    value: str
    required: bool
    longest: int = 0
    of_kind: str = ""
    located: str = ""
    choices: Choices = ()
    proposals: tuple[Proposal, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One part of a record; `behind` are the controls that stand behind “More”."""

    path: str
    name: str
    number: str
    controls: tuple[Control, ...]
    behind: tuple[Control, ...] = ()
    is_blank: bool = False
    problems: tuple[Problem, ...] = ()

    def __getitem__(self, field: str) -> Control:
        """Give the control of a field."""
        return next(found for found in (*self.controls, *self.behind) if found.field == field)


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Several parts or values, each a row; `pattern` is the row from which new ones are made."""

    field: str
    path: str
    name: str
    label: str
    about: str
    widget: str
    part: str
    required: bool
    rows: tuple[Row, ...]
    pattern: Row
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """The form of a record, its parts by field; `loose` are problems that belong to no field of it."""

    kind: str
    parts: Mapping[str, Control | Group]
    loose: tuple[Problem, ...] = ()

    def __getitem__(self, field: str) -> Control | Group:
        """Give the control or the group of a field."""
        return self.parts[field]

    def wrong(self) -> Iterator[tuple[str, str, Problem]]:
        """Yield what is wrong in the order of the page: where it stands, its name, the problem."""
        for part in self.parts.values():
            yield from _wrong(part)
        yield from (("form", "The record", problem) for problem in self.loose)


def _wrong(part: Control | Group) -> Iterator[tuple[str, str, Problem]]:
    yield from ((part.name, part.label, problem) for problem in part.problems)
    if isinstance(part, Group):
        for row in part.rows:
            where = f"{part.label} {row.number}"
            yield from ((row.name, where, problem) for problem in row.problems)
            for control in (*row.controls, *row.behind):
                label = where if control.label == part.label else f"{where}: {control.label}"
                yield from ((control.name, label, problem) for problem in control.problems)


class _Left:
    """The problems that no field has taken yet, found by their paths: a form may have thousands of both."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._left = dict(enumerate(problems))
        self._at: dict[str, list[int]] = {}
        self._below: dict[str, list[int]] = {}
        for number, problem in self._left.items():
            self._at.setdefault(problem.path, []).append(number)
            for bracket in re.finditer(r"\[", problem.path):
                self._below.setdefault(problem.path[: bracket.start()], []).append(number)

    def take(self, path: str, *, below: bool = False) -> tuple[Problem, ...]:
        """Take those with this path, in their order; with `below`, those of its values too."""
        numbers = self._at.get(path, [])
        if below:
            numbers = sorted([*numbers, *self._below.get(path, [])])
        return tuple(self._left.pop(number) for number in numbers if number in self._left)

    def rest(self) -> tuple[Problem, ...]:
        """Give those that nobody took."""
        return tuple(self._left.values())


def form_of(cls: type, tree: Tree, problems: Iterable[Problem] = (), *, blank_rows: int = BLANK_ROWS) -> Form:
    """Lay out the form of a record class over a compacted tree, with `blank_rows` more in each group."""
    left = _Left(problems)
    parts = {
        spec.name: _part(cls, spec, tree[spec.name], left, blank_rows=blank_rows) for spec in field_specs(cls)
    }
    return Form(kind=str(getattr(cls, "record_kind", "")), parts=parts, loose=left.rest())


def _part(cls: type, spec: FieldSpec, value: object, left: _Left, *, blank_rows: int) -> Control | Group:
    if not isinstance(spec.mark, Many):
        return _control(cls, spec.name, spec.mark, str(value), "", left)
    assert isinstance(value, list)  # noqa: S101 - a tree has a list for each field of many values
    if is_one_a_line(spec):
        return _lines(cls, spec, value, left)
    return _group(cls, spec, value, left, blank_rows=blank_rows)


def _group(cls: type, spec: FieldSpec, values: list[object], left: _Left, *, blank_rows: int) -> Group:
    part = spec.part
    blank: object = blank_tree(part) if part is not None else ""
    rows = [_row(cls, spec, item, str(at), left) for at, item in enumerate(values)]
    rows += [_row(cls, spec, blank, str(at), _Left()) for at in range(len(rows), len(rows) + blank_rows)]
    named = "values" if part is None else "grid" if part.__name__ in GRIDS else "rows"
    mark = spec.mark
    assert isinstance(mark, Many)  # noqa: S101 - as the caller has found
    return Group(
        field=spec.name,
        path=spec.name,
        name=spec.name,
        label=label_of(cls, spec.name),
        about=mark.about,
        widget=named,
        part=part.__name__ if part is not None else "",
        required=mark.least > 0,
        rows=tuple(rows),
        pattern=_row(cls, spec, blank, ANY_ROW, _Left()),
        problems=left.take(spec.name),
    )


def _row(cls: type, spec: FieldSpec, value: object, at: str, left: _Left) -> Row:
    path = f"{spec.name}[{at}]"
    name = f"{spec.name}-{at}"
    number = str(int(at) + 1) if at.isdigit() else at
    if not isinstance(value, dict) or spec.part is None:
        mark = spec.mark.item if isinstance(spec.mark, Many) else None
        assert mark is not None  # noqa: S101 - a list of plain values says what they are
        single = _control(cls, spec.name, mark, str(value), path, left)
        single = dataclasses.replace(single, path=path, name=name)
        return Row(path=path, name=name, number=number, controls=(single,), is_blank=not value)
    part = spec.part
    controls = []
    for inner in field_specs(part):
        where = f"{path}.{inner.name}"
        if isinstance(inner.mark, Many):
            controls.append(_lines(part, inner, value[inner.name], left, where))
        else:
            controls.append(_control(part, inner.name, inner.mark, str(value[inner.name]), where, left))
    behind = BEHIND.get(part.__name__, ())
    return Row(
        path=path,
        name=name,
        number=number,
        controls=tuple(found for found in controls if found.field not in behind),
        behind=tuple(found for found in controls if found.field in behind),
        is_blank=value == blank_tree(part),
        problems=left.take(path),
    )


def _lines(cls: type, spec: FieldSpec, values: Sequence[object], left: _Left, where: str = "") -> Control:
    path = where or spec.name
    return Control(
        field=spec.name,
        path=path,
        name=name_of(path),
        label=label_of(cls, spec.name),
        about=spec.mark.about,
        example=spec.mark.example.replace("|", ", "),
        widget="lines",
        value=_UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", "\n".join(str(value) for value in values)),
        required=isinstance(spec.mark, Many) and spec.mark.least > 0,
        problems=left.take(path, below=True),
    )


def _control(cls: type, field: str, mark: Mark, value: str, where: str, left: _Left) -> Control:
    path = where or field
    located, value = split(value) if isinstance(mark, LocatorText) else ("", value)
    return Control(
        field=field,
        path=path,
        name=name_of(path),
        label=label_of(cls, field),
        about=mark.about,
        example=mark.example,
        widget="line" if field in WRAPPED else _widget(mark),
        value=_UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", value),
        required=mark.required,
        longest=mark.longest if isinstance(mark, Text | Markdown) else 0,
        of_kind=mark.kind if isinstance(mark, Ref) else "any" if isinstance(mark, AnyRef) else "",
        located=located,
        choices=_choices(field, mark),
        proposals=read_date(value).proposals if isinstance(mark, Date) else (),
        problems=left.take(path),
    )


def _widget(mark: Mark) -> str:
    if isinstance(mark, Text) and not isinstance(mark, LocatorText):
        return "text" if mark.longest and not mark.lines and mark.longest <= 500 else "area"
    return _WIDGETS.get(type(mark), "text")


def _choices(field: str, mark: Mark) -> Choices:
    if isinstance(mark, LocatorText):
        return CHOICES
    if isinstance(mark, Coded):
        return tuple((key, term.label) for key, term in mark.terms.items())
    if isinstance(mark, Whole):
        if field == "significance":
            return tuple((str(key), term.label) for key, term in vocab.SIGNIFICANCE.items())
        return tuple((str(number), str(number)) for number in range(mark.least, mark.most + 1))
    return ()
