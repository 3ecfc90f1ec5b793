"""What a field of a record may hold: the one description from which all else about it follows.

A record class annotates each field with one of these marks. Validation, the canonical JSON form, the
columns of the data package, the data dictionary and the editing forms are all derived from them, so
that a rule about a field is written once.
"""

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MAX_LINE = 500
MAX_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Text:
    """Words of people: one line, or several where `lines` is true. Lengths count characters."""

    about: str
    required: bool = False
    longest: int = MAX_LINE
    lines: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class LocatorText(Text):
    """A place in a source, which `timeline.records.locators` reads: a kind of place, and which one of it."""


@dataclass(frozen=True, slots=True)
class Markdown:
    """Several paragraphs in Markdown (CommonMark, without HTML)."""

    about: str
    required: bool = False
    longest: int = MAX_TEXT
    example: str = ""


@dataclass(frozen=True, slots=True)
class Id:
    """The record's own public id: `[a-z0-9-]`, at most 80 characters."""

    about: str
    example: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Ref:
    """The public id of another record of `kind`; with `any_kind`, `kind:id` of any record."""

    about: str
    kind: str
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class AnyRef:
    """A record of any kind that has a page, written `kind:id`."""

    about: str
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A short code made by the archivist, unique within its record: `[a-z0-9-]`, at most 80."""

    about: str
    required: bool = True
    example: str = ""


@dataclass(frozen=True, slots=True)
class Date:
    """A date as an EDTF string; empty where unknown."""

    about: str
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Coded:
    """One key of a controlled vocabulary in `timeline.vocab`."""

    about: str
    terms: Mapping[str, typing.Any]
    required: bool = True
    example: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds, both included."""

    about: str
    least: int
    most: int
    required: bool = True
    example: str = ""


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number in decimal notation with a point and no group separators, kept as written."""

    about: str
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A web address that begins with http:// or https://."""

    about: str
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A machine-readable code that matches `pattern` in full."""

    about: str
    pattern: str
    cure: str
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    about: str
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Many:
    """Several values in the order that the archivist chose.

    `item` marks each value of a tuple of strings; a tuple of records' parts carries its marks in its
    own class. `table` names the data package's table that holds the parts, one row each; without one
    they share a cell. `least` is how many there must be, `unique` whether a value may come twice.
    """

    about: str
    item: "Mark | None" = None
    table: str = ""
    least: int = 0
    unique: bool = True
    example: str = ""


Mark = Text | Markdown | Id | Ref | AnyRef | Key | Date | Coded | Whole | Decimal | Address | Code | Flag


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldSpec:
    """One field of a record class or of a part of one: its name, its mark, its part's class.

    `empty` is the value that says nothing: an empty text or tuple, 0 or false.
    """

    name: str
    mark: Mark | Many
    part: type | None
    empty: object

    @property
    def is_many(self) -> bool:
        """Tell whether the field holds a tuple."""
        return isinstance(self.mark, Many)


_SPECS: dict[type, tuple[FieldSpec, ...]] = {}


def field_specs(cls: type) -> tuple[FieldSpec, ...]:
    """List the fields of a record class, or of a part's class, in the order of its definition."""
    if cls not in _SPECS:
        _SPECS[cls] = tuple(_read_specs(cls))
    return _SPECS[cls]


def _read_specs(cls: type) -> Iterator[FieldSpec]:
    hints = typing.get_type_hints(cls, include_extras=True)
    for field in dataclasses.fields(cls):
        hint = hints[field.name]
        value_type, mark = typing.get_args(hint)[:2]
        yield FieldSpec(name=field.name, mark=mark, part=_part_of(value_type), empty=_empty(value_type))


def _part_of(value_type: object) -> type | None:
    if typing.get_origin(value_type) is not tuple:
        return None
    item = typing.get_args(value_type)[0]
    return item if dataclasses.is_dataclass(item) and isinstance(item, type) else None


def _empty(value_type: object) -> object:
    if isinstance(value_type, types.GenericAlias):
        return ()
    if isinstance(value_type, type):
        return value_type()
    raise TypeError(f"a field of a record cannot be of type {value_type}")
