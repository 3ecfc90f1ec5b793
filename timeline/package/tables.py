"""The tables of the data package: which there are, their columns, keys and order.

They follow from the record classes. A record is one row of its kind's table; a part that has a table of
its own (a citation, a figure, a claim) is one row there, keyed by its record's id and its position.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from timeline.languages.catalogue import N_
from timeline.records.fields import (
    Date,
    Decimal,
    FieldSpec,
    Flag,
    Many,
    Ref,
    Whole,
    field_specs,
)
from timeline.records.kinds import CLASS_OF_KIND, RECORD_CLASSES, Record

TABLE_ORDER = (
    "timelines",
    "events",
    "event_dates",
    "citations",
    "sources",
    "actors",
    "places",
    "topics",
    "relations",
    "policies",
    "policy_states",
    "policy_changes",
    "series",
    "figures",
    "questions",
    "claims",
)

#: What each date of the other tables says. It follows from them, so that reading a package passes it over.
DATES_FILE = "dates.csv"

DESCRIPTIONS = {
    "timelines": N_("The timelines: scope, story and how far each is complete."),
    "events": N_("The events, one row each."),
    "event_dates": N_("Further dates of events, each with its role."),
    "citations": N_("The evidence of events: a source, a place in it, and how it bears on the event."),
    "sources": N_("The works that are cited, with the fields of CSL-JSON."),
    "actors": N_("Persons, agencies, courts, legislatures and organisations."),
    "places": N_("Jurisdictions."),
    "topics": N_("What events are about."),
    "relations": N_("How events bear on each other; stored on the side that points."),
    "policies": N_("Policies: questions whose answer changes in time."),
    "policy_states": N_("The states that each policy can have."),
    "policy_changes": N_("What events do to policies."),
    "series": N_("Statistics: what is counted, of what, in which unit."),
    "figures": N_("The numbers that sources give for each series."),
    "questions": N_("Points on which sources differ."),
    "claims": N_("What each source says on such a point."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column. `spec` is None for the two that key a part: its record's id and its position."""

    name: str
    type: str
    about: str
    required: bool
    example: str
    spec: FieldSpec | None
    refers_to: str

    @property
    def is_date(self) -> bool:
        """Tell whether its cells are dates, each explained in DATES_FILE."""
        return self.spec is not None and isinstance(self.spec.mark, Date)


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One table. `field` is the field of the record class whose parts it holds; "" for the records."""

    name: str
    about: str
    record_class: type[Record]
    field: str
    row_class: type
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]

    @property
    def is_of_parts(self) -> bool:
        """Tell whether the rows are parts of records rather than records."""
        return self.field != ""

    @property
    def file_name(self) -> str:
        """Give the name of the table's file."""
        return f"{self.name}.csv"

    @property
    def column_names(self) -> tuple[str, ...]:
        """Give the names of the columns in order: the header of the file."""
        return tuple(column.name for column in self.columns)


@cache
def tables() -> tuple[Table, ...]:
    """List all tables in the package's order."""
    found = {}
    for cls in RECORD_CLASSES:
        found[cls.plural] = _records_table(cls)
        for spec in field_specs(cls):
            if isinstance(spec.mark, Many) and spec.mark.table and spec.part is not None:
                found[spec.mark.table] = _parts_table(cls, spec, spec.mark.table, spec.part)
    return tuple(found[name] for name in TABLE_ORDER)


@cache
def _tables_by_kind() -> Mapping[str, tuple[Table, ...]]:
    own_first = sorted(tables(), key=lambda table: table.is_of_parts)
    return {
        cls.record_kind: tuple(table for table in own_first if table.record_class is cls)
        for cls in RECORD_CLASSES
    }


def tables_of(record_class: type[Record]) -> tuple[Table, ...]:
    """List the table of a record class and those of its parts, its own first."""
    return _tables_by_kind()[record_class.record_kind]


def has_own_table(spec: FieldSpec) -> bool:
    """Tell whether the field's parts are rows of a table of their own."""
    return isinstance(spec.mark, Many) and spec.mark.table != ""


def _records_table(cls: type[Record]) -> Table:
    return Table(
        name=cls.plural,
        about=DESCRIPTIONS[cls.plural],
        record_class=cls,
        field="",
        row_class=cls,
        columns=tuple(_column(spec) for spec in field_specs(cls) if not has_own_table(spec)),
        primary_key=("id",),
    )


def _parts_table(cls: type[Record], spec: FieldSpec, name: str, part: type) -> Table:
    parent = Column(
        name=cls.record_kind,
        type="string",
        about=f"The {cls.record_kind} that it belongs to.",
        required=True,
        example="",
        spec=None,
        refers_to=cls.plural,
    )
    position = Column(
        name="position",
        type="integer",
        about="Its place in the order that the archivist chose, from 1.",
        required=True,
        example="1",
        spec=None,
        refers_to="",
    )
    return Table(
        name=name,
        about=DESCRIPTIONS[name],
        record_class=cls,
        field=spec.name,
        row_class=part,
        columns=(parent, position, *(_column(inner) for inner in field_specs(part))),
        primary_key=(cls.record_kind, "position"),
    )


def _column(spec: FieldSpec) -> Column:
    mark = spec.mark
    required = mark.least > 0 if isinstance(mark, Many) else mark.required
    return Column(
        name=spec.name,
        type=_table_schema_type(spec),
        about=mark.about,
        required=required,
        example=mark.example,
        spec=spec,
        refers_to=CLASS_OF_KIND[mark.kind].plural if isinstance(mark, Ref) else "",
    )


def _table_schema_type(spec: FieldSpec) -> str:
    match spec.mark:
        case Whole():
            return "integer"
        case Decimal():
            return "number"
        case Flag():
            return "boolean"
        case _:
            return "string"
