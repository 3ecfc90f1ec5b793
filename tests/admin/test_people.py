"""People and the rule of review, as administrators keep them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine

from tests.admin.desk import PASSWORD, Desk
from timeline.config import Settings
from timeline.db import read_session, write_transaction
from timeline.errors import InvalidAccountError
from timeline.factory import create_app
from timeline.house_rules import ReviewRule, find_review_rule
from timeline.queries.indexes import dataset_version
from timeline.queries.people import find_person, names_of_people
from timeline.store.people import add_person, disable_person, enable_person, set_review_rule, set_role

Seat = Callable[[str], Desk]
NEW = {"handle": "ana-diaz", "name": "Ana Díaz", "email": "ana@example.org", "role": "editor"}


def test_somebody_is_added_and_gets_a_link(desk: Seat) -> None:
    seated = desk("ada")
    page = seated.post("/admin/people", NEW)
    assert "/admin/link/" in page.text
    listed = seated.get("/admin/people").text
    assert "Ana Díazana-diazEditorana@example.org" in listed.replace("Ana Díaz ", "Ana Díaz")
    assert "has no password yet" in listed


def test_of_two_who_take_one_name_at_once_one_is_told(engine: Engine) -> None:
    begun = Barrier(2)

    def add(role: str) -> str:
        begun.wait()
        try:
            with write_transaction(engine) as session:
                add_person(session, handle="ana-diaz", name="Ana", role=role)
        except InvalidAccountError as error:
            return error.problems[0].message
        return "added"

    with ThreadPoolExecutor(2) as two:
        told = sorted(two.map(add, ("editor", "contributor")))
    assert told == ["added", "is somebody's already, and a sign-in name is never given twice"]


def test_the_link_is_on_the_public_address_of_the_site(engine: Engine, people: None) -> None:
    settings = Settings(secret_key="k" * 40, site_url="https://timeline.example.org/record")
    seated = Desk(create_app(settings, engine=engine))
    seated.client.environ_base["wsgi.url_scheme"] = "https"
    headers = {"Referer": "https://localhost/admin/"}
    url = "https://localhost/admin"
    token = seated.client.get(f"{url}/form-token").get_json()["token"]
    fields = {"called": "ada", "password": PASSWORD, "csrf_token": token}
    assert seated.client.post(f"{url}/sign-in", data=fields, headers=headers).status_code == 303
    token = seated.client.get(f"{url}/form-token").get_json()["token"]
    answer = seated.client.post(f"{url}/people/emil/link", data={"csrf_token": token}, headers=headers)
    assert "https://timeline.example.org/record/admin/link/" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"handle": ""}, "Small letters"),
        ({"handle": "Ana"}, "Small letters"),
        ({"handle": "a" * 81}, "Small letters"),
        ({"handle": "dora"}, "never given twice"),
        ({"name": ""}, "is missing"),
        ({"email": "@"}, "ana@example.org"),
        ({"role": "emperor"}, "is not a role"),
    ],
)
def test_who_cannot_be_added_comes_back_as_typed(desk: Seat, changed: dict[str, str], words: str) -> None:
    page = desk("ada").post("/admin/people", NEW | changed, status=422)
    assert words.lower() in page.text.lower()
    typed = {field.attrib.get("name"): field.attrib.get("value") for field in page.all("input")}
    assert {key: typed[key] for key in ("handle", "name", "email")} == {
        key: value for key, value in (NEW | changed).items() if key != "role"
    }


def test_somebody_gets_another_name_and_role(desk: Seat) -> None:
    seated, carla = desk("ada"), desk("carla")
    carla.get("/admin/people/emil", status=403)
    seated.send("/admin/people/carla", {"name": "Carla C.", "email": "", "role": "administrator"})
    assert "Changed." in seated.get("/admin/people/carla").text
    carla.get("/admin/people/emil")


def test_disabling_asks_first_signs_out_and_keeps_the_name(desk: Seat, engine: Engine) -> None:
    seated, emil = desk("ada"), desk("emil")
    assert "Disable Emil Editor?" in seated.get("/admin/people/emil/disable").text
    seated.send("/admin/people/emil/disable")
    assert emil.client.get("/admin/").status_code == 303
    with read_session(engine) as session:
        assert names_of_people(session, ["emil", "Loaded by somebody"]) == {"emil": "Emil Editor"}
    assert "disabled since" in seated.get("/admin/people/emil").text
    seated.send("/admin/people/emil/enable")
    emil.sign_in("emil")


def test_the_last_administrator_cannot_be_lost(desk: Seat) -> None:
    seated = desk("ada")
    page = seated.post("/admin/people/ada/disable", status=422)
    assert "somebody else an administrator" in page.text
    page = seated.post("/admin/people/ada", {"name": "Ada", "email": "", "role": "editor"}, status=422)
    assert "somebody else an administrator" in page.text
    assert "Ada Admin" in seated.get("/admin/people").text  # Neither was the name changed.
    seated.send("/admin/people/emil", {"name": "Emil", "email": "", "role": "administrator"})
    answer = seated.send("/admin/people/ada", {"name": "Ada", "email": "", "role": "editor"})
    assert answer.location == "/admin/"


def test_nobody_there_is_a_page_that_says_so(desk: Seat) -> None:
    page = desk("ada").get("/admin/people/nobody-here", status=404)
    assert "no person with the id “nobody-here”" in page.text


# --- The rule of review --------------------------------------------------------------------------------


def _rule(engine: Engine) -> ReviewRule:
    with read_session(engine) as session:
        return find_review_rule(session)


def test_the_rule_holds_from_the_second_editor_on(engine: Engine) -> None:
    found = [_rule(engine).two_people]
    for handle, role in (("ada", "administrator"), ("carla", "contributor"), ("edith", "editor")):
        with write_transaction(engine) as session:
            add_person(session, handle=handle, name=handle, role=role)
        found.append(_rule(engine).two_people)
    with write_transaction(engine) as session:
        disable_person(session, handle="edith")
    found.append(_rule(engine).two_people)
    assert found == [False, False, False, True, False]
    assert _rule(engine) == ReviewRule(two_people=False, is_set=False, editors=1)


def test_an_administrator_sets_the_rule(desk: Seat, engine: Engine) -> None:
    seated = desk("ada")
    assert "two people take part in every publication" in seated.get("/admin/settings").text
    seated.send("/admin/settings", {"two_people": "off"})
    assert "one person may write and publish" in seated.get("/admin/settings").text
    assert _rule(engine) == ReviewRule(two_people=False, is_set=True, editors=3)
    seated.send("/admin/settings", {"two_people": "on"})
    assert _rule(engine) == ReviewRule(two_people=True, is_set=True, editors=3)
    seated.send("/admin/settings", {"two_people": "auto"})
    assert _rule(engine) == ReviewRule(two_people=True, is_set=False, editors=3)
    assert "Choose one of the three." in seated.post("/admin/settings", {}, status=422).text


def test_public_pages_are_made_anew_when_the_rule_becomes_another(engine: Engine, people: None) -> None:
    def version() -> int:
        with read_session(engine) as session:
            return dataset_version(session)

    versions = [version()]
    for two_people in (None, True, False, False):
        with write_transaction(engine) as session:
            set_review_rule(session, two_people=two_people, by="ada")
        versions.append(version())
    assert versions == [versions[0]] * 3 + [versions[0] + 1] * 2


def test_a_rule_set_for_one_warns_where_nobody_could_publish(desk: Seat, engine: Engine) -> None:
    seated = desk("ada")
    with write_transaction(engine) as session:
        set_review_rule(session, two_people=True, by="ada")
        for handle in ("edith", "emil"):
            disable_person(session, handle=handle)
    assert "cannot be published" in seated.get("/admin/settings").text


def test_two_administrators_cannot_take_the_right_from_each_other(engine: Engine, people: None) -> None:
    with write_transaction(engine) as session:
        set_role(session, handle="emil", role="administrator")
        set_role(session, handle="ada", role="editor")
    with pytest.raises(InvalidAccountError), write_transaction(engine) as session:
        disable_person(session, handle="emil")
    with write_transaction(engine) as session:
        enable_person(session, handle="dora")
    with read_session(engine) as session:
        found = find_person(session, "emil")
    assert found is not None
    assert found.may("people")
