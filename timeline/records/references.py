"""Where a record refers to others, and the same record with a reference replaced."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from timeline.records.fields import AnyRef, FieldSpec, Many, Ref, field_specs
from timeline.records.kinds import Record

RecordKey = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """One reference: the path of its field, and the kind and the public id that it names."""

    path: str
    kind: str
    id: str

    @property
    def key(self) -> RecordKey:
        """Give the record that is named."""
        return self.kind, self.id


def references(record: Record) -> Iterator[Reference]:
    """Yield every reference of the record to another, in the order of its fields."""
    yield from _references(record, "")


def _references(part: object, path: str) -> Iterator[Reference]:
    for spec in _referring(type(part)):
        value = getattr(part, spec.name)
        where = f"{path}{spec.name}"
        if not isinstance(spec.mark, Many):
            yield from _reference(spec.mark, value, where)
            continue
        for position, item in enumerate(value):
            if spec.part is None:
                yield from _reference(spec.mark.item, item, f"{where}[{position}]")
            else:
                yield from _references(item, f"{where}[{position}].")


def keys_referred_to(record: Record) -> list[RecordKey]:
    """List the records that a record refers to, each once, in half the time that it takes to say where."""
    found: dict[RecordKey, None] = {}
    _add_keys(record, found)
    return list(found)


def _add_keys(part: object, found: dict[RecordKey, None]) -> None:
    for spec in _referring(type(part)):
        value = getattr(part, spec.name)
        if not value:
            continue
        if spec.part is not None:
            for item in value:
                _add_keys(item, found)
        elif isinstance(spec.mark, Many):
            found.update((_key(spec.mark.item, item), None) for item in value if item)
        else:
            found[_key(spec.mark, value)] = None


_REFERRING: dict[type, tuple[FieldSpec, ...]] = {}


def _referring(cls: type) -> tuple[FieldSpec, ...]:
    """List the fields of a class in which a reference can stand."""
    if cls not in _REFERRING:
        _REFERRING[cls] = tuple(spec for spec in field_specs(cls) if _can_refer(spec))
    return _REFERRING[cls]


def _can_refer(spec: FieldSpec) -> bool:
    if spec.part is not None:
        return bool(_referring(spec.part))
    mark = spec.mark.item if isinstance(spec.mark, Many) else spec.mark
    return isinstance(mark, Ref | AnyRef)


def _reference(mark: object, value: object, path: str) -> Iterator[Reference]:
    if value:
        kind, record_id = _key(mark, value)
        yield Reference(path=path, kind=kind, id=record_id)


def _key(mark: object, value: object) -> RecordKey:
    """Give the record that a value in a field of references names."""
    if isinstance(mark, Ref):
        return mark.kind, str(value)
    kind, _, record_id = str(value).partition(":")
    return kind, record_id


def with_moved(record: Record, moved: Mapping[RecordKey, str]) -> Record:
    """Give the record with each reference to a moved record set to the id at which it lives now.

    Where two values of a list become the same, one is left; what would come to point to the record
    itself is taken out. The record's own id stays.
    """
    own = (record.record_kind, record.id)
    return cast("Record", _moved(record, moved, own))


def _moved(part: object, moved: Mapping[RecordKey, str], own: RecordKey) -> object:
    changes: dict[str, Any] = {}
    for spec in field_specs(type(part)):
        value = getattr(part, spec.name)
        if isinstance(spec.mark, Many):
            new: object = _moved_items(spec, value, moved, own)
        else:
            new = _moved_value(spec.mark, value, moved, own)
        if new != value:
            changes[spec.name] = new
    return dataclasses.replace(cast("Any", part), **changes) if changes else part


def _moved_items(
    spec: FieldSpec, items: tuple[Any, ...], moved: Mapping[RecordKey, str], own: RecordKey
) -> tuple[Any, ...]:
    mark = cast("Many", spec.mark)
    kept: list[Any] = []
    for item in items:
        if spec.part is not None:
            new = _moved(item, moved, own)
            lost = _has_lost_its_point(spec.part, item, new)
        elif spec.name == "bears_on":
            new, lost = _moved_bearing(item, moved), False
        else:
            new = _moved_value(mark.item, item, moved, own)
            lost = not new
        if not lost and not (mark.unique and new in kept):
            kept.append(new)
    return tuple(kept)


def _has_lost_its_point(part: type, before: object, after: object) -> bool:
    """Tell whether a reference without which the part says nothing was taken out."""
    return any(
        isinstance(spec.mark, Ref)
        and spec.mark.required
        and getattr(before, spec.name)
        and not getattr(after, spec.name)
        for spec in field_specs(part)
    )


def _moved_bearing(bearing: str, moved: Mapping[RecordKey, str]) -> str:
    prefix, _, policy = bearing.partition(":")
    return f"change:{moved.get(('policy', policy), policy)}" if prefix == "change" else bearing


def _moved_value(mark: object, value: Any, moved: Mapping[RecordKey, str], own: RecordKey) -> Any:
    if not value or not isinstance(mark, Ref | AnyRef):
        return value
    kind, record_id = (mark.kind, value) if isinstance(mark, Ref) else tuple(value.split(":", 1))
    new = moved.get((kind, record_id))
    if new is None:
        return value
    if (kind, new) == own:
        return ""
    return new if isinstance(mark, Ref) else f"{kind}:{new}"
