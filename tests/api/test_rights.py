"""Who may ask for what: every route of the API, asked by everybody there can be."""

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from tests.api.client import ROOT
from tests.api.conftest import SECRET
from timeline.api.operations import operations
from timeline.config import Settings
from timeline.db import write_transaction
from timeline.factory import create_app
from timeline.models.people import TokenRow
from timeline.records.kinds import CLASS_OF_PLURAL
from timeline.store.people import add_person, disable_person
from timeline.store.sign_in import add_token, revoke_token

PLURALS = tuple(CLASS_OF_PLURAL)
OF_RECORDS = {
    ("GET", "/{plural}"): "",
    ("GET", "/{plural}/{id}"): "",
    ("POST", "/{plural}"): "draft",
    ("PUT", "/{plural}/{id}"): "draft",
    ("POST", "/{plural}/{id}/proposals"): "draft",
    ("POST", "/{plural}/{id}/submit"): "draft",
    ("POST", "/{plural}/{id}/publish"): "publish",
    ("POST", "/{plural}/{id}/withdraw"): "draft",
}
#: The right that each route takes, written down by hand: a new route has to find its line here.
NEEDED = {
    ("GET", "/"): "",
    ("GET", "/openapi.json"): "",
    ("GET", "/search"): "",
    ("GET", "/states"): "",
    ("GET", "/intervals"): "",
    ("GET", "/disagreements"): "",
    ("GET", "/changes"): "",
    ("GET", "/proposals/{number}"): "look",
    ("POST", "/proposals/{number}/publish"): "publish",
    ("POST", "/proposals/{number}/withdraw"): "draft",
    **{
        (method, path.format(plural=plural, id="{id}")): right
        for plural in PLURALS
        for (method, path), right in OF_RECORDS.items()
    },
}
#: Who asks: role, rights of the token. None: whose token opens nothing; () has none.
ASKING = {
    "anonymous": None,
    "wrong": None,
    "revoked": None,
    "disabled": None,
    "reads only": ("contributor", ("look",)),
    "contributor": ("contributor", ("look", "draft", "publish")),
    "editor": ("editor", ("look", "draft", "publish", "vocabulary")),
    "editor who drafts": ("editor", ("draft",)),
    "administrator": ("administrator", ("look", "draft", "publish", "vocabulary")),
}
MAY = {
    "reads only": {"look"},
    "contributor": {"look", "draft"},
    "editor": {"look", "draft", "publish"},
    "editor who drafts": {"draft"},
    "administrator": {"look", "draft", "publish"},
}


@pytest.fixture
def app(engine: Engine) -> Flask:
    return create_app(Settings(secret_key=SECRET, api_limit=0), engine=engine)


def _headers(engine: Engine) -> dict[str, dict[str, str]]:
    """Make the Authorization of everybody who asks."""
    tokens = {"wrong": "tl_" + "x" * 43}
    with write_transaction(engine) as session:
        for number, (name, of) in enumerate(ASKING.items()):
            if name in {"anonymous", "wrong"}:
                continue
            role, scopes = of or ("editor", ("look", "draft", "publish"))
            person = add_person(session, handle=f"p{number}", name=name.title(), role=role)
            tokens[name] = add_token(session, person=person, name="t", scopes=scopes, days=30)
            if name == "revoked":
                (token,) = session.scalars(select(TokenRow.id).where(TokenRow.person_id == person))
                revoke_token(session, number=token, person=person)
            if name == "disabled":
                disable_person(session, handle=f"p{number}")
    return {name: {"Authorization": f"Bearer {tokens[name]}"} if name in tokens else {} for name in ASKING}


def test_no_route_is_missing_from_the_table_and_none_too_many(app: Flask) -> None:
    assert {(each.method, each.path): each.right for each in operations()} == NEEDED
    routed = {
        (method, rule.rule.removeprefix(ROOT).replace("<record_id>", "{id}").replace("<number>", "{number}"))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(f"{ROOT}/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routed == set(NEEDED)


def _expected(name: str, right: str) -> set[int]:
    """Give the statuses with which somebody is answered who asks for what is not there."""
    if name in {"wrong", "revoked", "disabled"} or (name == "anonymous" and right):
        return {401}
    if right and right not in MAY.get(name, set()):
        return {403}
    return {200, 201, 400, 404, 422, 428}


def test_everybody_may_do_what_the_table_says_and_nothing_else(app: Flask, engine: Engine) -> None:
    client, wrong = app.test_client(), []
    for name, headers in _headers(engine).items():
        for (method, path), right in NEEDED.items():
            address = ROOT + path.replace("{id}", "nothing").replace("{number}", "999")
            body: dict[str, str] | None = None if method == "GET" else {}
            answer = client.open(address, method=method, headers=headers, json=body)
            if answer.status_code not in _expected(name, right):
                wrong.append((name, method, path, answer.status_code))
            if answer.status_code == 401 and not answer.headers["WWW-Authenticate"].startswith("Bearer"):
                wrong.append((name, method, path, 0))
    assert wrong == []


def test_being_signed_in_opens_nothing_here(app: Flask, engine: Engine) -> None:
    password = "cebra lampara vals otoño"
    with write_transaction(engine) as session:
        add_person(session, handle="ada", name="Ada", role="administrator", password=password)
    client = app.test_client()
    token = client.get("/admin/form-token").get_json()["token"]
    typed = {"csrf_token": token, "called": "ada", "password": password}
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert client.post("/admin/sign-in", data=typed, headers=headers).status_code == 303
    assert client.get("/admin/").status_code == 200
    # Even where a browser is made to send the cookie along.
    cookie = client.get_cookie("timeline-curation", path="/admin")
    assert cookie is not None
    sent = {"Cookie": f"timeline-curation={cookie.value}"}
    answer = client.post(f"{ROOT}/topics", json={"record": {"id": "a-topic"}}, headers=sent)
    assert answer.status_code == 401
    assert client.get(f"{ROOT}/proposals/1", headers=sent).status_code == 401
