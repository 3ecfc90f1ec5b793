"""The figures: one row a number that a source gives, with its bounds, its dates resolved and its evidence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from timeline import vocab
from timeline.dates.words import words
from timeline.exports.archive import Archive
from timeline.exports.column_rules import one_of, told
from timeline.exports.date_columns import dated
from timeline.exports.tabular import CellColumn, Tabular
from timeline.figures.reading import DOWNWARD, UPWARD, Read
from timeline.figures.selection import FigureChoice, choice_of, chosen
from timeline.package.cells import guard
from timeline.records.authority import Place, Topic
from timeline.records.series import Series

Label: TypeAlias = Callable[[str, str], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One figure with its series, and the names and addresses that its cells need."""

    series: Series
    read: Read
    label: Label
    site_url: str

    def name(self, kind: str, record_id: str) -> str:
        """Give the name of a record as a cell; empty where there is none."""
        return guard(self.label(kind, record_id)) if record_id else ""

    def day(self, end: str) -> str:
        """Give the first or last day of the period; empty where it is unknown or open."""
        period = self.read.period
        found = getattr(period, end) if period else None
        return found.isoformat() if found else ""


def _rows(archive: Archive) -> Iterator[tuple[str, ...]]:
    choice = _choice(archive)
    for record in archive.records("series"):
        assert isinstance(record, Series)  # noqa: S101 - the kind asked for
        for read in chosen(record, choice):
            row = Row(series=record, read=read, label=archive.label, site_url=archive.site_url)
            yield tuple(column.cell(row) for column in COLUMNS)


def _choice(archive: Archive) -> FigureChoice:
    if not archive.selection:
        return FigureChoice()
    places = (record for record in archive.records("place") if isinstance(record, Place))
    topics = (record for record in archive.records("topic") if isinstance(record, Topic))
    return choice_of(
        {name: values.split("|") for name, values in archive.selection.items()},
        part_of={place.id: place.part_of for place in places},
        broader={topic.id: topic.broader for topic in topics},
    )


def _lower(row: Row) -> str:
    figure = row.read.figure
    return figure.value if figure.qualifier in {"exactly", *UPWARD} else ""


def _upper(row: Row) -> str:
    figure = row.read.figure
    return figure.value if figure.qualifier in {"exactly", *DOWNWARD} else ""


def _column(name: str, about: str, cell: Callable[[Row], str], type_: str = "string") -> CellColumn[[Row]]:
    return CellColumn(name=name, type=type_, about=about, cell=cell)


COLUMNS: tuple[CellColumn[[Row]], ...] = (
    _column("series_id", "Id of the series.", lambda r: r.series.id),
    _column("series", "What is counted.", lambda r: guard(r.series.title)),
    _column("measure", "What kind of number it is.", lambda r: r.series.measure),
    _column("unit", "The unit.", lambda r: guard(r.series.unit)),
    _column(
        "whole_id",
        "Id of the series that a share is a share of, or that this one is part of.",
        lambda r: r.series.whole,
    ),
    _column(
        "number", "The figure's number within its series, from 1.", lambda r: str(r.read.number), "integer"
    ),
    _column("value", "The number as the source gives it.", lambda r: r.read.figure.value, "number"),
    _column("qualifier", "How exact the source says it is.", lambda r: r.read.figure.qualifier),
    _column(
        "lower",
        "The least that it can be by its qualifier; empty: no bound. With more-than it is not reached itself;"
        " about gives no bounds.",
        _lower,
        "number",
    ),
    _column(
        "upper",
        "The most that it can be by its qualifier; empty: no bound. With less-than it is not reached itself;"
        " about gives no bounds.",
        _upper,
        "number",
    ),
    _column(
        "period",
        "The period or day that it counts, as EDTF; empty: not given.",
        lambda r: r.read.figure.period,
    ),
    _column(
        "period_words",
        "The period in words; empty: not given.",
        lambda r: words(r.read.period) if r.read.period else "",
    ),
    _column(
        "period_verbatim",
        "The period in the words of the source.",
        lambda r: guard(r.read.figure.period_verbatim),
    ),
    _column(
        "earliest",
        "The first day of the period; empty: unknown or open.",
        lambda r: r.day("earliest"),
        "date",
    ),
    _column(
        "latest", "The last day of the period; empty: unknown or open.", lambda r: r.day("latest"), "date"
    ),
    *dated("", lambda r: r.read.figure.period, without=("words", "earliest", "latest")),
    _column(
        "place_id",
        "Id of the place; empty: everywhere that the series covers.",
        lambda r: r.read.figure.place,
    ),
    _column("place", "That place.", lambda r: r.name("place", r.read.figure.place)),
    _column("source_id", "Id of the source that gives it.", lambda r: r.read.figure.source),
    _column("source", "That source.", lambda r: r.name("source", r.read.figure.source)),
    _column("locator", "Where in the source.", lambda r: guard(r.read.figure.locator)),
    _column("quotation", "A few exact words of the source.", lambda r: guard(r.read.figure.quotation)),
    _column(
        "attributed_to_id",
        "Id of the work from which the source says it has the number.",
        lambda r: r.read.figure.attributed_to,
    ),
    _column("attributed_to", "That work.", lambda r: r.name("source", r.read.figure.attributed_to)),
    _column("event_id", "Id of the event that released or bounds it.", lambda r: r.read.figure.event),
    _column("note", "A remark of the archive.", lambda r: guard(r.read.figure.note)),
    _column(
        "url",
        "The figure's place on the page of its series.",
        lambda r: f"{r.site_url}/series/{r.series.id}#figure-{r.read.number}",
    ),
)

TABLE = Tabular(
    name="figures",
    about="One row for each number that a source gives, series by series. A filter by source, place or time"
    " chooses figures by their own, one by topic or timeline by that of their series; any other filter"
    " chooses those that name an event of the selection.",
    columns=told(
        "figures_flat",
        COLUMNS,
        {"measure": one_of(vocab.SERIES_MEASURES), "qualifier": one_of(vocab.QUALIFIERS)},
    ),
    rows=_rows,
)
