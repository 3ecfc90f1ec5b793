"""Reports from readers: what is taken, what is not, what is kept, and how the form tells it."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.conftest import Contents
from tests.web.checking import Page, Site, faults_of
from timeline.config import Settings
from timeline.db import read_session, write_transaction
from timeline.factory import create_app
from timeline.languages.catalogue import SOURCE_LANGUAGE, catalogues
from timeline.queries.reports import count_reports, get_report, list_reports
from timeline.records.authority import Topic
from timeline.reporting.form import FASTEST, MOST_LINKS, SLOWEST
from timeline.reporting.sender import sender_of
from timeline.store.reports import FROM_ALL, FROM_ONE, handle_report, save_report
from timeline.store.save import save_all

SECRET = "k" * 40
WRONG = "The day is wrong: note 2 says 17 August."
ABOUT = "topic/jails"
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def save_two_topics(session: Session) -> None:
    """Save a public topic and a draft."""
    public = Topic(id="jails", label="Jails & <b>cells</b>", definition="Where people are held.")
    save_all(session, [public], by="T", reason="To report on.", status="published")
    draft = Topic(id="secret", label="A draft", definition="Not yet.")
    save_all(session, [draft], by="T", reason="A draft.", status="draft")


@pytest.fixture
def contents() -> Contents:
    return (save_two_topics,)


@pytest.fixture
def archive(engine: Engine) -> Engine:
    """Give an archive with one public topic and a draft."""
    return engine


@pytest.fixture
def client(archive: Engine) -> FlaskClient:
    """Give a client of the site, which sends what it was sent by a form of the site itself."""
    return create_app(Settings(secret_key=SECRET, contact="editors@example.org"), archive).test_client()


@contextmanager
def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> Iterator[None]:
    """Let forms be as old as this."""
    real = TimestampSigner.get_timestamp
    with monkeypatch.context() as patch:
        patch.setattr(TimestampSigner, "get_timestamp", lambda self: real(self) - seconds)
        yield


@pytest.fixture
def form(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Give the fields of a form that was opened a minute ago."""
    with later(monkeypatch, 60):
        html = client.get(f"/report?about={ABOUT}").get_data(as_text=True)
    return fields_in(html) | {"wrong": WRONG}


def fields_in(html: str) -> dict[str, str]:
    found = re.findall(r'<input type="(?:hidden|text)"[^>]* name="(\w+)" value="([^"]*)"', html)
    return dict(found)


def sent(client: FlaskClient, form: dict[str, str], status: int, **headers: str) -> Page:
    answer = client.post(
        "/report", data=form, headers={name.replace("_", "-"): v for name, v in headers.items()}
    )
    assert answer.status_code == status
    page = Page(answer) if status != 303 else Page(client.get(answer.headers["Location"]))
    assert faults_of(page) == []
    assert page.headers["Cache-Control"] == "no-store"
    return page


def test_a_report_is_kept_and_answered_with_its_number(
    client: FlaskClient, archive: Engine, form: dict[str, str]
) -> None:
    page = sent(client, form | {"evidence": "Note 2.", "contact": "ana@example.org"}, 303)
    with read_session(archive) as session:
        (report,) = list_reports(session)
        assert count_reports(session) == {"new": 1, "accepted": 0, "declined": 0, "spam": 0}
    assert f"number is {report.number}" in page.text
    assert "/topics/jails" in page.links()
    assert (report.about, report.wrong, report.evidence) == (("topic", "jails"), WRONG, "Note 2.")
    assert (report.contact, report.state, report.times) == ("ana@example.org", "new", 1)


def test_nothing_of_the_address_is_kept_for_longer_than_a_day(
    client: FlaskClient, archive: Engine, form: dict[str, str], tmp_path: Path
) -> None:
    sent(client, form, 303)
    with read_session(archive) as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM reports").mappings().all()
    assert "127.0.0.1" not in repr(rows)
    assert rows[0]["sender"]
    day = dt.datetime.now(dt.UTC) + dt.timedelta(days=1, minutes=1)
    with write_transaction(archive) as session:
        save_report(
            session, about=None, page="", wrong="Another", evidence="", contact="", sender="x", at_utc=day
        )
    with read_session(archive) as session:
        senders = session.connection().exec_driver_sql("SELECT sender FROM reports ORDER BY number").scalars()
        assert list(senders) == ["", "x"]


