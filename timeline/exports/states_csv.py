"""The rules on one day: a row for each policy and each place that has changes of its own."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TypeAlias
from urllib.parse import urlencode

from timeline.exports.archive import Archive
from timeline.exports.column_rules import one_of, told
from timeline.exports.date_columns import dated
from timeline.exports.tabular import CellColumn, Tabular
from timeline.package.cells import guard, join_list
from timeline.queries.state_rows import StateRow

Cell: TypeAlias = Callable[[StateRow, Archive], str]


def _rows(archive: Archive) -> Iterator[tuple[str, ...]]:
    for row in archive.states():
        yield tuple(column.cell(row, archive) for column in COLUMNS)


def flag(*, value: bool) -> str:
    """Write a truth value."""
    return "true" if value else "false"


def day(value: dt.date | None) -> str:
    """Write a day; empty where there is none."""
    return value.isoformat() if value is not None else ""


def name_of(archive: Archive, kind: str, record_id: str) -> str:
    """Write the name of a record; empty where none is meant."""
    return guard(archive.label(kind, record_id)) if record_id else ""


def _url(row: StateRow, archive: Archive) -> str:
    asked = {"on": row.day.isoformat(), "place": row.place, "known": archive.selection.get("known", "")}
    if not asked["known"]:
        del asked["known"]
    return f"{archive.site_url}/policies/{row.policy}?{urlencode(asked)}"


def _column(name: str, about: str, cell: Cell, type_: str = "string") -> CellColumn[[StateRow, Archive]]:
    return CellColumn(name=name, type=type_, about=about, cell=cell)


COLUMNS: tuple[CellColumn[[StateRow, Archive]], ...] = (
    _column("day", "The day that is asked about.", lambda r, _: r.day.isoformat(), "date"),
    _column("policy", "Id of the policy.", lambda r, _: r.policy),
    _column("policy_title", "The policy.", lambda r, a: name_of(a, "policy", r.policy)),
    _column("question", "The question that the policy answers.", lambda r, _: guard(r.question)),
    _column("place", "Id of the place that is asked about; empty: everywhere.", lambda r, _: r.place),
    _column("place_name", "The place.", lambda r, a: name_of(a, "place", r.place)),
    _column(
        "kind",
        "state: one state is certain; changing: the day lies within the bounds of an uncertain date, and each"
        " of the states is possible; disputed: accounts stand against each other; unknown.",
        lambda r, _: r.kind,
    ),
    _column(
        "reason",
        "Why it is unknown. no-change: the record has no change; before-first: the day is before the first"
        " change; ended: the rule was ended and nothing follows; start-unknown: a state is known, not since"
        " when.",
        lambda r, _: r.reason,
    ),
    _column("states", "Keys of the states that the answer names (a list).", lambda r, _: join_list(r.states)),
    _column("labels", "These states in words (a list).", lambda r, _: guard(join_list(r.labels))),
    _column(
        "may_be_none",
        "Whether perhaps none of them held yet.",
        lambda r, _: flag(value=r.may_be_none),
        "boolean",
    ),
    _column(
        "suspended",
        "suspended: a suspension lies over the states; perhaps: it may; empty: none.",
        lambda r, _: r.suspended,
    ),
    _column(
        "inherited",
        "Whether it is the rule of a wider place.",
        lambda r, _: flag(value=r.rule_of is not None and r.rule_of != r.place),
        "boolean",
    ),
    _column(
        "rule_of",
        "Id of the place whose rule it is; empty: everywhere, or no single one.",
        lambda r, _: r.rule_of or "",
    ),
    _column("event_ids", "Ids of the events that made it (a list).", lambda r, _: join_list(r.events)),
    _column("source_ids", "Ids of the sources cited for them (a list).", lambda r, _: join_list(r.sources)),
    _column(
        "next_event_id", "Id of the event that makes the next change; empty: none.", lambda r, _: r.next_event
    ),
    _column("next_date", "When that takes effect, as EDTF.", lambda r, _: r.next_date),
    *dated("next_date", lambda r, _: r.next_date),
    _column(
        "complete_to",
        "The day to which the record claims to be complete; empty: it makes no claim.",
        lambda r, _: day(r.complete_to),
        "date",
    ),
    _column(
        "is_beyond",
        "Whether the record ends before the day, so that later changes may be missing.",
        lambda r, _: flag(value=r.is_beyond),
        "boolean",
    ),
    _column("answer", "The answer in one sentence.", lambda r, _: guard(r.sentence)),
    _column(
        "remarks",
        "What else bears on it, a sentence each (a list).",
        lambda r, _: guard(join_list(r.remarks)),
    ),
    _column("url", "The page of the answer.", _url),
)

TABLE = Tabular(
    name="states",
    about="The rules on one day: one row for each policy and each place that has changes of its own. It asks"
    " for the day with on=2010-09-10 (else it is the last to which the record is complete), and takes"
    " policy, place, timeline, and known (the number of a revision, or a moment in UTC), which asks the"
    " archive as it stood then. A filter of events has no meaning here, since a state rests on every"
    " change before it.",
    columns=told(
        "states",
        COLUMNS,
        {
            "kind": one_of(("state", "changing", "disputed", "unknown")),
            "reason": one_of(("no-change", "before-first", "ended", "start-unknown")),
            "suspended": one_of(("suspended", "perhaps")),
            "rule_of": "An id.",
        },
    ),
    rows=_rows,
)
