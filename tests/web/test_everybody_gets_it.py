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

# What on each page must arrive, as it stands in the answer of the server: titles, dates, sources.
CARDS = ("h1", ".card-title", ".card-date time", ".card-date .date-words", ".card-facts a")
PAGES = {
    "/": (*CARDS, ".landmark-date time", ".landmarks h3"),
    "/?q=memo": CARDS,
    "/?view=lanes&detail=landmarks": ("h1", ".lane-name a", ".lane-mark title"),
    "/?q=memo&view=counts": ("h1", ".strip-counts th a"),
    "/events/napolitano-letter-to-lofgren": (
        *("h1", ".big-date", ".citation a", ".citation q", "blockquote p", ".chain a", "main time"),
        *("main th a", "dl a"),
    ),
    "/sources/no-rules-of-the-road": ("h1", "dl a", ".source-table td a", "main section li > a", "td q"),
    "/sources/no-rules-of-the-road?list=claims": ("h1", ".source-table td a", "td q"),
    "/sources": ("h1", ".source-table td a"),
    "/actors/ice": CARDS,
    "/actors": ("h1", "main li a"),
    "/places/us-ca": CARDS,
    "/topics/detainers": CARDS,
    "/policies": ("h1", "main h3 a"),
    "/policies/local-participation": ("h1", "main th[scope=row] a", "main td time"),
    "/on/2010-09-10": ("h1", "main h3 a", ".card-date time", ".card-title"),
    "/compare?a=2010-09-10&b=2010-10-07": ("h1", "main h2", "main h3", "main section a"),
    "/questions": ("h1", ".point h3", ".point h3 a"),
    "/questions/matrix": ("h1", "main th a"),
    "/questions/level-1-share": ("h1", "main q", "main section a"),
    "/series": ("h1", "main section h2", "main section a"),
    "/series/jurisdictions-active": ("h1", "main td a", "main td q"),
    "/search?q=memo": ("h1", ".hit a", ".hit mark"),
    "/changes/1": ("h1", "main li a"),
    "/about": ("h1", "main h2", "main h3"),
    "/embed?timeline=secure-communities": ("h1", "main a", "main time"),
}
WITHIN_CLOSED = "details:not([open]) *"
#: Ways onward mean nothing on paper.
CHROME = ".pager *"


@pytest.fixture(params=PAGES)
def path(request: pytest.FixtureRequest) -> str:
    """Give the address of each page in turn."""
    return str(request.param)


def told(page: Page, path: str) -> list[str]:
    """List the words of the page that must arrive: those that stand in it and are not folded away."""
    found = page.evaluate(
        """([selectors, without]) => [...document.querySelectorAll(selectors)]
            .filter(element => !element.matches(without))
            .map(element => element.textContent)""",
        [", ".join(PAGES[path]), f"{WITHIN_CLOSED}, {CHROME}"],
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


def printed(page: Page, file: Path) -> str:
    page.pdf(path=file, format="A4")
    return subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture(scope="module")
def without_scripts(browser: Browser) -> Iterator[Page]:
    """Give a page of a browser whose reader has turned JavaScript off."""
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


def test_it_is_in_the_accessibility_tree_without_scripts_and_on_paper(
    page: Page, without_scripts: Page, live_server: str, path: str, tmp_path: Path
) -> None:
    page.goto(live_server + path)
    words = told(page, path)
    assert missing(words, "".join(spoken(page))) == []
    assert missing(words, printed(page, tmp_path / "page.pdf")) == []
    without_scripts.goto(live_server + path)
    body = html5lib.parse(without_scripts.content(), namespaceHTMLElements=False).find("body")
    assert body is not None
    assert missing(words, "".join(body.itertext())) == []
    assert without_scripts.locator("h1").is_visible()
