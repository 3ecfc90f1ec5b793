"""One event's whole way, in a browser: written with its evidence, reviewed, public, corrected, told."""

from playwright.sync_api import Browser, Page, expect

from tests.admin.conftest import sign_in_browser
from tests.admin.test_editor_in_browser import BIBTEX, choose

TITLE = "A court lets counties stay out"
SLUG = "a-court-lets-counties-stay-out"
POLICY = "/policies/local-participation?on=2012-07-01"


def write_event(page: Page, curation: str) -> None:
    """Write the event with a pasted source, a second one that disagrees, and what it did to a policy."""
    page.goto(f"{curation}/admin/events/new")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Date", exact=True).fill("spring 2012")
    expect(page.locator("#date-reading")).to_contain_text("2012-21")
    page.get_by_label("Kind").select_option("reform")
    page.get_by_label("Summary").fill("A court says that counties can keep out of the programme.")

    page.get_by_label("Cite: paste").fill(BIBTEX)
    page.get_by_label("Cite: paste").press("Enter")
    expect(page.get_by_role("dialog").get_by_label("Title")).to_have_value("Counting the detained")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Where in it").first).to_be_focused()
    page.keyboard.type("p. 3")

    page.get_by_role("button", name="Add a citation").click()
    choose(page, "Source", "no rules of", "No Rules of the Road")
    page.keyboard.type("para. 2")
    page.get_by_label("Date it gives").nth(1).fill("July 2012")
    expect(page.locator("[data-differs]").nth(1)).to_contain_text("no day is common to both")

    page.get_by_role("button", name="Add a policy change").click()
    choose(page, "Policy", "local part", "Local participation")
    page.locator(".edit-group-changes .edit-state select").select_option("voluntary")
    page.locator(".edit-group-changes .edit-action select").select_option("changed")
    expect(page.locator("[data-from-state]")).to_contain_text("Until then")


def test_an_event_goes_all_the_way_and_is_corrected(curation: str, browser: Browser) -> None:
    with browser.new_context() as hers, browser.new_context() as theirs, browser.new_context() as readers:
        carla, edith, reader = hers.new_page(), theirs.new_page(), readers.new_page()
        sign_in_browser(carla, curation, "carla")
        write_event(carla, curation)
        assert reader.goto(f"{curation}/events/{SLUG}").status == 404  # type: ignore[union-attr]
        carla.get_by_role("button", name="Save and submit for review").click()
        expect(carla.locator(".flash-done")).to_contain_text("Submitted for review")

        review(edith, curation)
        read_everywhere(reader, curation)

        propose_correction(carla, curation)
        reader.goto(f"{curation}/events/{SLUG}")
        expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
        accept_correction(edith, curation)
        reader.goto(f"{curation}/events/{SLUG}")
        expect(reader.get_by_role("heading", level=1)).to_have_text("A judge lets counties stay out")
        reader.goto(f"{curation}/changes")
        expect(reader.locator("main")).to_contain_text("It was one judge, not the court.")
        expect(reader.locator("main")).to_contain_text("Correction")


def review(page: Page, curation: str) -> None:
    """Find the event in the queue, look at it, and publish it with its new source."""
    sign_in_browser(page, curation, "edith")
    page.get_by_role("link", name="Review").first.click()
    page.get_by_role("link", name=TITLE).click()
    date = page.locator("#said-date")
    expect(date).to_contain_text("spring 2012")
    expect(date).to_contain_text("No Rules of the Road, para. 2")
    expect(date).to_contain_text("gives July 2012")
    expect(page.locator(".review-along")).to_contain_text("Counting the detained")
    page.get_by_label("Note for readers").fill("New: a ruling of 2012.")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".flash-done")).to_contain_text("everybody sees it now")


def read_everywhere(page: Page, curation: str) -> None:
    """See it on its page, in the rule on a day, in the feed and in the CSV."""
    page.goto(f"{curation}/events/{SLUG}")
    main = page.locator("main")
    for text in ("Spring 2012", "Counting the detained", "No Rules of the Road", "July 2012"):
        expect(main).to_contain_text(text, ignore_case=True)
    page.goto(curation + POLICY)
    answer = page.locator(".answer")
    expect(answer).to_contain_text("voluntary", ignore_case=True)
    expect(answer).to_contain_text(TITLE)
    feed = page.request.get(f"{curation}/feeds/events.atom").text()
    assert TITLE in feed
    table = page.request.get(f"{curation}/download/events.csv").text()
    (line,) = [line for line in table.splitlines() if SLUG in line and TITLE in line]
    assert "2012-21" in line


def propose_correction(page: Page, curation: str) -> None:
    """Correct the title, with a note for readers."""
    page.goto(f"{curation}/admin/events/{SLUG}/edit")
    page.get_by_label("We were wrong").check()
    page.get_by_label("What readers are told").fill("It was one judge, not the court.")
    page.get_by_label("Title").fill("A judge lets counties stay out")
    page.get_by_role("button", name="Propose the change").click()
    expect(page.locator(".flash-done")).to_contain_text("until then the published version stays")
    expect(page.locator("#said-title ins")).to_contain_text("judge")


def accept_correction(page: Page, curation: str) -> None:
    """Publish the correction."""
    page.goto(f"{curation}/admin/review/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("#said-title del")).to_contain_text("court")
    page.get_by_role("button", name="Publish the change").click()
    expect(page.locator(".flash-done")).to_contain_text("everybody sees the change now")
