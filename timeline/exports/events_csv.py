"""The flat file: one row an event, with dates resolved and names beside, for a spreadsheet or a script."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from timeline import vocab
from timeline.exports.archive import Archive
from timeline.exports.column_rules import one_of, told
from timeline.exports.csv_lines import line_bytes
from timeline.exports.resolved_dates import resolve
from timeline.exports.tabular import CellColumn, Tabular
from timeline.package.cells import guard, join_list
from timeline.queries.flat_events import FlatEvent

FILE_NAME = "events.csv"


class _Dated(NamedTuple):
    """What the date of an event says, as cells."""

    words: str
    earliest: str
    latest: str
    precision: str
    approximate: str
    uncertain: str


#: Makes a cell of an event, what its date says, and the address that the site's pages begin with.
_Cell: TypeAlias = Callable[[FlatEvent, _Dated, str], str]


def events_csv(archive: Archive) -> Iterator[bytes]:
    """Yield the flat CSV of the archive's events, in the order of the timeline."""
    head = b"".join(line_bytes([[column.name for column in COLUMNS]]))
    for lines in archive.event_lines(_lines):
        yield head + lines
        head = b""
    if head:
        yield head


def _lines(events: Iterable[FlatEvent], site_url: str) -> Iterator[bytes]:
    return line_bytes(_cells(events, site_url))


def _rows(archive: Archive) -> Iterator[list[str]]:
    return _cells(archive.flat_events(), archive.site_url)


def _cells(events: Iterable[FlatEvent], site_url: str) -> Iterator[list[str]]:
    cells = [column.cell for column in COLUMNS]
    for event in events:
        date = _dated(event.date)
        yield [cell(event, date, site_url) for cell in cells]


@lru_cache(maxsize=50_000)
def _dated(text: str) -> _Dated:
    found = resolve(text)
    return _Dated(
        words=found.words,
        earliest=found.earliest.isoformat() if found.earliest else "",
        latest=found.latest.isoformat() if found.latest else "",
        precision=found.precision,
        approximate="true" if found.approximate else "false",
        uncertain="true" if found.uncertain else "false",
    )


@lru_cache(maxsize=50_000)
def _list(items: tuple[str, ...]) -> str:
    return guard(join_list(items))


@lru_cache(maxsize=50_000)
def _actors(parts: tuple[tuple[str, str], ...]) -> str:
    return guard(join_list(f"{name} ({role})" for name, role in parts))


def _sources(event: FlatEvent) -> str:
    cited = [f"{title} ({locator})" if locator else title for _, title, locator in event.citations]
    return guard(join_list(cited))


def _column(
    name: str, about: str, cell: _Cell, type_: str = "string"
) -> CellColumn[[FlatEvent, _Dated, str]]:
    return CellColumn(name=name, type=type_, about=about, cell=cell)


COLUMNS = (
    _column("id", "The event's public id.", lambda e, _d, _s: e.id),
    _column("title", "What happened, in one line.", lambda e, _d, _s: guard(e.title)),
    _column("date", "The date as EDTF; empty: unknown.", lambda e, _d, _s: e.date),
    _column("date_words", "The date in words.", lambda _e, d, _s: d.words),
    _column(
        "earliest",
        "The first day it can have been; empty: unknown or open.",
        lambda _e, d, _s: d.earliest,
        "date",
    ),
    _column(
        "latest",
        "The last day it can have been; empty: unknown or open.",
        lambda _e, d, _s: d.latest,
        "date",
    ),
    _column("precision", "How fine the date is.", lambda _e, d, _s: d.precision),
    _column(
        "approximate",
        "Whether the date is approximate (~ or % in EDTF).",
        lambda _e, d, _s: d.approximate,
        "boolean",
    ),
    _column(
        "uncertain",
        "Whether the date is uncertain (? or % in EDTF).",
        lambda _e, d, _s: d.uncertain,
        "boolean",
    ),
    _column("kind", "What kind of event it is.", lambda e, _d, _s: e.kind),
    _column(
        "significance",
        "1 landmark, 2 main event, 3 detail.",
        lambda e, _d, _s: str(e.significance),
        "integer",
    ),
    _column(
        "timelines", "Ids of the timelines that carry it (a list).", lambda e, _d, _s: join_list(e.timelines)
    ),
    _column("actors", "Who took part, with the role (a list).", lambda e, _d, _s: _actors(e.actors)),
    _column("places", "Where, or about where (a list).", lambda e, _d, _s: _list(e.places)),
    _column("topics", "What it is about (a list).", lambda e, _d, _s: _list(e.topics)),
    _column("summary", "What the sources say happened.", lambda e, _d, _s: guard(e.summary)),
    _column(
        "source_ids",
        "Ids of the sources cited, one for each item of sources (a list).",
        lambda e, _d, _s: "|".join([source for source, _, _ in e.citations]),
    ),
    _column("sources", "The sources cited, with locators (a list).", lambda e, _d, _s: _sources(e)),
    _column("url", "The event's page.", lambda e, _d, s: f"{s}/events/{e.id}"),
)

TABLE = Tabular(
    name="events",
    about="One row an event, in the order of the timeline. It is for reading and counting; only the data"
    " package can be loaded again.",
    columns=told("events_flat", COLUMNS, {"kind": one_of(vocab.EVENT_KINDS)}),
    rows=_rows,
    rows_are="event",
)
