"""The event editor as an archivist has it, in a browser: by the keyboard, with a fuzzy date and a paste."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from benchmarks.curation_keystrokes import count
from tests.admin.conftest import sign_in_browser
from tests.admin.desk import PASSWORD
from tests.axe import faults_in_looks, violations

BIBTEX = (
    "@article{smith2011, title={Counting the detained}, author={Smith, Jane and Doe, John},"
    " journal={Journal of Policy}, year={2011}, month=mar, doi={10.1234/abcd}}"
)
EDITORS = (
    "/admin/events/new",
    "/admin/events/setting-the-record-straight-memo/edit",
    "/admin/sources/new",
    "/admin/sources/no-rules-of-the-road/edit",
    "/admin/series/complaint-form-languages/edit",
    "/admin/policies/local-participation/edit",
    "/admin/questions/ab-1081-reach/edit",
    "/admin/actors/ice/edit",
    "/admin/places/us-ca/edit",
    "/admin/topics/new",
    "/admin/timelines/secure-communities/edit",
)


@pytest.fixture(autouse=True)
def patience() -> None:
    """Wait long enough for a machine on which much else runs."""
    expect.set_options(timeout=20_000)


def choose(page: Page, name: str, typed: str, wanted: str) -> None:
    """Type into a field that names a record, and take what is offered."""
    last = page.get_by_role("combobox", name=name).last
    field = page.locator(f"#{last.get_attribute('id')}")
    field.focus()
    page.keyboard.type(typed)
    page.get_by_role("option", name=wanted).first.wait_for()
    page.keyboard.press("Enter")
    # What was offered may be from before the last letter: then it is taken when the answer comes.
    expect(field).to_have_value(re.compile(re.escape(wanted)))


def begin(page: Page, curation: str, handle: str = "carla") -> None:
    sign_in_browser(page, curation, handle)
    page.goto(f"{curation}/admin/events/new")
    page.get_by_label("Title").fill("ICE announces a review of detainers")
    page.get_by_label("Kind").select_option("announcement")
    page.get_by_label("Summary").fill("ICE says that it will look at detainers.")


def test_an_archivist_adds_an_event_with_its_evidence(curation: str, page: Page) -> None:
    begin(page, curation)
    reading = page.locator("#date-reading")
    page.get_by_label("Date", exact=True).fill("03/04/2011")
    expect(reading).to_contain_text("4 March 2011")
    expect(reading).to_contain_text("3 April 2011")
    page.get_by_label("Date", exact=True).fill("spring 2011")
    expect(reading).to_contain_text("2011-21")
    expect(reading).to_contain_text("2011-03-01 to 2011-05-31")
    expect(page.locator(".edit-summary.uncited")).to_be_visible()
    choose(page, "Actor", "john mort", "John Morton")
    page.keyboard.type("Spe")
    expect(page.locator("[data-similar]")).to_contain_text("near in time, same actors")

    page.get_by_label("Cite: paste").fill(BIBTEX)
    page.get_by_label("Cite: paste").press("Enter")
    expect(page.get_by_role("dialog").get_by_label("Title")).to_have_value("Counting the detained")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Where in it").first).to_be_focused()
    page.keyboard.type("p. 3")
    expect(page.locator(".uncited")).to_have_count(0)
    page.get_by_label("Date it gives").first.fill("July 2012")
    expect(page.locator("[data-differs]").first).to_contain_text("no day is common to both")

    page.get_by_role("button", name="Add a citation").click()
    choose(page, "Source", "no rules of", "No Rules of the Road")
    page.keyboard.type("para. 2")
    page.get_by_role("button", name="Add a policy change").click()
    choose(page, "Policy", "local part", "Local participation")
    state = page.locator(".edit-group-changes .edit-state select")
    expect(state).to_be_focused()
    expect(page.locator("[data-from-state]")).to_have_text(re.compile(r"^\s*Until then: [\w ]+\.\s*$"))
    state.select_option("voluntary")
    page.locator(".edit-group-changes .edit-action select").select_option("clarified")
    expect(page.locator("[data-from-state]")).to_contain_text("Until then")
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.locator(".flash-done")).to_contain_text("Submitted for review")
    expect(page.get_by_label("Date", exact=True)).to_have_value("2011-21")


def test_who_types_on_before_a_slow_server_answers_types_into_the_next_field(
    curation: str, page: Page
) -> None:
    begin(page, curation)
    held: list[Route] = []
    page.route("**/lookups/names/actor*", lambda route: held.append(route))  # noqa: PLW0108 - it is not called as it is
    first = page.get_by_role("combobox", name="Actor").first
    first.focus()
    page.keyboard.type("john mort")
    page.keyboard.press("Enter")
    expect(first).not_to_be_focused()
    page.keyboard.type("s")  # The next field, a choice of roles.
    role = page.locator(".edit-group-actors select").first
    expect(role).to_be_focused()
    expect(first).to_have_value("john mort")
    chosen = role.input_value()
    _answer(page, held)
    expect(first).to_have_value("John Morton")
    expect(page.locator("input[type=hidden][name^=actors]").first).to_have_value("john-morton")
    assert role.input_value() == chosen
    expect(role).to_be_focused()

    other = page.get_by_role("combobox", name="Actor").nth(1)
    other.focus()
    page.keyboard.type("qqzz")
    page.keyboard.press("Enter")
    expect(other).not_to_be_focused()
    _answer(page, held)
    expect(page.get_by_role("status").filter(has_text="Nothing like “qqzz” is there.")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(other).to_be_focused()


def _answer(page: Page, held: list[Route]) -> None:
    """Let the requests through that were held back, the last of which is the one that counts."""
    page.wait_for_timeout(300)
    for route in held:
        route.continue_()
    held.clear()


def test_what_is_missing_is_added_without_leaving_the_form(curation: str, page: Page) -> None:
    begin(page, curation)
    page.get_by_role("combobox", name="Topics").focus()
    page.keyboard.type("Phone calls")
    page.get_by_role("option", name="Add the topic “Phone calls”").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_label("Definition").fill("Calls from jail.")
    page.get_by_role("button", name="Add the topic").click()
    expect(page.locator("input[type=hidden][name^=topics]").first).to_have_value("phone-calls")


def test_what_was_typed_is_offered_back_after_a_crash(curation: str, page: Page) -> None:
    begin(page, curation)
    choose(page, "Actor", "john mort", "John Morton")
    expect(page.locator("[data-state-of-form]")).to_contain_text("Kept in this browser")
    other = page.context.new_page()
    other.goto(f"{curation}/admin/events/new")
    other.get_by_label("Title").fill("Something else")
    expect(other.locator("[data-state-of-form]")).to_contain_text("Kept in this browser")
    other.close()
    again = page.context.new_page()
    again.goto(f"{curation}/admin/events/new")
    expect(again.locator("[data-kept]")).to_contain_text("“Something else”")
    again.get_by_label("Title").fill("A third")
    expect(again.locator("[data-state-of-form]")).to_contain_text("Kept in this browser")
    again.reload()
    expect(again.locator("[data-kept]")).to_contain_text("“A third”, was not saved")
    expect(again.locator("[data-kept]")).to_contain_text("Before it, 2 more")
    again.get_by_label("Title").fill(
        "A fourth, in the same tab as the third, which is offered and not touched"
    )
    expect(again.locator("[data-state-of-form]")).to_contain_text("Kept in this browser")
    again.reload()
    expect(again.locator("[data-kept]")).to_contain_text("Before it, 3 more")
    for title in ("“A fourth", "“A third”", "“Something else”"):
        expect(again.locator("[data-kept]")).to_contain_text(title)
        if title != "“Something else”":
            again.get_by_role("button", name="Throw it away").click()
    again.get_by_role("button", name="Throw it away").click()
    expect(again.get_by_role("button", name="Bring it back")).to_be_focused()
    again.keyboard.press("Enter")
    expect(again.get_by_label("Title")).to_have_value("ICE announces a review of detainers")
    expect(again.get_by_role("combobox", name="Actor").first).to_have_value("John Morton")
    again.get_by_role("button", name="Save draft").click()
    expect(again.locator(".flash-done")).to_contain_text("Saved as a draft")
    again.goto(f"{curation}/admin/events/new")
    expect(again.get_by_role("button", name="Bring it back")).to_have_count(0)


def test_a_session_that_ended_signs_in_again_and_keeps_the_form(curation: str, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        begin(page, curation)
        context.clear_cookies()
        page.get_by_role("button", name="Save draft").click()
        page.get_by_label("Sign-in name or e-mail address").fill("carla")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in and keep my form").click()
        page.get_by_role("button", name="Send it").click()
        expect(page.locator(".flash-done")).to_contain_text("Saved as a draft")
        expect(page.get_by_label("Title")).to_have_value("ICE announces a review of detainers")


def test_rows_move_by_keyboard_and_by_dragging(curation: str, page: Page) -> None:
    sign_in_browser(page, curation, "edith")
    page.goto(f"{curation}/admin/events/setting-the-record-straight-memo/edit")
    rows = page.locator(".edit-group-topics input[role=combobox]")
    first = rows.nth(0).input_value()
    rows.nth(0).focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(rows.nth(1)).to_have_value(first)
    cards = page.locator(".edit-group-changes [data-row]")
    names = [cards.nth(at).get_by_role("combobox", name="Policy").input_value() for at in range(2)]
    grip = cards.nth(0).locator(".drag")
    grip.scroll_into_view_if_needed()
    box, below = grip.bounding_box(), cards.nth(1).bounding_box()
    assert box is not None
    assert below is not None
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 5, below["y"] + below["height"] * 0.8, steps=8)
    page.mouse.up()
    expect(cards.nth(1).get_by_role("combobox", name="Policy")).to_have_value(names[0])


def test_rows_of_a_spreadsheet_are_pasted_into_the_grid(curation: str, page: Page) -> None:
    sign_in_browser(page, curation, "edith")
    page.goto(f"{curation}/admin/series/complaint-form-languages/edit")
    page.get_by_role("button", name="Add a row").click()
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/plain", "1,049\\tabout\\t2011\\n12\\tmore than\\t2012-03\\n");
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {
                clipboardData: data, bubbles: true, cancelable: true,
            }));
        }"""
    )
    rows = page.locator(".grid tbody tr")
    expect(rows.nth(-2).locator("td input").first).to_have_value("1049")
    expect(rows.nth(-1).locator("select").first).to_have_value("more-than")


