"""The reference of the API as a page, and what leads programs to the API."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request
from markupsafe import Markup, escape

from timeline.api.answers import service_links
from timeline.api.declared import Operation, Parameter
from timeline.api.examples import curl_of
from timeline.api.openapi import replies_of
from timeline.api.places import address, site_url
from timeline.api.record_schemas import ID_SCHEMA, record_schemas
from timeline.records.kinds import RECORD_CLASSES
from timeline.rights import RIGHTS, SCOPES

pages = Blueprint("api_reference", __name__)

_CODE: Final = re.compile("`([^`]+)`")
_EXTENSION: Final = "timeline.api-reference"
#: The kind whose operations are shown; those of the others are the same, but for the filters of their lists.
_SHOWN: Final = "event"
#: The pages that tell programs where the API is described.
_LEADING: Final = ("timeline.home", "about.show", "download.index", "api_reference.show")


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field of a record as the reference tells of it."""

    name: str
    form: str
    about: str
    to_publish: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """One class of a record or of a part of one, with its fields."""

    name: str
    about: str
    fields: tuple[Field, ...]


def init_reference(app: Flask, operations: Iterable[Operation]) -> None:
    """Let an application show the reference."""
    app.extensions[_EXTENSION] = tuple(operations)
    app.register_blueprint(pages)
    app.after_request(_lead)


@pages.get("/api")
def show() -> str:
    """Show what programs can ask for, with an example of each."""
    operations: tuple[Operation, ...] = current_app.extensions[_EXTENSION]
    lists = [each for each in operations if each.name.startswith("list_") and each.kind not in ("", _SHOWN)]
    return _operations("reading", [each for each in operations if not each.right], lists)


@pages.get("/api/writing")
def writing() -> str:
    """Show what programs with a token can do."""
    operations: tuple[Operation, ...] = current_app.extensions[_EXTENSION]
    return _operations("writing", [each for each in operations if each.right], ())


@pages.get("/api/records")
def records() -> str:
    """Show what records hold, as programs get and give them."""
    return render_template(
        "api/records.html",
        part="records",
        shapes=list(_shapes()),
        openapi=address("/openapi.json"),
        with_code=with_code,
    )


def _operations(part: str, operations: Iterable[Operation], lists: Iterable[Operation]) -> str:
    shown = [each for each in operations if each.kind in ("", _SHOWN)]
    return render_template(
        f"api/{part}.html",
        part=part,
        groups=[(group, list(some)) for group, some in groupby(shown, lambda each: each.group)],
        lists=lists,
        kinds=[cls.plural for cls in RECORD_CLASSES],
        scopes=[(scope, RIGHTS[scope].meaning) for scope in SCOPES],
        root=address(""),
        openapi=address("/openapi.json"),
        curl=lambda operation: curl_of(operation, address("")),
        form_of=form_of_parameter,
        with_code=with_code,
        replies=lambda operation: [
            (status, HTTPStatus(status).phrase, reply.about) for status, reply in replies_of(operation)
        ],
    )


@pages.get("/.well-known/api-catalog")
def catalog() -> Response:
    """Tell programs which APIs the site has (RFC 9727)."""
    answer = jsonify(
        linkset=[
            {
                "anchor": address("/"),
                "service-desc": [{"href": address("/openapi.json"), "type": "application/json"}],
                "service-doc": [{"href": f"{site_url()}/api", "type": "text/html"}],
            }
        ]
    )
    answer.content_type = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def with_code(text: str) -> Markup:
    """Set what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


def form_of_parameter(parameter: Parameter) -> str:
    """Say in a few words what a parameter may be."""
    return _form(parameter.schema) + (", several" if parameter.many else "")


def _lead(response: Response) -> Response:
    if request.endpoint in _LEADING and response.status_code == 200:
        for link in (*service_links(), f'<{site_url()}/.well-known/api-catalog>; rel="api-catalog"'):
            response.headers.add("Link", link)
    return response


def _shapes() -> Iterator[Shape]:
    for name, schema in record_schemas().items():
        needed = schema.get("x-required-to-publish", [])
        yield Shape(
            name=name,
            about=schema["description"],
            fields=tuple(
                Field(
                    name=field,
                    form=_form(declared),
                    about=declared.get("description", ""),
                    to_publish=field in needed,
                )
                for field, declared in schema["properties"].items()
            ),
        )


def _form(schema: Mapping[str, Any]) -> str:  # noqa: PLR0911 - one return a form
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if schema.get("type") == "array":
        return f"list of {_form(schema['items'])}"
    if "enum" in schema:
        return " | ".join(str(choice) for choice in schema["enum"] if choice != "")
    if "minimum" in schema:
        return f"{schema['minimum']} to {schema['maximum']}"
    if "x-refers-to" in schema:
        return f"id of {_with_article(schema['x-refers-to'])}"
    if schema == ID_SCHEMA:
        return "id"
    if schema.get("format"):
        return {"edtf": "EDTF", "date": "day"}.get(schema["format"], str(schema["format"]))
    return {"string": "text", "boolean": "true or false"}.get(schema["type"], str(schema["type"]))


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
