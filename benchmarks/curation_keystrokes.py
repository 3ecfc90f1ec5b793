"""Count the keystrokes and clicks for a typical event with two citations, here and in stock Flask-Admin.

    python -m benchmarks.curation_keystrokes

Both are done in Chromium, each step as it is counted: a click is one, a key is one, a shortcut is one. The
event has a fuzzy date, an actor, a place, two topics, one citation of a source that is not there yet (its
BibTeX is in the clipboard) and one of a source that is. The words that are typed letter for letter in both
(title, summary, quotation, locators) are counted apart, since no form can save them. Stock forms take the
source letter by letter; how it would be with each of its fields copied and pasted is said besides.
"""

import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Locator, Page, expect
from werkzeug.serving import make_server

from benchmarks.browsing import chromium
from benchmarks.stock_forms import stock_app
from timeline.config import Settings
from timeline.db import create_engine, upgrade, write_transaction
from timeline.factory import create_app
from timeline.imports.load import load_package
from timeline.store.people import add_person

SEED_DATA = Path(__file__).parent.parent / "seed_data"
PASSWORD = "count each of the keys"
TITLE = "ICE announces a review of detainers in California"
SUMMARY = "ICE says that it will look at every detainer that was sent to a Californian jail since 2009."
QUOTATION = "every detainer will be looked at again"
LOCATORS = ("p. 317", "para. 2")
SOURCE = {
    "slug": "smith-2011",
    "name": "Counting the detained: immigration holds in county jails, 2008–2011",
    "creators": "Smith, Jane; Doe, John",
    "container": "Journal of Policy History",
    "volume": "23",
    "issue": "3",
    "pages": "301-329",
    "issued": "2011-03",
    "doi": "10.1017/S0898030611000145",
    "url": "https://www.cambridge.org/core/journals/jph/S0898030611000145",
}
BIBTEX = (
    f"@article{{smith2011, title={{{SOURCE['name']}}}, author={{Smith, Jane and Doe, John}}, "
    f"journal={{{SOURCE['container']}}}, volume=23, number=3, pages={{301--329}}, year=2011, month=mar, "
    f"doi={{{SOURCE['doi']}}}, url={{{SOURCE['url']}}}}}"
)
#: To another window, mark a field, copy it, back again, into the box, paste it.
PASTED = 6
NAMES = {
    "topic": ["Detainers", "Participation", "Deployment", "Complaints"],
    "place": ["California", "United States", "Massachusetts"],
    "actor": ["John Morton", "U.S. Immigration and Customs Enforcement"],
    "source": ["No Rules of the Road", "A page", "A report"],
}


@dataclass
class Hand:
    """Whoever works at the page: each key and each click is counted."""

    page: Page
    actions: int = 0
    words: int = 0

    def click(self, place: Locator) -> None:
        """Click on something, or tab to it."""
        place.click()
        self.actions += 1

    def type(self, text: str) -> None:
        """Type what one looks for, or what only this form asks for."""
        self.page.keyboard.type(text)
        self.actions += len(text)

    def write(self, text: str) -> None:
        """Type the words of the record, which are the same everywhere."""
        self.page.keyboard.type(text)
        self.words += len(text)

    def press(self, key: str) -> None:
        """Press a key, or a shortcut."""
        self.page.keyboard.press(key)
        self.actions += 1

    def choose(self, select: Locator, label: str, letters: str) -> None:
        """Go to a select of the browser and type the first letters of what is wanted."""
        select.select_option(label=label)
        self.actions += 1 + len(letters)

    def look_up(self, typed: str, offered: Locator) -> None:
        """Type into a field that offers names, and take the first with Enter."""
        self.type(typed)
        expect(offered.first).to_contain_text(re.compile(typed.split(maxsplit=1)[0], re.IGNORECASE))
        self.press("Enter")

    @property
    def total(self) -> int:
        """Give all that was pressed."""
        return self.actions + self.words


def add_here(page: Page, address: str) -> Hand:
    """Add the event with our editor, from the list of events on."""
    hand = Hand(page)
    page.goto(f"{address}/admin/events/new")
    hand.actions += 1  # The button that leads there.
    options = page.locator(".combo-list:not([hidden]) [role=option]")
    hand.write(TITLE)  # The cursor stands in the title.
    hand.click(page.get_by_label("Date", exact=True))
    hand.type("spring 2011")
    hand.choose(page.get_by_label("Kind"), "Announcement", "Ann")
    hand.click(page.get_by_label("Summary"))
    hand.write(SUMMARY)
    hand.click(page.get_by_role("combobox", name="Actor"))
    hand.look_up("john m", options)
    page.locator("#actors-0-role").select_option(label="Speaker")
    hand.actions += 2  # The cursor stands in the role: “Sp”.
    hand.click(page.get_by_role("combobox", name="Places"))
    hand.look_up("calif", options)
    hand.click(page.get_by_role("combobox", name="Topics"))
    hand.look_up("deta", options)
    expect(page.get_by_role("combobox", name="Topics")).to_have_count(2)
    hand.look_up("parti", options)
    _cite_here(hand, page, options)
    hand.press("Control+s")
    expect(page.locator(".flash-done")).to_contain_text("Saved as a draft")
    return hand


