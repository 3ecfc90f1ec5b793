"""The codebook: what every table and every column means, from the same schema as the files themselves.

Its parts are made once, and written as Markdown here, as a page elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from timeline.dates.rules import RULES
from timeline.exports.archive import Archive
from timeline.exports.citations_csv import TABLE as CITATIONS
from timeline.exports.descriptor import LAYOUT
from timeline.exports.disagreements_csv import TABLE as DISAGREEMENTS
from timeline.exports.events_csv import TABLE as EVENTS
from timeline.exports.figures_csv import TABLE as FIGURES
from timeline.exports.intervals_csv import TABLE as INTERVALS
from timeline.exports.list_columns import explained_lists
from timeline.exports.records_sqlite import FILE_NAME as SQLITE_FILE
from timeline.exports.single_tables import single_tables
from timeline.exports.states_csv import TABLE as STATES
from timeline.exports.tabular import VERSION, Tabular
from timeline.exports.tabular import Column as ExplainedColumn
from timeline.package.tables import Column, Table, tables
from timeline.records.fields import Coded, Many, Mark, field_specs
from timeline.records.timeline import Timeline

FILE_NAME: Final = "codebook.md"
HEAD: Final = ("Column", "Type", "Unit", "Meaning", "Rule", "Example", "Since")
FLAT: Final = (
    (EVENTS, "events.csv"),
    (CITATIONS, "events.csv?rows=citation"),
    (DISAGREEMENTS, "disagreements.csv"),
    (FIGURES, "figures.csv"),
    (STATES, "states.csv"),
    (INTERVALS, "intervals.csv"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """One file of the codebook: its table, and more about it.

    `whole` names the file of several tables that it is part of, "" where it stands for itself, and `taken` is
    the address within the downloads by which one gets it. `vocabularies` gives for columns that hold terms
    the meaning of each of them.
    """

    file: str
    whole: str
    taken: str
    name: str
    about: str
    columns: tuple[ExplainedColumn, ...]
    key: str = ""
    vocabularies: Mapping[str, Sequence[tuple[str, str, str]]] = field(default_factory=dict)

    @property
    def anchor(self) -> str:
        """Give the name by which a page leads to it; a flat file and a table can have one name."""
        return f"{'table' if self.key else 'flat'}-{self.name}"


@cache
def flat_files() -> tuple[Explained, ...]:
    """List the flat files."""
    return tuple(_explained(table, file, whole="", taken=file) for table, file in FLAT)


@cache
def package_tables() -> tuple[Explained, ...]:
    """List the tables of the data package; the table of dates comes last."""
    *own, dates = single_tables()
    described = [
        replace(
            _in_package(single, table.file_name),
            key=" and ".join(table.primary_key),
            vocabularies=dict(_vocabularies(table)),
        )
        for table, single in zip(tables(), own, strict=True)
    ]
    return (*described, replace(_in_package(dates, "dates.csv"), key="edtf"))


@cache
def database_tables() -> tuple[Explained, ...]:
    """List the tables that a database has besides."""
    return tuple(
        Explained(
            file=table.name,
            whole=SQLITE_FILE,
            taken=SQLITE_FILE,
            name=table.name,
            about=table.about,
            columns=columns,
            key=" and ".join(table.primary_key),
        )
        for table, columns in explained_lists()
    )


def _in_package(table: Tabular, file: str) -> Explained:
    return _explained(table, file, whole="package.zip", taken=f"tables/{file}")


def _explained(table: Tabular, file: str, *, whole: str, taken: str) -> Explained:
    return Explained(
        file=file, whole=whole, taken=taken, name=table.name, about=table.about, columns=table.columns
    )


def titles(archive: Archive) -> Iterator[str]:
    """Yield the titles of the archive's timelines."""
    return (record.title for record in archive.records("timeline") if isinstance(record, Timeline))


def codebook(archive: Archive) -> Iterator[bytes]:
    """Yield the codebook in Markdown in pieces, one for each part of it."""
    yield _lines(
        [
            "# Codebook",
            "",
            *(f"Of the archive “{_inline(title)}”." for title in titles(archive)),
            "",
            f"Version {VERSION} of the formats. “Since” is the first version that has a column.",
            "",
        ]
    )
    yield _lines(["## How the files are written", "", *(f"- {_inline(rule)}" for rule in LAYOUT), ""])
    yield _lines(["## How dates are read", "", *(f"- {_inline(rule)}" for rule in RULES), ""])
    for flat in flat_files():
        yield _lines([f"## The flat file, {flat.file}", "", _inline(flat.about), "", *_columns(flat)])
    yield _lines(["## The data package, package.zip", "", PACKAGE, ""])
    for table in package_tables():
        about = f"{_inline(table.about)} Key: {table.key}. Alone: {table.taken}."
        yield _lines([f"### {table.file}", "", about, "", *_columns(table), *_terms(table)])
    yield _lines(["## The database, records.sqlite3", "", DATABASE, ""])
    for table in database_tables():
        about = f"{_inline(table.about)} Key: {table.key}."
        yield _lines([f"### {table.file}", "", about, "", *_columns(table)])


PACKAGE: Final = (
    "Its tables, with their keys. A record is one row of its kind's table; what there can be several of"
    " within a record has a table of its own, keyed by the record's id and a position. What a date says,"
    " its words and bounds, stands in dates.csv, to which each column of dates leads; a table that is"
    " taken alone, from tables/, has it in columns beside the date."
)

DATABASE: Final = (
    "It has the tables of the data package, with what dates say beside them as in the tables that are taken"
    " alone, the flat file of events as a view, and the tables below, in which each item of a list has a row."
    " timeline_about, timeline_tables and timeline_columns say within it what this codebook says."
    " The workbook and Parquet have the same columns as the tables of the same name."
)


def _columns(explained: Explained) -> Iterator[str]:
    yield f"| {' | '.join(HEAD)} |"
    yield f"| {' | '.join('---' for _ in HEAD)} |"
    for column in explained.columns:
        example = f"`{column.example}`" if column.example else ""
        cells = (
            f"`{column.name}`", column.type, column.unit, column.about, column.rule, example, column.since
        )  # fmt: skip
        yield f"| {' | '.join(_inline(cell).replace('|', chr(92) + '|') for cell in cells)} |"
    yield ""


def _terms(explained: Explained) -> Iterator[str]:
    for name, terms in explained.vocabularies.items():
        yield f"Terms of `{name}`:"
        yield ""
        for key, label, meaning in terms:
            yield f"- `{key}` ({_inline(label)}): {_inline(meaning)}"
        yield ""


def _vocabularies(table: Table) -> Iterator[tuple[str, Sequence[tuple[str, str, str]]]]:
    """Yield the terms that the table's columns, or the items of its lists, may hold."""
    for column in table.columns:
        for name, mark in _marks(column):
            if isinstance(mark, Coded):
                yield name, [(key, term.label, term.meaning) for key, term in mark.terms.items()]


def _marks(column: Column) -> Iterator[tuple[str, Mark | Many]]:
    if column.spec is None:
        return
    yield column.name, column.spec.mark
    for inner in field_specs(column.spec.part) if column.spec.part is not None else ():
        yield f"{column.name}: {inner.name}", inner.mark


def _inline(text: str) -> str:
    """Keep a text in one line, and its signs from being read as HTML."""
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")


def _lines(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
