"""Who may work here, and as what: for administrators."""

from collections.abc import Callable
from typing import Any, Final

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.permission import current_person, may
from timeline.admin.screen import MenuEntry, Screen
from timeline.errors import InvalidAccountError, Problem
from timeline.queries.people import get_person, list_people
from timeline.rights import RIGHTS, ROLES, allows
from timeline.serving import reading, writing
from timeline.store.people import add_person, disable_person, enable_person, rename_person, set_role
from timeline.store.sign_in import add_link

pages = Blueprint("admin_people", __name__)


@pages.get("/admin/people")
@may("people")
def index() -> Response:
    """List everybody, with a form to add somebody."""
    return _index_page(200)


@pages.post("/admin/people")
@may("people")
def add() -> Response:
    """Add somebody and show the link by which they choose their password."""
    handle = request.form.get("handle", "").strip()
    try:
        with writing() as database:
            number = add_person(
                database,
                handle=handle,
                name=request.form.get("name", "").strip(),
                email=request.form.get("email", "").strip(),
                role=request.form.get("role", ""),
                by=current_person().handle,
            )
            secret = add_link(database, person=number, by=current_person().handle)
    except InvalidAccountError as error:
        return _index_page(422, error.problems)
    return _person_page(200, handle, secret=secret)


@pages.get("/admin/people/<handle>")
@may("people")
def show(handle: str) -> Response:
    """Show one person."""
    return _person_page(200, handle)


@pages.post("/admin/people/<handle>")
@may("people")
def change(handle: str) -> AnyResponse:
    """Change somebody's name, address and role."""

    def write(database: Any) -> None:
        rename_person(
            database,
            handle=handle,
            name=request.form.get("name", "").strip(),
            email=request.form.get("email", "").strip(),
            by=current_person().handle,
        )
        set_role(database, handle=handle, role=request.form.get("role", ""), by=current_person().handle)

    return _write(handle, write, "Changed. A new role counts from the next page that they open.")


@pages.post("/admin/people/<handle>/link")
@may("people")
def give_link(handle: str) -> Response:
    """Make a link by which somebody chooses a new password; earlier links open nothing any more."""
    person = get_person(reading(), handle)
    with writing() as database:
        secret = add_link(database, person=person.number, by=current_person().handle)
    return _person_page(200, handle, secret=secret)


@pages.get("/admin/people/<handle>/disable")
@may("people")
def ask_disable(handle: str) -> str:
    """Ask before somebody is disabled."""
    return render_template("admin/people/disable.html", person=get_person(reading(), handle))


@pages.post("/admin/people/<handle>/disable")
@may("people")
def disable(handle: str) -> AnyResponse:
    """Let somebody in no more, and sign them out at once."""
    name = get_person(reading(), handle).name
    return _write(
        handle,
        lambda database: disable_person(database, handle=handle, by=current_person().handle),
        f"{name} is disabled and signed out. The history keeps the name.",
    )


@pages.post("/admin/people/<handle>/enable")
@may("people")
def enable(handle: str) -> AnyResponse:
    """Let somebody in again."""
    name = get_person(reading(), handle).name
    return _write(
        handle,
        lambda database: enable_person(database, handle=handle, by=current_person().handle),
        f"{name} can sign in again, with the same password and role.",
    )


def _write(handle: str, write: Callable[[Any], None], message: str) -> AnyResponse:
    """Do something to a person, and say so or show what is wrong with it."""
    get_person(reading(), handle)
    try:
        with writing() as database:
            write(database)
    except InvalidAccountError as error:
        return _person_page(422, handle, error.problems)
    flash(message, "done")
    is_still_in_charge = find_self_in_charge()
    return redirect(url_for("admin_people.show", handle=handle) if is_still_in_charge else "/admin/", 303)


def find_self_in_charge() -> bool:
    """Tell whether whoever acts may still decide about people, which they can take from themselves."""
    return get_person(reading(), current_person().handle).may("people")


def _index_page(status: int, problems: tuple[Problem, ...] = ()) -> Response:
    page = render_template(
        "admin/people/index.html",
        people=list_people(reading()),
        roles=ROLES,
        table=[(right.meaning, [allows(role, name) for role in ROLES]) for name, right in RIGHTS.items()],
        typed=request.form,
        problems={problem.path: problem for problem in problems},
    )
    return make_response(page, status)


def _person_page(status: int, handle: str, problems: tuple[Problem, ...] = (), secret: str = "") -> Response:
    page = render_template(
        "admin/people/show.html",
        person=get_person(reading(), handle),
        roles=ROLES,
        link=_link(secret) if secret else "",
        typed=request.form if problems else {},
        problems={problem.path: problem for problem in problems},
    )
    return make_response(page, status)


def _link(secret: str) -> str:
    """Give the whole address of a one-time link, on the site's public address where it is known."""
    root = current_app.config["SITE_URL"] or request.url_root
    path = url_for("admin_signin.link", secret=secret).removeprefix(request.script_root)
    return f"{root.rstrip('/')}{path}"


SCREEN: Final = Screen(pages=pages, menu=(MenuEntry(label="People", endpoint="admin_people.index"),))