def _cite_here(hand: Hand, page: Page, options: Locator) -> None:
    paste = page.get_by_label("Cite: paste")
    hand.click(paste)
    paste.fill(BIBTEX)
    hand.actions += 1  # Ctrl+V; the page reads it as soon as it is there.
    paste.dispatch_event("paste")
    expect(page.get_by_role("dialog").get_by_label("Title")).to_have_value(SOURCE["name"])
    hand.press("Enter")
    expect(page.locator("#citations-0-locator")).to_be_focused()
    hand.write(LOCATORS[0])
    hand.click(page.get_by_label("Date it gives"))
    hand.type("July 2012")
    hand.click(page.get_by_role("button", name="Add a citation"))
    hand.look_up("no rules", options)
    hand.write(LOCATORS[1])
    hand.press("Tab")
    hand.write(QUOTATION)


def add_in_stock(page: Page, address: str) -> Hand:
    """Add the same with stock forms: the source first, then the event."""
    hand = Hand(page)
    page.goto(f"{address}/admin/source/new/")
    hand.actions += 2  # The menu, and the button for a new one.
    for name, value in SOURCE.items():
        hand.click(page.locator(f"#{name}"))
        hand.type(value)
    _pick(hand, page, "type", "journal")
    hand.click(page.locator("input[type=submit]").first)
    page.goto(f"{address}/admin/event/new/")
    hand.actions += 2
    hand.click(page.locator("#slug"))
    hand.type("ice-announces-a-review-of-detainers")
    hand.click(page.locator("#title"))
    hand.write(TITLE)
    _pick(hand, page, "kind", "ann")
    _pick(hand, page, "significance", "main")
    hand.click(page.locator("#date"))
    hand.type("2011-21")
    hand.click(page.locator("#summary"))
    hand.write(SUMMARY)
    _pick(hand, page, "topics", "deta", "parti")
    _pick(hand, page, "places", "calif")
    hand.click(page.locator("#actors-button"))
    _pick(hand, page, "actors-0-actor", "john m")
    _pick(hand, page, "actors-0-role", "spe")
    hand.click(page.locator("#citations-button"))
    _pick(hand, page, "citations-0-source", "counting")
    hand.click(page.locator("#citations-0-locator"))
    hand.write(LOCATORS[0])
    hand.click(page.locator("#citations-0-asserted_date"))
    hand.type("2012-07")
    hand.click(page.locator("#citations-button"))
    _pick(hand, page, "citations-1-source", "no rules")
    hand.click(page.locator("#citations-1-locator"))
    hand.write(LOCATORS[1])
    hand.click(page.locator("#citations-1-quotation"))
    hand.write(QUOTATION)
    hand.click(page.locator("input[type=submit]").first)
    expect(page.locator(".alert-success")).to_contain_text("successfully created")
    return hand


def _pick(hand: Hand, page: Page, field: str, *typed: str) -> None:
    """Choose from the list that Flask-Admin makes of a select: open it, type, Enter."""
    hand.click(page.locator(f"#s2id_{field}"))
    for text in typed:
        hand.look_up(text, page.locator(".select2-highlighted:visible"))


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on this machine and give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def ours() -> Iterator[str]:
    """Serve the record of seed_data with an editor in it."""
    with tempfile.TemporaryDirectory(prefix="timeline-keys-") as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'timeline.sqlite3'}")
        upgrade(engine)
        with write_transaction(engine) as session:
            load_package(session, SEED_DATA, by="Benchmark", reason="To measure.")
            add_person(session, handle="bench", name="Bench", role="contributor", password=PASSWORD)
        with served(create_app(Settings(secret_key="b" * 40), engine)) as address:
            yield address
        engine.dispose()


def sign_in(page: Page, address: str) -> None:
    """Sign the editor in; this is not counted."""
    page.goto(f"{address}/admin/sign-in")
    page.get_by_label("Sign-in name or e-mail address").fill("bench")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


def count(page: Page) -> tuple[Hand, Hand]:
    """Add the event here and in stock forms; give what was counted."""
    expect.set_options(timeout=30_000)
    with ours() as address:
        sign_in(page, address)
        here = add_here(page, address)
        page.goto("about:blank")
    with served(stock_app(NAMES)[0]) as address:
        there = add_in_stock(page, address)
        page.goto("about:blank")
    return here, there


def main() -> None:
    with chromium() as browser:
        here, there = count(browser.new_page())
    print("keys and clicks               here   stock   share")
    for name, one, other in (
        ("in all", here.total, there.total),
        ("without the record's words", here.actions, there.actions),
    ):
        print(f"{name:<28}{one:6} {other:7} {one / other:7.0%}")
    less = sum(map(len, SOURCE.values())) - PASTED * len(SOURCE)
    print(f"were each field of the source pasted into the stock form, at {PASTED} keys and clicks:")
    for name, one, other in (
        ("in all", here.total, there.total - less),
        ("without the record's words", here.actions, there.actions - less),
    ):
        print(f"{name:<28}{one:6} {other:7} {one / other:7.0%}")


if __name__ == "__main__":
    main()
