"""One record as JSON: the one shape in which pages, exports and the interface for programs give it.

`record` is the record in its canonical form, field by field (what is empty is left out), and can be sent
back as it is. What follows from it, or is known of it besides, stands beside it:

- `kind`, `id`, `url`: what it is, and the address of its page;
- `version`, `revision`, `changed`: which version this is, the number of the revision that made it, and when;
- `dates`: each date of the record that is given, resolved, by the path of its field, such as
  `citations[0].asserted_date`;
- `linked`: the name and the address of each record that it refers to, by `kind:id`.
"""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any, TypeAlias

from timeline.exports.resolved_dates import date_json, dates_within
from timeline.queries.versions import Standing
from timeline.records.canonical import to_document
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.references import references

#: Gives the name of a public record by its kind and id; None, or the id itself, where there is none.
Label: TypeAlias = Callable[[str, str], str | None]


def record_json(
    record: Record, *, label: Label, site_url: str, standing: Standing | None = None
) -> dict[str, Any]:
    """Give a record as plain values for JSON, in the order in which they are written."""
    document: dict[str, Any] = {
        "kind": record.record_kind,
        "id": record.id,
        "url": record_address(site_url, record.record_kind, record.id),
    }
    if standing is not None:
        document |= {
            "version": standing.version,
            "revision": standing.revision,
            "changed": moment(standing.changed),
        }
    document["record"] = to_document(record)
    document["dates"] = {path: date_json(text) for path, text in dates_within(record)}
    document["linked"] = _linked(record, label, site_url)
    return document


def record_address(site_url: str, kind: str, record_id: str) -> str:
    """Give the lasting address of a record: that of its page, which names no language."""
    return f"{site_url}/{CLASS_OF_KIND[kind].plural}/{record_id}"


def moment(at_utc: dt.datetime) -> str:
    """Write a moment in UTC, to the microsecond, as RFC 3339."""
    return at_utc.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def json_line(value: object) -> str:
    """Write a value as JSON in one line, without white space that says nothing; keys in their order."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Separators between lines end a line of a script, where this is read as one.
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _linked(record: Record, label: Label, site_url: str) -> dict[str, dict[str, str]]:
    linked = {}
    for reference in references(record):
        name = label(reference.kind, reference.id)
        if name is not None:
            url = record_address(site_url, reference.kind, reference.id)
            linked[f"{reference.kind}:{reference.id}"] = {"name": name, "url": url}
    return dict(sorted(linked.items()))
