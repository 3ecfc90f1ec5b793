"""The chain of the history: each revision's link is made from the link before it and the revision.

    link(n) = SHA-256( link(n-1) + LF + the canonical JSON of revision n ), in hexadecimal

in UTF-8, where the canonical JSON is an object with sorted keys, no white space and no escapes but those
that JSON requires, of the fields named in `FIELDS`; a moment is written like
2026-01-31T09:30:00.000000+00:00. The link before the first is the empty text. The document itself is
covered by its fingerprint, the SHA-256 of its text.

Whoever has kept a link can tell whether the history up to that revision was changed since. It does not
tell who changed it, and says nothing about what was added afterwards.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

START: Final = ""

FIELDS: Final = (
    "number",
    "record_id",
    "kind",
    "slug",
    "version",
    "at_utc",
    "by",
    "through",
    "change",
    "reason",
    "note",
    "status",
    "batch",
    "merged_into_id",
    "fingerprint",
)


def link(previous: str, revision: Mapping[str, Any]) -> str:
    """Give the link of a revision that follows the one with the link `previous`."""
    fields = {name: _plain(revision[name]) for name in FIELDS}
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return value
