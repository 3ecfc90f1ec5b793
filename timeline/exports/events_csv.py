"""The flat file: one row an event, with dates resolved and names beside, for a spreadsheet or a script."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from timeline import vocab
from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.dates.words import words
from timeline.exports.archive import Archive
from timeline.exports.column_rules import one_of, told
from timeline.exports.csv_lines import csv_bytes
from timeline.exports.tabular import Column, Tabular
from timeline.package.cells import guard, join_list
from timeline.records.event import Event

FILE_NAME = "events.csv"


@dataclass(frozen=True, kw_only=True, slots=True)
class FlatColumn(Column):
    """One column of the flat file, and how its cell is made."""

    cell: Callable[[Event, Edtf | None, Archive], str]


def events_csv(archive: Archive) -> Iterator[bytes]:
    """Yield the flat CSV of the archive's events, in the order of the timeline."""
    return csv_bytes([column.name for column in COLUMNS], _rows(archive))


def _rows(archive: Archive) -> Iterator[tuple[str, ...]]:
    for event in archive.events():
        date = parse(event.date) if event.date else None
        yield tuple(column.cell(event, date, archive) for column in COLUMNS)


def _flag(value: bool) -> str:  # noqa: FBT001 - it is the value that is written
    return "true" if value else "false"


def _actors(event: Event, archive: Archive) -> str:
    return guard(join_list(f"{archive.label('actor', part.actor)} ({part.role})" for part in event.actors))


def _labels(archive: Archive, kind: str, ids: tuple[str, ...]) -> str:
    return guard(join_list(archive.label(kind, record_id) for record_id in ids))


def _sources(event: Event, archive: Archive) -> str:
    return guard(
        join_list(
            f"{archive.label('source', citation.source)} ({citation.locator})"
            if citation.locator
            else archive.label("source", citation.source)
            for citation in event.citations
        )
    )


def _column(
    name: str, about: str, cell: Callable[[Event, Edtf | None, Archive], str], type_: str = "string"
) -> FlatColumn:
    return FlatColumn(name=name, type=type_, about=about, cell=cell)


COLUMNS = (
    _column("id", "The event's public id.", lambda e, _d, _a: e.id),
    _column("title", "What happened, in one line.", lambda e, _d, _a: guard(e.title)),
    _column("date", "The date as EDTF; empty: unknown.", lambda e, _d, _a: e.date),
    _column("date_words", "The date in words.", lambda _e, d, _a: words(d)),
    _column(
        "earliest",
        "The first day it can have been; empty: unknown or open.",
        lambda _e, d, _a: d.earliest.isoformat() if d and d.earliest else "",
        "date",
    ),
    _column(
        "latest",
        "The last day it can have been; empty: unknown or open.",
        lambda _e, d, _a: d.latest.isoformat() if d and d.latest else "",
        "date",
    ),
    _column("precision", "How fine the date is.", lambda _e, d, _a: d.precision if d else "unknown"),
    _column(
        "approximate",
        "Whether the date is approximate (~ or % in EDTF).",
        lambda _e, d, _a: _flag(d is not None and d.approximate),
        "boolean",
    ),
    _column(
        "uncertain",
        "Whether the date is uncertain (? or % in EDTF).",
        lambda _e, d, _a: _flag(d is not None and d.uncertain),
        "boolean",
    ),
    _column("kind", "What kind of event it is.", lambda e, _d, _a: e.kind),
    _column(
        "significance",
        "1 landmark, 2 main event, 3 detail.",
        lambda e, _d, _a: str(e.significance),
        "integer",
    ),
    _column(
        "timelines", "Ids of the timelines that carry it (a list).", lambda e, _d, _a: join_list(e.timelines)
    ),
    _column("actors", "Who took part, with the role (a list).", lambda e, _d, a: _actors(e, a)),
    _column("places", "Where, or about where (a list).", lambda e, _d, a: _labels(a, "place", e.places)),
    _column("topics", "What it is about (a list).", lambda e, _d, a: _labels(a, "topic", e.topics)),
    _column("summary", "What the sources say happened.", lambda e, _d, _a: guard(e.summary)),
    _column(
        "source_ids",
        "Ids of the sources cited, one for each item of sources (a list).",
        lambda e, _d, _a: join_list(citation.source for citation in e.citations),
    ),
    _column("sources", "The sources cited, with locators (a list).", lambda e, _d, a: _sources(e, a)),
    _column("url", "The event's page.", lambda e, _d, a: f"{a.site_url}/events/{e.id}"),
)

TABLE = Tabular(
    name="events",
    about="One row an event, in the order of the timeline. It is for reading and counting; only the data"
    " package can be loaded again.",
    columns=told("events_flat", COLUMNS, {"kind": one_of(vocab.EVENT_KINDS)}),
    rows=_rows,
    rows_are="event",
)
