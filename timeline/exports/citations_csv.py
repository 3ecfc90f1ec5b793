"""The flat file with one row a citation: the event, what is cited for it, where, and what that says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from timeline import vocab
from timeline.exports.archive import Archive
from timeline.exports.column_rules import one_of, told
from timeline.exports.date_columns import EDTF_RULE, date_cells, date_columns
from timeline.exports.tabular import Cells, Column, Tabular
from timeline.package.cells import guard, join_list
from timeline.records.event import Citation, Event
from timeline.records.locators import Locator, kinds, locate
from timeline.records.source import Source

_NOWHERE: Final = Locator(heading="", kind="", value="")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """One citation within its event, and what its cells need."""

    event: Event
    number: int
    citation: Citation
    source: Source | None
    locator: Locator
    archive: Archive

    def labels(self, kind: str, ids: tuple[str, ...]) -> str:
        """Give the names of records as one cell."""
        return guard(join_list(self.archive.label(kind, record_id) for record_id in ids))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Group:
    """Columns that stand together, and how their cells are made."""

    columns: tuple[Column, ...]
    cells: Callable[[_Row], Cells]


def _rows(archive: Archive) -> Iterator[Cells]:
    sources = {record.id: record for record in archive.records("source") if isinstance(record, Source)}
    for event in archive.events():
        for number, citation in enumerate(event.citations, start=1):
            row = _Row(
                event=event,
                number=number,
                citation=citation,
                source=sources.get(citation.source),
                locator=locate(citation.locator) or _NOWHERE,
                archive=archive,
            )
            yield [cell for group in _GROUPS for cell in group.cells(row)]


def _one(name: str, about: str, cell: Callable[[_Row], str], type_: str = "string", rule: str = "") -> _Group:
    column = Column(name=name, type=type_, about=about, rule=rule)
    return _Group(columns=(column,), cells=lambda row: (cell(row),))


def _date(name: str, about: str, text: Callable[[_Row], str]) -> _Group:
    def cells(row: _Row) -> Cells:
        edtf = text(row)
        return (edtf, *date_cells(edtf))

    column = Column(name=name, about=about, rule=EDTF_RULE)
    return _Group(columns=(column, *date_columns(name)), cells=cells)


_GROUPS: Final = (
    _one("event_id", "The event's public id.", lambda r: r.event.id),
    _one("citation", "The citation's number within its event, from 1.", lambda r: str(r.number), "integer"),
    _one("title", "What happened, in one line.", lambda r: guard(r.event.title)),
    _date("date", "The date that the archive gives for the event.", lambda r: r.event.date),
    _one("kind", "What kind of event it is.", lambda r: r.event.kind, rule=one_of(vocab.EVENT_KINDS)),
    _one(
        "significance", "1 landmark, 2 main event, 3 detail.", lambda r: str(r.event.significance), "integer"
    ),
    _one("timelines", "Ids of the timelines that carry it (a list).", lambda r: join_list(r.event.timelines)),
    _one("places", "Where, or about where (a list).", lambda r: r.labels("place", r.event.places)),
    _one("topics", "What it is about (a list).", lambda r: r.labels("topic", r.event.topics)),
    _one("summary", "What the sources say happened.", lambda r: guard(r.event.summary)),
    _one("source_id", "Id of the source that is cited.", lambda r: r.citation.source),
    _one("source", "That source.", lambda r: guard(r.archive.label("source", r.citation.source))),
    _one(
        "source_type",
        "What kind of work it is, as CSL has it.",
        lambda r: r.source.type if r.source else "",
        rule=one_of(vocab.SOURCE_TYPES),
    ),
    _date("source_issued", "When the source was issued.", lambda r: r.source.issued if r.source else ""),
    _one(
        "source_url",
        "The address of the source.",
        lambda r: r.source.url if r.source else "",
        rule="An address.",
    ),
    _one("locator", "Where in the source, as the archivist wrote it.", lambda r: guard(r.citation.locator)),
    _one(
        "locator_heading",
        "The heading under which that place is; empty: none is named.",
        lambda r: guard(r.locator.heading),
    ),
    _one(
        "locator_kind",
        "What kind of place it is; other: the locator names no number.",
        lambda r: r.locator.kind,
        rule=one_of(kinds()),
    ),
    _one(
        "locator_value", "Which one it is: a number, or the locator itself.", lambda r: guard(r.locator.value)
    ),
    _one("quotation", "A few exact words of the source.", lambda r: guard(r.citation.quotation)),
    _one(
        "stance",
        "How the source bears on the event.",
        lambda r: r.citation.stance,
        rule=one_of(vocab.STANCES),
    ),
    _one(
        "bears_on",
        "What the citation is evidence of, where not the whole event (a list).",
        lambda r: guard(join_list(r.citation.bears_on)),
    ),
    _date(
        "asserted_date", "The date that this source gives for the event.", lambda r: r.citation.asserted_date
    ),
    _one(
        "asserted_verbatim",
        "That date in the words of the source.",
        lambda r: guard(r.citation.asserted_verbatim),
    ),
    _one("note", "A remark of the archive on the citation.", lambda r: guard(r.citation.note)),
    _one("url", "The event's page.", lambda r: f"{r.archive.site_url}/events/{r.event.id}"),
)

TABLE = Tabular(
    name="citations",
    about="One row a citation, event by event in the order of the timeline: rows=citation asks for it. An"
    " event stands in as many rows as it has citations, so count events by event_id.",
    columns=told("citations_flat", (column for group in _GROUPS for column in group.columns)),
    rows=_rows,
    rows_are="citation",
)
