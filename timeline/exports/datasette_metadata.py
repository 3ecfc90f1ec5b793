"""What Datasette shows beside the SQLite file: the titles, licence and meaning of tables and columns.

`datasette records.sqlite3 --metadata datasette-metadata.json`
"""

import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, Final

from timeline.exports.archive import Archive
from timeline.exports.events_csv import TABLE as EVENTS
from timeline.exports.records_json import about
from timeline.exports.records_sqlite import FILE_NAME as DATABASE
from timeline.exports.records_sqlite import FLAT, SEARCHED
from timeline.exports.typed_tables import TypedTable, list_tables, typed_tables

FILE_NAME = "datasette-metadata.json"

_LABELS: Final = {"actors": "name", "places": "name", "topics": "label"}
_TITLED: Final = ("events", "policies", "questions", "series", "sources", "timelines")


def datasette_metadata(archive: Archive) -> Iterator[bytes]:
    """Yield the metadata file, for the SQLite file of the same archive."""
    said = about(archive)
    described = {table.name: _table(table) for table in (*typed_tables(), *list_tables())}
    described[FLAT] = {
        "description": EVENTS.about,
        "columns": {column.name: column.about for column in EVENTS.columns},
    }
    content: dict[str, Any] = {"title": said["title"], "source_url": archive.site_url}
    if said["licences"]:
        licence = said["licences"][0]
        content |= {"license": licence["name"], "license_url": licence["url"]}
    content["databases"] = {PurePath(DATABASE).stem: {"tables": described}}
    yield (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _table(table: TypedTable) -> dict[str, Any]:
    said: dict[str, Any] = {
        "description": table.about,
        "columns": {column.name: column.about for column in table.columns},
    }
    label = _LABELS.get(table.name, "title" if table.name in _TITLED else "")
    if label:
        said["label_column"] = label
    if table.name == "events":
        said |= {"sort": "date_earliest", "facets": ["kind", "significance", "date_precision"]}
    if table.name in SEARCHED:
        said["fts_table"] = f"{table.name}_fts"
    return said
