"""The history of the rules: one row for each time that a state, an account or a suspension held."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from timeline import vocab
from timeline.exports.archive import Archive
from timeline.exports.column_rules import one_of, told
from timeline.exports.date_columns import dated
from timeline.exports.states_csv import day, name_of
from timeline.exports.tabular import CellColumn, Tabular
from timeline.package.cells import guard, join_list
from timeline.queries.state_rows import IntervalRow

Cell: TypeAlias = Callable[[IntervalRow, Archive], str]


def _rows(archive: Archive) -> Iterator[tuple[str, ...]]:
    for row in archive.intervals():
        yield tuple(column.cell(row, archive) for column in COLUMNS)


def _column(name: str, about: str, cell: Cell, type_: str = "string") -> CellColumn[[IntervalRow, Archive]]:
    return CellColumn(name=name, type=type_, about=about, cell=cell)


COLUMNS: tuple[CellColumn[[IntervalRow, Archive]], ...] = (
    _column("policy", "Id of the policy.", lambda r, _: r.policy),
    _column("policy_title", "The policy.", lambda r, a: name_of(a, "policy", r.policy)),
    _column("place", "Id of the place where it held; empty: everywhere.", lambda r, _: r.place),
    _column("place_name", "The place.", lambda r, a: name_of(a, "place", r.place)),
    _column(
        "kind",
        "state: it was the rule; disputed: an account that is held beside the rule; suspended: laid over it.",
        lambda r, _: r.kind,
    ),
    _column("state", "Key of the state.", lambda r, _: r.state),
    _column("label", "The state in words.", lambda r, _: guard(r.label)),
    _column("action", "What the event did to the policy.", lambda r, _: r.action),
    _column("event_id", "Id of the event that began it.", lambda r, _: r.event),
    _column("event", "That event.", lambda r, a: name_of(a, "event", r.event)),
    _column("from", "When it began, as EDTF; empty: unknown.", lambda r, _: r.from_date),
    *dated("from", lambda r, _: r.from_date, without=("earliest", "latest")),
    _column(
        "from_earliest",
        "The first day on which it can have begun, by its date and by what is known of the order of changes;"
        " empty: unknown.",
        lambda r, _: day(r.from_earliest),
        "date",
    ),
    _column(
        "from_latest",
        "The last day on which it can have begun; empty: unknown.",
        lambda r, _: day(r.from_latest),
        "date",
    ),
    _column(
        "to_earliest",
        "The first day on which it can have given way to the next; on that day it holds no more. Empty: it"
        " did not give way, or the day is unknown.",
        lambda r, _: day(r.to_earliest),
        "date",
    ),
    _column(
        "to_latest",
        "The last day on which it can have given way; empty: unknown, or not certain that it did.",
        lambda r, _: day(r.to_latest),
        "date",
    ),
    _column(
        "to_event_ids",
        "Ids of the events that can have ended it (a list).",
        lambda r, _: join_list(r.to_events),
    ),
    _column(
        "source_ids",
        "Ids of the sources that support the change that began it (a list).",
        lambda r, _: join_list(r.sources),
    ),
    _column(
        "disputing_source_ids",
        "Ids of those that dispute it (a list).",
        lambda r, _: join_list(r.disputed_by),
    ),
    _column("url", "The event's page.", lambda r, a: f"{a.site_url}/events/{r.event}"),
)

TABLE = Tabular(
    name="intervals",
    about="The history of the rules: one row for each time that a state was the rule, that an account was"
    " held beside it, or that a suspension lay over it. Where a change has an uncertain date, the bounds of"
    " both ends say how far. It takes policy, place (with the places within it), timeline and known.",
    columns=told(
        "intervals",
        COLUMNS,
        {
            "kind": one_of(("state", "disputed", "suspended")),
            "state": "The key of a state of the policy.",
            "action": one_of(vocab.POLICY_ACTIONS),
        },
    ),
    rows=_rows,
)
