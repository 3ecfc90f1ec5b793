"""The overview of time under a finger, and what stays when one goes back: place, focus, filter and list."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

RANGE = re.compile(r"from=\d{4}(-\d\d){0,2}&to=\d{4}(-\d\d){0,2}")
TOTAL = ".actions [role=status]"


@pytest.fixture
def phone(browser: Browser, live_server: str) -> Iterator[Page]:
    """Open the timeline on a phone, the overview in view."""
    faults: list[str] = []
    with browser.new_context(
        viewport={"width": 375, "height": 800}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(live_server)
        page.locator("[data-strip]").scroll_into_view_if_needed()
        yield page
    assert faults == []


def _touch(session: CDPSession, kind: str, *fingers: tuple[float, float]) -> None:
    points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(fingers)]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def _box(page: Page) -> dict[str, float]:
    found = page.locator("[data-strip]").bounding_box()
    assert found is not None
    return {"x": found["x"], "y": found["y"] + found["height"] * 0.7, "width": found["width"]}


def _days(page: Page) -> int:
    days: int = page.locator("[data-strip]").evaluate(
        "it => (Date.parse(it.dataset.last) - Date.parse(it.dataset.first)) / 864e5 + 1"
    )
    return days


def test_a_finger_drawn_along_the_overview_chooses_a_range(phone: Page) -> None:
    session, box = phone.context.new_cdp_session(phone), _box(phone)
    whole = _days(phone)
    _touch(session, "touchStart", (box["x"] + box["width"] * 0.3, box["y"]))
    for step in range(1, 9):
        _touch(session, "touchMove", (box["x"] + box["width"] * (0.3 + 0.04 * step), box["y"]))
    expect(phone.locator(".strip-brush")).to_be_visible()
    assert re.search(r"From \d+ [A-Z][a-z]+ \d{4} to \d", phone.locator("[data-strip-said]").inner_text())
    _touch(session, "touchEnd")
    phone.wait_for_url(RANGE)
    phone.wait_for_selector("[data-strip-wider]")
    assert _days(phone) < whole


def test_two_fingers_apart_zoom_in_and_together_zoom_out(phone: Page) -> None:
    session, box = phone.context.new_cdp_session(phone), _box(phone)
    middle, whole = box["x"] + box["width"] * 0.6, _days(phone)

    def pinch(start: float, end: float) -> None:
        _touch(session, "touchStart", (middle - start, box["y"]), (middle + start, box["y"]))
        for step in range(1, 6):
            apart = start + (end - start) * step / 5
            _touch(session, "touchMove", (middle - apart, box["y"]), (middle + apart, box["y"]))
        _touch(session, "touchEnd")

    pinch(20, 80)
    phone.wait_for_url(RANGE)
    phone.wait_for_selector("[data-strip-wider]")
    near, address = _days(phone), phone.url
    assert near < whole
    box = _box(phone)
    pinch(80, 20)
    phone.wait_for_function("address => location.href !== address", arg=address)
    phone.wait_for_function(
        """days => { const it = document.querySelector("[data-strip]");
            return (Date.parse(it.dataset.last) - Date.parse(it.dataset.first)) / 864e5 + 1 > days; }""",
        arg=near,
    )


def test_a_swipe_up_over_the_overview_scrolls_the_page_and_chooses_nothing(phone: Page) -> None:
    session, box = phone.context.new_cdp_session(phone), _box(phone)
    before = phone.evaluate("scrollY")
    for step in range(16):
        kind = "touchMove" if step else "touchStart"
        _touch(session, kind, (box["x"] + 100 + step / 2, box["y"] - 12 * step))
    _touch(session, "touchEnd")
    phone.wait_for_function("before => scrollY > before + 100", arg=before)
    assert "from=" not in phone.url
    expect(phone.locator(".strip-brush")).to_have_count(0)


def test_back_and_forward_keep_list_filter_place_and_focus(page: Page, live_server: str) -> None:
    page.goto(f"{live_server}/?topic=participation")
    total, first = page.locator(TOTAL).inner_text(), page.locator(".card-title").first.inner_text()
    bar = page.locator(".strip-bar").nth(5)
    href = bar.get_attribute("href")
    bar.focus()
    page.evaluate("scrollTo({ top: 120, behavior: 'instant' })")
    page.keyboard.press("Enter")
    page.wait_for_url(RANGE)
    expect(page.locator(TOTAL)).not_to_have_text(total)
    assert "topic=participation" in page.url
    expect(page.locator(".chips")).to_contain_text("Participation")
    narrow, narrow_first = page.locator(TOTAL).inner_text(), page.locator(".card-title").first.inner_text()
    page.go_back()
    expect(page.locator(TOTAL)).to_have_text(total)
    assert page.locator(".card-title").first.inner_text() == first
    assert page.evaluate("document.activeElement.getAttribute('href')") == href
    page.wait_for_function("Math.abs(scrollY - 120) < 3")
    expect(page.locator(f'.strip-bar[tabindex="0"][href="{href}"]')).to_have_count(1)
    page.go_forward()
    expect(page.locator(TOTAL)).to_have_text(narrow)
    assert page.locator(".card-title").first.inner_text() == narrow_first
    assert page.locator("#overview").inner_text() in page.locator("body > [role=status]").inner_text()


def test_coming_back_from_an_event_shows_the_range_that_was_chosen(page: Page, live_server: str) -> None:
    page.goto(live_server)
    page.locator(".strip-bar").nth(12).click()
    page.wait_for_url(RANGE)
    page.wait_for_selector("[data-strip-wider]")
    address, total = page.url, page.locator(TOTAL).inner_text()
    page.locator(".card-title a").first.click()
    page.wait_for_url("**/events/**")
    page.go_back()
    page.wait_for_url(address)
    expect(page.locator(TOTAL)).to_have_text(total)
    expect(page.locator("[data-strip] a[tabindex='0']")).to_have_count(1)


def _moving(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate(
        """[...document.querySelectorAll("*")].filter((it) => { const style = getComputedStyle(it);
            return style.animationName !== "none" && parseFloat(style.animationDuration) > 0
                || style.transitionDuration.split(",").some((time) => parseFloat(time) > 0)
                || style.scrollBehavior === "smooth"; }).map((it) => it.outerHTML.slice(0, 80))"""
    )
    return found


@pytest.mark.parametrize("path", ["/", "/policies/local-participation?on=2010-10-03", "/?view=lanes"])
def test_nothing_moves_for_who_asked_for_less_motion(browser: Browser, live_server: str, path: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(live_server + path)
        assert _moving(page) == []


def test_in_forced_colours_bars_marks_and_the_range_can_be_told_from_the_ground(
    browser: Browser, live_server: str
) -> None:
    with browser.new_context(forced_colors="active", color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{live_server}/?from=2009&to=2012")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        for shape in ("path[class=strip-level-1]", "path[class=strip-level-3]", ".strip-mark circle"):
            fill = page.locator(f".strip-picture {shape}").first.evaluate("it => getComputedStyle(it).fill")
            assert fill not in (ground, "none"), shape
        text = page.locator(".strip-mark text").first.evaluate("it => getComputedStyle(it).fill")
        assert text != ground
        page.goto(f"{live_server}/?view=lanes")
        fill = page.locator(".lane-mark circle").first.evaluate("it => getComputedStyle(it).fill")
        assert fill not in (ground, "none")
