"""Signing in: limits, ends of sessions, forms that arrive too late, links that work once."""

import datetime as dt
import re
import time
from collections.abc import Callable
from typing import Literal
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Engine, select, update

from tests.admin.desk import PASSWORD, Desk
from tests.web.checking import Page
from timeline import credentials
from timeline.admin import sessions
from timeline.admin.kept_form import local_address
from timeline.config import Settings
from timeline.db import read_session, write_transaction
from timeline.factory import create_app
from timeline.models.people import PersonRow, SignInRow
from timeline.queries.people import find_person, has_administrator
from timeline.store.people import add_person, disable_person, set_password
from timeline.store.sign_in import add_link

Seat = Callable[[str], Desk]
COOKIE = "timeline-curation"


def _cookie(seated: Desk) -> str:
    cookie = seated.client.get_cookie(COOKIE, path="/admin")
    assert cookie is not None
    return cookie.value


def test_one_signs_in_by_handle_or_address_whatever_the_case(desk: Seat, engine: Engine) -> None:
    with write_transaction(engine) as session:
        add_person(
            session, handle="ana", name="Ana", role="editor", email="Ana@Example.org", password=PASSWORD
        )
    for called in ("ana", " ANA ", "ana@example.ORG"):
        seated = desk("")
        assert seated.sign_in(called).location == "/admin/"
        assert "Signed in as Ana, editor" in seated.get("/admin/").text


@pytest.mark.parametrize(
    ("called", "password"),
    [("edith", "wrong"), ("nobody", PASSWORD), ("dora", PASSWORD), ("", ""), ("edith", PASSWORD + "x" * 200)],
)
def test_who_is_not_let_in_is_not_told_why(desk: Seat, called: str, password: str) -> None:
    page = desk("").post("/admin/sign-in", {"called": called, "password": password}, status=401)
    assert "do not belong together" in page.text
    assert password not in page.html or not password


def test_somebody_without_a_password_is_not_let_in(desk: Seat, engine: Engine) -> None:
    with write_transaction(engine) as session:
        add_person(session, handle="ana", name="Ana", role="editor")
    desk("").sign_in("ana", "", status=401)


