"""What the columns of the tables of lists mean: those that the database has beside the tables.

In CSV the items of such a list share a cell; a database gives each a row.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from timeline.exports.column_rules import rule_of, scalar_rule, told
from timeline.exports.date_columns import date_columns
from timeline.exports.tabular import Column
from timeline.exports.typed_tables import TypedTable, list_tables
from timeline.records.fields import FieldSpec, Many, field_specs
from timeline.records.kinds import RECORD_CLASSES, Record


@cache
def explained_lists() -> tuple[tuple[TypedTable, tuple[Column, ...]], ...]:
    """List the tables of lists, each with its columns as the data dictionary explains them."""
    fields = [
        (cls, spec)
        for cls in RECORD_CLASSES
        for spec in field_specs(cls)
        if isinstance(spec.mark, Many) and not spec.mark.table
    ]
    return tuple(
        (table, told(table.name, _columns(table, cls, spec)))
        for table, (cls, spec) in zip(list_tables(), fields, strict=True)
    )


def _columns(table: TypedTable, cls: type[Record], spec: FieldSpec) -> Iterator[Column]:
    rules = {f"{cls.record_kind}_id": f"The id of a row of {cls.plural}.", "position": "From 1."}
    resolved: dict[str, Column] = {}
    for inner in field_specs(spec.part) if spec.part is not None else ():
        rules[inner.name] = rule_of(inner)
        resolved |= {column.name: column for column in date_columns(inner.name)}
    for typed in table.columns:
        rule = rules.get(typed.name, "")
        if not rule and typed.name not in resolved and isinstance(spec.mark, Many) and spec.mark.item:
            rule = scalar_rule(spec.mark.item)
        column = resolved.get(typed.name, Column(name=typed.name, type=typed.type, about=typed.about))
        # These formats tell a text from a formula themselves.
        yield replace(column, rule=rule.replace("; guarded.", ".").replace(".csv.", "."))
