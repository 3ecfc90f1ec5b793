"""Every error as a page: the one place where errors become HTTP answers."""

from typing import TypeAlias
from urllib.parse import quote

from flask import Flask, current_app, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from timeline.db import UNAVAILABLE
from timeline.errors import BadRequestError, BusyError, MissingExtraError, MovedError, NotFoundError, Problem
from timeline.languages.catalogue import N_
from timeline.records.validate import is_id
from timeline.web.presentation import record_url
from timeline.web.speaking import KIND_NAMES, gettext, kind_name
from timeline.web.told_faults import PAGES, PROBLEM, plain_text, problem_details, told_as

Fault: TypeAlias = tuple[str | Response, int]

_NO_DATABASE = 0
_WORDS = {
    _NO_DATABASE: (
        N_("The record cannot be read just now"),
        N_("The database does not answer. Nothing is lost; please try again in a minute."),
    ),
    400: (N_("This address cannot be read"), N_("Something in it is not as it should be.")),
    403: (
        N_("This was not taken"),
        N_("It came from another site, or from a page that may not send it. Open the form on this site."),
    ),
    404: (
        N_("There is no such page"),
        N_("The address may be mistyped, or the record may never have been public."),
    ),
    405: (N_("This page cannot be used in that way"), N_("It can be read, and nothing can be sent to it.")),
    413: (N_("This is too much at once"), N_("Send less of it, or send it in parts.")),
    429: (N_("Too many at once"), N_("Wait a few minutes and try again.")),
    500: (
        N_("Something went wrong here"),
        N_("The fault is ours; it has been written to the log. Please try again."),
    ),
    501: (
        N_("This format cannot be made here"),
        N_(
            "A package that it needs is not installed. Whoever runs this archive can add it with: %(command)s"
        ),
    ),
    503: (
        N_("This takes a moment"),
        N_("It takes a while to make, or others wait for the like. Ask again in a minute; nothing is lost."),
    ),
}


def init_errors(app: Flask) -> None:
    """Let an application answer every error with a page."""
    app.register_error_handler(BadRequestError, _bad_request)
    app.register_error_handler(BusyError, _busy)
    app.register_error_handler(MissingExtraError, _missing)
    app.register_error_handler(NotFoundError, _not_found)
    app.register_error_handler(MovedError, _moved)
    app.register_error_handler(HTTPException, _http)
    for error in UNAVAILABLE:
        app.register_error_handler(error, _unavailable)


def fault_page(status: int, problems: tuple[Problem, ...] = (), message: str = "") -> Fault:
    """Answer with what is wrong: a page, or in the form of what a program asked for."""
    heading, words = _WORDS.get(status, (N_("This did not work"), N_("The server could not answer.")))
    said, detail = gettext(heading), message or gettext(words)
    form = told_as()
    if form == PAGES:
        return render_template("errors/page.html", heading=said, message=detail, problems=problems), status
    tell = problem_details if form == PROBLEM else plain_text
    return tell(status or 503, said, detail, problems), status or 503


def _bad_request(error: BadRequestError) -> Fault:
    return fault_page(400, error.problems)


def _busy(_error: BusyError) -> tuple[str | Response, int, dict[str, str]]:
    return *fault_page(503), {"Retry-After": "60"}


def _unavailable(error: Exception) -> Response:
    """Say that the record cannot be read now. The page asks the database for nothing."""
    current_app.logger.error("The database did not answer.", exc_info=error)
    answer = make_response(fault_page(_NO_DATABASE)[0])
    answer.status_code = 503
    answer.headers["Retry-After"] = "30"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _missing(error: MissingExtraError) -> Fault:
    command = f'pip install "timeline[{error.extra}]"'
    return fault_page(501, message=gettext(_WORDS[501][1], command=command))


def _not_found(error: NotFoundError) -> Fault:
    if not is_id(error.record_id):
        return fault_page(404)
    return fault_page(404, message=_absent(error))


def _absent(error: NotFoundError) -> str:
    kind = kind_name(error.kind) if error.kind in KIND_NAMES else error.kind
    return gettext("There is no %(kind)s with the id “%(id)s”.", kind=kind, id=error.record_id)


def _moved(error: MovedError) -> Response:
    return redirect(record_url(error.kind, error.to), 301)


def _http(error: HTTPException) -> Fault | Response:
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code == 404 and told_as() == PAGES and (address := _without_slash()):
        return redirect(address, 308)
    answer = make_response(fault_page(error.code))
    for name, value in error.get_headers():
        if name in {"Allow", "Content-Range", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _without_slash() -> str:
    """Give the address of the page that is meant where one ends with a slash too many; empty if none is."""
    # With one slash before it: two would lead to another site.
    path = f"/{request.path.strip('/')}"
    adapter = current_app.create_url_adapter(request)
    if not request.path.endswith("/") or adapter is None or not adapter.test(path, request.method):
        return ""
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return f"{request.script_root}{quote(path)}{query}"
