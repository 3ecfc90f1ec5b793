"""The screens of the review in a browser: no violation, nothing that scrolls sideways, by the keyboard."""

import dataclasses
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from tests.admin.conftest import sign_in_browser
from tests.axe import faults_in_looks
from timeline.db import write_transaction
from timeline.queries.records import get_record
from timeline.records.event import Event
from timeline.rights import Curator
from timeline.store.comments import comment_on_proposal
from timeline.store.proposals import propose
from timeline.store.save import save

MEMO = "setting-the-record-straight-memo"
CARLA = Curator(handle="carla", role="contributor")
SCREENS = (
    "/admin/",
    "/admin/review/",
    "/admin/review/?queue=waiting",
    "/admin/review/events/new-memo",
    "/admin/proposals/1",
    "/admin/proposals/2",
    "/admin/proposals/2/meet",
    f"/admin/events/{MEMO}/edit",
)


@pytest.fixture
def reviewed(curation: str, sqlite_own_record: Engine) -> str:
    """Have a draft in review, a proposal with a remark, and one that collides with what came since."""
    with write_transaction(sqlite_own_record) as session:
        stored = get_record(session, "event", MEMO)
        memo = stored.record
        assert isinstance(memo, Event)
        new = dataclasses.replace(memo, id="new-memo", title="A second memo of the agency")
        save(session, new, by="carla", base_version=0, change="new", reason="Begun.", status="review")
        longer = f"{memo.summary} The second part of it was never given to the counties."
        said: Callable[..., int] = propose
        number = said(
            session,
            dataclasses.replace(memo, summary=longer, citations=memo.citations[:-1], places=()),
            who=CARLA,
            base_version=stored.version,
            change="update",
            note="A second source.",
        )
        comment_on_proposal(session, number, who=CARLA, text="Is this so?", path="summary")
        said(
            session,
            dataclasses.replace(memo, title="The memo"),
            who=CARLA,
            base_version=stored.version,
            change="editorial",
            note="Shorter.",
        )
        since = dataclasses.replace(memo, title="The memo of August")
        save(session, since, by="ada", base_version=stored.version, change="editorial", reason="Test.")
    return curation


def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, reviewed: str) -> None:
    found: dict[str, list[str]] = {}
    looks = ((1280, False), (1280, True), (768, False), (375, False), (375, True))
    with browser.new_context() as context:
        page = context.new_page()
        sign_in_browser(page, reviewed, "edith")
        for path in SCREENS:
            found |= faults_in_looks(page, reviewed + path, looks)
    assert found == {}


def test_a_remark_is_made_and_the_proposal_returned_by_the_keyboard(reviewed: str, page: Page) -> None:
    sign_in_browser(page, reviewed, "edith")
    page.goto(f"{reviewed}/admin/proposals/1")
    page.locator("#said-summary summary").last.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Which counties?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#said-summary")).to_contain_text("Which counties?")
    expect(page).to_have_url(f"{reviewed}/admin/proposals/1#said-summary")
    page.get_by_text("Return to the author …").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("See the remark.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".flash-done")).to_contain_text("Returned")
