"""Every error under /api as problem details (RFC 9457): what is wrong, where, and what to do about it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as AnyResponse

from timeline.api.places import is_under_api, record_path
from timeline.db import UNAVAILABLE
from timeline.errors import (
    BadRequestError,
    BusyError,
    ConflictError,
    InvalidRecordError,
    InvalidRecordsError,
    MovedError,
    NotAllowedError,
    NotFoundError,
    Problem,
    TimelineError,
)
from timeline.parameters import printable
from timeline.records.kinds import CLASS_OF_KIND
from timeline.records.validate import is_id

MEDIA_TYPE: Final = "application/problem+json"
_SECONDS: Final = 10
_CURE: Final = "The reference at /api says what it holds."
_STEP: Final = re.compile(r"([^.\[\]]+)|\[(\d+)\]")

_CURES: Final[Mapping[int, str]] = {
    400: "Each of the errors says what to write; the reference is at /api.",
    404: "GET /api/v1 lists the addresses that there are.",
    405: "The header Allow says what this address can be asked with.",
    406: "Answers are JSON: send Accept: application/json, or no Accept at all.",
    413: "Send less at once.",
    415: "Send JSON, with Content-Type: application/json.",
    500: "The fault is ours and has been written to the log. Try again later, or report it.",
}


class ApiError(TimelineError):
    """Something that a request asks for cannot be; `cure` says what to do instead."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        cure: str = "",
        errors: Iterable[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
        **more: object,
    ) -> None:
        self.status = status
        self.detail = detail
        self.cure = cure
        self.errors = tuple(errors)
        self.headers = headers or {}
        self.more = more
        super().__init__(detail)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where something is wrong: a parameter, a header, the body below a pointer, or a record as kept."""

    within: str
    below: str = ""

    def of(self, path: str) -> dict[str, str]:
        """Give the pointer (RFC 6901) to a field of the body, or the name of a parameter or header."""
        if self.within == "record":
            return {"in": self.within}
        if self.within != "body":
            return {"in": self.within, "parameter": path}
        steps = (name or number for name, number in _STEP.findall(path))
        return {
            "in": "body",
            "pointer": "".join(f"/{step}" for step in (*filter(None, [self.below]), *steps)),
        }


QUERY: Final = Place(within="query")
HEADER: Final = Place(within="header")
BODY: Final = Place(within="body")
RECORD: Final = Place(within="body", below="record")
KEPT: Final = Place(within="record")


def told(problems: Iterable[Problem], place: Place) -> list[dict[str, str]]:
    """Give what is wrong as members of problem details."""
    return [
        {
            "path": problem.path,
            **place.of(problem.path),
            "value": printable(problem.value),
            "message": str(problem.message),
            "cure": str(problem.cure) or _CURE,
        }
        for problem in problems
    ]


def problem_answer(error: ApiError) -> Response:
    """Make the answer that tells of an error."""
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "detail": error.detail,
    }
    if error.cure or error.errors:
        document["cure"] = error.cure or "Each of the errors names its place and what to write."
    if error.errors:
        document["errors"] = list(error.errors)
    document |= error.more
    body = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    # A text that UTF-8 cannot hold may have been sent; it is not sent back.
    answer = Response(body.encode(errors="replace"), status=error.status, content_type=MEDIA_TYPE)
    answer.headers.update(error.headers)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def init_problems(app: Flask, pages: Blueprint) -> None:
    """Let the addresses under /api answer every error in this form; others keep what they answer with."""
    elsewhere = app.error_handler_spec[None][None][HTTPException]

    def answer_http(error: HTTPException) -> Any:
        return _http(error) if is_under_api(request.path) else elsewhere(error)

    app.register_error_handler(HTTPException, answer_http)
    # What is counted before an address is known may be too much.
    app.register_error_handler(ApiError, problem_answer)
    pages.register_error_handler(BadRequestError, _bad_request)
    pages.register_error_handler(NotFoundError, _not_found)
    pages.register_error_handler(MovedError, _moved)
    pages.register_error_handler(NotAllowedError, _not_allowed)
    pages.register_error_handler(ConflictError, _stale)
    pages.register_error_handler(InvalidRecordError, _invalid)
    pages.register_error_handler(InvalidRecordsError, _invalid_records)
    pages.register_error_handler(BusyError, _busy)
    for busy in UNAVAILABLE:
        pages.register_error_handler(busy, _unavailable)


def _http(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    headers = {}
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        headers["Allow"] = ", ".join(sorted(error.valid_methods))
    details = {
        404: f"There is nothing at {printable(request.path)}.",
        405: f"{printable(request.method)} cannot be used at {printable(request.path)}.",
        500: "Something went wrong here.",
    }
    detail = details.get(status, error.description or HTTPStatus(status).description)
    return problem_answer(ApiError(status, detail, cure=_CURES.get(status, ""), headers=headers))


def _bad_request(error: BadRequestError) -> Response:
    one = "One parameter" if len(error.problems) == 1 else f"{len(error.problems)} parameters"
    return problem_answer(
        ApiError(
            400,
            f"{one} of this address cannot be used: {'; '.join(_briefly(error.problems))}.",
            cure=_CURES[400],
            errors=told(error.problems, QUERY),
        )
    )


def _briefly(problems: Iterable[Problem]) -> Iterator[str]:
    for problem in problems:
        # A fault is a predicate of its place, or a sentence of its own.
        between = ": " if str(problem.message).startswith("there ") else " "
        yield f"{problem.path}{between}{problem.message}"


def _not_found(error: NotFoundError) -> Response:
    detail = f"There is no {error.kind} here with the id “{printable(error.record_id)}”."
    cure = "Ids have lower-case letters, digits and hyphens; take one from a list or a page's address."
    if error.kind in CLASS_OF_KIND and is_id(error.record_id):
        plural = CLASS_OF_KIND[error.kind].plural
        cure = f"GET /api/v1/{plural} lists those that are public, GET /api/v1/search finds them by words."
    return problem_answer(ApiError(404, detail, cure=cure))


def _moved(error: MovedError) -> Response:
    """Lead readers on; what would be written is not sent on to another record unasked."""
    address = record_path(error.kind, error.to)
    if request.method in {"GET", "HEAD"}:
        query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
        return problem_answer(
            ApiError(
                301, str(error), cure=f"Use {address} from now on.", headers={"Location": address + query}
            )
        )
    return problem_answer(
        ApiError(
            409, str(error), cure=f"Read {address}, and send the change there.", headers={"Location": address}
        )
    )


def _not_allowed(error: NotAllowedError) -> Response:
    return problem_answer(ApiError(403, str(error)))


def _stale(error: ConflictError) -> Response:
    cure = "GET the record, make the change again on what it says now, and send it with its new ETag."
    stale = [
        {"kind": one.kind, "id": one.record_id, "sent": one.base_version, "version": one.version}
        for one in error.stale
    ]
    return problem_answer(ApiError(412, str(error), cure=cure, stale=stale))


def _invalid(error: InvalidRecordError) -> Response:
    return _invalid_records(InvalidRecordsError((error,)))


def _invalid_records(error: InvalidRecordsError) -> Response:
    sent = _sent_id()
    count = sum(len(record.problems) for record in error.records)
    what = "1 thing is" if count == 1 else f"{count} things are"
    errors = [
        {"kind": record.kind, "id": printable(record.record_id), **each}
        for record in error.records
        for each in told(record.problems, RECORD if record.record_id == sent else KEPT)
    ]
    detail = f"Nothing was kept, because {what} not as it should be."
    return problem_answer(
        ApiError(422, detail, cure="Each of the errors names its field and what to write.", errors=errors)
    )


def _sent_id() -> str:
    """Give the id of the record that was sent; what else is judged with it was there before."""
    body = request.get_json(silent=True)
    record = body.get("record") if isinstance(body, dict) else None
    return str(record.get("id", "")) if isinstance(record, dict) else "-"


def _busy(_error: BusyError) -> Response:
    return problem_answer(
        ApiError(
            503,
            "The record as it stood then takes a while to put together, or others wait for the like.",
            cure="Send the same request again in a minute; it goes on being made.",
            headers={"Retry-After": "60"},
        )
    )


def _unavailable(error: Exception) -> Response:
    current_app.logger.error("The database did not answer.", exc_info=error)
    return problem_answer(
        ApiError(
            503,
            "The archive is busy or cannot be reached.",
            cure="Send the same request again in a moment; nothing was changed.",
            headers={"Retry-After": str(_SECONDS)},
        )
    )
