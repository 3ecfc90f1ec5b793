"""The one place where the curation screens let somebody in or not, and what they answer otherwise."""

from typing import Final

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_wtf import CSRFProtect  # type: ignore[import-untyped]
from flask_wtf.csrf import CSRFError  # type: ignore[import-untyped]
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.kept_form import ask_to_sign_in, form_again, wants_json
from timeline.admin.permission import ANYONE, current_person, find_current_person, find_right_of
from timeline.admin.programs import is_program, let_program_in
from timeline.admin.sessions import is_under_admin, note_request
from timeline.errors import NotAllowedError
from timeline.rights import require

_NO_COOKIE: Final = (
    "Your browser sent no cookie. Allow cookies for this site;"
    " where it has an https address, open it by that."
)


def init_guard(app: Flask) -> None:
    """Hold every route under /admin to the right that it declares, and every form to its token."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # A token lives as long as the session that it belongs to.
    app.before_request(_let_in)
    CSRFProtect(app)
    app.register_error_handler(NotAllowedError, _not_allowed)
    app.register_error_handler(CSRFError, _stale)
    app.after_request(_never_kept)


def _let_in() -> AnyResponse | None:
    if not is_under_admin(request.path) or request.endpoint is None:
        return None
    right = find_right_of(request.endpoint)
    if right == ANYONE:
        return None
    if is_program():
        return let_program_in(right)
    if find_current_person() is None:
        return ask_to_sign_in()
    if right is None:
        raise NotAllowedError("This page does not say who may use it, so nobody may. Please report it.")
    require(current_person(), right)
    note_request()
    return None


def _not_allowed(error: NotAllowedError) -> Response:
    if wants_json():
        answer = jsonify(problem=str(error))
        answer.status_code = 403
        return answer
    return make_response(render_template("admin/errors/not_allowed.html", message=str(error)), 403)


def _stale(_error: CSRFError) -> Response:
    if wants_json():
        answer = jsonify(problem="The page has grown old. Its token must be fetched anew.")
        answer.status_code = 400
        return answer
    if not request.cookies.get(str(current_app.config["SESSION_COOKIE_NAME"])):
        return form_again(400, reason=_NO_COOKIE)
    return form_again(400, reason="This page had grown old before the form was sent.")


def _never_kept(response: Response) -> Response:
    """Let nobody keep a copy of a curation screen."""
    if is_under_admin(request.path):
        response.headers["Cache-Control"] = "no-store"
        response.headers.pop("ETag", None)
    return response
