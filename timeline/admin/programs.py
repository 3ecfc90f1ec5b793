"""A program that reads the curation screens with a token, such as a nightly copy of the activity as CSV."""

from flask import Response, g, jsonify, request

from timeline.admin.permission import SignedIn
from timeline.admin.sessions import now
from timeline.queries.people import find_bearer
from timeline.rights import RIGHTS
from timeline.serving import reading, writing
from timeline.store.sign_in import note_use_of_token

_SCHEME = "bearer "


def is_program() -> bool:
    """Tell whether the request brings a token."""
    return request.headers.get("Authorization", "").lower().startswith(_SCHEME)


def let_program_in(right: str | None) -> Response | None:
    """Let a program in that has the right, as the person whose token it is, or say why not."""
    bearer = find_bearer(reading(), request.headers["Authorization"][len(_SCHEME) :].strip(), now())
    if bearer is None:
        answer = _refused(401, "This token opens nothing: it is mistyped, was revoked, or has expired.")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    if request.method not in {"GET", "HEAD"}:
        return _refused(403, "With a token these screens can be read; nothing can be sent to them.")
    if right is None or not bearer.may(right):
        meaning = RIGHTS[right].meaning if right else "use this page"
        return _refused(403, f"With this token you may not {meaning}. Make one that may, under My account.")
    with writing() as database:
        note_use_of_token(database, number=bearer.token.number)
    # Where Flask-Login keeps who is asking, for the length of this request only.
    g._login_user = SignedIn(bearer.person, number=0, secret="")  # noqa: SLF001 - it has no other way
    return None


def _refused(status: int, problem: str) -> Response:
    answer = jsonify(problem=problem)
    answer.status_code = status
    return answer
