"""The package's descriptor, `datapackage.json` (Frictionless Data Package, Table Schema).

Everything in it follows from the record classes and from the records, so that the same records give the
same bytes. There is no time of writing in it.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from timeline.dates.rules import RULES
from timeline.exports.archive import Archive
from timeline.exports.single_tables import DATES_TABLE
from timeline.package.tables import DATES_FILE, Column, Table, tables
from timeline.records.fields import Coded, Date, Many, Whole
from timeline.records.source import Source
from timeline.records.timeline import Timeline

FILE_NAME = "datapackage.json"

LAYOUT = (
    "UTF-8 without a byte-order mark; RFC 4180; lines end in LF (CRLF is read too).",
    "Rows stand in the order of the record's id, then of its parts' position; an empty cell says nothing.",
    "Several values share a cell joined by |; a | or \\ within a value is written \\| or \\\\.",
    "A text that a spreadsheet would run (it begins with = + - @, tab or carriage return) is written with an"
    " apostrophe before it; take it off to have the text. Numbers, such as -5, stand as they are.",
    "Dates are EDTF (ISO 8601-2:2019, Library of Congress EDTF, levels 0 to 2); empty means unknown. What"
    " each says, its words, first and last day, precision and doubts, stands in dates.csv.",
    "dates.csv, codebook.md, csv-metadata.json, CITATION.cff and SHA256SUMS follow from the tables: who edits"
    " a table by hand may leave them as they are; loading reads the tables only, and an export makes them"
    " anew. `sha256sum -c SHA256SUMS` checks a package that nobody has edited.",
)


def descriptor(archive: Archive) -> bytes:
    """Give `datapackage.json` for the archive."""
    timelines = [record for record in archive.records("timeline") if isinstance(record, Timeline)]
    content: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "-".join(timeline.id for timeline in timelines) or "timeline",
        "title": "; ".join(timeline.title for timeline in timelines),
        "description": "\n\n".join(
            [*(timeline.lede for timeline in timelines), *LAYOUT, "Dates: " + " ".join(RULES)]
        ),
        "licenses": _licences(timelines),
        "sources": [_provenance(record) for record in archive.records("source") if _is_consulted(record)],
        "resources": [*(_resource(table) for table in tables()), _dates()],
    }
    if archive.selection:
        content["selection"] = _selection(archive.selection)
    kept = {key: value for key, value in content.items() if value}
    return (json.dumps(kept, ensure_ascii=False, indent=2) + "\n").encode()


def _selection(parameters: Mapping[str, str]) -> dict[str, Any]:
    return {
        "parameters": dict(sorted(parameters.items())),
        "note": "A part of the archive: the events of this selection, without the relations that lead out"
        " of it, and the records that they and each other refer to, the questions that touch them, and the"
        " series of which figures are chosen; links to events outside are empty.",
    }


def _licences(timelines: Sequence[Timeline]) -> list[dict[str, str]]:
    given = dict.fromkeys((timeline.licence, timeline.licence_url) for timeline in timelines)
    return [{"name": name, **({"path": address} if address else {})} for name, address in given if name]


def _is_consulted(record: object) -> bool:
    return isinstance(record, Source) and record.consulted == "yes"


def _provenance(record: object) -> dict[str, str]:
    assert isinstance(record, Source)  # noqa: S101 - narrowed by _is_consulted
    return {"title": record.title, **({"path": record.url} if record.url else {})}


def _resource(table: Table) -> dict[str, Any]:
    return {**_file(table.name, table.file_name, table.about), "schema": _schema(table)}


def _file(name: str, path: str, about: str) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "description": about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True, "header": True},
    }


def _dates() -> dict[str, Any]:
    """Describe the table to which every column of dates leads."""
    fields = [
        {
            "name": column.name,
            "type": column.type,
            "description": column.about,
            "example": column.example,
            **({"constraints": {"required": True, "unique": True}} if column.name == "edtf" else {}),
        }
        for column in DATES_TABLE.columns
    ]
    schema = {"fields": fields, "missingValues": [""], "primaryKey": ["edtf"]}
    return {**_file(DATES_TABLE.name, DATES_FILE, DATES_TABLE.about), "schema": schema}


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.primary_key),
    }
    keys = [
        {"fields": column.name, "reference": {"resource": _target(table, column), "fields": "id"}}
        for column in table.columns
        if column.refers_to
    ]
    keys += [
        {"fields": column.name, "reference": {"resource": DATES_TABLE.name, "fields": "edtf"}}
        for column in table.columns
        if column.is_date
    ]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _target(table: Table, column: Column) -> str:
    # Table Schema writes a reference to the own table as an empty name.
    return "" if column.refers_to == table.name else column.refers_to


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": _meaning(column)}
    if column.example:
        field["example"] = column.example
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    mark = column.spec.mark if column.spec else None
    if isinstance(mark, Coded):
        constraints["enum"] = list(mark.terms)
    if isinstance(mark, Whole):
        constraints |= {"minimum": mark.least, "maximum": mark.most}
    if column.name == "id" and column.spec is not None:
        constraints["unique"] = True
    if constraints:
        field["constraints"] = constraints
    return field


def _meaning(column: Column) -> str:
    spec = column.spec
    if spec is None:
        return column.about
    if isinstance(spec.mark, Coded):
        terms = "; ".join(f"{key}: {term.meaning}" for key, term in spec.mark.terms.items())
        return f"{column.about} One of: {terms}"
    if isinstance(spec.mark, Date):
        return f"{column.about} (EDTF)"
    if isinstance(spec.mark, Many):
        return f"{column.about} (a list, joined by |)"
    return column.about
