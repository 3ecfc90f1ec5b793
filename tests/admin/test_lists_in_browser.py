"""Lists, bulk work, worklists and activity in a browser: accessible, by keyboard, without JavaScript."""

from playwright.sync_api import Browser, Page

from tests.admin.conftest import sign_in_browser
from tests.axe import faults_in_looks, violations

PAGES = (
    "/admin/",
    "/admin/events/",
    "/admin/events/?from=soon&topic=detainers&columns=topics&columns=actors&columns=status",
    "/admin/events/?q=xyzzy",
    "/admin/sources/?sort=-date&page=9999999999999",
    "/admin/work/unarchived/",
    "/admin/work/unsourced/",
    "/admin/activity?from=never",
    "/admin/activity/undo?batch=import-1",
    "/admin/reports/",
    "/admin/sources/cosmetic-changes/text",
)
LOOKS = [(width, is_dark) for width in (375, 768, 1280) for is_dark in (False, True)]


def test_axe_finds_nothing_and_no_text_scrolls_sideways(browser: Browser, curation: str) -> None:
    found: dict[str, list[str]] = {}
    with browser.new_context() as context:
        page = context.new_page()
        sign_in_browser(page, curation, "edith")
        page.goto(f"{curation}/admin/work/unarchived/next")
        for path in PAGES:
            found |= faults_in_looks(page, curation + path, LOOKS)
    assert found == {}


def test_rows_are_chosen_changed_and_changed_back(page: Page, curation: str) -> None:
    sign_in_browser(page, curation, "edith")
    page.goto(f"{curation}/admin/events/?size=25&sort=title")
    boxes = page.get_by_role("checkbox", name="Choose ")
    boxes.nth(1).click()
    boxes.nth(5).click(modifiers=["Shift"])
    assert page.get_by_text("5 chosen").is_visible()
    page.get_by_label("Choose all on this page").click()
    assert page.get_by_text("25 chosen").is_visible()
    page.get_by_label("Choose all on this page").click()
    boxes.nth(1).focus()
    page.keyboard.press("Space")
    boxes.nth(2).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Do with the chosen").click()
    page.get_by_label("Add a topic", exact=True).check()
    page.get_by_label("Add a topic: which").select_option(label="Detainers")
    assert violations(page) == []
    page.get_by_role("button", name="Preview").click()
    assert violations(page) == []
    page.get_by_label("Note for readers").fill("Filed under detainers, too.")
    page.get_by_role("button", name="Add a topic").click()
    page.get_by_role("status").get_by_role("link", name="Undo it").click()
    assert violations(page) == []
    page.get_by_role("button", name="Undo the act").click()
    page.get_by_role("status").wait_for()
    words = page.get_by_role("status").inner_text()
    assert "as before" in words or "withdrawn" in words


def test_a_worklist_is_walked_by_single_keys_that_can_be_turned_off(page: Page, curation: str) -> None:
    sign_in_browser(page, curation, "carla")
    page.goto(f"{curation}/admin/")
    page.get_by_role("link", name="Begin with Links without a copy").click()
    # The keys are offered once the script that hears them has run.
    page.get_by_label("Keys j for next and k for back").wait_for()
    first = page.url
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != first)
    page.get_by_label("Keys j for next and k for back").wait_for()
    second = page.url
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("k")
    page.wait_for_url(first)
    page.locator("main input[type=text], main textarea").first.focus()
    page.keyboard.type("j")
    assert page.url == first
    page.get_by_label("Keys j for next and k for back").uncheck()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("j")
    page.wait_for_timeout(200)
    assert page.url == first
    page.reload()
    assert not page.get_by_label("Keys j for next and k for back").is_checked()
    for key, address in (("Alt+j", second), ("Alt+k", first)):
        # With Alt they are nothing that is typed, and go on from within a field.
        page.get_by_label("Keys j for next and k for back").wait_for()
        page.locator("main input[type=text], main textarea").first.focus()
        page.keyboard.press(key)
        page.wait_for_url(address)
    page.get_by_role("navigation", name="Worklist").get_by_role("link", name="Next").click()
    page.wait_for_url(second)
    page.get_by_role("button", name="Stop").click()
    assert page.get_by_role("heading", name="What to do next").is_visible()


def test_without_javascript_a_list_is_filtered_kept_changed_and_walked(
    browser: Browser, curation: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        sign_in_browser(page, curation, "edith")
        page.goto(f"{curation}/admin/events/")
        page.get_by_text("Filters", exact=True).click()
        page.get_by_label("Kind", exact=True).select_option(label="Litigation")
        page.get_by_role("button", name="Show").click()
        page.get_by_text("Save this view").click()
        page.get_by_label("Name of the view").fill("Suits")
        page.get_by_role("button", name="Save", exact=True).click()
        assert page.get_by_role("link", name="Suits", exact=True).is_visible()
        page.get_by_role("button", name="Do with all").click()
        page.get_by_label("Set the significance", exact=True).check()
        page.get_by_label("Set the significance: which").select_option(label="Detail")
        page.get_by_role("button", name="Preview").click()
        page.get_by_label("Note for readers").fill("Suits are details of this story.")
        page.get_by_role("button", name="Set the significance").click()
        assert page.get_by_role("status").get_by_role("link", name="Undo it").is_visible()
        page.goto(f"{curation}/admin/work/unarchived/")
        page.get_by_role("link", name="Begin here").click()
        page.get_by_role("navigation", name="Worklist").get_by_role("link", name="Next").click()
        assert page.get_by_role("navigation", name="Worklist").get_by_role("link", name="Back").is_visible()
