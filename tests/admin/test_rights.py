"""Who may do what: every admin route, with every method, asked by everybody there can be."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine
from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter, NumberConverter

from tests.admin.conftest import PEOPLE
from tests.admin.desk import PASSWORD, Desk
from tests.admin.rights_table import NEEDED
from timeline.admin.permission import ANYONE, PREFIX, may
from timeline.config import Settings
from timeline.db import write_transaction
from timeline.factory import create_app
from timeline.rights import RIGHTS, ROLES, SCOPES, allows, rights_of
from timeline.store.people import disable_person, enable_person

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
ASKING = ("", "dora", "carla", "edith", "ada")
NOT_THERE = 2_147_483_647
ROLE_OF = {handle: role for handle, _, role in PEOPLE}


def _routes(app: Flask) -> dict[str, Rule]:
    return {
        rule.rule: rule
        for rule in app.url_map.iter_rules()
        if rule.rule == PREFIX or rule.rule.startswith(f"{PREFIX}/")
    }


def _methods(app: Flask) -> dict[str, set[str]]:
    """Give the methods of every admin route, as they are; several rules may share one address."""
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        if rule.rule in _routes(app):
            found.setdefault(rule.rule, set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    return found


def test_no_route_is_missing_from_the_table_and_none_too_many(app: Flask) -> None:
    assert _methods(app) == {route: set(methods) for route, methods in NEEDED.items()}


def _address(app: Flask, rule: Rule) -> str:
    """Give an address of a route, of things that are not there."""
    values: dict[str, Any] = {name: _value(converter) for name, converter in rule._converters.items()}
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values)


def _value(converter: object) -> object:
    """Give something that the converter of a route takes, and that nothing there has."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return NOT_THERE if isinstance(converter, NumberConverter) else "nobody"


def _is_let_in(handle: str, right: str) -> bool:
    return handle not in {"", "dora"} and allows(ROLE_OF[handle], right)


@pytest.mark.parametrize("handle", ASKING)
def test_everybody_may_do_what_the_table_says_and_nothing_else(
    app: Flask, engine: Engine, handle: str
) -> None:
    seated = _seated(app, engine, handle)
    token = seated.token()
    wrong = []
    for route, rule in _routes(app).items():
        address = _address(app, rule)
        for method in METHODS:
            answer = _ask(seated, method, address, token)
            right = NEEDED[route].get("GET" if method == "HEAD" else method)
            if not _is_as_it_should_be(handle, right, method, answer):
                wrong.append((method, address, answer))
            if route.endswith("/sign-out") and method == "POST":
                seated = _seated(app, engine, handle)
                token = seated.token()
    assert wrong == []


def _seated(app: Flask, engine: Engine, handle: str) -> Desk:
    """Seat somebody; who is disabled was let in before, so that the session is there still."""
    seated = Desk(app)
    if handle == "dora":
        with write_transaction(engine) as session:
            enable_person(session, handle="dora")
    if handle:
        seated.sign_in(handle)
    if handle == "dora":
        with write_transaction(engine) as session:
            disable_person(session, handle="dora")
    return seated


def _ask(seated: Desk, method: str, address: str, token: str) -> tuple[int, str]:
    fields = {} if method in {"GET", "HEAD"} else {"csrf_token": token}
    response = seated.client.open(
        address, method=method, data=fields or None, headers={"Sec-Fetch-Site": "same-origin"}
    )
    return response.status_code, response.headers.get("Location", "")


def _is_as_it_should_be(handle: str, right: str | None, method: str, answer: tuple[int, str]) -> bool:
    status, location = answer
    if right is None:
        # Where another route has the same address and a slash at its end, the router leads there.
        return status == 405 or (status == 308 and location.endswith("/"))
    if right == ANYONE:
        # A wrong password is a 401 as well.
        return status not in {403, 405, 500} and not location.startswith("/admin/sign-in?")
    if _is_let_in(handle, right):
        return status not in {401, 403, 405, 500} and not location.startswith("/admin/sign-in?")
    if handle and handle != "dora":
        return status == 403
    if method in {"GET", "HEAD"}:
        return status == 303 and location.startswith("/admin/sign-in?next=/admin")
    return status == 401


def test_a_route_that_declares_nothing_is_closed_to_everybody(engine: Engine, people: None) -> None:
    app = create_app(Settings(secret_key="k" * 40), engine=engine)
    app.add_url_rule("/admin/forgotten", "forgotten", lambda: "open")
    seated = Desk(app)
    assert seated.client.get("/admin/forgotten").status_code == 303
    seated.sign_in("ada")
    page = seated.get("/admin/forgotten", status=403)
    assert "nobody may" in page.text


def test_a_right_that_the_table_does_not_have_cannot_be_declared() -> None:
    with pytest.raises(KeyError):
        may("fly")


def test_who_may_not_is_told_which_right_is_lacking_and_who_can_give_it(
    desk: Callable[[str], Desk],
) -> None:
    page = desk("edith").get("/admin/people", status=403)
    assert "As editor you may not add people, give them roles and disable them" in page.text
    assert "role of administrator" in page.text
    assert "An administrator gives people their roles" in page.text


def test_a_role_has_all_rights_of_those_before_it() -> None:
    def grown() -> Iterator[set[str]]:
        yield from (set(rights_of(role)) for role in ROLES)

    contributor, editor, administrator = grown()
    assert contributor < editor < administrator == set(RIGHTS)
    assert set(SCOPES) <= editor


def test_the_menu_shows_what_one_may_do(desk: Callable[[str], Desk]) -> None:
    assert "/admin/people" in desk("ada").get("/admin/").links()
    assert "/admin/people" not in desk("edith").get("/admin/").links()


def test_the_password_of_the_tests_is_a_good_one() -> None:
    assert len(PASSWORD) > 20
