"""The database cannot be reached, or somebody holds it for too long: the form is kept, to be sent again.

The page asks the database for nothing, not even for who is signed in.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from flask import Flask, current_app, jsonify, make_response, render_template, request

from timeline.admin.kept_form import is_from_this_site, kept_fields, wants_json
from timeline.admin.sessions import is_under_admin
from timeline.db import UNAVAILABLE

_SECONDS: Final = 10


def init_unavailable(app: Flask) -> None:
    """Let the curation screens of an application answer when the database does not."""
    for error in UNAVAILABLE:
        # The other pages have an answer of their own, as far as they registered one before.
        others = app.error_handler_spec[None][None].get(error)
        app.register_error_handler(error, partial(_unavailable, others))


def _unavailable(others: Callable[[Any], Any] | None, error: Exception) -> Any:
    if not is_under_admin(request.path):
        if others is None:
            raise error
        return others(error)
    current_app.logger.error("The database did not answer.", exc_info=error)
    if wants_json():
        answer = jsonify(problem="The archive is busy or cannot be reached. Try again in a moment.")
    else:
        is_kept = request.method == "POST" and is_from_this_site()
        answer = make_response(
            render_template(
                "admin/errors/unavailable.html",
                is_form=request.method == "POST",
                is_kept=is_kept,
                address=request.full_path.rstrip("?"),
                fields=kept_fields(request.form) if is_kept else [],
            )
        )
    answer.status_code = 503
    answer.headers["Retry-After"] = str(_SECONDS)
    return answer
