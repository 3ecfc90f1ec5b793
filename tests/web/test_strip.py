"""The overview of time in a browser: by mouse, touch and keyboard, back and forward, narrow, on paper."""

import re

from playwright.sync_api import Browser, Page, expect

RANGE = re.compile(r"from=\d{4}(-\d\d){0,2}&to=\d{4}(-\d\d){0,2}")


def _total(page: Page) -> int:
    return int(page.locator(".actions [role=status]").inner_text().split()[0])


def test_a_drag_chooses_a_range_and_back_and_forward_keep_the_state(page: Page, live_server: str) -> None:
    page.goto(live_server)
    whole, first = _total(page), page.locator(".card-title").first.inner_text()
    box = page.locator("[data-strip]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 150, steps=5)
    expect(page.locator(".strip-brush")).to_be_visible()
    page.mouse.up()
    page.wait_for_url(RANGE)
    expect(page.locator("#overview")).to_contain_text("2010")
    narrow = _total(page)
    assert 0 < narrow < whole
    dragged = page.url  # Before the click: afterwards it may be the new one already.
    page.locator(".strip-bar").first.click()
    page.wait_for_function("address => location.href !== address", arg=dragged)
    page.go_back()
    page.wait_for_url(RANGE)
    expect(page.locator(".actions [role=status]")).to_contain_text(str(narrow))
    page.go_back()
    expect(page.locator(".card-title").first).to_have_text(first)
    assert _total(page) == whole
    page.go_forward()
    expect(page.locator(".actions [role=status]")).to_contain_text(str(narrow))


def test_the_overview_is_one_tab_stop_and_keys_move_zoom_and_open(page: Page, live_server: str) -> None:
    page.goto(live_server)
    stops = page.locator("[data-strip] a[tabindex='0']")
    expect(stops).to_have_count(1)
    stops.first.focus()
    here = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    there = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert there != here
    expect(page.locator("[data-strip-said]")).to_contain_text(there)
    expect(stops).to_have_count(1)
    page.keyboard.press("End")
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == here
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    page.wait_for_url(RANGE)
    page.wait_for_selector("[data-strip-wider]")
    assert page.evaluate("document.activeElement.closest('[data-strip]') !== null")
    zoomed = page.url
    page.keyboard.press("-")
    page.wait_for_function("address => location.href !== address", arg=zoomed)
    expect(page.locator("[data-strip]")).to_have_count(1)


def test_a_pinch_on_a_touchpad_zooms(page: Page, live_server: str) -> None:
    page.goto(live_server)
    box = page.locator("[data-strip]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 150)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.wait_for_url(RANGE)


def test_on_a_touch_screen_a_tap_narrows_and_a_vertical_swipe_is_the_page_s(
    browser: Browser, live_server: str
) -> None:
    with browser.new_context(viewport={"width": 375, "height": 800}, has_touch=True) as context:
        page = context.new_page()
        page.goto(live_server)
        assert page.locator("[data-strip]").evaluate("it => getComputedStyle(it).touchAction") == "pan-y"
        page.locator("[data-strip]").scroll_into_view_if_needed()
        page.locator(".strip-bar").nth(40).tap()
        page.wait_for_url(RANGE)


def test_without_javascript_a_bar_a_level_and_a_year_are_links(browser: Browser, live_server: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_server)
        page.locator(".strip-bar").nth(20).click()
        page.wait_for_url(RANGE)
        page.get_by_role("link", name="All years").click()
        page.get_by_text("These counts as a table").click()
        page.get_by_role("row", name="2010").get_by_role("link").click()
        assert "from=2010&to=2010" in page.url
        page.get_by_role("link", name=re.compile("^Landmarks")).click()
        assert "detail=landmarks" in page.url


def test_names_keep_their_shape_and_stand_apart_at_every_width(browser: Browser, live_server: str) -> None:
    script = """() => [...document.querySelectorAll(".strip-mark text")]
        .filter((it) => getComputedStyle(it.parentNode).display !== "none")
        .map((it) => { const box = it.getBoundingClientRect();
            return [box.left, box.right, box.top, box.bottom, getComputedStyle(it).fontSize]; })"""
    for width in (320, 375, 700, 1280):
        with browser.new_context(viewport={"width": width, "height": 800}) as context:
            page = context.new_page()
            page.goto(live_server)
            names = page.evaluate(script)
            assert names
            assert {name[4] for name in names} == {"12px"}
            assert all(name[0] >= 0 and name[1] <= width for name in names)
            for number, one in enumerate(names):
                for other in names[:number]:
                    beside = one[1] <= other[0] or other[1] <= one[0]
                    assert beside or one[3] <= other[2] + 2 or other[3] <= one[2] + 2
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_landmark_and_bar_is_in_the_accessibility_tree_and_the_picture_on_paper(
    page: Page, live_server: str
) -> None:
    page.goto(live_server)
    assert page.get_by_role("link", name=re.compile("^17 August 2010: The August 17, 2010 memo")).count() == 1
    assert page.get_by_role("link", name=re.compile("^September 2010: 6 events")).count() == 1
    page.emulate_media(media="print")
    assert page.locator("[data-strip]").is_visible()
    assert not page.locator(".strip-counts").is_visible()


def test_lanes_scroll_sideways_on_a_phone_and_keep_their_names(browser: Browser, live_server: str) -> None:
    with browser.new_context(viewport={"width": 375, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{live_server}/?view=lanes&by=topic")
        before = page.locator(".lane-name a").first.bounding_box()
        page.locator(".lanes").evaluate("it => { it.scrollLeft = 400; }")
        assert page.locator(".lanes").evaluate("it => it.scrollLeft") == 400
        assert page.locator(".lane-name a").first.bounding_box() == before
        assert page.evaluate("document.documentElement.scrollWidth") == 375
        expect(page.locator("[data-lane]").first.locator("a[tabindex='0']")).to_have_count(1)
