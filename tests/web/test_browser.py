"""The site in a browser: accessible in both schemes and widths, without JavaScript, zoomed, on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

PAGES = (
    "/",
    "/?from=2010-08&to=2010-12",
    "/?q=xyzzy",
    "/events/setting-the-record-straight-memo",
    "/sources",
    "/sources/no-rules-of-the-road",
    "/actors",
    "/actors/ice",
    "/places/us-ca",
    "/topics/detainers",
    "/search?q=detainer",
    "/about",
    "/download",
    "/policies",
    "/policies/local-participation",
    "/policies/local-participation?on=2010-10-03",
    "/policies/state-participation?on=2011-04-15&place=us-ma",
    "/policies/fingerprint-sharing?on=2013-01-01",
    "/policies/local-participation?on=2011-02-29",
    "/on/2010-09-10",
    "/compare",
    "/compare?a=2010-09-10&b=2010-10-07",
    "/questions",
    "/series",
    "/nothing",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing(browser: Browser, live_server: str, width: int, scheme: str) -> None:
    found = {}
    with browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    ) as context:
        page = context.new_page()
        for path in PAGES:
            page.goto(live_server + path)
            results = Axe().run(page)
            if results.violations_count:
                found[path] = results.generate_report()
    assert found == {}


def test_text_never_scrolls_sideways_at_400_percent(browser: Browser, live_server: str) -> None:
    # 1280 pixels at 400 % are 320 pixels of CSS; a table may scroll within its own frame.
    wide = {}
    with browser.new_context(viewport={"width": 320, "height": 600}) as context:
        page = context.new_page()
        for path in PAGES:
            page.goto(live_server + path)
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if over > 0:
                wide[path] = over
    assert wide == {}


def test_without_javascript_a_reader_filters_opens_an_event_and_its_source(
    browser: Browser, live_server: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_server)
        page.get_by_text("Filter and search").click()
        page.get_by_label("Words").fill("Setting the Record Straight")
        page.get_by_role("button", name="Show").click()
        page.locator(".card-title a").first.click()
        assert page.get_by_role("heading", name="How we know").is_visible()
        page.locator(".citation a").first.click()
        assert page.get_by_role("heading", name="What rests on it").is_visible()


def test_the_keyboard_alone_reaches_the_content_and_the_filter(page: Page, live_server: str) -> None:
    page.goto(live_server)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip().startswith("Filter"):
            break
    page.keyboard.press("Enter")
    assert page.get_by_label("Words").is_visible()


def test_on_paper_there_is_the_story_and_no_navigation(page: Page, live_server: str) -> None:
    page.goto(live_server)
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="The whole record").is_visible()
    assert not page.get_by_role("navigation", name="Main").get_by_role("link", name="Sources").is_visible()
    assert len(page.pdf()) > 10_000


@pytest.mark.parametrize(
    "path",
    ["/questions/matrix", "/policies/local-participation", "/series"],
)
def test_tables_laid_out_as_lists_are_tables_to_who_cannot_see_them(
    browser: Browser, live_server: str, path: str
) -> None:
    with browser.new_context(viewport={"width": 375, "height": 800}) as context:
        page = context.new_page()
        page.goto(live_server + path)
        tables = page.locator("table.reflow:visible").all()
        assert tables
        for table in tables:
            rows = table.locator("tr:visible").count()
            assert table.get_by_role("row").count() == rows > 0
            assert table.get_by_role("cell").count() == table.locator("td:visible").count() > 0
            tree = table.aria_snapshot()
            assert tree.startswith("- table")
            assert "- row" in tree
