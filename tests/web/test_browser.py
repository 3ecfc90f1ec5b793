"""Every page in a browser: accessible in both schemes and widths, without JavaScript, zoomed, on paper."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.axe import OVER, violations
from tests.web.public_pages import ALL, PAGES

# What can differ between the schemes; everything else is the same page.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
NARROW, WIDE = 375, 1280
ZOOMED = 320  # 1280 pixels at 400 % are 320 pixels of CSS.
# The words that a page is made of: what a reader sees of headings, links, dates and tables.
SEEN = """() => [...document.querySelectorAll("h1, h2, h3, p, time, th, td, dt, dd, main a[href]")]
    .filter((it) => it.checkVisibility() && !it.matches("[data-strip-said]"))
    .map((it) => {
      // What a script offers to do, such as to copy, is nothing that a page says.
      const said = it.querySelector("button") ? it.cloneNode(true) : it;
      said.querySelectorAll("button").forEach((button) => button.remove());
      return said.textContent.replace(/\\s+/g, " ").trim();
    })"""


@pytest.fixture(scope="module")
def open_page(browser: Browser) -> Iterator[Page]:
    """Open one page for many addresses, so that each does not wait for a browser of its own."""
    faults: list[str] = []
    with browser.new_context() as context:
        opened = context.new_page()
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        yield opened
    # The browser reports each answer that is a fault, and some pages here are meant to be.
    assert [fault for fault in faults if "the server responded with a status of 40" not in fault] == []


@pytest.mark.parametrize("path", ALL)
def test_axe_finds_nothing_and_no_text_scrolls_sideways(open_page: Page, live_server: str, path: str) -> None:
    page, found = open_page, {}
    page.goto(live_server + path)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, options in (("light", {}), ("dark", COLOURS)):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            faults = violations(page, options)
            if faults:
                found[f"{width} {scheme}"] = faults
    # A table may scroll within its own frame.
    over = {}
    for width in (NARROW, ZOOMED):
        page.set_viewport_size({"width": width, "height": 600})
        over[width] = page.evaluate(OVER)
    assert (found, over) == ({}, {NARROW: 0, ZOOMED: 0})


def test_without_javascript_every_page_shows_the_same_words(browser: Browser, live_server: str) -> None:
    missing = {}
    with browser.new_context() as scripted, browser.new_context(java_script_enabled=False) as plain:
        with_scripts, without = scripted.new_page(), plain.new_page()
        for path in ALL:
            with_scripts.goto(live_server + path)
            without.goto(live_server + path)
            lost = set(with_scripts.evaluate(SEEN)) - set(without.evaluate(SEEN)) - {""}
            if lost:
                missing[path] = lost
            # What is sent to a server needs something to send it with.
            forms = without.locator("main form")
            assert forms.count() == forms.filter(has=without.locator("button, input[type=submit]")).count()
    assert missing == {}


def test_without_javascript_every_filter_narrows_as_it_says_and_is_taken_off(
    browser: Browser, live_server: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_server)
        names = page.locator(".filters select").evaluate_all("all => all.map((it) => it.name)")
        assert {"kind", "topic", "actor", "role", "place", "source", "policy", "when"} <= set(names)
        whole = _total(page)
        for name in names:
            page.goto(live_server)
            page.get_by_text("Filter and search").click()
            field = page.locator(f".filters select[name={name}]")
            option = field.locator("option").nth(1)
            said = re.search(r"\((\d+)\)|(\d+)$", option.inner_text().strip())
            field.select_option(option.get_attribute("value"))
            page.locator(".filters").get_by_role("button", name="Show").click()
            assert f"{name}=" in page.url
            if said:
                assert _total(page) == int(said[1] or said[2]), name
            if name in ("when", "role"):
                continue  # They say how the range and the actor are meant, and take nothing away alone.
            page.locator(".chips a").first.click()
            assert _total(page) == whole, name


def _total(page: Page) -> int:
    return int(page.locator(".actions [role=status]").inner_text().split()[0])


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


# A frame is printed with the page around it.
@pytest.mark.parametrize("endpoint", sorted(set(PAGES) - {"embed.show", "reports.ask", "timeline.home"}))
def test_every_kind_of_page_prints_clean(page: Page, live_server: str, endpoint: str, tmp_path: Path) -> None:
    page.goto(live_server + PAGES[endpoint][0])
    heading = page.locator("h1").inner_text()
    page.emulate_media(media="print")
    file = tmp_path / "page.pdf"
    page.pdf(path=file, format="A4")
    text = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    sheets = text.split("\f")[:-1]
    assert all(sheet.strip() for sheet in sheets), f"{len(sheets)} sheets, and an empty one among them"
    assert " ".join(heading.split()) in " ".join(text.split())
    for chrome in (
        "Skip to the content",
        "Report an error on this page",
        "Español",
        "Where sources differ  ",
    ):
        assert chrome not in text
    wide = page.locator("body *:visible").evaluate_all(
        "all => all.filter((it) => !it.closest('svg') && it.getBoundingClientRect().right"
        " > document.documentElement.clientWidth + 1).map((it) => it.outerHTML.slice(0, 80))"
    )
    assert wide == []


@pytest.mark.parametrize(
    "path",
    [
        "/questions/matrix",
        "/policies/local-participation",
        "/series",
        "/sources",
        "/sources/cosmetic-changes",
    ],
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