def test_an_unknown_name_takes_as_long_as_a_wrong_password(
    app: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both hash once with the same parameters, which is what the time goes into."""
    calls = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - the library's name
            calls.append(PasswordHasher.check_needs_rehash(self, str(hash)))
            return super().verify(hash, password)

    monkeypatch.setattr(credentials, "HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    credentials._hash_of_nothing.cache_clear()
    for called in ("edith", "nobody", "dora"):
        Desk(app).sign_in(called, "wrong", status=401)
    credentials._hash_of_nothing.cache_clear()
    assert calls == [False, False, False]


def test_a_hash_with_old_parameters_is_made_anew(
    desk: Seat, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = select(PersonRow.password_hash).where(PersonRow.handle == "edith")
    with read_session(engine) as session:
        before = session.scalar(kept)
    monkeypatch.setattr(credentials, "HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    desk("edith")
    with read_session(engine) as session:
        after = session.scalar(kept)
    assert before is not None
    assert after is not None
    assert "m=8,t=1" in before
    assert "m=16,t=2" in after
    desk("edith")


def test_an_account_is_tried_ten_times_and_then_not_for_a_while(desk: Seat) -> None:
    seated = desk("")
    for _ in range(10):
        seated.sign_in("edith", "wrong", status=401)
    page = seated.post("/admin/sign-in", {"called": "EDITH", "password": PASSWORD}, status=429)
    assert re.search(r"Wait 1[45] minutes", page.text)
    desk("").sign_in("emil")


def test_an_account_has_one_count_whichever_name_is_typed(desk: Seat, engine: Engine) -> None:
    with write_transaction(engine) as session:
        add_person(
            session, handle="ana", name="Ana", role="editor", email="ana@example.org", password=PASSWORD
        )
    seated = desk("")
    for called in ("ana", "ana@example.org") * 5:
        seated.sign_in(called, "wrong", status=401)
    seated.sign_in("ana@example.org", status=429)
    seated.sign_in("ana", status=429)


def test_a_right_password_begins_the_count_anew(desk: Seat) -> None:
    seated = desk("")
    for _ in range(2):
        for _ in range(9):
            seated.sign_in("edith", "wrong", status=401)
        seated.sign_in("edith")


def test_an_address_is_let_try_thirty_times_whoever_it_says_to_be(app: Flask) -> None:
    seated = Desk(app)
    for number in range(30):
        seated.sign_in(f"somebody-{number}", "wrong", status=401)
    seated.sign_in("edith", PASSWORD, status=429)
    token = seated.token()
    elsewhere = seated.client.post(
        "/admin/sign-in",
        data={"called": "edith", "password": PASSWORD, "csrf_token": token},
        environ_overrides={"REMOTE_ADDR": "192.0.2.7"},
    )
    assert elsewhere.status_code == 303


@pytest.mark.parametrize(("proxies", "status"), [(0, 429), (1, 401)])
def test_behind_a_proxy_each_reader_has_limits_of_their_own(
    engine: Engine, people: None, proxies: int, status: int
) -> None:
    seated = Desk(create_app(Settings(secret_key="k" * 40, proxies=proxies), engine=engine))

    def attempt(number: int, reader: str) -> int:
        fields = {"called": f"somebody-{number}", "password": "wrong", "csrf_token": seated.token()}
        answer = seated.client.post("/admin/sign-in", data=fields, headers={"X-Forwarded-For": reader})
        return answer.status_code

    assert {attempt(number, "192.0.2.1") for number in range(30)} == {401}
    assert attempt(30, "192.0.2.1") == 429
    assert attempt(31, "192.0.2.2") == status


def test_a_browser_without_cookies_is_told_so(app: Flask) -> None:
    fields = {"called": "edith", "password": PASSWORD, "csrf_token": Desk(app).token()}
    answer = app.test_client(use_cookies=False).post("/admin/sign-in", data=fields)
    assert answer.status_code == 400
    assert "Allow cookies for this site" in answer.get_data(as_text=True)


def test_signing_in_begins_a_new_session(desk: Seat) -> None:
    """Whoever put a session into the browser beforehand knows nothing of the one after."""
    seated = desk("")
    before = seated.token()
    planted = _cookie(seated)
    seated.sign_in("edith")
    assert _cookie(seated) != planted
    with_old_token = seated.client.post("/admin/account", data={"csrf_token": before, "name": "Changed"})
    assert with_old_token.status_code == 400
    stranger = desk("")
    stranger.client.set_cookie(COOKIE, planted, path="/admin")
    assert stranger.client.get("/admin/").status_code == 303


def test_after_signing_out_the_old_cookie_opens_nothing(desk: Seat) -> None:
    seated = desk("edith")
    kept = _cookie(seated)
    assert seated.send("/admin/sign-out").location == "/admin/sign-in"
    thief = desk("")
    thief.client.set_cookie(COOKIE, kept, path="/admin")
    assert thief.client.get("/admin/").status_code == 303
    assert "You are signed out." in seated.get("/admin/sign-in").text


def test_the_cookie_is_out_of_reach_of_scripts_other_sites_and_public_pages(
    app: Flask, engine: Engine
) -> None:
    cookie = Desk(app).sign_in("edith").headers["Set-Cookie"]
    assert {"HttpOnly", "Path=/admin", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    safe = create_app(Settings(secret_key="k" * 40, site_url="https://timeline.example.org"), engine=engine)
    answer = safe.test_client().get("/admin/sign-in")
    assert "Secure" in answer.headers["Set-Cookie"].split("; ")


@pytest.mark.parametrize("url", ["/", "/events/nothing", "/sources", "/healthz"])
def test_public_pages_neither_set_nor_read_the_cookie(app: Flask, url: str) -> None:
    signed_in = Desk(app)
    signed_in.sign_in("edith")
    answers = [client.get(url) for client in (app.test_client(), signed_in.client)]
    assert [answer.headers.get("Set-Cookie") for answer in answers] == [None, None]
    assert answers[0].data == answers[1].data
    assert answers[0].headers.get("ETag") == answers[1].headers.get("ETag")


def test_an_idle_session_ends(desk: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    seated = desk("edith")
    start = sessions.now()
    monkeypatch.setattr(sessions, "now", lambda: start + dt.timedelta(minutes=119))
    seated.get("/admin/")
    monkeypatch.setattr(sessions, "now", lambda: start + dt.timedelta(minutes=119 + 119))
    seated.get("/admin/")
    monkeypatch.setattr(sessions, "now", lambda: start + dt.timedelta(minutes=119 + 119 + 121))
    assert seated.client.get("/admin/").location == "/admin/sign-in?next=/admin/"


def test_a_busy_session_ends_too(desk: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    seated = desk("edith")
    start = sessions.now()
    for hour in range(1, 14):
        monkeypatch.setattr(sessions, "now", lambda hour=hour: start + dt.timedelta(hours=hour))
        seated.get("/admin/")
    monkeypatch.setattr(sessions, "now", lambda: start + dt.timedelta(hours=14, minutes=1))
    assert seated.client.get("/admin/").status_code == 303


def test_sign_ins_of_the_past_are_swept_away(desk: Seat, engine: Engine) -> None:
    desk("edith")
    with write_transaction(engine) as session:
        session.execute(update(SignInRow).values(expires_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)))
    desk("emil")
    with read_session(engine) as session:
        assert len(session.scalars(select(SignInRow.id)).all()) == 1


def test_disabling_somebody_signs_them_out_at_once(desk: Seat, engine: Engine) -> None:
    seated = desk("edith")
    with write_transaction(engine) as session:
        disable_person(session, handle="edith")
    assert seated.client.get("/admin/").status_code == 303


def test_a_new_password_signs_out_everywhere(desk: Seat, engine: Engine) -> None:
    seated = desk("edith")
    with write_transaction(engine) as session:
        set_password(session, handle="edith", password="another lamp, another zebra")
    assert seated.client.get("/admin/").status_code == 303
    seated.sign_in("edith", "another lamp, another zebra")


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/admin/people?x=1", "/admin/people?x=1"),
        ("/admin", "/admin"),
        ("", "/admin/"),
        ("https://elsewhere.example/admin/", "/admin/"),
        ("//elsewhere.example/admin/", "/admin/"),
        ("/\\elsewhere.example/admin/", "/admin/"),
        ("/admin/\\..\\x", "/admin/"),
        ("javascript:alert(1)//admin/", "/admin/"),
        ("/administration", "/admin/"),
        ("/admin/sign-in", "/admin/"),
        ("/admin/\r\nSet-Cookie: a=b", "/admin/"),
        ("http://[", "/admin/"),
    ],
)
def test_after_signing_in_one_stays_on_this_site(address: str, leads_to: str) -> None:
    assert local_address(address) == leads_to


def test_one_goes_on_to_where_one_wanted(desk: Seat) -> None:
    seated = desk("")
    sign_in = seated.client.get("/admin/people?sort=name").location
    assert sign_in == "/admin/sign-in?next=/admin/people?sort%3Dname"
    page = seated.get(sign_in)
    hidden = {field.attrib.get("name"): field.attrib.get("value") for field in page.all("input")}
    assert hidden["next"] == "/admin/people?sort=name"
    assert seated.sign_in("ada").location == "/admin/"
    assert seated.client.get(sign_in).location == "/admin/people?sort=name"


# --- A form that arrives too late ----------------------------------------------------------------------


def _fields(page: Page) -> dict[str, str]:
    """Give the fields of the last form of a page."""
    form = page.all("main")[0].findall(".//{http://www.w3.org/1999/xhtml}form")[-1]
    found = form.iter("{http://www.w3.org/1999/xhtml}input")
    return {field.attrib["name"]: field.attrib.get("value", "") for field in found}


TYPED = {"name": "Edith “the Editor” <b>", "email": "edith@example.org", "password": "not to be kept"}


def test_a_form_after_the_end_of_the_session_is_kept_and_sent(desk: Seat, engine: Engine) -> None:
    seated = desk("edith")
    seated.client.delete_cookie(COOKIE, path="/admin")
    page = seated.post("/admin/account", TYPED, status=401)
    assert "What you typed is kept" in page.text
    assert "not to be kept" not in page.html
    fields = _fields(page)
    assert fields["kept.name"] == TYPED["name"]
    wrong = seated.post("/admin/sign-in/again", fields | {"called": "edith", "password": "wrong"}, status=401)
    assert _fields(wrong)["kept.name"] == TYPED["name"]
    again = seated.post("/admin/sign-in/again", _fields(wrong) | {"called": "edith", "password": PASSWORD})
    fields = _fields(again)
    assert fields["name"] == TYPED["name"]
    (form,) = [form for form in again.all("form") if form.attrib["action"] == "/admin/account"]
    answer = seated.client.post(form.attrib["action"], data=fields)
    assert answer.status_code == 303
    with read_session(engine) as session:
        found = find_person(session, "edith")
    assert found is not None
    assert (found.name, found.email) == (TYPED["name"], TYPED["email"])


def test_a_form_without_a_token_is_kept_and_sent(desk: Seat) -> None:
    seated = desk("edith")
    answer = seated.client.post("/admin/account", data=TYPED, headers={"Origin": "http://localhost"})
    assert answer.status_code == 400
    page = Page(answer)
    assert "grown old" in page.text
    assert _fields(page)["name"] == TYPED["name"]
    assert seated.send("/admin/account", _fields(page)).location == "/admin/account"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Referer": "https://elsewhere.example/localhost"},
    ],
)
def test_a_form_from_elsewhere_is_neither_done_nor_kept(
    desk: Seat, engine: Engine, headers: dict[str, str]
) -> None:
    answer = desk("edith").client.post("/admin/account", data=TYPED, headers=headers)
    assert answer.status_code == 400
    page = Page(answer)
    assert "it was not kept" in page.text
    assert "the Editor" not in page.text
    with read_session(engine) as session:
        assert find_person(session, "edith").name == "Edith Editor"  # type: ignore[union-attr]


def test_a_script_is_answered_in_its_own_way(desk: Seat) -> None:
    json = {"Accept": "application/json"}
    stranger = desk("").client.get("/admin/", headers=json)
    assert (stranger.status_code, stranger.get_json()["sign_in"]) == (401, "/admin/sign-in")
    stale = desk("edith").client.post("/admin/account", headers=json)
    assert (stale.status_code, "fetched anew" in stale.get_json()["problem"]) == (400, True)
    forbidden = desk("edith").client.get("/admin/people", headers=json)
    assert (forbidden.status_code, "As editor" in forbidden.get_json()["problem"]) == (403, True)


def test_an_open_page_can_ask_who_is_signed_in(desk: Seat) -> None:
    assert desk("").client.get("/admin/form-token").get_json()["person"] is None
    assert desk("edith").client.get("/admin/form-token").get_json()["person"] == "edith"


# --- Links that work once ------------------------------------------------------------------------------

FIRST = {"handle": "first", "name": "The First", "password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture
def empty_desk(engine: Engine) -> Desk:
    """Give a desk in an archive with nobody in it."""
    return Desk(create_app(Settings(secret_key="k" * 40), engine=engine))


def _first_link(engine: Engine, life: dt.timedelta = dt.timedelta(hours=1)) -> str:
    with write_transaction(engine) as session:
        return f"/admin/link/{add_link(session, person=None, life=life)}"


def test_the_first_administrator_comes_by_a_link_that_works_once(empty_desk: Desk, engine: Engine) -> None:
    link = _first_link(engine)
    assert "Become the first administrator" in empty_desk.get(link).text
    page = empty_desk.post(link, FIRST | {"password": "short", "password_again": "short"}, status=422)
    assert "12 characters" in page.text
    page = empty_desk.post(link, FIRST | {"password_again": "other"}, status=422)
    assert "is not the same" in page.text
    page = empty_desk.post(link, FIRST | {"handle": "The First"}, status=422)
    assert _fields(page)["name"] == "The First"
    assert empty_desk.send(link, FIRST).location == "/admin/"
    assert "administrator" in empty_desk.get("/admin/").text
    empty_desk.post(link, FIRST | {"handle": "second"}, status=410)
    with read_session(engine) as session:
        assert has_administrator(session)
        assert find_person(session, "second") is None


def test_a_link_to_the_first_administrator_ends_when_there_is_one(empty_desk: Desk, engine: Engine) -> None:
    link = _first_link(engine)
    with write_transaction(engine) as session:
        add_person(session, handle="ada", name="Ada", role="administrator", password=PASSWORD)
    empty_desk.get(link, status=410)
    empty_desk.post(link, FIRST, status=410)


def test_links_expire_and_give_way_to_newer_ones(empty_desk: Desk, engine: Engine) -> None:
    expired = _first_link(engine, dt.timedelta(seconds=-1))
    assert "does not work any more" in empty_desk.get(expired, status=410).text
    older, newer = _first_link(engine), _first_link(engine)
    empty_desk.get(older, status=410)
    empty_desk.get(newer)
    empty_desk.get("/admin/link/" + "x" * 43, status=410)


def test_an_administrator_gives_a_link_to_choose_a_password(desk: Seat) -> None:
    page = desk("ada").post("/admin/people/emil/link")
    address = "".join(page.all("code")[0].itertext())
    link = urlsplit(address).path
    newcomer = desk("")
    assert "Emil Editor, you sign in as emil" in newcomer.get(link).text
    chosen = {"password": "another lamp, another zebra"}
    assert newcomer.send(link, chosen | {"password_again": chosen["password"]}).location == "/admin/"
    newcomer.get(link, status=410)
    desk("").sign_in("emil", chosen["password"])
    desk("").sign_in("emil", PASSWORD, status=401)


def test_signing_in_takes_the_time_that_a_hash_takes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the real parameters: a wrong password and an unknown name are within a factor of each other."""
    monkeypatch.setattr(credentials, "HASHER", PasswordHasher())
    credentials._hash_of_nothing.cache_clear()
    seated = Desk(app)
    with write_transaction(app.extensions["timeline.engine"]) as session:
        set_password(session, handle="emil", password=PASSWORD)

    def seconds(called: str) -> float:
        started = time.perf_counter()
        seated.sign_in(called, "wrong", status=401)
        return time.perf_counter() - started

    known = min(seconds("emil") for _ in range(3))
    unknown = min(seconds("nobody") for _ in range(3))
    assert 0.5 < known / unknown < 2
