"""The public history: what was published, corrected and taken back, folded, filtered and paged."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine, event

from tests.web.checking import Site
from timeline.config import Settings
from timeline.db import read_session, write_transaction
from timeline.factory import create_app
from timeline.queries.public_changes import page_of_changes
from timeline.queries.records import get_record
from timeline.records.authority import Topic
from timeline.records.event import Event
from timeline.store.restore import withdraw
from timeline.store.save import save

MEMO = "setting-the-record-straight-memo"
HOSTILE = "<script>alert(1)</script> \u202egnorw & “x”"


@pytest.fixture
def changed(own_record: Engine) -> Engine:
    """Give the record after an import, two editorial changes, a correction, a draft and a withdrawal."""
    engine = own_record
    _save_memo(engine, "editorial", "One.")
    _save_memo(engine, "editorial", "Two.")
    _save_memo(engine, "correction", "Three.", note=HOSTILE)
    with write_transaction(engine) as session:
        draft = Topic(id="secret-topic", label="Not yet public", definition="Secret.")
        save(session, draft, by="B", base_version=0, change="new", reason="A draft of a topic")
        withdraw(session, "topic", "secret-topic", base_version=1, by="B", reason="A draft withdrawn")
    _save_topic(engine)
    with write_transaction(engine) as session:
        withdraw(session, "topic", "public-topic", base_version=1, by="B", reason="It was a double.")
    return engine


def _save_memo(engine: Engine, change: str, ending: str, note: str = "") -> None:
    with write_transaction(engine) as session:
        stored = get_record(session, "event", MEMO)
        assert isinstance(stored.record, Event)
        summary = f"{stored.record.summary} {ending}"
        save(
            session,
            replace(stored.record, summary=summary),
            by="Archivist B",
            base_version=stored.version,
            change=change,
            reason=f"Reason {ending}",
            note=note,
        )


def _save_topic(engine: Engine) -> None:
    with write_transaction(engine) as session:
        save(
            session,
            Topic(id="public-topic", label="A public topic", definition="Public."),
            by="B",
            base_version=0,
            change="new",
            reason="A topic",
            status="published",
        )


def _site(engine: Engine) -> Site:
    return Site(create_app(Settings(secret_key="k" * 40), engine=engine))


def test_changes_are_listed_newest_first_with_what_and_why(changed: Engine) -> None:
    page = _site(changed).get("/changes")
    order = ("It was a double.", "A topic", "Reason Three.", "2 editorial changes", "records at once")
    places = [page.text.index(said) for said in order]
    assert places == sorted(places)
    assert f"/events/{MEMO}" in page.links()
    assert HOSTILE in page.text
    assert "<script>alert" not in page.html


def test_drafts_and_the_people_who_write_do_not_show(changed: Engine) -> None:
    page = _site(changed).get("/changes")
    for hidden in ("secret-topic", "A draft", "Archivist"):
        assert hidden not in page.html
    assert "/topics/public-topic" not in page.links()


def test_an_import_is_one_line_that_opens_page_by_page(changed: Engine) -> None:
    site = _site(changed)
    with read_session(changed) as session:
        act = page_of_changes(session).changes[-1]
    assert act.count > 100
    assert act.through in ("cli", "import")
    seen: list[str] = []
    url = f"/changes/{act.number}"
    while url:
        page = site.get(url)
        seen += [link for link in page.links() if link.startswith(("/events/", "/sources/"))]
        url = next((link.attrib["href"] for link in page.all("a") if link.attrib.get("rel") == "next"), "")
    assert len(seen) == len(set(seen))
    assert f"/events/{MEMO}" in seen


def test_one_kind_of_change_can_be_asked_for(changed: Engine) -> None:
    for change, lines in (("correction", 1), ("editorial", 2), ("withdrawal", 1)):
        page = _site(changed).get(f"/changes?change={change}")
        listed = [item for item in page.all("li") if "change" in item.attrib.get("class", "").split()]
        assert len(listed) == lines
        assert not page.all("details")


def test_pages_of_any_size_give_the_same_list(changed: Engine) -> None:
    with read_session(changed) as session:
        whole = page_of_changes(session).changes
        for limit in (1, 2, 3):
            page = page_of_changes(session, limit=limit)
            found = list(page.changes)
            while page.before is not None:
                page = page_of_changes(session, before=page.before, limit=limit)
                found += page.changes
            assert tuple(found) == whole
    assert [change.number for change in whole] == sorted((c.number for c in whole), reverse=True)


def test_an_event_tells_its_history(changed: Engine) -> None:
    text = _site(changed).get(f"/events/{MEMO}").text
    assert text.index("Corrected on") < text.index("Published on") < text.index("2 editorial changes")
    assert f"version 4: {HOSTILE}" in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("change=earthquake", "Write one of: new"),
        ("before=-1", "Older changes"),
        ("before=99999999999999999999", "Older changes"),
        ("before=%00", "Older changes"),
        ("before=٣", "Older changes"),
    ],
)
def test_a_wrong_question_is_answered_with_the_cure(site: Site, query: str, said: str) -> None:
    assert said in site.get(f"/changes?{query}", 400).text


@pytest.mark.parametrize("number", ["0", "2147483647", "99999999999999999999", "x"])
def test_a_change_that_is_not_there_is_a_page_that_says_so(site: Site, number: str) -> None:
    site.get(f"/changes/{number}", 404)


def test_a_list_that_ends_says_so(site: Site) -> None:
    assert "There is no such change" in site.get("/changes?before=1").text


def test_the_list_costs_the_same_number_of_statements(
    site: Site, statements: Callable[[Callable[[], object]], int], changed: Engine
) -> None:
    few = statements(lambda: site.get("/changes?change=new"))
    _site(changed).get("/changes?change=new")  # What is kept of each record's state is asked for once.
    sent: list[str] = []
    event.listen(changed, "before_cursor_execute", lambda _c, _u, statement, *_r: sent.append(statement))
    _site(changed).get("/changes")
    many = len([statement for statement in sent if statement.lstrip().startswith(("SELECT", "WITH"))])
    assert many <= few + 2 <= 12


def test_an_act_says_its_moment_and_its_reason_once(site: Site) -> None:
    page = site.get("/changes/1")
    assert len([item for item in page.all("li") if "change-part" in item.get("class", "")]) > 50
    assert page.text.count("Reason:") == len(page.all("time")) == 1