def test_the_trace_of_an_address_says_nothing_and_changes_daily() -> None:
    day = dt.date(2026, 3, 1)
    one = sender_of("192.0.2.1", SECRET, day)
    assert one == sender_of("::ffff:192.0.2.1", SECRET, day)
    others = [sender_of("192.0.2.2", SECRET, day), sender_of("192.0.2.1", SECRET, day + dt.timedelta(days=1))]
    others += [sender_of("192.0.2.1", "j" * 40, day), sender_of("", SECRET, day)]
    assert len({one, *others}) == 5
    house = sender_of("2001:db8:1:2:aaaa::1", SECRET, day)
    assert (
        house == sender_of("2001:db8:1:2:bbbb::2", SECRET, day) != sender_of("2001:db8:1:3::1", SECRET, day)
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"wrong": ""}, "Say what is wrong."),
        ({"wrong": " \n\x00 "}, "Say what is wrong."),
        ({"wrong": "no"}, "at least 10 characters"),
        ({"wrong": "x" * 4001}, "longer than 4000 characters"),
        ({"evidence": "x" * 2001}, "longer than 2000 characters"),
        ({"contact": "x" * 201}, "longer than 200 characters"),
        ({"website": "http://spam.example"}, "stay empty"),
        ({"evidence": "http://a.example " * (MOST_LINKS + 1)}, "more than 5 addresses"),
        ({"token": ""}, "not made here"),
        ({"token": "forged.x.y"}, "not made here"),
    ],
)
def test_what_is_not_taken_is_said_beside_its_field_and_nothing_is_lost(
    client: FlaskClient, archive: Engine, form: dict[str, str], changed: dict[str, str], said: str
) -> None:
    typed = {"evidence": "Note <2> & more", "contact": "ana@example.org"} | changed
    page = sent(client, form | typed, 422)
    assert said in page.text
    areas = {area.attrib["name"]: "".join(area.itertext()) for area in page.all("textarea")}
    assert areas["wrong"].strip() == {**form, **typed}["wrong"].replace("\x00", "").strip()
    assert areas["evidence"].strip() == typed["evidence"].strip()
    assert [box.attrib["value"] for box in page.all("input") if box.attrib["name"] == "contact"] == [
        typed["contact"]
    ]
    faulty = [box for tag in ("textarea", "input") for box in page.all(tag) if "aria-invalid" in box.attrib]
    named = [name for name in ("wrong", "evidence", "contact") if name in changed and len(faulty) == 1]
    assert [box.attrib["name"] for box in faulty] == named
    with read_session(archive) as session:
        assert list_reports(session) == ()


def test_a_form_that_was_refused_can_be_sent_again_as_it_came_back(
    client: FlaskClient, form: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with later(monkeypatch, 60):
        page = sent(client, form | {"website": "filled in by a browser"}, 422)
    sent(client, fields_in(page.html) | {"wrong": WRONG}, 303)


def test_a_form_is_sent_neither_at_once_nor_a_day_later(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = fields_in(client.get("/report").get_data(as_text=True)) | {"wrong": WRONG}
    page = sent(client, fields, 422)
    assert f"Wait {FASTEST} seconds" in page.text
    assert fields_in(page.html)["token"] == fields["token"], "so that waiting helps"
    with later(monkeypatch, SLOWEST + 60):
        fields = fields_in(client.get("/report").get_data(as_text=True)) | {"wrong": WRONG}
    assert "open for very long" in sent(client, fields, 422).text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_what_another_site_sends_is_not_taken(
    client: FlaskClient, archive: Engine, form: dict[str, str], headers: dict[str, str]
) -> None:
    assert (
        client.post(
            "/report", data=form, headers={name.replace("_", "-"): value for name, value in headers.items()}
        ).status_code
        == 403
    )
    with read_session(archive) as session:
        assert list_reports(session) == ()


def test_what_this_site_sends_is_taken(client: FlaskClient, form: dict[str, str]) -> None:
    sent(client, form, 303, Sec_Fetch_Site="same-origin", Origin="http://localhost")


def test_the_same_report_twice_is_one(client: FlaskClient, archive: Engine, form: dict[str, str]) -> None:
    for _ in range(3):
        sent(client, form | {"wrong": WRONG.upper()}, 303)
        sent(client, form, 303)
    client.environ_base["REMOTE_ADDR"] = "192.0.2.9"
    sent(client, form, 303)
    with read_session(archive) as session:
        (report,) = list_reports(session)
    assert report.times == 2


def test_too_many_from_one_address_wait_and_lose_nothing(
    client: FlaskClient, archive: Engine, form: dict[str, str]
) -> None:
    most, span = FROM_ONE[0]
    for number in range(most):
        sent(client, form | {"wrong": f"{WRONG} {number}"}, 303)
    page = sent(client, form | {"wrong": f"{WRONG} & again"}, 429)
    assert 0 < int(page.headers["Retry-After"]) <= span.total_seconds()
    assert f"{WRONG} & again" in page.text
    assert "60 minutes" in page.text
    client.environ_base["REMOTE_ADDR"] = "192.0.2.9"
    sent(client, form | {"wrong": f"{WRONG} from elsewhere"}, 303)


def test_too_many_from_everywhere_wait(archive: Engine, client: FlaskClient, form: dict[str, str]) -> None:
    most, _ = FROM_ALL[0]
    now = dt.datetime.now(dt.UTC)
    with write_transaction(archive) as session:
        for number in range(most):
            save_report(
                session, about=None, page="", wrong=f"No. {number}", evidence="", contact="",
                sender=str(number), at_utc=now,
            )  # fmt: skip
    sent(client, form, 429)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("?about=topic/jails", 200),
        ("?about=topic/secret", 404),
        ("?about=topic/none", 404),
        ("?about=person/x", 200),
        ("?about=topic", 200),
        ("?about=%3Cscript%3E", 200),
        ("?about=topic/%00", 200),
        ("?page=/policies", 200),
        ("?page=//evil.example", 200),
        ("?page=javascript:alert(1)", 200),
        ("?page=/" + "x" * 5000, 200),
    ],
)
def test_the_form_is_about_what_there_is(client: FlaskClient, query: str, status: int) -> None:
    page = Page(client.get(f"/report{query}"))
    assert page.status == status
    assert faults_of(page) == []
    # Only the choice of language leads back to the form with all that was asked, on this site.
    led = [link for link in page.links() if not link.startswith("/language/")]
    assert not [link for link in led if "evil" in link or "javascript" in link or len(link) > 400]
    assert ("/topics/jails" in page.links()) == (query == "?about=topic/jails")


