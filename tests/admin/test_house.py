"""The log of the house: what is done about people, access and settings, told to administrators."""

import csv
import datetime as dt
import io
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, update

from tests.admin.desk import PASSWORD, Desk
from timeline.db import read_session, write_transaction
from timeline.models.house import HouseActRow
from timeline.queries.house import HouseAct, HouseFilter, list_house_acts
from timeline.store.house import KEPT_FOR, TOLD_AS_ONE
from timeline.store.people import set_role
from timeline.store.releases import set_doi

Seat = Callable[[str], Desk]
SECRETS = (PASSWORD, "another lamp, another zebra", "a password in place of a name")


def acts(engine: Engine, **asked: str) -> list[HouseAct]:
    with read_session(engine) as session:
        return list(list_house_acts(session, HouseFilter(**asked), limit=1000))[::-1]  # type: ignore[arg-type]


def told(engine: Engine, **asked: str) -> list[tuple[str, str, str, str, str]]:
    return [(act.by, act.act, act.about, act.before, act.after) for act in acts(engine, **asked)]


def test_everything_that_is_done_is_told_without_secrets(desk: Seat, engine: Engine) -> None:
    ada = desk("ada")
    with write_transaction(engine) as session:
        session.query(HouseActRow).delete()
    new = {"handle": "ana", "name": "Ana", "email": "", "role": "editor"}
    ada.post("/admin/people", new)
    ada.send("/admin/people/ana", {"name": "Ana D.", "email": "ana@example.org", "role": "contributor"})
    ada.send("/admin/people/ana/disable")
    ada.send("/admin/people/ana/enable")
    ada.send("/admin/settings", {"two_people": "off"})
    ada.send("/admin/settings", {"two_people": "off"})
    token = {"token_name": "=nightly", "scopes": "look", "days": "30"}
    ada.post("/admin/account/tokens", token)
    ada.send("/admin/account/tokens/1/revoke")
    passwords = {"password": SECRETS[1], "password_again": SECRETS[1]}
    ada.send("/admin/account/password", {"old_password": PASSWORD, **passwords})
    with write_transaction(engine) as session:
        set_role(session, handle="ana", role="editor")
    assert told(engine) == [
        ("ada", "person-added", "ana", "", "editor"),
        ("ada", "link-made", "ana", "", ""),
        ("ada", "person-changed", "ana", "Ana", "Ana D."),
        ("ada", "person-changed", "ana", "", "another e-mail address"),
        ("ada", "role-changed", "ana", "editor", "contributor"),
        ("ada", "person-disabled", "ana", "", ""),
        ("ada", "person-enabled", "ana", "", ""),
        ("ada", "setting-changed", "two-people", "by the number of editors", "off"),
        ("ada", "token-made", "", "", "=nightly: look, 30 days"),
        ("ada", "token-revoked", "", "=nightly", ""),
        ("ada", "password-set", "ada", "", ""),
        ("", "role-changed", "ana", "contributor", "editor"),
    ]
    page = ada.get("/admin/activity/house").text
    assert "Ana D." in page
    assert "on the server" in page
    assert not any(secret in page for secret in SECRETS)
    rows = list(csv.DictReader(io.StringIO(ada.client.get("/admin/activity/house.csv").text)))
    assert len(rows) == 12
    assert "'=nightly" in {row["before"] for row in rows}
    filtered = ada.get("/admin/activity/house?act=role-changed&person=-&from=2020").text
    assert filtered.count("Role changed: Ana D.") == 1
    assert "on the server Role changed: Ana D. contributor →became editor" in filtered
    assert "Nothing like this was done" in ada.get("/admin/activity/house?to=2020").text
    assert "This is not a date" in ada.get("/admin/activity/house?from=soon&act=x").text


def test_what_fails_is_not_told_as_done(desk: Seat, engine: Engine) -> None:
    ada = desk("ada")
    before = told(engine)
    ada.post("/admin/people/ada", {"name": "Ada A.", "email": "", "role": "editor"}, status=422)
    assert told(engine) == before
    with pytest.raises(Exception, match="no release"), write_transaction(engine) as session:
        set_doi(session, "2099.1", doi="10.5281/zenodo.7", by="ada")
    assert told(engine) == before


def test_sign_ins_are_told_bounded_and_let_go(desk: Seat, engine: Engine) -> None:
    somebody = desk("")
    for _ in range(3):
        somebody.sign_in("edith", "wrong", status=401)
    somebody.sign_in("a password in place of a name", "wrong", status=401)
    somebody.sign_in("edith")
    found = [act for act in acts(engine) if act.act in {"signed-in", "sign-in-failed"}]
    assert [(act.act, act.by, act.about, act.times) for act in found] == [
        ("sign-in-failed", "", "edith", 3),
        ("sign-in-failed", "", "", 1),
        ("signed-in", "edith", "edith", 1),
    ]
    _age(engine, TOLD_AS_ONE)
    somebody.sign_in("edith", "wrong", status=401)
    assert len(told(engine, act="sign-in-failed")) == 3
    _age(engine, KEPT_FOR)
    others = len([act for act in acts(engine) if act.act == "person-added"])
    desk("").sign_in("edith", "wrong", status=401)
    assert told(engine, act="signed-in") == []
    assert [act.times for act in acts(engine, act="sign-in-failed")] == [1]
    assert len(told(engine, act="person-added")) == others == 5


def _age(engine: Engine, by: dt.timedelta) -> None:
    moment = dt.datetime.now(dt.UTC) - by - dt.timedelta(seconds=1)
    with write_transaction(engine) as session:
        session.execute(update(HouseActRow).values(at_utc=moment))


def test_a_token_does_not_open_it_and_others_have_no_link(desk: Seat) -> None:
    ada, edith = desk("ada"), desk("edith")
    page = ada.post("/admin/account/tokens", {"token_name": "copy", "scopes": "look", "days": "30"})
    secret = page.text.split("tl_", 1)[1].split()[0]
    with_token = {"Authorization": f"Bearer tl_{secret}"}
    client = desk("").client
    assert client.get("/admin/activity.csv", headers=with_token).status_code == 200
    assert client.get("/admin/activity/house.csv", headers=with_token).status_code == 403
    assert "/admin/activity/house" in ada.get("/admin/activity").links()
    for address, line in (("/admin/activity/house", "Activity"), ("/admin/topics/new", "Records")):
        here = [link for link in ada.get(address).all("a") if link.attrib.get("aria-current") == "page"]
        assert [link.text for link in here] == [line]
    assert "/admin/activity/house" not in edith.get("/admin/activity").links()
