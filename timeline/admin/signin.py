"""Sign in, sign in again without losing a form, sign out, and links that work once."""

from typing import Final

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import logout_user  # type: ignore[import-untyped]
from flask_wtf.csrf import generate_csrf  # type: ignore[import-untyped]
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin import sessions
from timeline.admin.attempts import forget_account, seconds_to_wait
from timeline.admin.kept_form import KEPT, local_address
from timeline.admin.permission import ANYONE, find_current_person, find_signed_in, may
from timeline.admin.screen import Screen
from timeline.credentials import is_password, needs_rehash
from timeline.errors import InvalidAccountError, NotFoundError, Problem
from timeline.queries.people import Person, find_person, find_person_of_link, find_person_to_sign_in
from timeline.serving import reading, writing
from timeline.store.house import note_failed_sign_in
from timeline.store.people import add_person, keep_rehashed, set_password
from timeline.store.sign_in import end_sign_in, use_link

pages = Blueprint("admin_signin", __name__)

WRONG: Final = "This name and this password do not belong together. Check both; the password knows capitals."
_NO_LINK: Final = "This link has been used, has expired, or was replaced by a newer one."


@pages.get("/admin/sign-in")
@may(ANYONE)
def show() -> AnyResponse:
    """Show the page to sign in; who is signed in goes on."""
    address = local_address(request.args.get("next", ""))
    if find_current_person() is not None:
        return redirect(address, 303)
    return _sign_in_page(200, address=address)


@pages.post("/admin/sign-in")
@may(ANYONE)
def sign_in() -> AnyResponse:
    """Sign somebody in and go on to where they wanted to go."""
    address = local_address(request.form.get("next", ""))
    called = request.form.get("called", "")
    status, wrong = _try(called, request.form.get("password", ""))
    if wrong:
        return _sign_in_page(status, address=address, called=called, wrong=wrong)
    return redirect(address, 303)


@pages.post("/admin/sign-in/again")
@may(ANYONE)
def sign_in_again() -> Response:
    """Sign somebody in who was sending a form, and show it ready to be sent again."""
    called = request.form.get("called", "")
    status, wrong = (200, "") if find_current_person() else _try(called, request.form.get("password", ""))
    fields = [
        (name.removeprefix(KEPT), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(KEPT)
    ]
    page = render_template(
        "admin/signin/again.html",
        reason="" if not wrong else "You are not signed in yet.",
        address=local_address(request.form.get("address", "")),
        fields=fields,
        had_files=False,
        asks=bool(wrong),
        called=called,
        wrong=wrong,
    )
    return make_response(page, status)


@pages.post("/admin/sign-out")
@may("account")
def sign_out() -> AnyResponse:
    """Sign out here; whatever the browser may have kept of the session opens nothing any more."""
    signed_in = find_signed_in()
    if signed_in is not None:
        with writing() as database:
            end_sign_in(database, number=signed_in.number, person=signed_in.person.number)
    logout_user()
    session.clear()
    flash("You are signed out.", "done")
    return redirect(url_for("admin_signin.show"), 303)


@pages.get("/admin/form-token")
@may(ANYONE)
def form_token() -> Response:
    """Tell a page that has been open for long who is signed in, and a token for its forms."""
    person = find_current_person()
    return jsonify(token=generate_csrf(), person=person.handle if person else None)


@pages.get("/admin/link/<secret>")
@may(ANYONE)
def link(secret: str) -> Response:
    """Show what a one-time link is for: to become the first administrator, or to choose a password."""
    works, person = find_person_of_link(reading(), secret, sessions.now())
    return _link_page(200 if works else 410, secret=secret, works=works, person=person)


@pages.post("/admin/link/<secret>")
@may(ANYONE)
def follow(secret: str) -> AnyResponse:
    """Use a one-time link up, and sign the person in."""
    works, person = find_person_of_link(reading(), secret, sessions.now())
    if not works:
        return _link_page(410, secret=secret, works=False, person=None)
    password = request.form.get("password", "")
    if password != request.form.get("password_again", ""):
        problem = Problem(
            path="password_again", value="", message="is not the same", cure="Type the password twice."
        )
        return _link_page(422, secret=secret, works=True, person=person, problems=(problem,))
    handle = person.handle if person else request.form.get("handle", "").strip()
    try:
        with writing() as database:
            if not use_link(database, secret=secret):
                raise NotFoundError("link", "")
            if person is not None:
                set_password(database, handle=handle, password=password, by=handle)
            else:
                add_person(
                    database,
                    handle=handle,
                    name=request.form.get("name", "").strip(),
                    email=request.form.get("email", "").strip(),
                    role="administrator",
                    password=password,
                    by=handle,
                )
    except InvalidAccountError as error:
        return _link_page(422, secret=secret, works=True, person=person, problems=error.problems)
    except NotFoundError:
        return _link_page(410, secret=secret, works=False, person=None)
    found = find_person(reading(), handle)
    if found is not None:
        sessions.begin(found)
    flash("Your password is set, and you are signed in.", "done")
    return redirect(local_address(""), 303)


def _try(called: str, password: str) -> tuple[int, str]:
    """Sign somebody in, or give the status and the words of the answer; both take the same time."""
    found = find_person_to_sign_in(reading(), called)
    # Whoever may be called by two names has one count of attempts.
    account = found[0].handle if found else called
    wait = seconds_to_wait(account)
    if wait:
        minutes = max(1, round(wait / 60))
        unit = "minute" if minutes == 1 else "minutes"
        return 429, f"Too many attempts. Wait {minutes} {unit}, then try again with the right password."
    kept = found[1] if found else None
    if not is_password(password, kept) or found is None or found[0].is_disabled:
        with writing() as database:
            note_failed_sign_in(database, handle=found[0].handle if found else "")
        return 401, WRONG
    forget_account(account)
    if kept is not None and needs_rehash(kept):
        with writing() as database:
            keep_rehashed(database, handle=found[0].handle, password=password, was=kept)
    sessions.begin(found[0])
    return 200, ""


def _sign_in_page(status: int, *, address: str, called: str = "", wrong: str = "") -> Response:
    page = render_template("admin/signin/show.html", address=address, called=called, wrong=wrong)
    return make_response(page, status)


def _link_page(
    status: int,
    *,
    secret: str,
    works: bool,
    person: Person | None,
    problems: tuple[Problem, ...] = (),
) -> Response:
    page = render_template(
        "admin/signin/link.html",
        secret=secret,
        works=works,
        why=_NO_LINK,
        person=person,
        typed=request.form,
        problems={problem.path: problem for problem in problems},
    )
    return make_response(page, status)


SCREEN: Final = Screen(pages=pages)
