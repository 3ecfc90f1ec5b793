"""The API as part of an application: routes from the declarations, and what holds for every request."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app, request

from timeline.api.access import find_caller
from timeline.api.answers import is_known, unchanged, with_headers
from timeline.api.declared import Call, Operation
from timeline.api.entry import DOCUMENT
from timeline.api.filters import AS_OF
from timeline.api.limits import count_request, init_limits, with_limits
from timeline.api.openapi import openapi_document
from timeline.api.operations import operations
from timeline.api.parameters import read_body, read_query
from timeline.api.places import PREFIX
from timeline.api.problems import ApiError, init_problems
from timeline.api.reference import init_reference
from timeline.api.shapes import schemas
from timeline.queries.as_of import get_revision, id_at
from timeline.rule_filter import known_of
from timeline.serving import read_as_of, reading

_JSON: Final = "application/json"
_A_DAY: Final = "86400"


def init_api(app: Flask, *, site_name: str, requests_a_minute: int) -> None:
    """Let an application answer programs under /api/v1, and show what they can ask at /api."""
    pages = Blueprint("api", __name__, url_prefix=PREFIX)
    declared = operations()
    for operation in declared:
        pages.add_url_rule(
            operation.rule,
            operation.name,
            _view(operation),
            methods=[operation.method],
            strict_slashes=operation.path != "/",
        )
    init_limits(app, requests_a_minute)
    init_problems(app, pages)
    app.before_request(_before)
    app.after_request(_after)
    app.register_blueprint(pages)
    # No cookie opens anything here, so that no other site can have a browser send something with one.
    app.extensions["csrf"].exempt(pages)
    app.extensions[DOCUMENT] = openapi_document(declared, site_name)
    init_reference(app, declared)


def _view(operation: Operation) -> Callable[..., Response]:
    def answer(**parts: Any) -> Response:
        bearer = find_caller(operation)
        _refuse_other_types()
        if operation.reads and is_known():
            return unchanged()
        call = Call(
            operation=operation,
            parts=parts,
            query=read_query(operation),
            body=read_body(schemas()[operation.body]) if operation.body else {},
            bearer=bearer,
        )
        return operation.view(_as_of(call))

    return answer


def _as_of(call: Call) -> Call:
    """Let the rest of the request read the record as it stood, where that is asked; an id, that of then."""
    asked = call.one(AS_OF.name)
    if not asked:
        return call
    revision = get_revision(reading(), known_of(asked))
    if "record_id" in call.parts:
        then = id_at(reading(), call.operation.kind, call.parts["record_id"], revision)
        call = replace(call, parts={**call.parts, "record_id": then})
    read_as_of(revision)
    return call


def _refuse_other_types() -> None:
    accepted = request.accept_mimetypes
    if accepted and not accepted[_JSON]:
        raise ApiError(
            406,
            "This address answers JSON, and the request accepts something else alone.",
            cure="Send Accept: application/json, or no Accept at all. Other formats are at /download.",
        )


def _before() -> Response | None:
    if not f"{request.path}/".startswith(f"{PREFIX}/"):
        return None
    count_request()
    if request.method == "OPTIONS" and request.url_rule is not None:
        return _options()
    return None


def _options() -> Response:
    """Say what an address can be asked with; pages of other sites may read, and not write."""
    adapter = current_app.create_url_adapter(request)
    methods = adapter.allowed_methods() if adapter else []
    answer = Response(status=204)
    answer.headers["Allow"] = ", ".join(sorted(methods))
    answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    answer.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
    answer.headers["Access-Control-Max-Age"] = _A_DAY
    return answer


def _after(response: Response) -> Response:
    if f"{request.path}/".startswith(f"{PREFIX}/"):
        return with_limits(with_headers(response))
    return response
