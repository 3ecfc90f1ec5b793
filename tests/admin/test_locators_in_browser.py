"""A place in a source by the keyboard: written out as ever, or by its kind; and from a spreadsheet."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.admin.conftest import sign_in_browser
from tests.axe import violations

KIND = "#citations-0-locator-kind"
WHICH = "#citations-0-locator"
STATE = "[data-state-of-form]"


@pytest.fixture(autouse=True)
def patience() -> None:
    """Wait long enough for a machine on which much else runs."""
    expect.set_options(timeout=20_000)


def begin(page: Page, curation: str) -> None:
    sign_in_browser(page, curation, "carla")
    page.goto(f"{curation}/admin/events/new")
    page.get_by_label("Title").fill("A rule is made")


def test_what_is_written_out_is_read_and_its_kind_can_be_chosen(curation: str, page: Page) -> None:
    begin(page, curation)
    page.locator(WHICH).focus()
    page.keyboard.type("p. 4")
    page.keyboard.press("Tab")
    expect(page.locator(KIND)).to_have_value("page")
    expect(page.locator(WHICH)).to_have_value("4")
    expect(page.locator("#citations-0-quotation")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("p. 7, n. 2")  # Whoever comes back writes over what stands there.
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_label("Numbered by")).to_be_focused()
    page.keyboard.type("As")
    expect(page.locator(KIND)).to_have_value("")
    expect(page.locator(WHICH)).to_have_value("p. 7, n. 2")
    page.locator(WHICH).fill("The Basics, para. 2")
    page.keyboard.press("Tab")
    expect(page.locator(KIND)).to_have_value("paragraph")
    expect(page.locator(WHICH)).to_have_value("The Basics, 2")
    expect(page.locator(STATE)).to_contain_text("Kept in this browser")
    page.reload()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator(KIND)).to_have_value("paragraph")
    page.locator(KIND).select_option("bullet")
    page.keyboard.press("Control+s")
    expect(page.locator(".flash-done")).to_contain_text("Saved as a draft")
    expect(page.locator(KIND)).to_have_value("bullet")
    expect(page.locator(WHICH)).to_have_value("The Basics, 2")


def test_a_kind_alone_is_told_beside_the_field(browser: Browser, curation: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        begin(page, curation)
        page.locator(KIND).focus()
        page.keyboard.type("Not")
        page.keyboard.press("Control+s")
        expect(page.locator(f"{WHICH}-problem")).to_contain_text("Says note, but not which one.")
        expect(page.locator(KIND)).to_have_value("note")
        assert violations(page) == []
        page.get_by_role("link", name="Where in it").click()
        expect(page.locator(WHICH)).to_be_focused()
        page.keyboard.type("7")
        page.keyboard.press("Control+s")
        expect(page.locator(".flash-done")).to_contain_text("Saved as a draft")


def test_locators_of_a_spreadsheet_are_pasted_as_they_are_written(curation: str, page: Page) -> None:
    sign_in_browser(page, curation, "edith")
    page.goto(f"{curation}/admin/series/complaint-form-languages/edit")
    page.locator("#figures-0-locator").focus()
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/plain", "pp. 4–6\\tso it says\\nfooter\\t\\n");
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {
                clipboardData: data, bubbles: true, cancelable: true,
            }));
        }"""
    )
    expect(page.locator("#figures-0-locator")).to_have_value("pp. 4–6")
    expect(page.locator("#figures-0-locator-kind")).to_have_value("")
    expect(page.locator("#figures-0-quotation")).to_have_value("so it says")
    expect(page.locator("#figures-1-locator")).to_have_value("footer")
    page.keyboard.press("Enter")
    expect(page.locator("#figures-1-locator")).to_be_focused()


def test_without_javascript_there_are_two_fields(browser: Browser, curation: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        begin(page, curation)
        page.locator(KIND).select_option("page")
        page.locator(WHICH).fill("4–6")
        page.get_by_role("button", name="Add a citation").click()
        expect(page.locator(KIND)).to_have_value("page")
        page.locator("#citations-1-locator").fill("note 7")
        page.get_by_role("button", name="Save draft").click()
        expect(page.locator(".flash-done")).to_contain_text("Saved as a draft")
        expect(page.locator(KIND)).to_have_value("page")
        expect(page.locator(WHICH)).to_have_value("4–6")
        expect(page.locator("#citations-1-locator-kind")).to_have_value("note")
        expect(page.locator("#citations-1-locator")).to_have_value("7")
