"""JSON Schema of the records, from the marks of their fields: no second account of what a field may hold."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from timeline.records.fields import (
    Address,
    AnyRef,
    Code,
    Coded,
    Date,
    Decimal,
    FieldSpec,
    Flag,
    Id,
    Many,
    Mark,
    Markdown,
    Ref,
    Text,
    Whole,
    field_specs,
)
from timeline.records.kinds import CLASS_OF_KIND, RECORD_CLASSES
from timeline.records.validate import (
    ADDRESS_LONGEST,
    DECIMAL_PATTERN,
    ID_LONGEST,
    ID_PATTERN,
    MANY_MOST,
)

ID_SCHEMA: Final[Mapping[str, Any]] = {
    "type": "string",
    "pattern": f"^{ID_PATTERN.pattern}$",
    "maxLength": ID_LONGEST,
}
ANY_REF_SCHEMA: Final[Mapping[str, Any]] = {
    "type": "string",
    "pattern": f"^({'|'.join(CLASS_OF_KIND)}):{ID_PATTERN.pattern}$",
}
EDTF: Final[Mapping[str, Any]] = {"type": "string", "format": "edtf"}


def record_schemas() -> dict[str, dict[str, Any]]:
    """Give the schema of every kind of record and of their parts, by the name of its class."""
    found: dict[str, dict[str, Any]] = {}
    for record_class in RECORD_CLASSES:
        for cls in _within(record_class):
            found[schema_name(cls)] = _of_class(cls)
    return found


def needed_of_draft(cls: type) -> list[str]:
    """List what a draft may not lack: its id, and numbers, which have no value that says nothing."""
    return [spec.name for spec in field_specs(cls) if isinstance(spec.mark, Id | Whole)]


def schema_name(cls: type) -> str:
    """Give the name under which the schema of a record's class, or of a part's, stands."""
    return cls.__name__


def _within(cls: type) -> Iterator[type]:
    yield cls
    for spec in field_specs(cls):
        if spec.part is not None:
            yield from _within(spec.part)


def _of_class(cls: type) -> dict[str, Any]:
    specs = field_specs(cls)
    schema: dict[str, Any] = {
        "type": "object",
        "description": (cls.__doc__ or "").strip(),
        "properties": {spec.name: _of_field(spec) for spec in specs},
        "additionalProperties": False,
    }
    published = [spec.name for spec in specs if _is_required(spec)]
    if published:
        schema["x-required-to-publish"] = published
    return schema


def _is_required(spec: FieldSpec) -> bool:
    return spec.mark.least > 0 if isinstance(spec.mark, Many) else spec.mark.required


def _of_field(spec: FieldSpec) -> dict[str, Any]:
    mark = spec.mark
    if not isinstance(mark, Many):
        return _or_empty(_of_mark(mark)) if spec.name != "id" else _of_mark(mark)
    if spec.part is not None:
        items: dict[str, Any] = {"$ref": f"#/components/schemas/{schema_name(spec.part)}"}
    else:
        items = _of_mark(mark.item) if mark.item is not None else {"type": "string"}
    schema: dict[str, Any] = {"type": "array", "description": mark.about, "items": items}
    schema["maxItems"] = MANY_MOST
    if mark.unique:
        schema["uniqueItems"] = True
    return schema


def _or_empty(schema: dict[str, Any]) -> dict[str, Any]:
    """Let a text be empty: it says what is said by leaving it out, and a draft may lack whatever it lacks."""
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], ""]}
    if "pattern" in schema:
        return {**schema, "pattern": f"^$|{schema['pattern']}"}
    return schema


def _of_mark(mark: Mark) -> dict[str, Any]:
    schema = {**_form(mark), "description": mark.about}
    if mark.example:
        schema["examples"] = [int(mark.example) if isinstance(mark, Whole) else mark.example]
    return schema


def _form(mark: Mark) -> dict[str, Any]:
    match mark:
        case Text() | Markdown():
            return {"type": "string", "maxLength": mark.longest}
        case Whole():
            return {"type": "integer", "minimum": mark.least, "maximum": mark.most}
        case Flag():
            return {"type": "boolean"}
        case Ref():
            return {**ID_SCHEMA, "x-refers-to": mark.kind}
        case _:
            return _form_of_code(mark)


def _form_of_code(mark: Mark) -> dict[str, Any]:  # noqa: PLR0911 - one return a form
    match mark:
        case AnyRef():
            return dict(ANY_REF_SCHEMA)
        case Date():
            return dict(EDTF)
        case Coded():
            meanings = {key: term.meaning for key, term in mark.terms.items()}
            return {"type": "string", "enum": list(mark.terms), "x-enum-descriptions": meanings}
        case Decimal():
            return {"type": "string", "pattern": f"^{DECIMAL_PATTERN.pattern}$"}
        case Address():
            return {"type": "string", "maxLength": ADDRESS_LONGEST, "pattern": "^https?://"}
        case Code():
            return {"type": "string", "pattern": f"^({mark.pattern})$"}
        case _:
            return dict(ID_SCHEMA)
