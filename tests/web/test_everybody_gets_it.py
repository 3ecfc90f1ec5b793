"""Every title, date and source of a page reaches who hears it, reads it without scripts, or prints it.

Scores of accessibility do not tell: a chart whose events nobody can reach has a full score, too.
"""

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import html5lib  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, Page

# What on each page must arrive, as it stands in the answer of the server.
PAGES = {
    "/": (".card-title", ".card-date time", ".landmark-title"),
    "/?q=memo": (".card-title", ".card-date time"),
    "/?view=lanes": ("h1", ".lane-name"),
    "/events/napolitano-letter-to-lofgren": ("h1", ".citation a", "main time"),
    "/sources/no-rules-of-the-road": ("h1", "main section li > a"),
    "/actors/ice": ("h1", ".card-title", ".card-date time"),
    "/policies/local-participation": ("h1", "main th[scope=row] a"),
    "/questions/level-1-share": ("h1", "main q, main section a"),
}
WITHIN_CLOSED = "details:not([open]) *"


@pytest.fixture(params=PAGES)
def path(request: pytest.FixtureRequest) -> str:
    """Give the address of each page in turn."""
    return str(request.param)


def told(page: Page, path: str) -> list[str]:
    """List the words of the page that must arrive: those that stand in it and are not folded away."""
    found = page.evaluate(
        """([selectors, closed]) => [...document.querySelectorAll(selectors)]
            .filter(element => !element.matches(closed))
            .map(element => element.textContent)""",
        [", ".join(PAGES[path]), WITHIN_CLOSED],
    )
    words = sorted({squeezed(text) for text in found} - {""})
    assert len(words) > 3, f"{path} tells almost nothing"
    return words


def squeezed(text: str) -> str:
    """Give a text without white space and hyphens, which lines and pages break it with."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u00ad\u200b\-\u2010\u2011\ufeff]", "", text)


def missing(words: list[str], text: str) -> list[str]:
    whole = squeezed(text)
    return [word for word in words if word not in whole]


def spoken(page: Page) -> Iterator[str]:
    """Yield every name in Chromium's accessibility tree."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    for node in session.send("Accessibility.getFullAXTree")["nodes"]:
        if not node.get("ignored"):
            yield str(node.get("name", {}).get("value", ""))


def test_it_is_in_the_accessibility_tree(page: Page, live_server: str, path: str) -> None:
    page.goto(live_server + path)
    words = told(page, path)
    assert missing(words, "".join(spoken(page))) == []


def test_it_is_there_without_scripts(browser: Browser, live_server: str, path: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(live_server + path)
        words = told(page, path)
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_server + path)
        body = html5lib.parse(page.content(), namespaceHTMLElements=False).find("body")
        assert body is not None
        assert missing(words, "".join(body.itertext())) == []
        assert page.locator("h1").is_visible()


def test_it_is_on_paper(page: Page, live_server: str, path: str, tmp_path: Path) -> None:
    page.goto(live_server + path)
    words = told(page, path)
    file = tmp_path / "page.pdf"
    page.pdf(path=file, format="A4")
    text = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert missing(words, text) == []
