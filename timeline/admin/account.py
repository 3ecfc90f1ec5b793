"""One's own account: name, password, where one is signed in, and tokens for programs."""

from typing import Final

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.permission import SignedIn, find_signed_in, may
from timeline.admin.screen import MenuEntry, Screen
from timeline.admin.sessions import now
from timeline.credentials import is_password
from timeline.errors import InvalidAccountError, Problem
from timeline.queries.people import find_person_to_sign_in, list_sign_ins, list_tokens
from timeline.rights import RIGHTS, SCOPES
from timeline.serving import reading, writing
from timeline.store.people import rename_person, set_password
from timeline.store.sign_in import LIVES_OF_TOKEN, add_token, end_sign_in, end_sign_ins, revoke_token

pages = Blueprint("admin_account", __name__)


@pages.get("/admin/account")
@may("account")
def show() -> Response:
    """Show the account."""
    return _page(200)


@pages.post("/admin/account")
@may("account")
def change() -> AnyResponse:
    """Change the name and the e-mail address."""
    me = _me()
    try:
        with writing() as database:
            rename_person(
                database,
                handle=me.person.handle,
                name=request.form.get("name", "").strip(),
                email=request.form.get("email", "").strip(),
                by=me.person.handle,
            )
    except InvalidAccountError as error:
        return _page(422, error.problems)
    return _done("Your name and address are changed, in the history too.")


@pages.post("/admin/account/password")
@may("account")
def change_password() -> AnyResponse:
    """Change the password, and sign out everywhere else."""
    me = _me()
    found = find_person_to_sign_in(reading(), me.person.handle)
    if not is_password(request.form.get("old_password", ""), found[1] if found else None):
        cure = "Type the one that you signed in with."
        return _page(422, (Problem(path="old_password", value="", message="is not right", cure=cure),))
    password = request.form.get("password", "")
    if password != request.form.get("password_again", ""):
        cure = "Type the new password twice."
        return _page(422, (Problem(path="password_again", value="", message="is not the same", cure=cure),))
    try:
        with writing() as database:
            handle = me.person.handle
            set_password(database, handle=handle, password=password, but=me.number, by=handle)
    except InvalidAccountError as error:
        return _page(422, error.problems)
    return _done("Your password is changed, and you are signed out everywhere but here.")


@pages.post("/admin/account/sign-out-elsewhere")
@may("account")
def sign_out_elsewhere() -> AnyResponse:
    """Sign out everywhere but here."""
    me = _me()
    with writing() as database:
        end_sign_ins(database, person=me.person.number, but=me.number)
    return _done("You are signed out everywhere but here.")


@pages.post("/admin/account/sign-ins/<int(max=2147483647):number>/end")
@may("account")
def end(number: int) -> AnyResponse:
    """Sign out in one place."""
    with writing() as database:
        end_sign_in(database, number=number, person=_me().person.number)
    return _done("You are signed out there.")


@pages.post("/admin/account/tokens")
@may("account")
def make_token() -> AnyResponse:
    """Make a token and show it, this once."""
    days = request.form.get("days", "")
    try:
        with writing() as database:
            secret = add_token(
                database,
                person=_me().person.number,
                name=request.form.get("token_name", "").strip(),
                scopes=request.form.getlist("scopes"),
                days=int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0,
            )
    except InvalidAccountError as error:
        return _page(422, error.problems)
    return _page(200, token=secret)


@pages.post("/admin/account/tokens/<int(max=2147483647):number>/revoke")
@may("account")
def revoke(number: int) -> AnyResponse:
    """Let a token open nothing any more."""
    with writing() as database:
        revoke_token(database, number=number, person=_me().person.number)
    return _done("The token opens nothing any more.")


def _me() -> SignedIn:
    me = find_signed_in()
    if me is None:
        raise RuntimeError("The account's routes need somebody who is signed in.")
    return me


def _done(message: str) -> AnyResponse:
    flash(message, "done")
    return redirect(url_for("admin_account.show"), 303)


def _page(status: int, problems: tuple[Problem, ...] = (), token: str = "") -> Response:
    me = _me()
    page = render_template(
        "admin/account/show.html",
        person=me.person,
        here=me.number,
        sign_ins=list_sign_ins(reading(), me.person.number, now()),
        tokens=list_tokens(reading(), me.person.number),
        now=now(),
        scopes=[(name, RIGHTS[name].meaning) for name in SCOPES if me.person.may(name)],
        lives=LIVES_OF_TOKEN,
        token=token,
        typed=request.form,
        problems={problem.path: problem for problem in problems},
    )
    return make_response(page, status)


SCREEN: Final = Screen(pages=pages, menu=(MenuEntry(label="My account", endpoint="admin_account.show"),))
