"""A form that arrives when nobody is signed in any more, or with a stale token, is kept and sent again.

The page that answers carries all that was typed; one signs in on it, and sends the form with one button.
It needs no JavaScript. A form that another site may have sent is not kept: whoever reads the page could
be led to send it.
"""

from typing import Final
from urllib.parse import urlsplit

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.permission import PREFIX, find_current_person

#: Marks the fields of the kept form among those of the page that carries it.
KEPT: Final = "kept."
_NEVER_KEPT: Final = ("csrf_token", "password")


def ask_to_sign_in() -> AnyResponse:
    """Answer somebody who is not signed in: with the page to sign in, and with the form if one was sent."""
    if wants_json():
        words = "Your session has ended. Sign in again in another tab; nothing that you typed is lost."
        answer = jsonify(problem=words, sign_in=url_for("admin_signin.show"))
        answer.status_code = 401
        return answer
    if request.method in {"GET", "HEAD"}:
        address = request.full_path if request.query_string else request.path
        return redirect(url_for("admin_signin.show", next=address), 303)
    return form_again(401, reason="Your session has ended.")


def form_again(status: int, *, reason: str, called: str = "", wrong: str = "") -> Response:
    """Give the page that carries the form of this request on, and asks for the password where it must."""
    is_ours = is_from_this_site()
    page = render_template(
        "admin/signin/again.html",
        reason=reason,
        address=request.full_path.rstrip("?") if is_ours else "",
        fields=kept_fields(request.form) if is_ours else [],
        had_files=any(file.filename for file in request.files.values()),
        asks=find_current_person() is None,
        called=called,
        wrong=wrong,
    )
    return make_response(page, status)


def kept_fields(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """List the fields of a form, in their order, without secrets."""
    return [
        (name, value)
        for name, value in form.items(multi=True)
        if not any(secret in name for secret in _NEVER_KEPT)
    ]


def is_from_this_site() -> bool:
    """Tell whether a page of this site sent the request; the browser says so, if it can be believed."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched == "same-origin"
    sent_from = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return sent_from != "" and urlsplit(sent_from).netloc == request.host


def wants_json() -> bool:
    """Tell whether a script asks, which could do nothing with a page."""
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def local_address(address: str) -> str:
    """Give an address that leads to a curation screen of this site; the first screen for any other."""
    plain = address.isprintable() and "\\" not in address
    try:
        parts = urlsplit(address)
    except ValueError:
        return PREFIX + "/"
    is_local = plain and not parts.scheme and not parts.netloc and not address.startswith("//")
    is_screen = parts.path == PREFIX or parts.path.startswith(f"{PREFIX}/")
    return address if is_local and is_screen and "/sign-in" not in parts.path else PREFIX + "/"
