"""One's own account: name, password, places, tokens."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select, update

from tests.admin.desk import PASSWORD, Desk
from tests.web.checking import HTML
from timeline.admin.browser_words import browser_words
from timeline.credentials import hash_of_secret
from timeline.db import read_session, write_transaction
from timeline.models.people import TokenRow
from timeline.queries.people import Bearer, Token, find_bearer, find_person, list_tokens
from timeline.store.people import disable_person, set_role
from timeline.store.sign_in import add_token, note_use_of_token

Seat = Callable[[str], Desk]
OTHER = "another lamp, another zebra"


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def test_one_changes_name_and_address(desk: Seat) -> None:
    seated = desk("edith")
    seated.send("/admin/account", {"name": "Edith Neu", "email": "Edith@Example.org"})
    page = seated.get("/admin/account")
    assert "Your name and address are changed" in page.text
    assert "Signed in as Edith Neu" in page.text
    desk("").sign_in("edith@example.org")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "", "email": ""}, "is missing"),
        ({"name": "x" * 201, "email": ""}, "at most 200"),
        ({"name": "a\x07b", "email": ""}, "control character"),
        ({"name": "Edith", "email": "nowhere"}, "ana@example.org"),
        ({"name": "Edith", "email": "a@b\u202e"}, "not an e-mail address"),
    ],
)
def test_what_cannot_be_comes_back_as_it_was_typed(desk: Seat, typed: dict[str, str], words: str) -> None:
    page = desk("edith").post("/admin/account", typed, status=422)
    assert words in page.text
    (name,) = [field for field in page.all("input") if field.attrib.get("name") == "name"]
    assert name.attrib["value"] == typed["name"].replace("\x07", "\ufffd")


def test_nobody_takes_the_address_of_another(desk: Seat) -> None:
    desk("emil").send("/admin/account", {"name": "Emil", "email": "emil@example.org"})
    page = desk("edith").post("/admin/account", {"name": "Edith", "email": "EMIL@example.org"}, status=422)
    assert "somebody else's already" in page.text


def test_a_new_password_ends_the_other_sign_ins_but_not_this_one(desk: Seat) -> None:
    here, elsewhere = desk("edith"), desk("edith")
    fields = {"old_password": PASSWORD, "password": OTHER, "password_again": OTHER}
    here.send("/admin/account/password", fields)
    assert "signed out everywhere but here" in here.get("/admin/account").text
    assert elsewhere.client.get("/admin/").status_code == 303
    desk("").sign_in("edith", OTHER)


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("wrong", OTHER, OTHER, "is not right"),
        (PASSWORD, OTHER, "other", "is not the same"),
        (PASSWORD, "zebra lamp", "zebra lamp", "shorter than 12"),
        (PASSWORD, "x" * 201, "x" * 201, "longer than 200"),
        (PASSWORD, "Summer2024!!", "Summer2024!!", "tried first"),
        (PASSWORD, "qwertyuiop12", "qwertyuiop12", "tried first"),
        (PASSWORD, "P4ssw0rdP4ssw0rd", "P4ssw0rdP4ssw0rd", "tried first"),
        (PASSWORD, "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "tried first"),
        (PASSWORD, "edith-editor-1", "edith-editor-1", "your own name"),
        (PASSWORD, "lamp\x07zebra vals otoño", "lamp\x07zebra vals otoño", "cannot be seen"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused_with_the_cure(
    desk: Seat, old: str, new: str, again: str, words: str
) -> None:
    fields = {"old_password": old, "password": new, "password_again": again}
    page = desk("edith").post("/admin/account/password", fields, status=422)
    assert words in page.text
    assert new not in page.html
    desk("").sign_in("edith")


def test_one_sees_where_one_is_signed_in_and_signs_out_there(desk: Seat) -> None:
    first, second, third = desk("edith"), desk("edith"), desk("edith")
    forms = [form.attrib["action"] for form in third.get("/admin/account").all("form")]
    ends = [action for action in forms if action.endswith("/end")]
    assert len(ends) == 2
    third.send(ends[-1])
    assert [place.client.get("/admin/").status_code for place in (first, second, third)] == [303, 200, 200]
    third.send("/admin/account/sign-out-elsewhere")
    assert [place.client.get("/admin/").status_code for place in (first, second, third)] == [303, 303, 200]


def test_nobody_ends_the_sign_in_of_another_or_revokes_their_token(desk: Seat, engine: Engine) -> None:
    edith, emil = desk("edith"), desk("emil")
    edith.send("/admin/account/tokens", {"token_name": "t", "scopes": ["look"], "days": "30"}, status=200)
    (mine,) = _tokens(engine, "edith")
    for number in range(1, 5):
        emil.send(f"/admin/account/sign-ins/{number}/end")
        if edith.client.get("/admin/").status_code != 200:
            pytest.fail("Emil has signed Edith out.")
        emil = desk("emil")
    emil.send(f"/admin/account/tokens/{mine}/revoke", status=404)
    assert _tokens(engine, "edith") == [mine]


def _tokens(engine: Engine, handle: str) -> list[int]:
    with read_session(engine) as session:
        person = find_person(session, handle)
        assert person is not None
        return [kept.number for kept in list_tokens(session, person.number) if kept.is_usable(_now())]


def _bearer(engine: Engine, secret: str) -> Bearer | None:
    with read_session(engine) as session:
        return find_bearer(session, secret, _now())


def test_a_token_is_shown_once_kept_as_a_hash_and_can_be_revoked(desk: Seat, engine: Engine) -> None:
    seated = desk("edith")
    fields = {"token_name": "Nightly backup", "scopes": ["draft", "look"], "days": "30"}
    page = seated.post("/admin/account/tokens", fields)
    (secret,) = [
        "".join(code.itertext()) for code in page.all("code") if "secret" in code.attrib.get("class", "")
    ]
    assert secret not in seated.get("/admin/account").html
    with read_session(engine) as session:
        (kept,) = session.scalars(select(TokenRow.secret_hash))
    assert kept == hash_of_secret(secret)
    bearer = _bearer(engine, secret)
    assert bearer is not None
    assert (bearer.person.handle, bearer.token.scopes) == ("edith", ("look", "draft"))
    assert [bearer.may(right) for right in ("look", "draft", "publish", "people")] == [
        True,
        True,
        False,
        False,
    ]
    (revoke,) = [
        form.attrib["action"] for form in page.all("form") if form.attrib["action"].endswith("/revoke")
    ]
    (fold,) = page.all("details")
    assert [form.attrib["action"] for form in fold.iter(f"{HTML}form")] == [revoke], "it asks first"
    assert "refused from then on" in "".join(fold.itertext())
    seated.send(revoke)
    assert _bearer(engine, secret) is None
    assert "revoked" in seated.get("/admin/account").text


def test_a_token_is_never_worth_more_than_its_person(engine: Engine, people: None) -> None:
    with write_transaction(engine) as session:
        person = find_person(session, "edith")
        assert person is not None
        secret = add_token(session, person=person.number, name="t", scopes=["publish"], days=30)
        set_role(session, handle="edith", role="contributor")
    bearer = _bearer(engine, secret)
    assert bearer is not None
    assert not bearer.may("publish")
    with write_transaction(engine) as session:
        disable_person(session, handle="edith")
    assert _bearer(engine, secret) is None


def test_a_token_expires_and_its_last_use_is_kept(engine: Engine, people: None) -> None:
    with write_transaction(engine) as session:
        person = find_person(session, "edith")
        assert person is not None
        secret = add_token(session, person=person.number, name="t", scopes=["look"], days=30)
    bearer = _bearer(engine, secret)
    assert bearer is not None
    assert bearer.token.last_used_at is None
    with write_transaction(engine) as session:
        note_use_of_token(session, number=bearer.token.number)
    first = _bearer(engine, secret)
    assert first is not None
    with write_transaction(engine) as session:
        note_use_of_token(session, number=bearer.token.number)
    assert first == _bearer(engine, secret)
    assert first.token.last_used_at is not None
    with write_transaction(engine) as session:
        session.execute(update(TokenRow).values(expires_at=_now() - dt.timedelta(seconds=1)))
    assert _bearer(engine, secret) is None


def test_a_program_reads_with_a_token_within_its_scopes(desk: Seat, engine: Engine) -> None:
    def token(*scopes: str) -> dict[str, str]:
        with write_transaction(engine) as session:
            person = find_person(session, "edith")
            assert person is not None
            secret = add_token(session, person=person.number, name="t", scopes=scopes, days=30)
        return {"Authorization": f"Bearer {secret}"}

    reads = token("look")
    stranger = desk("").client
    answer = stranger.get("/admin/", headers=reads)
    assert (answer.status_code, "Edith Editor" in answer.get_data(as_text=True)) == (200, True)
    assert stranger.get("/admin/").status_code == 303  # It was for that request only.
    refused = {
        "account": stranger.get("/admin/account", headers=reads),
        "people": stranger.get("/admin/people", headers=reads),
        "scope": stranger.get("/admin/", headers=token("draft")),
        "sent": stranger.post("/admin/account", headers=reads),
    }
    assert {name: answer.status_code for name, answer in refused.items()} == dict.fromkeys(refused, 403)
    assert all(answer.get_json()["problem"] for answer in refused.values())
    wrong = stranger.get("/admin/", headers={"Authorization": "Bearer tl_wrong"})
    assert (wrong.status_code, wrong.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert wrong.headers["Cache-Control"] == "no-store"
    (used,) = [kept for kept in _kept(engine) if kept.last_used_at and kept.scopes == ("look",)]
    assert used.name == "t"


def _kept(engine: Engine) -> tuple[Token, ...]:
    with read_session(engine) as session:
        person = find_person(session, "edith")
        assert person is not None
        return list_tokens(session, person.number)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"token_name": "", "scopes": ["look"], "days": "30"}, "is missing"),
        ({"token_name": "t", "scopes": [], "days": "30"}, "at least one right"),
        ({"token_name": "t", "scopes": ["people"], "days": "30"}, "not rights for a token"),
        ({"token_name": "t", "scopes": ["look"], "days": "36500"}, "30, 90, 365"),
        ({"token_name": "t", "scopes": ["look"], "days": "soon"}, "30, 90, 365"),
    ],
)
def test_a_token_that_cannot_be_is_refused_with_the_cure(
    desk: Seat, engine: Engine, fields: dict[str, object], words: str
) -> None:
    assert words in desk("edith").post("/admin/account/tokens", fields, status=422).text
    assert _tokens(engine, "edith") == []


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Werkzeug/3.1", "Werkzeug/3.1"),
        ("", "not known"),
    ],
)
def test_a_browser_is_named_in_words(agent: str, words: str) -> None:
    assert browser_words(agent) == words
