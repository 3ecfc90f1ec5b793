"""CSL-JSON, the form in which sources are handed to citation processors, both ways.

What CSL has no variable for stands under `custom`, where processors leave it alone: the archived copy,
outside identifiers, and a date of issue that CSL cannot hold exactly.
"""

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from timeline.bibliography import issued, names
from timeline.bibliography.draft import UNREAD, Draft, Reading, split_identifiers
from timeline.bibliography.kinds import KINDS, kind_of_csl, with_label
from timeline.dates.parse import is_date
from timeline.errors import Problem
from timeline.records.source import Source

#: Fields of ours and the variables of CSL that hold the same.
VARIABLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "title",
        "short_title": "title-short",
        "container": "container-title",
        "publisher": "publisher",
        "publisher_place": "publisher-place",
        "volume": "volume",
        "issue": "issue",
        "pages": "page",
        "number": "number",
        "authority": "authority",
        "language": "language",
        "url": "URL",
        "repository": "archive",
        "box": "archive_collection",
        "folder": "archive_location",
        "abstract": "abstract",
        "note": "annote",
    }
)
_READ_TOO: Final = {"shortTitle": "short_title", "note": "note", "annotation": "note"}
_FIELDS: Final = {variable: name for name, variable in VARIABLES.items()} | _READ_TOO
_IDENTIFIERS: Final = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID"}
_ROLES: Final = ("author", "editor", "recipient", "contributor")
_ROLES_READ: Final = {role: role for role in _ROLES} | {
    "collection-editor": "editor", "compiler": "editor", "editorial-director": "editor",
    "director": "author", "interviewer": "contributor", "translator": "contributor",
    "original-author": "author", "performer": "contributor", "host": "contributor",
}  # fmt: skip
_CUSTOM: Final = {"archived_url": "archived-url", "rights": "rights"}
_LEFT_ALONE: Final = frozenset({"id", "type", "genre", "citation-key", "issued", "custom", "categories"})
MOST = 200


def csl_item(source: Source, url: str = "") -> dict[str, Any]:
    """Describe a source as an item of CSL-JSON; `url` stands in where the source has no address."""
    kind = KINDS[source.type]
    item: dict[str, Any] = {"id": source.id, "type": kind.csl}
    for name, variable in VARIABLES.items():
        if getattr(source, name):
            item[variable] = getattr(source, name)
    if url and not source.url:
        item["URL"] = url
    if kind.csl_label or source.genre:
        item["genre"] = with_label(kind.csl_label, source.genre)
    for role, creators in names.by_role(source.creators, *_ROLES):
        item[role] = [names.to_csl(creator) for creator in creators]
    said = issued.to_csl(source.issued)
    if said is not None:
        item["issued"] = said
    first, others = split_identifiers(source, *_IDENTIFIERS)
    item |= {_IDENTIFIERS[scheme]: value for scheme, value in first.items()}
    custom: dict[str, Any] = {
        key: getattr(source, name) for name, key in _CUSTOM.items() if getattr(source, name)
    }
    if said is not None and issued.from_csl(said) != (source.issued, ""):
        custom["issued-edtf"] = source.issued
    rest = [f"{known.scheme}:{known.value}" for known in others]
    if rest:
        custom["identifiers"] = rest
    return item | ({"custom": custom} if custom else {})


def write_csl_json(sources: Iterable[Source]) -> str:
    """Write sources as a list of CSL-JSON."""
    return json.dumps([csl_item(source) for source in sources], ensure_ascii=False, indent=2) + "\n"


def read_csl_json(text: str) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:
    """Draft sources from CSL-JSON: one item or a list of them; what is no item is a problem."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        return (), (_problem("text", "", f"is not JSON{where}", "Copy the whole of it, brackets included."),)
    if isinstance(found, dict) and isinstance(found.get("items"), list):
        found = found["items"]
    items = found if isinstance(found, list) else [found]
    problems = [
        _problem(f"item {place}", str(item)[:80], "is not a reference of CSL-JSON", "Leave it out.")
        for place, item in enumerate(items[:MOST], start=1)
        if not isinstance(item, dict)
    ]
    if len(items) > MOST:
        problems.append(_problem("text", "", f"has more than {MOST} references", "Paste them in parts."))
    drafts = tuple(_draft(item) for item in items[:MOST] if isinstance(item, dict))
    return drafts, tuple(problems)


def _draft(item: Mapping[str, Any]) -> Draft:
    reading = Reading(key=str(item.get("citation-key") or item.get("id") or ""))
    _read_kind(item, reading)
    for variable, value in item.items():
        if variable in _FIELDS:
            reading.put(_FIELDS[variable], _said(value), path=variable)
        elif variable in _ROLES_READ:
            _read_names(variable, value, reading)
        elif variable in _IDENTIFIERS.values():
            reading.add_identifier(variable.lower(), _said(value), path=variable)
        elif variable not in _LEFT_ALONE and value not in ("", [], {}, None):
            reading.leave(variable, _said(value), UNREAD)
    _read_custom(item.get("custom"), reading)
    if item.get("issued") and not reading.values.get("issued"):
        date, left = issued.from_csl(item["issued"])
        reading.put("issued", date, path="issued")
        if left:
            reading.leave("issued", left, "was not understood", issued.meanings(_words_of(item["issued"])))
    return reading.finished()


def _read_kind(item: Mapping[str, Any], reading: Reading) -> None:
    name, genre = str(item.get("type", "")), _said(item.get("genre", ""))
    found = kind_of_csl(name, genre)
    if found is None:
        reading.leave("type", name, "is not a type that we have", "Choose the type; “document” stands there.")
        found = ("document", genre)
    reading.values["type"] = found[0]
    reading.put("genre", found[1], path="genre")


def _read_names(variable: str, value: Any, reading: Reading) -> None:
    for name in value if isinstance(value, list) else [value]:
        made = names.from_csl(name, _ROLES_READ[variable]) if isinstance(name, dict) else None
        if made is None:
            reading.leave(variable, _said(name), "is not a name", "Write the name yourself.")
        else:
            reading.add_creators([made])
            if _ROLES_READ[variable] != variable:
                kept = f"was kept as {_ROLES_READ[variable]}"
                reading.leave(variable, names.filed(made), kept, "Choose another role, if it is wrong.")


def _read_custom(custom: Any, reading: Reading) -> None:
    if not isinstance(custom, dict):
        return
    fields = {key: name for name, key in _CUSTOM.items()}
    for key, value in custom.items():
        if key in fields:
            reading.put(fields[key], _said(value), path=f"custom.{key}")
        elif key == "issued-edtf" and is_date(_said(value)):
            reading.values["issued"] = _said(value)
        elif key == "identifiers" and isinstance(value, list):
            for known in value:
                scheme, _, rest = _said(known).partition(":")
                reading.add_identifier(scheme, rest, path="custom.identifiers")
        else:
            reading.leave(f"custom.{key}", _said(value))


def _said(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _words_of(value: Any) -> str:
    if isinstance(value, dict):
        value = next(
            (value[name] for name in ("literal", "raw", "edtf") if isinstance(value.get(name), str)), ""
        )
    return value if isinstance(value, str) else ""


def _problem(path: str, value: str, message: str, cure: str) -> Problem:
    return Problem(path=path, value=value, message=message, cure=cure)
