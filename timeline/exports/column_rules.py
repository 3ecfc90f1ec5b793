"""What a column may hold, in a sentence: from the mark of its field, or from its name and type."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from timeline.dates.value import PRECISIONS
from timeline.exports.examples import EXAMPLES
from timeline.exports.list_examples import LIST_EXAMPLES
from timeline.exports.tabular import Column
from timeline.records.fields import (
    MAX_TEXT,
    Address,
    AnyRef,
    Code,
    Coded,
    Date,
    Decimal,
    FieldSpec,
    Flag,
    Id,
    Key,
    Many,
    Mark,
    Markdown,
    Ref,
    Text,
    Whole,
    field_specs,
)
from timeline.records.kinds import CLASS_OF_KIND
from timeline.records.validate import ADDRESS_LONGEST, ID_LONGEST, MANY_MOST

Some = TypeVar("Some", bound=Column)

DECIMAL: Final = "Digits with a point before decimals and no separators, at most 15 before it and 6 after."
_ID: Final = f"Lower-case letters a–z, digits and single hyphens, at most {ID_LONGEST}."
_OF_TYPE: Final = {
    "date": ("A day, YYYY-MM-DD.", "day of the Gregorian calendar"),
    "boolean": ("true or false.", ""),
    "integer": ("A whole number.", ""),
    "number": (DECIMAL, "the unit of the series"),
}


def one_of(terms: Iterable[str]) -> str:
    """Say that a column holds one of some terms."""
    return f"One of {', '.join(terms)}."


def told(table: str, columns: Iterable[Some], rules: Mapping[str, str] | None = None) -> tuple[Some, ...]:
    """Give the columns of a table each with its rule, unit and example; what they say themselves stays.

    `rules` are those of columns that their names and types do not tell.
    """
    examples = EXAMPLES[table] if table in EXAMPLES else LIST_EXAMPLES[table]
    return tuple(
        replace(
            column,
            rule=column.rule or (rules or {}).get(column.name, "") or _rule_by_name(column),
            unit=column.unit or _OF_TYPE.get(column.type, ("", ""))[1],
            example=column.example or examples.get(column.name, ""),
        )
        for column in columns
    )


def _rule_by_name(column: Column) -> str:  # noqa: PLR0911 - one return a form
    name = column.name
    if column.type in _OF_TYPE:
        return _OF_TYPE[column.type][0]
    if "(a list)" in column.about:
        return "A list, joined by |; guarded."
    if name == "id" or name.endswith("_id") or name in {"policy", "place"}:
        return _ID
    if "EDTF" in column.about:
        return "EDTF."
    if name.endswith("words"):
        return "English words."
    if name.endswith("precision"):
        return one_of(PRECISIONS)
    return "An address." if name == "url" else "Text; guarded."


def rule_of(spec: FieldSpec) -> str:
    """Say in a sentence what a field may hold."""
    mark = spec.mark
    if not isinstance(mark, Many):
        return scalar_rule(mark)
    if spec.part is not None:
        parts = field_specs(spec.part)
        items = "; ".join(f"{part.name}: {rule_of(part)}" for part in parts)
    else:
        items = scalar_rule(mark.item) if mark.item is not None else ""
    least = f", at least {mark.least}" if mark.least else ""
    once = ", none twice" if mark.unique else ""
    return f"A list{least}, at most {MANY_MOST:,}{once}. Each: {items}"


def scalar_rule(mark: Mark) -> str:  # noqa: PLR0911 - one return a form
    """Say in a sentence what a single value may be."""
    match mark:
        case Text():
            lines = "Text" if mark.lines else "Text in one line"
            return f"{lines}, at most {mark.longest:,} characters; guarded."
        case Markdown():
            return f"Markdown (CommonMark, without HTML), at most {MAX_TEXT:,} characters; guarded."
        case Id():
            return f"Lower-case letters a–z, digits and single hyphens, at most {ID_LONGEST}; never reused."
        case Key():
            return _ID
        case Ref():
            return f"The id of a row of {CLASS_OF_KIND[mark.kind].plural}.csv."
        case AnyRef():
            return f"kind:id, where kind is one of {', '.join(CLASS_OF_KIND)}."
        case _:
            return _coded_rule(mark)


def _coded_rule(mark: Mark) -> str:  # noqa: PLR0911 - one return a form
    match mark:
        case Date():
            return "EDTF."
        case Coded():
            return f"One of {', '.join(mark.terms)}."
        case Whole():
            return f"A whole number from {mark.least} to {mark.most}."
        case Decimal():
            return DECIMAL
        case Address():
            return f"An address that begins with http:// or https://, at most {ADDRESS_LONGEST:,} characters."
        case Code():
            return mark.cure
        case Flag():
            return "true or false."
        case _:
            raise TypeError(f"no rule is known for {mark}")
