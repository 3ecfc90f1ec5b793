"""The band of a policy under a hand: dragged, tapped, moved by the keyboard, and left without JavaScript."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

POLICY = "/policies/local-participation"
MASSACHUSETTS = "/policies/state-participation?on=2010-09-10&place=us-ma"


def place_of(page: Page, day: str) -> tuple[float, float]:
    """Give where on the screen a day of the band lies."""
    band = page.locator("[data-band]")
    first, last = (dt.date.fromisoformat(str(band.get_attribute(f"data-{end}"))) for end in ("first", "last"))
    box: FloatRect | None = band.bounding_box()
    assert box is not None
    share = ((dt.date.fromisoformat(day) - first).days + 0.5) / ((last - first).days + 1)
    return box["x"] + share * box["width"], box["y"] + box["height"] - 40


def test_dragging_changes_the_answer_in_place_and_the_address_follows(page: Page, live_server: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server}/policies")
    page.goto(f"{live_server}{POLICY}?on=2010-09-10")
    page.evaluate("document.body.dataset.same = 'yes'")
    page.mouse.move(*place_of(page, "2009-02-01"))
    page.mouse.down()
    page.mouse.move(*place_of(page, "2010-01-15"), steps=4)
    page.mouse.move(*place_of(page, "2011-04-15"), steps=4)
    page.mouse.up()
    expect(page.locator("#answer .glance").first).to_contain_text("Uncertain")
    expect(page).to_have_url(re.compile(r"\?on=2011-04-1[3-7]$"))
    asked = page.url.rpartition("=")[2]
    assert page.get_by_label("Day", exact=True).first.input_value() == asked
    assert page.evaluate("document.body.dataset.same") == "yes"
    page.reload()
    expect(page.locator("#answer .glance").first).to_contain_text("Uncertain")
    page.go_back()
    assert page.url == f"{live_server}/policies"


def test_the_arrow_keys_move_the_day_and_the_slider_says_the_answer(page: Page, live_server: str) -> None:
    page.goto(f"{live_server}{POLICY}?on=2010-10-05")
    slider = page.get_by_role("slider", name="Day")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("5 October 2010 the answer was disputed"))
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("the answer was “No local choice”"))
    expect(page).to_have_url(re.compile("on=2010-10-06$"))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("on=2010-10-04$"))
    page.keyboard.press("PageUp")
    expect(page).to_have_url(re.compile("on=2010-11-03$"))
    page.keyboard.press("Home")
    expect(page.locator("#answer .glance").first).to_contain_text("Not known")
    page.keyboard.press("End")
    expect(page.locator("#answer .banner")).to_contain_text("The record is complete to 31 August 2012")
    assert slider.get_attribute("aria-valuenow") == slider.get_attribute("aria-valuemax")


def test_the_place_stays_while_the_day_moves(page: Page, live_server: str) -> None:
    page.goto(live_server + MASSACHUSETTS)
    slider = page.get_by_role("slider", name="Day")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("on=2010-09-11&place=us-ma$"))
    expect(page.locator("#answer")).to_contain_text("On 11 September 2010 in Massachusetts")
    markers = page.locator("[data-marker]")
    assert len({markers.nth(number).get_attribute("x") for number in range(markers.count())}) == 1


def test_a_finger_can_tap_a_day(browser: Browser, live_server: str) -> None:
    with browser.new_context(viewport={"width": 375, "height": 800}, has_touch=True) as context:
        page = context.new_page()
        page.goto(f"{live_server}{POLICY}?on=2010-09-10")
        page.locator("[data-band]").scroll_into_view_if_needed()
        page.touchscreen.tap(*place_of(page, "2012-04-15"))
        expect(page.locator("#answer .glance").first).to_contain_text("Mandatory")


def test_an_edge_leads_to_its_event(page: Page, live_server: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server}{POLICY}?on=2012-09-10")
    page.locator("a.edge[href='/events/greenberg-email'] circle").first.click()
    assert page.url == f"{live_server}/events/greenberg-email"


def test_without_javascript_the_field_and_the_links_do_the_same(browser: Browser, live_server: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_server + POLICY)
        assert page.get_by_role("slider").count() == 0
        page.get_by_label("Day", exact=True).fill("2010-09-10")
        page.get_by_role("button", name="Ask").click()
        assert "on=2010-09-10" in page.url
        assert page.locator("#answer").get_by_text("On 10 September 2010 the answer was").is_visible()
        page.get_by_role("link", name="Change after").click()
        assert "on=2010-09-30" in page.url
        page.get_by_role("link", name="Every rule on this day").click()
        assert page.get_by_role("heading", name="30 September 2010", level=1).is_visible()
        page.get_by_label("Another day").fill("2011-12-31")
        page.get_by_role("button", name="Show").click()
        assert page.url == f"{live_server}/on/2011-12-31"


@pytest.mark.parametrize(
    "path", [POLICY, "/policies", "/on/2010-09-10", "/compare?a=2010-09-10&b=2010-10-07"]
)
def test_on_paper_the_answers_stand_without_forms(page: Page, live_server: str, path: str) -> None:
    page.goto(live_server + path)
    page.emulate_media(media="print")
    assert page.locator("main .glance").first.is_visible()
    assert not page.locator("main form").first.is_visible()
    assert len(page.pdf()) > 10_000
