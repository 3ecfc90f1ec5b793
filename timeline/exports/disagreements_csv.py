"""The points on which sources differ: one row for each statement of each source.

The answers of one point share its key; rows with the same letter give the same answer.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from timeline import vocab
from timeline.disagreement.statement import Answer, Disagreement, Statement
from timeline.exports.column_rules import one_of, told
from timeline.exports.csv_lines import csv_bytes
from timeline.exports.date_columns import dated
from timeline.exports.tabular import CellColumn, Tabular
from timeline.package.cells import guard, join_list

FILE_NAME = "disagreements.csv"

Label: TypeAlias = Callable[[str, str], str]

_PAGES = {"question": "questions", "event": "events", "series": "series", "policy": "policies"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One statement within its disagreement, and the names and addresses that its cells need."""

    found: Disagreement
    answer: Answer
    statement: Statement
    label: Label
    site_url: str

    def name(self, kind: str, record_id: str) -> str:
        """Give the name of a record as a cell; empty where there is none."""
        return guard(self.label(kind, record_id)) if record_id else ""


def disagreements_lines(found: Iterable[Disagreement], label: Label, site_url: str) -> Iterator[bytes]:
    """Yield the CSV of these disagreements; `label` gives the name of a record by kind and id."""
    return csv_bytes([column.name for column in COLUMNS], _rows(found, label, site_url))


def _rows(found: Iterable[Disagreement], label: Label, site_url: str) -> Iterator[tuple[str, ...]]:
    for item in found:
        for statement in item.statements:
            row = Row(
                found=item,
                answer=item.answer(statement.letter),
                statement=statement,
                label=label,
                site_url=site_url,
            )
            yield tuple(column.cell(row) for column in COLUMNS)


def _flag(*, value: bool) -> str:
    return "true" if value else "false"


def _url(row: Row) -> str:
    kind, record_id = row.found.subject
    return f"{row.site_url}/{_PAGES[kind]}/{record_id}"


def _answer_date(row: Row) -> str:
    """Give the answer where it is a date: in a question that was written down it is the key of an answer."""
    return row.answer.value if row.found.computed and row.found.kind == "date" else ""


def _column(name: str, about: str, cell: Callable[[Row], str], type_: str = "string") -> CellColumn[[Row]]:
    return CellColumn(name=name, type=type_, about=about, cell=cell)


COLUMNS: tuple[CellColumn[[Row]], ...] = (
    _column(
        "disagreement", "The key of the point; rows with the same key belong together.", lambda r: r.found.key
    ),
    _column(
        "found",
        "archive: written down by an archivist; computed: found by comparing what sources give.",
        lambda r: "computed" if r.found.computed else "archive",
    ),
    _column("kind", "What the sources differ about.", lambda r: r.found.kind),
    _column("title", "The point.", lambda r: guard(r.found.title)),
    _column("status", "open or settled.", lambda r: r.found.status),
    _column(
        "why", "Why the archive follows the answer that it follows, or none.", lambda r: guard(r.found.why)
    ),
    _column(
        "question", "Id of the question that is about the point; empty: none.", lambda r: r.found.question
    ),
    _column(
        "touches",
        "What the point bears on, each kind:id (a list).",
        lambda r: join_list(f"{kind}:{record_id}" for kind, record_id in r.found.touches),
    ),
    _column("letter", "The letter of the answer, as pages show it.", lambda r: r.answer.letter),
    _column(
        "answer",
        "The answer: an EDTF date, a number, or the key of a question's answer.",
        lambda r: r.answer.value,
    ),
    *dated("answer", _answer_date, without=("words",)),
    _column("answer_words", "The answer in words.", lambda r: guard(r.answer.label)),
    _column(
        "agrees_with",
        "Letters of other answers that can be true together with this one (a list).",
        lambda r: join_list(r.answer.agrees_with),
    ),
    _column(
        "followed",
        "Whether the archive follows this answer.",
        lambda r: _flag(value=r.answer.letter in r.found.follows),
        "boolean",
    ),
    _column("says", "What the source says, in the archive's words.", lambda r: guard(r.statement.says)),
    _column("source_id", "Id of the source.", lambda r: r.statement.source),
    _column("source", "The source.", lambda r: r.name("source", r.statement.source)),
    _column("locator", "Where in the source.", lambda r: guard(r.statement.locator)),
    _column("quotation", "A few exact words of the source.", lambda r: guard(r.statement.quotation)),
    _column(
        "speaker_id",
        "Id of the actor whose claim it is, where not the source's own.",
        lambda r: r.statement.speaker,
    ),
    _column("speaker", "That actor.", lambda r: r.name("actor", r.statement.speaker)),
    _column(
        "attributed_to_id",
        "Id of the work from which the source says it has this.",
        lambda r: r.statement.attributed_to,
    ),
    _column("attributed_to", "That work.", lambda r: r.name("source", r.statement.attributed_to)),
    _column("said", "When it was said, as EDTF.", lambda r: r.statement.said),
    *dated("said", lambda r: r.statement.said),
    _column("note", "A remark of the archive.", lambda r: guard(r.statement.note)),
    _column("url", "The page on which the point stands.", _url),
)

TABLE = Tabular(
    name="disagreements",
    about="One row for each thing that a source says on a point on which sources differ. The archive wrote"
    " some points down as questions; it found others by comparing the dates that sources give for one"
    " event, and the figures of one series for one period and place: dates differ when they have no"
    " day in common, figures when no number is allowed by both, where “about” allows a tenth to"
    " either side.",
    columns=told(
        "disagreements",
        COLUMNS,
        {
            "disagreement": "kind:id, a slash, and what of that record.",
            "found": one_of(("archive", "computed")),
            "kind": one_of(vocab.QUESTION_KINDS),
            "status": one_of(vocab.QUESTION_STATUSES),
            "question": "An id.",
            "letter": "A capital letter from A.",
            "answer": "By kind: EDTF, digits, or the key of an answer.",
        },
    ),
    rows=lambda archive: _rows(archive.disagreements(), archive.label, archive.site_url),
)
