"""How a record lies in the tables: which table holds which field, and the rows that a record makes.

Most of it follows from the marks of the fields. A reference `place` is the column `place_id`; a date
`said` is `said`, `said_earliest` and `said_latest`; anything else is a column of the same name. A tuple
is a table, one row a value. What this module adds is which table that is.

An unfinished row of a draft (a citation that names no source yet) stands in the record's revision alone:
the tables have no place for it, and keep the place in the order free.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import Table

from timeline.models import authority, derived, event, policy, question, series, source
from timeline.models import timeline as timelines
from timeline.models.base import Base
from timeline.records.authority import Actor, Place, Topic
from timeline.records.event import Event
from timeline.records.fields import AnyRef, Date, FieldSpec, Id, Many, Mark, Ref, field_specs
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.policy import Policy
from timeline.records.question import Question
from timeline.records.references import RecordKey
from timeline.records.series import Series
from timeline.records.source import Source
from timeline.records.timeline import Timeline
from timeline.records.validate import is_unfinished

Row = dict[str, Any]
Keys = Mapping[RecordKey, int]
Derive = Callable[[Any, Any], Row]

OWN_TABLES: Mapping[type[Record], type[Base]] = {
    Timeline: timelines.TimelineRow,
    Event: event.EventRow,
    Source: source.SourceRow,
    Actor: authority.ActorRow,
    Place: authority.PlaceRow,
    Topic: authority.TopicRow,
    Policy: policy.PolicyRow,
    Series: series.SeriesRow,
    Question: question.QuestionRow,
}

#: The table of each field that holds several values; for plain values, the name of their column.
PART_TABLES: Mapping[type[Record], Mapping[str, tuple[type[Base], str]]] = {
    Timeline: {"languages": (timelines.TimelineLanguageRow, "language")},
    Event: {
        "timelines": (timelines.RecordTimelineRow, "timeline"),
        "actors": (event.ParticipationRow, ""),
        "places": (event.EventPlaceRow, "place"),
        "topics": (authority.RecordTopicRow, "topic"),
        "dates": (event.EventDateRow, ""),
        "citations": (event.CitationRow, ""),
        "citations.bears_on": (event.CitationBearingRow, "bearing"),
        "relations": (event.RelationRow, ""),
        "changes": (event.PolicyChangeRow, ""),
    },
    Source: {
        "creators": (source.CreatorRow, ""),
        "identifiers": (source.IdentifierRow, ""),
        "mentions": (source.MentionRow, ""),
        "captures": (source.CaptureRow, ""),
    },
    Actor: {
        "other_names": (authority.ActorNameRow, "name"),
        "identifiers": (source.IdentifierRow, ""),
    },
    Place: {"codes": (source.IdentifierRow, "")},
    Topic: {},
    Policy: {
        "timelines": (timelines.RecordTimelineRow, "timeline"),
        "topics": (authority.RecordTopicRow, "topic"),
        "states": (policy.PolicyStateRow, ""),
    },
    Series: {
        "timelines": (timelines.RecordTimelineRow, "timeline"),
        "topics": (authority.RecordTopicRow, "topic"),
        "figures": (series.FigureRow, ""),
    },
    Question: {
        "timelines": (timelines.RecordTimelineRow, "timeline"),
        "touches": (question.QuestionTouchRow, "touched"),
        "claims": (question.ClaimRow, ""),
    },
}

_DERIVED: Mapping[type[Base], Derive] = {
    event.EventRow: derived.of_event,
    event.PolicyChangeRow: derived.of_change,
    series.FigureRow: derived.of_figure,
}

_IN_ORDER: tuple[type[Record], ...] = (
    Timeline, Topic, Place, Actor, Source, Policy, Series, Event, Question,
)  # fmt: skip

#: The place of each kind when own rows are written: a place before the actors that belong to it.
WRITING_ORDER: Mapping[str, int] = {cls.record_kind: place for place, cls in enumerate(_IN_ORDER)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One field in one column (a date: and its bounds). `kind` is that of the record referred to."""

    field: str
    name: str
    mark: Mark


@dataclass(frozen=True, kw_only=True, slots=True)
class TableMap:
    """One table and what of a record class it holds.

    `path` is empty for the record's own row, `("citations",)` for its citations and
    `("citations", "bears_on")` for what each citation bears on. `part` is the class of the parts; it is
    None where the values are plain ones, which lie in the only column.
    """

    table: Table
    record_class: type[Record]
    path: tuple[str, ...]
    part: type | None
    columns: tuple[Column, ...]
    derive: Derive | None

    @property
    def parent_column(self) -> str:
        """Name the column for the position of the part that a nested value belongs to."""
        return "citation"


