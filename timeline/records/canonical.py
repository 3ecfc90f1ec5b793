"""The canonical JSON form of a record, and its fingerprint.

One record has one form: keys sorted, UTF-8, no insignificant white space, fields that hold an empty
value (an empty text or list, false) left out. Leaving them out means that a field which a later version
of the software adds does not change the fingerprint of a record that does not use it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from timeline.errors import InvalidRecordError, Problem
from timeline.records.fields import Flag, Whole, field_specs
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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reader:
    """How a field is read: the type of its plain value, None where it holds several; the class of these."""

    plain: type | None
    part: type | None


def _build(cls: type, document: object, path: str, problems: list[Problem]) -> object:
    if not isinstance(document, Mapping):
        problems.append(_wrong(path or cls.__name__, document, "must be an object with named fields"))
        return None
    readers, empty = _readers(cls)
    values = dict(empty)
    for name, value in document.items():
        reader = readers.get(name)
        if reader is None:
            problems.append(_unknown(_join(path, str(name)), readers))
        elif type(value) is reader.plain:  # As nearly all are.
            values[name] = value
        else:
            values[name] = _value(reader, value, _join(path, name), problems)
    return cls(**values)


@cache
def _readers(cls: type) -> tuple[Mapping[str, _Reader], Mapping[str, object]]:
    """Give how each field of a class is read, by its name, and what an absent one holds."""
    specs = field_specs(cls)
    readers = {
        spec.name: _Reader(plain=None if spec.is_many else _type_of(spec.mark), part=spec.part)
        for spec in specs
    }
    return readers, {spec.name: spec.empty for spec in specs}


def _value(reader: _Reader, value: object, path: str, problems: list[Problem]) -> object:
    if reader.plain is not None:
        return _scalar(reader.plain, value, path, problems)
    if not isinstance(value, list | tuple):
        problems.append(_wrong(path, value, "must be a list"))
        return ()
    part = reader.part
    if part is not None:
        return tuple([_build(part, v, f"{path}[{i}]", problems) for i, v in enumerate(value)])
    return tuple([_scalar(str, v, f"{path}[{i}]", problems) for i, v in enumerate(value)])


def _type_of(mark: object) -> type:
    return bool if isinstance(mark, Flag) else int if isinstance(mark, Whole) else str


def _scalar(wanted: type, value: object, path: str, problems: list[Problem]) -> object:
    if type(value) is wanted:
        return value
    names = {bool: "true or false", int: "a whole number", str: "text"}
    problems.append(_wrong(path, value, f"must be {names[wanted]}"))
    return wanted()


def _unknown(path: str, known: Iterable[str]) -> Problem:
    fields = ", ".join(sorted(known))
    return Problem(path=path, value="", message="there is no such field", cure=f"The fields are: {fields}.")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _wrong(path: str, value: object, message: str) -> Problem:
    return Problem(path=path, value=str(value), message=message)
