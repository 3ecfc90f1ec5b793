"""The codebook: what every table and every column means, in Markdown, from the same schema as the files."""

from collections.abc import Iterator, Sequence

from timeline.dates.rules import RULES
from timeline.exports.archive import Archive
from timeline.exports.descriptor import LAYOUT
from timeline.exports.disagreements_csv import TABLE as DISAGREEMENTS
from timeline.exports.events_csv import TABLE as EVENTS
from timeline.exports.figures_csv import TABLE as FIGURES
from timeline.exports.intervals_csv import TABLE as INTERVALS
from timeline.exports.states_csv import TABLE as STATES
from timeline.exports.tabular import Tabular
from timeline.package.tables import Column, Table, tables
from timeline.records.fields import (
    MAX_TEXT,
    Address,
    AnyRef,
    Code,
    Coded,
    Date,
    Decimal,
    FieldSpec,
    Flag,
    Id,
    Key,
    Many,
    Mark,
    Markdown,
    Ref,
    Text,
    Whole,
    field_specs,
)
from timeline.records.kinds import CLASS_OF_KIND
from timeline.records.timeline import Timeline
from timeline.records.validate import ADDRESS_LONGEST, ID_LONGEST, MANY_MOST


def codebook(archive: Archive) -> Iterator[bytes]:
    """Yield the codebook in pieces, one for each part of it."""
    titles = [record.title for record in archive.records("timeline") if isinstance(record, Timeline)]
    yield _lines(["# Codebook", "", *(f"Of the archive “{_inline(title)}”." for title in titles), ""])
    yield _lines(["## How the files are written", "", *(f"- {_inline(rule)}" for rule in LAYOUT), ""])
    yield _lines(["## How dates are read", "", *(f"- {_inline(rule)}" for rule in RULES), ""])
    for flat in (EVENTS, DISAGREEMENTS, FIGURES, STATES, INTERVALS):
        yield _flat_file(flat)
    yield _lines(
        [
            "## The data package, package.zip",
            "",
            "Its tables, with their keys. A record is one row of its kind's table; what there can be"
            " several of within a record has a table of its own, keyed by the record's id and a position.",
            "",
        ]
    )
    for table in tables():
        yield _table(table)


def _flat_file(table: Tabular) -> bytes:
    rows = [(f"`{column.name}`", column.type, column.about) for column in table.columns]
    return _lines(
        [
            f"## The flat file, {table.name}.csv",
            "",
            table.about,
            "",
            *_grid(("Column", "Type", "Meaning"), rows),
            "",
        ]
    )


def _table(table: Table) -> bytes:
    rows = [
        (
            f"`{column.name}`",
            column.type,
            "yes" if column.required else "",
            column.about,
            _rule(column),
            f"`{column.example}`" if column.example else "",
        )
        for column in table.columns
    ]
    return _lines(
        [
            f"### {table.file_name}",
            "",
            f"{_inline(table.about)} Key: {' and '.join(f'`{name}`' for name in table.primary_key)}.",
            "",
            *_grid(("Column", "Type", "Required", "Meaning", "Rule", "Example"), rows),
            "",
            *_vocabularies(table),
        ]
    )


def _vocabularies(table: Table) -> Iterator[str]:
    """Yield the meaning of every term that the table's columns, or the items of its lists, may hold."""
    for column in table.columns:
        for name, mark in _marks(column):
            if isinstance(mark, Coded):
                yield f"Terms of `{name}`:"
                yield ""
                for key, term in mark.terms.items():
                    yield f"- `{key}` ({_inline(term.label)}): {_inline(term.meaning)}"
                yield ""


def _marks(column: Column) -> Iterator[tuple[str, Mark | Many]]:
    if column.spec is None:
        return
    yield column.name, column.spec.mark
    for inner in field_specs(column.spec.part) if column.spec.part is not None else ():
        yield f"{column.name}: {inner.name}", inner.mark


def _rule(column: Column) -> str:
    if column.spec is None:
        return f"The id of a row of {column.refers_to}.csv." if column.refers_to else "From 1."
    return rule_of(column.spec)


def rule_of(spec: FieldSpec) -> str:
    """Say in a sentence what a field may hold."""
    mark = spec.mark
    if not isinstance(mark, Many):
        return _scalar_rule(mark)
    if spec.part is not None:
        parts = field_specs(spec.part)
        items = "; ".join(f"{part.name}: {rule_of(part)}" for part in parts)
    else:
        items = _scalar_rule(mark.item) if mark.item is not None else ""
    least = f", at least {mark.least}" if mark.least else ""
    once = ", none twice" if mark.unique else ""
    return f"A list{least}, at most {MANY_MOST:,}{once}. Each: {items}"


def _scalar_rule(mark: Mark) -> str:  # noqa: PLR0911 - one return a form
    match mark:
        case Text():
            lines = "Text" if mark.lines else "Text in one line"
            return f"{lines}, at most {mark.longest:,} characters."
        case Markdown():
            return f"Markdown (CommonMark, without HTML), at most {MAX_TEXT:,} characters."
        case Id():
            return f"Lower-case letters a–z, digits and single hyphens, at most {ID_LONGEST}; never reused."
        case Key():
            return f"Lower-case letters a–z, digits and single hyphens, at most {ID_LONGEST}."
        case Ref():
            return f"The id of a row of {CLASS_OF_KIND[mark.kind].plural}.csv."
        case AnyRef():
            return f"kind:id, where kind is one of {', '.join(CLASS_OF_KIND)}."
        case _:
            return _coded_rule(mark)


def _coded_rule(mark: Mark) -> str:  # noqa: PLR0911 - one return a form
    match mark:
        case Date():
            return "EDTF."
        case Coded():
            return f"One of {', '.join(mark.terms)}."
        case Whole():
            return f"A whole number from {mark.least} to {mark.most}."
        case Decimal():
            return "Digits with a point before decimals and no separators, at most 15 before it and 6 after."
        case Address():
            return f"An address that begins with http:// or https://, at most {ADDRESS_LONGEST:,} characters."
        case Code():
            return mark.cure
        case Flag():
            return "true or false."
        case _:
            raise TypeError(f"no rule is known for {mark}")


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(_inline(cell).replace('|', chr(92) + '|') for cell in row)} |"


def _inline(text: str) -> str:
    """Keep a text in one line, and its signs from being read as HTML."""
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")


def _lines(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