def own_table(record_class: type[Record]) -> TableMap:
    """Give the table of the record's own row."""
    return table_maps(record_class)[0]


def part_tables(record_class: type[Record]) -> tuple[TableMap, ...]:
    """List the tables of the record's parts, a part before what is nested in it."""
    return table_maps(record_class)[1:]


def table_maps(record_class: type[Record]) -> tuple[TableMap, ...]:
    """List the tables of a record class: its own row first, then its parts."""
    return _maps_of_kind(record_class.record_kind)


@cache
def _maps_of_kind(kind: str) -> tuple[TableMap, ...]:
    record_class = CLASS_OF_KIND[kind]
    model = OWN_TABLES[record_class]
    own = _table_map(model, record_class, (), record_class, _columns(record_class))
    return (own, *_part_maps(record_class))


def _part_maps(record_class: type[Record]) -> Iterator[TableMap]:
    for name, (model, item) in PART_TABLES[record_class].items():
        path = tuple(name.split("."))
        spec = _spec_at(record_class, path)
        if spec.part is not None:
            yield _table_map(model, record_class, path, spec.part, _columns(spec.part))
        else:
            mark = cast("Mark", cast("Many", spec.mark).item)
            yield _table_map(model, record_class, path, None, (_column(item, mark),))


def _table_map(
    model: type[Base],
    record_class: type[Record],
    path: tuple[str, ...],
    part: type | None,
    columns: tuple[Column, ...],
) -> TableMap:
    return TableMap(
        table=cast("Table", model.__table__),
        record_class=record_class,
        path=path,
        part=part,
        columns=columns,
        derive=_DERIVED.get(model),
    )


def _spec_at(cls: type, path: tuple[str, ...]) -> FieldSpec:
    specs = {spec.name: spec for spec in field_specs(cls)}
    spec = specs[path[0]]
    return spec if len(path) == 1 else _spec_at(cast("type", spec.part), path[1:])


def _columns(cls: type) -> tuple[Column, ...]:
    return tuple(
        _column(spec.name, spec.mark) for spec in field_specs(cls) if not isinstance(spec.mark, Many | Id)
    )


def _column(field: str, mark: Mark) -> Column:
    name = f"{field}_id" if isinstance(mark, Ref | AnyRef) else field
    return Column(field=field, name=name, mark=mark)


def own_row_of(record: Record, record_id: int, keys: Keys) -> Row:
    """Give the row of the record's own table.

    `keys` gives the key of each record that it refers to, by kind and public id.
    """
    (row,) = _rows(own_table(type(record)), record, record_id, keys)
    return row


def part_rows_of(record: Record, record_id: int, keys: Keys) -> Iterator[tuple[Table, Row]]:
    """Yield the rows of the record's parts, a part before what is nested in it."""
    for held in part_tables(type(record)):
        for row in _rows(held, record, record_id, keys):
            yield held.table, row


def _rows(held: TableMap, record: Record, record_id: int, keys: Keys) -> Iterator[Row]:
    match held.path:
        case ():
            yield _filled({"record_id": record_id}, held, record, record, keys)
        case (field,):
            for position, part in _finished(record, field):
                place = {"record_id": record_id, "position": position}
                yield _filled(place, held, record, part, keys)
        case (field, nested):
            for parent, part in _finished(record, field):
                for position, value in enumerate(getattr(part, nested), start=1):
                    place = {"record_id": record_id, held.parent_column: parent, "position": position}
                    yield _filled(place, held, record, value, keys)


def _finished(record: Record, field: str) -> Iterator[tuple[int, Any]]:
    """Yield the rows of a field that the tables can hold, each with its place in the record."""
    for position, part in enumerate(getattr(record, field), start=1):
        if not is_dataclass(part) or not is_unfinished(part):
            yield position, part


def _filled(row: Row, held: TableMap, record: Record, part: Any, keys: Keys) -> Row:
    for column in held.columns:
        value: Any = part if held.part is None else getattr(part, column.field)
        match column.mark:
            case Ref(kind=kind):
                row[column.name] = keys[kind, value] if value else None
            case AnyRef():
                kind, _, slug = value.partition(":")
                row[column.name] = keys[kind, slug]
            case Date():
                row[column.name] = value
                row[f"{column.name}_earliest"], row[f"{column.name}_latest"] = derived.bounds_of(value)
            case _:
                row[column.name] = value
    if held.derive is not None:
        row.update(held.derive(record, part))
    return row
