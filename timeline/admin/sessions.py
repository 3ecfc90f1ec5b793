"""Who is signed in, from request to request: Flask-Login over a cookie that exists under /admin only.

The cookie is signed and holds the secret of a sign-in that the database knows by its hash, so that signing
out, a new password and disabling somebody end it at once and everywhere. Public pages neither read nor set
it, and stay the same for everybody who keeps copies of them.
"""

import datetime as dt
from typing import Final

from flask import Flask, Request, Response, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, login_user  # type: ignore[import-untyped]

from timeline.admin.permission import PREFIX, SignedIn
from timeline.queries.people import Person, find_signed_in
from timeline.serving import reading, writing
from timeline.store.sign_in import LONGEST_SIGN_IN, add_sign_in

IDLE: Final = dt.timedelta(hours=2)
"""How long one stays signed in without asking for anything."""

_SEEN: Final = "seen"
_SEEN_EVERY: Final = 60


class AdminSessions(SecureCookieSessionInterface):
    """Flask's sessions, for addresses under /admin alone."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the cookie; elsewhere the session is empty, and stays so."""
        return super().open_session(app, request) if is_under_admin(request.path) else self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie when something in it is new."""
        if is_under_admin(request.path):
            super().save_session(app, session, response)

    def get_cookie_secure(self, app: Flask) -> bool:
        """Keep the cookie to https wherever the site is reached by it."""
        return request.is_secure or app.config["SITE_URL"].startswith("https://")

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:  # noqa: ARG002 - Flask's signature
        """Set the cookie only when it changes; its own time is the database's to say."""
        return session.modified


def is_under_admin(path: str) -> bool:
    """Tell whether a path is one of the curation screens'."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def init_sessions(app: Flask) -> None:
    """Let an application know who is signed in."""
    app.session_interface = AdminSessions()
    app.config.update(
        SESSION_COOKIE_NAME="timeline-curation",
        SESSION_COOKIE_PATH=PREFIX,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=LONGEST_SIGN_IN,
    )
    login = LoginManager()
    login.session_protection = None  # An address changes on the way home; the secret is what counts.
    login.init_app(app, add_context_processor=False)
    login.user_loader(_load)


def begin(person: Person) -> None:
    """Sign a person in, in a new session: whatever the browser brought along is forgotten."""
    with writing() as database:
        secret = add_sign_in(database, person=person.number, browser=request.headers.get("User-Agent", ""))
    session.clear()
    found = find_signed_in(reading(), secret, now())
    if found is None:
        raise RuntimeError("Somebody who is disabled was signed in.")
    session[_SEEN] = int(now().timestamp())
    login_user(SignedIn(found[0], number=found[1], secret=secret))


def note_request() -> None:
    """Keep when the browser last asked for something, to within a minute."""
    moment = int(now().timestamp())
    if moment - session.get(_SEEN, 0) >= _SEEN_EVERY:
        session[_SEEN] = moment


def _load(secret: str) -> SignedIn | None:
    seen = session.get(_SEEN, 0)
    if now().timestamp() - seen > IDLE.total_seconds():
        return None
    found = find_signed_in(reading(), secret, now())
    return None if found is None else SignedIn(found[0], number=found[1], secret=secret)


def now() -> dt.datetime:
    """Give this moment."""
    return dt.datetime.now(dt.UTC)