def test_what_a_report_says_is_not_public(client: FlaskClient, form: dict[str, str]) -> None:
    page = sent(client, form | {"contact": "ana@example.org"}, 303)
    assert WRONG not in page.html
    assert "ana@example.org" not in page.html
    for url in ("/changes", "/topics/jails", "/search?q=note"):
        assert "17 August" not in client.get(url).get_data(as_text=True)
    assert client.get("/report/99").status_code == 404


def test_a_report_leaves_readers_copies_valid(client: FlaskClient, form: dict[str, str]) -> None:
    tag = client.get("/topics").headers["ETag"]
    sent(client, form, 303)
    assert client.get("/topics", headers={"If-None-Match": tag}).status_code == 304
    assert "ETag" not in client.get("/report").headers


def test_every_page_links_to_the_form_with_what_it_is_about(client: FlaskClient, archive: Engine) -> None:
    assert f"/report?about={ABOUT}" in [
        link.replace("%2F", "/") for link in Page(client.get("/topics/jails")).links()
    ]
    assert "/report?page=/topics" in [
        link.replace("%2F", "/") for link in Page(client.get("/topics")).links()
    ]
    assert not [link for link in Page(client.get("/report")).links() if "/report?" in link]
    off = create_app(Settings(secret_key=SECRET, takes_reports=False), archive).test_client()
    assert not [link for link in Page(off.get("/topics/jails")).links() if "report" in link]
    assert off.get("/report").status_code == 404


def test_the_form_works_in_each_language(client: FlaskClient, form: dict[str, str]) -> None:
    for code in catalogues():
        own = "" if code == SOURCE_LANGUAGE else f"/{code}"
        assert client.get(f"{own}/report?about={ABOUT}").status_code == 200
        answer = client.post(f"{own}/report", data=form)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith(f"{own}/report/")


def test_editors_say_what_became_of_a_report(archive: Engine) -> None:
    with write_transaction(archive) as session:
        number = save_report(
            session, about=("topic", "jails"), page="", wrong=WRONG, evidence="", contact="a@b.example",
            sender="x", at_utc=NOW,
        )  # fmt: skip
        handle_report(session, number, state="accepted", by="ana", at_utc=NOW, answer="Corrected.")
    with read_session(archive) as session:
        report = get_report(session, number)
        assert list_reports(session) == ()
        assert list_reports(session, state="", about=("topic", "jails")) == (report,)
    assert (report.state, report.handled_by, report.answer) == ("accepted", "ana", "Corrected.")
    assert report.handled_at_utc == NOW
    with write_transaction(archive) as session:
        handle_report(session, number, state="spam", by="ana", at_utc=NOW)
        assert get_report(session, number).contact == ""
        handle_report(session, number, state="new", by="ana", at_utc=NOW)
        assert get_report(session, number).handled_at_utc is None
        with pytest.raises(Exception, match="There is no report"):
            handle_report(session, 99, state="spam", by="ana", at_utc=NOW)
        with pytest.raises(Exception, match="Write one of: new, accepted"):
            handle_report(session, number, state="lost", by="ana", at_utc=NOW)


def test_a_long_list_of_reports_goes_on_from_a_number(archive: Engine) -> None:
    with write_transaction(archive) as session:
        for number in range(5):
            save_report(
                session, about=None, page="", wrong=f"No. {number}", evidence="", contact="",
                sender=str(number), at_utc=NOW,
            )  # fmt: skip
    with read_session(archive) as session:
        first = list_reports(session, limit=3)
        rest = list_reports(session, limit=3, before=first[-1].number)
    assert [report.wrong for report in (*first, *rest)] == [f"No. {number}" for number in (4, 3, 2, 1, 0)]


def test_the_site_of_the_record_still_holds_every_page_to_the_rules(client: FlaskClient) -> None:
    Site(client.application).get("/report")
