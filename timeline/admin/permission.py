"""Which right a route needs, and who is asking. A route says its right once, with `may`."""

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

from flask import current_app, g
from flask_login import UserMixin, current_user  # type: ignore[import-untyped]

from timeline.queries.people import Person
from timeline.rights import RIGHTS

ANYONE: Final = "anyone"
"""In the place of a right: the route is open to whoever comes, as the page to sign in must be."""

PREFIX: Final = "/admin"
_MARK: Final = "needs_right"

View = TypeVar("View", bound=Callable[..., Any])


class SignedIn(UserMixin):  # type: ignore[misc]
    """Who signed in, for Flask-Login; known to the browser by the secret of the sign-in."""

    def __init__(self, person: Person, *, number: int, secret: str) -> None:
        self.person = person
        self.number = number
        self.secret = secret

    def get_id(self) -> str:
        """Give what the session keeps."""
        return self.secret


def may(right: str) -> Callable[[View], View]:
    """Declare the right that a view needs, a name of `timeline.rights.RIGHTS`, or ANYONE.

    Example:
        @pages.post("/admin/people/<handle>/disable")
        @may("people")
        def disable(handle: str) -> Response: ...
    """
    if right != ANYONE and right not in RIGHTS:
        raise KeyError(right)

    def declare(view: View) -> View:
        setattr(view, _MARK, right)
        return view

    return declare


def find_right_of(endpoint: str) -> str | None:
    """Give the right that an endpoint declares; None for one that declares nothing, which nobody may use."""
    view = current_app.view_functions[endpoint]
    declared = getattr(view, _MARK, None)
    if declared is None:
        # A view of Flask-Admin's own classes: the class says the rights of the methods it inherits.
        owner = _flask_admin_views().get(endpoint.rpartition(".")[0])
        declared = getattr(owner, "rights", {}).get(endpoint.rpartition(".")[2])
    return cast("str | None", declared)


def find_signed_in() -> SignedIn | None:
    """Give the sign-in of this request, if there is one."""
    # Past what stands for it, which looks for it anew at each touch: a page asks some twenty times.
    found = current_user._get_current_object()  # noqa: SLF001 - werkzeug has no other way
    return cast("SignedIn", found) if found.is_authenticated else None


def find_current_person() -> Person | None:
    """Give who is signed in, if anybody is."""
    signed_in = find_signed_in()
    return signed_in.person if signed_in else None


def current_person() -> Person:
    """Give who is signed in; for views that need a right, where there always is somebody."""
    person = find_current_person()
    if person is None:
        raise RuntimeError("A view that asks who is signed in must declare a right.")
    return person


def is_allowed(right: str) -> bool:
    """Tell whether whoever is asking has a right; for buttons and the menu."""
    person = find_current_person()
    return right == ANYONE or (person is not None and person.may(right))


def _flask_admin_views() -> dict[str, Any]:
    views: dict[str, Any] | None = g.get("admin_views")
    if views is None:
        (admin,) = current_app.extensions["admin"]
        views = g.admin_views = {view.endpoint: view for view in admin._views}  # noqa: SLF001 - it has no other list
    return views
