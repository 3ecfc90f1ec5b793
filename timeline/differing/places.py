"""Where a place in one version of a record is in another: rows move, and what is said of them goes along."""

import re
from typing import Any, Final

from timeline.differing.matching import matches
from timeline.records.fields import FieldSpec, field_specs
from timeline.records.kinds import Record

_PATH: Final = re.compile(r"([a-z0-9_]+)(?:\[(\d{1,6})\])?(?:\.([a-z0-9_]+))?")


def place_now(before: Record, after: Record, path: str) -> str | None:
    """Give the path of what stood at a path in an earlier version; None where its row was taken out.

    A row is known by what it is about, as in the differences of two versions. A path that names nothing in
    the earlier version is None too.
    """
    found = _PATH.fullmatch(path)
    if found is None or not hasattr(before, found[1]):
        return None
    name, number, inner = found.groups()
    if number is None:
        return path
    there = matches(getattr(before, name), getattr(after, name)).get(int(number))
    if there is None:
        return None
    return f"{name}[{there}]" + (f".{inner}" if inner else "")


def value_at(record: Record, path: str) -> tuple[FieldSpec, Any] | None:
    """Give what stands at a path, and the field; None where nothing does."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    name, number, inner = found.groups()
    spec = _spec(type(record), name)
    if spec is None:
        return None
    value: Any = getattr(record, name)
    if number is not None:
        if not spec.is_many or int(number) >= len(value):
            return None
        value = value[int(number)]
    if inner is None:
        return spec, value
    within = _spec(type(value), inner) if spec.part is not None and number is not None else None
    return None if within is None else (within, getattr(value, inner))


def _spec(cls: type, name: str) -> FieldSpec | None:
    return next((spec for spec in field_specs(cls) if spec.name == name), None)
