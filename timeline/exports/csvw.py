"""The package's description in CSV on the Web (W3C, Metadata Vocabulary for Tabular Data).

`csv-metadata.json` is the name under which such a description is looked for beside a CSV file.
"""

import json
from typing import Any, Final

from timeline.exports.archive import Archive
from timeline.exports.single_tables import DATES_TABLE
from timeline.exports.tabular import Column as TabularColumn
from timeline.package.tables import DATES_FILE, Column, Table, tables
from timeline.records.fields import Code, Coded, Date, Key, Many, Ref, Whole
from timeline.records.timeline import Timeline

FILE_NAME: Final = "csv-metadata.json"

_DATATYPES: Final = {"number": "decimal"}


def csvw(archive: Archive) -> bytes:
    """Give `csv-metadata.json` for the archive."""
    timelines = [record for record in archive.records("timeline") if isinstance(record, Timeline)]
    content: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": "; ".join(timeline.title for timeline in timelines) or "Timeline",
    }
    licences = sorted({timeline.licence_url for timeline in timelines if timeline.licence_url})
    if licences:
        content["dc:license"] = [{"@id": address} for address in licences]
    content["tables"] = [*(_table(table) for table in tables()), _dates()]
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _table(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "columns": [_column(column) for column in table.columns],
        "primaryKey": list(table.primary_key),
    }
    keys = [*_foreign_keys(table)]
    if keys:
        schema["foreignKeys"] = keys
    return {"url": table.file_name, "dc:description": table.about, "tableSchema": schema}


def _foreign_keys(table: Table) -> list[dict[str, Any]]:
    # A reference that may be empty is no foreign key to strict readers of CSVW; datapackage.json has all.
    columns = [column for column in table.columns if column.required]
    targets = [(column.name, f"{column.refers_to}.csv", "id") for column in columns if column.refers_to]
    targets += [(column.name, DATES_FILE, "edtf") for column in columns if column.is_date]
    return [
        {"columnReference": name, "reference": {"resource": file, "columnReference": target}}
        for name, file, target in targets
    ]


def _column(column: Column) -> dict[str, Any]:
    described = _described(column.name, column.type, column.about, required=column.required)
    mark = column.spec.mark if column.spec else None
    if isinstance(mark, Coded):
        described["datatype"] = {"base": "string", "format": "|".join(mark.terms)}
    if isinstance(mark, Whole):
        described["datatype"] = {"base": "integer", "minimum": mark.least, "maximum": mark.most}
    # Lists of texts may hold an escaped bar, which CSVW cannot tell from one that parts two items.
    if isinstance(mark, Many) and isinstance(mark.item, Ref | Key | Code | Coded | Date):
        described["separator"] = "|"
    return described


def _dates() -> dict[str, Any]:
    def column(found: TabularColumn) -> dict[str, Any]:
        return _described(found.name, found.type, found.about, required=found.name == "edtf")

    return {
        "url": DATES_FILE,
        "dc:description": DATES_TABLE.about,
        "tableSchema": {
            "columns": [column(found) for found in DATES_TABLE.columns],
            "primaryKey": ["edtf"],
        },
    }


def _described(name: str, type_: str, about: str, *, required: bool) -> dict[str, Any]:
    return {
        "name": name,
        "titles": name,
        "dc:description": about,
        "datatype": _DATATYPES.get(type_, type_),
        **({"required": True} if required else {}),
    }
