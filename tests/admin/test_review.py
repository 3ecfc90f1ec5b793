"""The review: the queue, what differs beside its evidence, remarks, and every step of the way."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.admin.conftest import add_people, archive_by_ada
from tests.admin.desk import Desk
from tests.admin.forms import form_of_page
from tests.conftest import Contents
from tests.store.archive import ARCHIVE, MEMO
from tests.web.checking import HTML, Page
from timeline.db import read_session, write_transaction
from timeline.queries.records import find_record
from timeline.records.event import Citation
from timeline.rights import Curator
from timeline.store.people import set_review_rule
from timeline.store.proposals import propose
from timeline.store.save import save

Seat = Callable[[str], Desk]

QUEUE = "/admin/review/"
NEW = "/admin/review/events/new-memo"
PROPOSAL = "/admin/proposals/1"
DRAFT = dataclasses.replace(
    MEMO,
    id="new-memo",
    title="A second memo",
    citations=(
        Citation(source="report", locator="note 3", quotation="opt out", bears_on=("date",)),
        Citation(source="page", asserted_date="2012", bears_on=("summary",)),
    ),
)


@pytest.fixture
def contents(quick_hashes: None) -> Contents:
    return archive_by_ada, add_people


def stored(engine: Engine, slug: str, kind: str = "event") -> Any:
    with read_session(engine) as session:
        return find_record(session, kind, slug, status=None)


def draft(engine: Engine, *, by: str = "carla", status: str = "review") -> None:
    with write_transaction(engine) as session:
        save(session, DRAFT, by=by, base_version=0, change="new", reason="Begun.", status=status)


def change(desk: Seat, who: str = "carla", **typed: str) -> None:
    """Propose a change of the memo, through the form."""
    seated = desk(who)
    form = form_of_page(seated.get("/admin/events/memo/edit"))
    told = {"account-change": "correction", "account-note": "The title was wrong.", "act": "propose"}
    answer = seated.send("/admin/events/memo/edit", {**form.to_dict(flat=False), **told, **typed})
    assert answer.headers["Location"].split("?")[0].endswith(PROPOSAL)


def given(page: Page, name: str = "") -> dict[str, str]:
    """Give the versions that a page carries."""
    return {
        field.attrib["name"]: field.attrib["value"]
        for field in page.all("input")
        if field.attrib.get("name") in {"version", "record_version"}
    }


def beside(page: Page, anchor: str) -> str:
    """Give the text of a statement."""
    (section,) = [each for each in page.all("section") if each.attrib.get("id") == anchor]
    return " ".join("".join(section.itertext()).split())


def test_a_draft_is_submitted_returned_put_right_and_published(desk: Seat, engine: Engine) -> None:
    carla, edith = desk("carla"), desk("edith")
    draft(engine, status="draft")
    carla.send(f"{NEW}/submit", {**given(carla.get(NEW)), "reason": "Please look at the date."})
    assert stored(engine, "new-memo").status == "review"
    assert "Waiting for you 1" in edith.get(QUEUE).text
    assert "Please look at the date." in edith.get(QUEUE).text

    page = edith.post(f"{NEW}/return", given(edith.get(NEW)), status=422)
    assert "Is missing" in page.text or "is missing" in page.text
    edith.send(f"{NEW}/return", {**given(page), "reason": "Which page of the report?"})
    page = carla.get(QUEUE)
    assert "Returned to you 1" in page.text
    assert "Which page of the report?" in page.text
    page = carla.get("/admin/events/new-memo/edit")
    assert "It came back to its author: Which page of the report?" in page.text

    form = form_of_page(page)
    form["citations-0-locator"] = "note 4"
    carla.send("/admin/events/new-memo/edit", {**form.to_dict(flat=False), "act": "submit"})
    edith.send(f"{NEW}/publish", {**given(edith.get(NEW)), "note": "Found in the report."})
    found = stored(engine, "new-memo")
    assert (found.status, found.record.citations[0].locator) == ("published", "note 4")
    page = edith.get(QUEUE)
    assert "Published: everybody sees it now." in page.text
    assert "Nothing else waits for you." in page.text
    assert "/events/new-memo" in page.links()


def test_each_statement_stands_beside_the_citations_that_bear_on_it(desk: Seat, engine: Engine) -> None:
    draft(engine)
    page = desk("edith").get(NEW)
    assert "It was never public: all of it is new." in page.text
    date = beside(page, "said-date")
    assert "17 August 2010 (2010-08-17)" in date
    assert "No Rules of the Road, note 3" in date
    assert "opt out" in date
    summary = beside(page, "said-summary")
    assert "note 3" not in summary
    assert "no locator" in summary
    assert "gives 2012" in summary
    assert [HTML in str(each.tag) for each in page.all("ins")]


def test_whoever_changed_it_last_is_told_beside_the_button(desk: Seat, engine: Engine) -> None:
    draft(engine, by="edith")
    edith = desk("edith")
    page = edith.get(NEW)
    (button,) = [each for each in page.all("button") if "disabled" in each.attrib]
    assert "".join(button.itertext()) == "Publish"
    assert "You made the last change, so somebody else has to publish it." in page.text
    page = edith.post(f"{NEW}/publish", {"version": "1"}, status=403)
    assert "somebody else has to publish it" in page.text
    assert stored(engine, "new-memo").status == "review"
    assert "Nothing waits for you" in edith.get(QUEUE).text
    desk("emil").send(f"{NEW}/publish", {"version": "1"})
    assert stored(engine, "new-memo").status == "published"


def test_where_one_person_may_publish_the_author_does(desk: Seat, engine: Engine) -> None:
    with write_transaction(engine) as session:
        set_review_rule(session, two_people=False, by="ada")
    draft(engine, by="edith")
    edith = desk("edith")
    assert "Here one person may publish" in edith.get(QUEUE).text
    edith.send(f"{NEW}/publish", given(edith.get(NEW)))
    assert stored(engine, "new-memo").status == "published"
    form = form_of_page(edith.get("/admin/events/new-memo/edit"))
    form["title"] = "A third memo"
    told = {"account-change": "editorial", "account-note": "Clearer.", "act": "change"}
    edith.send("/admin/events/new-memo/edit", {**form.to_dict(flat=False), **told})
    assert stored(engine, "new-memo").record.title == "A third memo"


def test_a_proposal_leaves_the_published_version_until_it_is_accepted(desk: Seat, engine: Engine) -> None:
    change(desk, title="A memo says well how to stay out")
    edith = desk("edith")
    page = edith.get(PROPOSAL)
    title = beside(page, "said-title")
    assert "A memo says [added: well ]how to stay out" in title
    assert "No Rules of the Road, note 2" in title
    assert "The title was wrong." in page.text
    assert stored(engine, "memo").record.title == MEMO.title
    assert MEMO.title in edith.client.get("/events/memo").get_data(as_text=True)
    assert "Proposal 1 waits" in edith.get("/admin/events/memo/edit").text
    carla = desk("carla")
    assert "This takes the role of editor." in carla.get(PROPOSAL).text
    carla.post(f"{PROPOSAL}/accept", given(page), status=403)
    edith.send(f"{PROPOSAL}/accept", given(page))
    found = stored(engine, "memo")
    assert (found.version, found.record.title) == (2, "A memo says well how to stay out")
    assert "Accepted" in edith.get(PROPOSAL).text
    assert "The title was wrong." in edith.client.get("/changes").get_data(as_text=True)


def test_a_proposal_is_returned_changed_and_submitted_again_or_withdrawn(desk: Seat, engine: Engine) -> None:
    change(desk, title="A memo")
    edith, carla = desk("edith"), desk("carla")
    edith.send(f"{PROPOSAL}/return", {**given(edith.get(PROPOSAL)), "reason": "Which memo?"})
    assert "Which memo?" in carla.get(QUEUE).text
    page = carla.get(f"{PROPOSAL}/edit")
    assert "It came back to its author: Which memo?" in page.text
    form = form_of_page(page)
    form["title"] = "A memo of August"
    sent = {**form.to_dict(flat=False), "account-change": "correction", "act": "resubmit"}
    answer = carla.send(f"{PROPOSAL}/edit", sent)
    assert PROPOSAL in answer.headers["Location"]
    assert "In review" in carla.get(PROPOSAL).text
    carla.send(f"{PROPOSAL}/withdraw", given(carla.get(PROPOSAL)))
    assert "Withdrawn" in carla.get(PROPOSAL).text
    assert stored(engine, "memo").version == 1


def test_a_reviewer_edits_a_proposal_and_passes_it_on(desk: Seat, engine: Engine) -> None:
    change(desk, title="A memo")
    edith = desk("edith")
    page = edith.get(PROPOSAL)
    assert "Edit and pass on" in page.text
    form = form_of_page(edith.get(f"{PROPOSAL}/edit"))
    form["title"] = "The memo"
    edith.send(
        f"{PROPOSAL}/edit", {**form.to_dict(flat=False), "account-change": "editorial", "act": "revise"}
    )
    page = edith.get(PROPOSAL)
    assert "You made the last change to it, so somebody else has to publish it." in page.text
    edith.post(f"{PROPOSAL}/accept", given(page), status=403)
    desk("emil").send(f"{PROPOSAL}/accept", given(page))
    assert stored(engine, "memo").record.title == "The memo"


def test_two_who_change_a_proposal_meet_three_ways(desk: Seat, engine: Engine) -> None:
    change(desk, title="A memo")
    edith, carla = desk("edith"), desk("carla")
    mine = form_of_page(carla.get(f"{PROPOSAL}/edit"))
    theirs = form_of_page(edith.get(f"{PROPOSAL}/edit"))
    theirs["title"], mine["title"] = "Theirs", "Mine"
    told = {"account-change": "correction", "act": "revise"}
    edith.send(f"{PROPOSAL}/edit", {**theirs.to_dict(flat=False), **told})
    page = carla.post(f"{PROPOSAL}/edit", {**mine.to_dict(flat=False), **told}, status=409)
    kept = {
        field.attrib["name"]: field.attrib["value"]
        for field in page.all("input")
        if field.attrib.get("type") == "hidden" and field.attrib["name"] != "csrf_token"
    }
    assert "Theirs" in page.text
    carla.send(f"{PROPOSAL}/edit", {**kept, "act": "revise", "side-title": "mine"})
    assert "Mine" in carla.get(PROPOSAL).text


def test_remarks_are_kept_on_a_field_answered_and_settled(desk: Seat, engine: Engine) -> None:
    draft(engine)
    edith, carla = desk("edith"), desk("carla")
    page = edith.post(f"{NEW}/remarks", {"path": "date", "place": "said-date", "text": " "}, status=422)
    assert "Write what there is to say." in beside(page, "said-date")
    answer = edith.send(f"{NEW}/remarks", {"path": "date", "place": "said-date", "text": "Which <b>day</b>?"})
    assert answer.headers["Location"].endswith(f"{NEW}#said-date")
    carla.send(f"{NEW}/remarks", {"path": "date", "place": "said-date", "text": "The 17th."})
    carla.send(f"{NEW}/remarks", {"path": "", "place": "remarks", "text": "Thank you."})
    page = edith.get(NEW)
    assert "Which <b>day</b>?" in beside(page, "said-date")
    assert "The 17th." in beside(page, "said-date")
    assert "Thank you." in beside(page, "remarks")
    assert "3 remarks are not settled" in page.text
    carla.send(f"{NEW}/remarks/1/settle", {"place": "said-date"})
    assert "settled by Carla Contributor" in beside(edith.get(NEW), "said-date")
    # A remark goes with the row that it is about, and says what that was.
    edith.send(f"{NEW}/remarks", {"path": "citations[0]", "place": "said-citations-0", "text": "Which page?"})
    report, page_cited = DRAFT.citations
    moved = dataclasses.replace(DRAFT, citations=(page_cited, dataclasses.replace(report, locator="note 4")))
    with write_transaction(engine) as session:
        save(session, moved, by="carla", base_version=1, change="update", reason="Exchanged.")
    page = edith.get(NEW)
    assert "Which page?" in beside(page, "said-citations-1")
    assert "It was about:" in beside(page, "said-citations-1")
    assert "Which page?" not in beside(page, "said-citations-0")
    change(desk, title="A memo")
    edith.send(f"{PROPOSAL}/remarks/4/settle", {"place": "said-title"}, status=404)
    edith.send(f"{PROPOSAL}/remarks", {"path": "title", "place": "said-title", "text": "Why?"})
    assert "Why?" in beside(edith.get(PROPOSAL), "said-title")
    edith.send(f"{PROPOSAL}/remarks/5/settle", {"place": "said-title"})
    assert "settled by" in beside(edith.get(PROPOSAL), "said-title")


def test_of_two_who_publish_at_once_one_is_told_how_it_stands(desk: Seat, engine: Engine) -> None:
    draft(engine)
    edith, emil = desk("edith"), desk("emil")
    seen = given(edith.get(NEW))
    emil.send(f"{NEW}/publish", seen)
    page = edith.post(f"{NEW}/publish", seen, status=409)
    assert "somebody came before you" in page.text
    assert "Published" in page.text
    change(desk, title="A memo")
    seen = given(edith.get(PROPOSAL))
    emil.send(f"{PROPOSAL}/accept", seen)
    page = edith.post(f"{PROPOSAL}/accept", seen, status=409)
    assert "Accepted" in page.text


def moved_on(engine: Engine, **fields: Any) -> None:
    with write_transaction(engine) as session:
        record = dataclasses.replace(MEMO, **fields)
        save(session, record, by="ada", base_version=1, change="update", reason="Test.")


def test_a_stale_proposal_is_merged_where_nothing_collides(desk: Seat, engine: Engine) -> None:
    change(desk, title="A memo")
    moved_on(engine, note="A note.")
    emil = desk("emil")
    page = emil.get(PROPOSAL)
    assert "Nothing collides" in page.text
    emil.send(f"{PROPOSAL}/accept", given(page))
    record = stored(engine, "memo").record
    assert (record.title, record.note) == ("A memo", "A note.")


@pytest.mark.parametrize("act", ["take", "accept"])
def test_a_stale_proposal_that_collides_is_chosen_from_three_ways(
    desk: Seat, engine: Engine, act: str
) -> None:
    change(desk, title="A memo")
    moved_on(engine, title="The memo")
    emil = desk("emil")
    page = emil.get(PROPOSAL)
    assert "Choose first what is to stand" in page.text
    emil.post(f"{PROPOSAL}/accept", given(page), status=409)
    page = emil.get(f"{PROPOSAL}/meet")
    for text in ("The memo", "A memo", MEMO.title):
        assert text in page.text
    emil.post(f"{PROPOSAL}/meet", {**given(page), "act": act}, status=422)
    emil.post(f"{PROPOSAL}/meet", {"act": act, "side-title": "mine", "record_version": "1"}, status=409)
    emil.send(f"{PROPOSAL}/meet", {**given(page), "act": act, "side-title": "mine"})
    if act == "take":
        desk("edith").send(f"{PROPOSAL}/accept", given(desk("edith").get(PROPOSAL)))
    assert stored(engine, "memo").record.title == "A memo"


def test_a_draft_is_withdrawn_with_a_reason_and_made_a_draft_again(desk: Seat, engine: Engine) -> None:
    draft(engine, status="draft")
    carla, edith = desk("carla"), desk("edith")
    carla.post(f"{NEW}/take-back", given(carla.get(NEW)), status=422)
    carla.send(f"{NEW}/take-back", {**given(carla.get(NEW)), "reason": "It is the first one."})
    assert stored(engine, "new-memo").status == "withdrawn"
    edith.send(f"{NEW}/bring-back", {**given(edith.get(NEW)), "reason": "It is not."})
    assert stored(engine, "new-memo").status == "draft"


def test_what_is_missing_is_named_when_publishing_is_refused(desk: Seat, engine: Engine) -> None:
    with write_transaction(engine) as session:
        bare = dataclasses.replace(DRAFT, citations=())
        save(session, bare, by="carla", base_version=0, change="new", reason="-", status="review")
    emil = desk("emil")
    page = emil.get(NEW)
    assert "missing before it can be published" in page.text
    assert "No citation stands for this." in beside(page, "said-date")
    page = emil.post(f"{NEW}/publish", {**given(page), "note": "Seen."}, status=422)
    assert "There must be at least one" in page.text or "there must be at least one" in page.text
    assert "Seen." in page.html


def test_the_queue_is_walked_page_by_page(desk: Seat, engine: Engine) -> None:
    with write_transaction(engine) as session:
        for number in range(20):
            record = dataclasses.replace(DRAFT, id=f"draft-{number}", title=f"Draft {number}")
            save(session, record, by="carla", base_version=0, change="new", reason="-", status="review")
    emil = desk("emil")
    page = emil.get(QUEUE)
    assert "Waiting for you 20" in page.text
    (onward,) = [link.attrib["href"] for link in page.all("a") if link.attrib.get("rel") == "next"]
    page = emil.get(onward)
    assert "Draft 19" in page.text
    assert "Draft 3" not in page.text
    for place in ("x", "p1", "r1.99999999999999999", "%00", "p9999999999.1"):
        emil.get(f"{QUEUE}?queue=waiting&after={place}")


def test_a_published_record_has_nothing_to_review_and_shows_the_way_to_its_public_page(
    desk: Seat, engine: Engine
) -> None:
    for kind in ("events/memo", "sources/report", "series/places", "questions/what-day", "actors/ice"):
        page = desk("carla").get(f"/admin/review/{kind}")
        assert "nothing of it waits" in page.text
        assert f"/{kind}" in page.links()
    desk("carla").get("/admin/review/events/nothing", status=404)
    desk("carla").get("/admin/proposals/77", status=404)


def test_proposals_on_every_kind_can_be_looked_at(desk: Seat, engine: Engine) -> None:
    number = 0
    edith = desk("edith")
    for record in ARCHIVE:
        name = next(name for name in ("title", "name", "label") if hasattr(record, name))
        changed: dict[str, Any] = {name: "Called otherwise"}
        other = dataclasses.replace(record, **changed)
        with write_transaction(engine) as session:
            number = propose(
                session,
                other,
                who=Curator(handle="carla", role="contributor"),
                base_version=1,
                change="editorial",
                note="Words.",
            )
        assert "otherwise" in edith.get(f"/admin/proposals/{number}").text
        edith.get(f"/admin/proposals/{number}/edit")
    assert number == len(ARCHIVE)
