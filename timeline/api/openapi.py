"""The API as an OpenAPI 3.1 document, made from the declarations that requests are held to."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

from timeline.api.declared import Operation, Parameter, Reply
from timeline.api.places import PREFIX
from timeline.api.shapes import schemas

VERSION: Final = "1.0"
_JSON: Final = "application/json"
_PROBLEM: Final = "application/problem+json"
_OF_ALL: Final[Mapping[int, Reply]] = {
    429: Reply(
        about="Too many requests; the header Retry-After says when to go on.",
        schema="Problem",
        headers=("Retry-After",),
    ),
    500: Reply(about="The fault is ours.", schema="Problem"),
    503: Reply(about="The archive is busy; try again.", schema="Problem", headers=("Retry-After",)),
}
_HEADERS: Final[Mapping[str, Mapping[str, Any]]] = {
    "Allow": {"description": "The methods that there are.", "schema": {"type": "string"}},
    "ETag": {
        "description": "The tag of this answer; that of one record begins with its version.",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": "Where it goes on, and where the API is described.",
        "schema": {"type": "string"},
    },
    "Location": {
        "description": "The address.",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}},
    "WWW-Authenticate": {"description": "How to say who asks.", "schema": {"type": "string"}},
    **{
        f"RateLimit-{name}": {"description": about, "schema": {"type": kind}}
        for name, kind, about in (
            ("Limit", "integer", "How many requests a minute may have."),
            ("Remaining", "integer", "How many are left of them."),
            ("Reset", "integer", "Seconds until they are counted anew."),
            ("Policy", "string", "The limit and its window in seconds."),
        )
    },
}
_LIMITS: Final = tuple(name for name in _HEADERS if name.startswith("RateLimit-"))


def openapi_document(operations: Iterable[Operation], site_name: str) -> dict[str, Any]:
    """Make the document; the site's name is its title."""
    declared = list(operations)
    shared = _Shared()
    paths: dict[str, dict[str, Any]] = {}
    for operation in declared:
        at = paths.setdefault(operation.path, {})
        at[operation.method.lower()] = _operation(operation, shared)
    groups = dict.fromkeys(operation.group for operation in declared)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{site_name}: API",
            "version": VERSION,
            "description": "Dated events of public policy, each resting on cited sources. Everybody may read"
            " what is published; writing takes a token. Errors are problem details (RFC 9457).",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": PREFIX}],
        "tags": [{"name": group} for group in groups],
        "paths": paths,
        "components": {
            "schemas": dict(schemas()),
            "responses": shared.responses,
            "headers": {name: dict(header) for name, header in _HEADERS.items()},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token from My account in the curation screens.",
                }
            },
        },
    }


class _Shared:
    """The answers that several operations give, each written once."""

    def __init__(self) -> None:
        self.responses: dict[str, dict[str, Any]] = {}

    def answer(self, status: int, reply: Reply) -> dict[str, Any]:
        """Give an answer, or where it stands."""
        if reply.schema not in {"Problem", ""}:
            return _reply(reply)
        document = _reply(reply)
        name = f"{HTTPStatus(status).phrase.title().replace(' ', '').replace('-', '')}"
        while self.responses.setdefault(name, document) != document:
            name += "Too"
        return {"$ref": f"#/components/responses/{name}"}


def _operation(operation: Operation, shared: _Shared) -> dict[str, Any]:
    document: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.group],
        "summary": operation.summary,
        "description": operation.about or operation.summary,
        "security": _security(operation),
    }
    if operation.parameters:
        document["parameters"] = [_parameter(each) for each in operation.parameters]
    if operation.body:
        content: dict[str, Any] = {"schema": {"$ref": f"#/components/schemas/{operation.body}"}}
        if operation.example:
            content["examples"] = {"usual": {"value": dict(operation.example)}}
        document["requestBody"] = {"required": True, "content": {_JSON: content}}
    document["responses"] = {
        str(status): shared.answer(status, reply) for status, reply in replies_of(operation)
    }
    return document


def replies_of(operation: Operation) -> list[tuple[int, Reply]]:
    """List every answer of an operation by its status, with those that all have."""
    found = dict(operation.replies)
    found.setdefault(406, Reply(about="Answers are JSON, and something else is asked for.", schema="Problem"))
    if operation.query:
        found.setdefault(
            400, Reply(about="A parameter cannot be used, or asks for what never was.", schema="Problem")
        )
    found[401] = Reply(about="The token opens nothing.", schema="Problem", headers=("WWW-Authenticate",))
    if operation.right:
        found[401] = Reply(
            about="There is no token, or it opens nothing.", schema="Problem", headers=("WWW-Authenticate",)
        )
        found[403] = Reply(about="Whoever asks may not do this.", schema="Problem")
    if operation.reads:
        found[304] = Reply(about="Nothing has changed since the answer with this ETag.", headers=("ETag",))
    return sorted({**_OF_ALL, **found}.items())


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    return [{"token": []}] if operation.right else [{}, {"token": []}]


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {key: value for key, value in parameter.schema.items() if key != "x-cure"}
    if parameter.many:
        schema = {"type": "array", "items": schema, "minItems": 1, "maxItems": parameter.most}
    document: dict[str, Any] = {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.about,
        "required": parameter.required,
        "schema": schema,
    }
    if parameter.many:
        document |= {"style": "form", "explode": not parameter.joined}
    if parameter.example:
        document["examples"] = {"usual": {"value": _example(parameter)}}
    return document


def _example(parameter: Parameter) -> object:
    if parameter.joined:
        return parameter.example.split(",")
    value: object = int(parameter.example) if parameter.schema.get("type") == "integer" else parameter.example
    return [value] if parameter.many else value


def _reply(reply: Reply) -> dict[str, Any]:
    document: dict[str, Any] = {"description": reply.about}
    names = (*reply.headers, *_LIMITS)
    document["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    if reply.schema:
        media_type = _PROBLEM if reply.schema == "Problem" else _JSON
        document["content"] = {media_type: {"schema": {"$ref": f"#/components/schemas/{reply.schema}"}}}
    return document