def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, curation: str) -> None:
    found: dict[str, list[str]] = {}
    with browser.new_context() as context:
        page = context.new_page()
        sign_in_browser(page, curation, "edith")
        for path in EDITORS:
            found |= faults_in_looks(page, curation + path, ((1280, False), (768, True), (375, False)))
    assert found == {}


def test_without_javascript_an_event_is_added(browser: Browser, curation: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        sign_in_browser(page, curation, "carla")
        page.goto(f"{curation}/admin/events/new")
        page.get_by_label("Title").fill("A rule is made")
        page.get_by_label("Date", exact=True).fill("03/04/2011")
        page.get_by_label("Kind").select_option("reform")
        page.get_by_label("Summary").fill("The agency makes a rule.")
        page.locator("#citations-0-source").fill("no rules of the road")
        page.get_by_role("button", name="Save and submit for review").click()
        page.get_by_label("3 April 2011").check()
        page.locator("#citations-0-source").fill("no-rules-of-the-road")
        page.get_by_role("button", name="Save and submit for review").click()
        assert "Submitted for review" in page.locator(".flash-done").inner_text()


# Stock Flask-Admin does what WTForms warns of; here it is measured, and nothing of ours is in it.
@pytest.mark.filterwarnings("ignore")
def test_an_event_takes_at_most_half_the_keys_of_stock_forms(browser: Browser) -> None:
    with browser.new_context() as context:
        here, there = count(context.new_page())
    assert here.total * 2 <= there.total
    assert here.actions * 4 <= there.actions


def test_where_two_meet_axe_finds_nothing_and_a_choice_goes_on(browser: Browser, curation: str) -> None:
    with browser.new_context() as context:
        mine, theirs = context.new_page(), context.new_page()
        begin(mine, curation)
        mine.get_by_role("button", name="Save draft").click()
        expect(mine.locator(".flash-done")).to_be_visible()
        theirs.goto(mine.url)
        theirs.get_by_label("Title").fill("ICE says that it reviews detainers")
        theirs.get_by_role("button", name="Save draft").click()
        expect(theirs.locator(".flash-done")).to_be_visible()
        mine.get_by_label("Title").fill("A review of detainers")
        mine.get_by_role("button", name="Save draft").click()
        expect(mine.get_by_role("heading", level=1)).to_have_text("Somebody saved in between")
        mine.get_by_role("button", name="Save with these choices").click()
        expect(mine.get_by_role("alert")).to_contain_text("A choice is missing")
        for width, is_dark in ((1280, False), (375, True)):
            mine.set_viewport_size({"width": width, "height": 800})
            mine.emulate_media(color_scheme="dark" if is_dark else "light")
            assert violations(mine) == []
            assert mine.evaluate("document.documentElement.scrollWidth") <= width
        mine.get_by_role("radio", name="Mine").focus()
        mine.keyboard.press("Space")
        mine.keyboard.press("Enter")
        expect(mine.get_by_label("Title")).to_have_value("A review of detainers")


def test_a_reference_that_is_pasted_fills_in_the_form_of_a_new_source(curation: str, page: Page) -> None:
    sign_in_browser(page, curation, "carla")
    page.goto(f"{curation}/admin/sources/new")
    page.get_by_label("Public remark").evaluate("field => { field.value = 'Typed before.' }")
    page.keyboard.press("Alt+c")
    box = page.get_by_label("To fill this in: paste")
    expect(box).to_be_focused()
    box.fill(BIBTEX)
    box.dispatch_event("paste")
    expect(page.locator(".flash-done")).to_contain_text("Filled in from what you pasted.")
    expect(page.get_by_label("Title", exact=False).first).to_be_focused()
    expect(page.get_by_label("Title", exact=False).first).to_have_value("Counting the detained")
    expect(page.get_by_label("Public remark")).to_have_value("Typed before.")
    expect(box).to_have_value("")
    assert violations(page) == []
    page.keyboard.press("Control+s")
    expect(page.locator(".flash-done")).to_contain_text("Saved as a draft")
