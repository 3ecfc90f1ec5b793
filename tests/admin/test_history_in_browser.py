"""History, restoring and merging in a browser: accessible, by keyboard, with and without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine

from tests.admin.conftest import sign_in_browser
from tests.axe import faults_in_looks, violations
from timeline.db import write_transaction
from timeline.store.people import set_review_rule

PAGES = (
    "{event}/history",
    "{event}/history?from=1&to=2",
    "{event}/history/1",
    "{event}/history/1/restore",
    "{event}/rename",
    "/admin/topics/merge",
    "/admin/topics/merge?keep=nobody&other=",
    "/admin/events/merge?keep={one}&other={two}",
    "/admin/actors/",
    "/admin/activity",
)
LOOKS = [(width, is_dark) for width in (375, 768, 1280) for is_dark in (False, True)]


def two_events(page: Page, address: str) -> tuple[str, str]:
    """Give the ids of the first two events of the list."""
    page.goto(f"{address}/admin/events/?sort=title")
    boxes = page.locator("input[name=ids]")
    return boxes.nth(0).get_attribute("value") or "", boxes.nth(1).get_attribute("value") or ""


def change_a_title(page: Page, address: str, event: str, title: str) -> None:
    """Propose or publish another title, as the rule of the house has it."""
    page.goto(f"{address}/admin/events/{event}/edit")
    page.get_by_label("Wording only").check()
    page.get_by_label("What readers are told").fill("Clearer words.")
    page.locator("#title").fill(title)
    page.get_by_role("button", name="Publish the change").click()
    page.get_by_role("status").filter(has_text="change is published").wait_for()


@pytest.fixture
def alone(curation: str, sqlite_own_record: Engine) -> str:
    """Let editors publish their own changes, so that a record soon has a history; give the address."""
    with write_transaction(sqlite_own_record) as session:
        set_review_rule(session, two_people=False, by="ada")
    return curation


def test_axe_finds_nothing_and_no_text_scrolls_sideways(browser: Browser, page: Page, alone: str) -> None:
    sign_in_browser(page, alone, "edith")
    one, two = two_events(page, alone)
    change_a_title(page, alone, one, "A title that is quite another one")
    found: dict[str, list[str]] = {}
    with browser.new_context() as context:
        other = context.new_page()
        sign_in_browser(other, alone, "edith")
        for pattern in PAGES:
            path = pattern.format(event=f"/admin/events/{one}", one=one, two=two)
            found |= faults_in_looks(other, alone + path, LOOKS)
    assert found == {}


def test_a_title_is_changed_compared_and_restored_by_keyboard(page: Page, alone: str) -> None:
    sign_in_browser(page, alone, "edith")
    one, _ = two_events(page, alone)
    page.goto(f"{alone}/admin/events/{one}/edit")
    first = page.locator("#title").input_value()
    change_a_title(page, alone, one, "Quite another title")
    page.get_by_role("link", name="History", exact=True).click()
    assert page.locator("del").count() >= 1
    page.get_by_role("button", name="Compare the two").press("Enter")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Versions 1 and 2")
    page.get_by_role("link", name="Restore Title from version 1").press("Enter")
    page.get_by_label("We were wrong").press("Space")
    page.get_by_label("What readers are told").fill("The first title was right.")
    assert violations(page) == []
    page.get_by_role("button", name="Restore it").press("Enter")
    assert "Restored from version 1" in page.get_by_role("status").first.inner_text()
    page.goto(f"{alone}/admin/events/{one}/edit")
    assert page.locator("#title").input_value() == first


def test_two_topics_are_merged_by_type_ahead_and_taken_apart_again(page: Page, alone: str) -> None:
    sign_in_browser(page, alone, "edith")
    page.goto(f"{alone}/admin/topics/?sort=title")
    names = page.locator(".list-table tbody th a").all_inner_texts()
    page.goto(f"{alone}/admin/topics/merge")
    for label, name in (("The topic that stays", names[0]), ("The topic that becomes part of it", names[1])):
        page.get_by_label(label).fill(name)
        page.get_by_role("option", name=name).first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Show them side by side").click()
    assert page.get_by_role("heading", level=1).inner_text() == f"Merge “{names[1]}” into “{names[0]}”"
    page.get_by_role("button", name="Preview").click()
    page.get_by_label("What readers are told").fill("Both were one topic.")
    assert violations(page) == []
    page.get_by_role("button", name="Merge them").click()
    page.get_by_role("status").get_by_role("link", name="Undo it").click()
    page.get_by_role("button", name="Undo the act").click()
    page.goto(f"{alone}/admin/topics/?sort=title&status=published")
    assert names[1] in page.locator(".list-table tbody th a").all_inner_texts()


def test_without_javascript_two_rows_are_merged(browser: Browser, alone: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        sign_in_browser(page, alone, "edith")
        page.goto(f"{alone}/admin/topics/?sort=title")
        boxes = page.get_by_role("checkbox", name="Choose ")
        boxes.nth(0).check()
        boxes.nth(1).check()
        page.get_by_role("button", name="Merge the two chosen").click()
        page.get_by_role("button", name="Preview").click()
        page.get_by_label("What readers are told").fill("Both were one topic.")
        page.get_by_role("button", name="Merge them").click()
        assert "is merged into" in page.get_by_role("status").first.inner_text()
