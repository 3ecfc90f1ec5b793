"""The canonical JSON form of a record, and its fingerprint.

One record has one form: keys sorted, UTF-8, no insignificant white space, fields that hold an empty
value (an empty text or list, false) left out. Leaving them out means that a field which a later version
of the software adds does not change the fingerprint of a record that does not use it.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

from timeline.errors import InvalidRecordError, Problem
from timeline.records.fields import FieldSpec, Flag, Whole, field_specs
from timeline.records.kinds import CLASS_OF_KIND, Record


def to_document(record: object) -> dict[str, Any]:
    """Give a record, or a part of one, as plain values: dict, list, str, int and bool."""
    document: dict[str, Any] = {}
    for spec in field_specs(type(record)):
        value = getattr(record, spec.name)
        if value == spec.empty:
            continue
        if spec.part is not None:
            document[spec.name] = [to_document(part) for part in value]
        else:
            document[spec.name] = list(value) if spec.is_many else value
    return document


def canonical_json(record: Record) -> str:
    """Give the record's one JSON form."""
    return json.dumps(to_document(record), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(record: Record) -> str:
    """Give the SHA-256 of the record's canonical form, in hexadecimal."""
    return text_fingerprint(canonical_json(record))


def text_fingerprint(document: str) -> str:
    """Give the SHA-256 of a canonical form, in hexadecimal.

    A text that UTF-8 cannot hold has one too, so that it gets as far as the validation that refuses it.
    """
    return hashlib.sha256(document.encode(errors="surrogatepass")).hexdigest()


def from_document(kind: str, document: Mapping[str, Any]) -> Record:
    """Build the record of `kind` from plain values; an absent field is empty.

    Raises InvalidRecordError, with every problem, where a field is unknown or has the wrong type. What
    the values say is not judged here but in `timeline.records.validate`.
    """
    problems: list[Problem] = []
    record = _build(CLASS_OF_KIND[kind], document, "", problems)
    if problems:
        raise InvalidRecordError(kind, str(document.get("id", "")), tuple(problems))
    return cast("Record", record)


def from_json(kind: str, text: str) -> Record:
    """Build the record of `kind` from its canonical JSON form."""
    return from_document(kind, json.loads(text))


def _build(cls: type, document: object, path: str, problems: list[Problem]) -> object:
    if not isinstance(document, Mapping):
        problems.append(_wrong(path or cls.__name__, document, "must be an object with named fields"))
        return None
    specs = {spec.name: spec for spec in field_specs(cls)}
    for name in document.keys() - specs.keys():
        known = ", ".join(sorted(specs))
        problems.append(
            Problem(
                path=_join(path, str(name)),
                value="",
                message="there is no such field",
                cure=f"The fields are: {known}.",
            )
        )
    values = {
        name: _value(spec, document[name], _join(path, name), problems) if name in document else spec.empty
        for name, spec in specs.items()
    }
    return cls(**values)


def _value(spec: FieldSpec, value: object, path: str, problems: list[Problem]) -> object:
    if not spec.is_many:
        return _scalar(spec.mark, value, path, problems)
    if not isinstance(value, list | tuple):
        problems.append(_wrong(path, value, "must be a list"))
        return ()
    if spec.part is not None:
        part = spec.part
        return tuple(_build(part, v, f"{path}[{i}]", problems) for i, v in enumerate(value))
    return tuple(_scalar(None, v, f"{path}[{i}]", problems) for i, v in enumerate(value))


def _scalar(mark: object, value: object, path: str, problems: list[Problem]) -> object:
    wanted: type = bool if isinstance(mark, Flag) else int if isinstance(mark, Whole) else str
    if type(value) is wanted:
        return value
    names = {bool: "true or false", int: "a whole number", str: "text"}
    problems.append(_wrong(path, value, f"must be {names[wanted]}"))
    return wanted()


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _wrong(path: str, value: object, message: str) -> Problem:
    return Problem(path=path, value=str(value), message=message)
