"""What the schemas of answers and bodies are put together from."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

Schema: TypeAlias = dict[str, Any]

TEXT: Final = {"type": "string"}
WHOLE: Final = {"type": "integer"}
FLAG: Final = {"type": "boolean"}
URL: Final = {"type": "string", "format": "uri"}
DAY: Final = {"type": ["string", "null"], "format": "date"}
MOMENT: Final = {"type": "string", "format": "date-time"}


def ref(name: str) -> Schema:
    """Refer to a schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def many(items: Mapping[str, Any]) -> Schema:
    """Give the schema of a list."""
    return {"type": "array", "items": dict(items)}


def thing(about: str, required: Sequence[str], /, **properties: Mapping[str, Any]) -> Schema:
    """Give the schema of an object."""
    schema: Schema = {
        "type": "object",
        "description": about,
        "properties": {name: dict(schema) for name, schema in properties.items()},
    }
    if required:
        schema["required"] = list(required)
    return schema


def closed(schema: Schema) -> Schema:
    """Let an object have the fields alone that are named."""
    return {**schema, "additionalProperties": False}


def with_about(schema: Mapping[str, Any], about: str) -> Schema:
    """Give a schema with a description."""
    return {**schema, "description": about}
