"""The page of an event: why it matters, how we know, and what it answers and what answered it."""

import gc

import pytest
from sqlalchemy import Engine
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.web.checking import Site
from timeline.config import Settings
from timeline.factory import create_app

MEMO = "setting-the-record-straight-memo"


def _chain(site: Site, event: str) -> list[tuple[str, str]]:
    page = site.get(f"/events/{event}")
    items = [item for item in page.all("li") if item.attrib.get("class", "").startswith("chain-")]
    return [(item.attrib["class"], " ".join("".join(item.itertext()).split())) for item in items]


def test_a_page_says_why_its_event_matters(site: Site) -> None:
    text = site.get(f"/events/{MEMO}").text
    assert "Why it matters It is a landmark of the story. It bears on rules: Local participation" in text


def test_the_evidence_says_whether_each_source_can_be_read(site: Site) -> None:
    assert "Read by the archive." in site.get(f"/events/{MEMO}").text
    assert "Access: open." in site.get(f"/events/{MEMO}").text


def test_a_chain_is_seen_from_both_of_its_ends(site: Site) -> None:
    chain = _chain(site, MEMO)
    kinds = [kind for kind, _ in chain]
    assert kinds == sorted(kinds, key=["chain-ground", "chain-this", "chain-answer"].index)
    assert kinds.count("chain-this") == 1
    (letter,) = [text for kind, text in chain if kind == "chain-answer" and "Lofgren" in text]
    assert "7 or 8 September 2010 Followed by" in letter
    back = _chain(site, "napolitano-letter-to-lofgren")
    assert any(
        kind == "chain-ground" and "Follows" in text and "August 17, 2010" in text for kind, text in back
    )


@pytest.mark.parametrize(
    "words", ["Before:", "After:", "History of this record", "Cite this event", "Download this event"]
)
def test_a_page_leads_on(site: Site, words: str) -> None:
    assert words in site.get(f"/events/{MEMO}").text


@pytest.mark.parametrize("words", ["Download this event", "Descargar este acontecimiento"])
def test_what_is_made_once_for_all_events_leads_to_the_files_of_this_one(site: Site, words: str) -> None:
    root = "" if words.startswith("Download") else "/es"
    # The letter is of one of two days: no calendar can hold it.
    for event, files in ((MEMO, 6), ("napolitano-letter-to-lofgren", 5)):
        page = site.get(f"{root}/events/{event}")
        assert words in page.text
        links = [link.attrib["href"] for link in page.all("a") if "/download/events/" in link.attrib["href"]]
        assert len(links) == files
        assert all(link.startswith(f"/download/events/{event}/") for link in links)


def test_a_page_leaves_hardly_a_circle_of_objects_behind(sqlite_record: Engine) -> None:
    """What the collector of garbage would have to find, in the midst of another page."""
    app = create_app(Settings(secret_key="c" * 40, kept_pages=0), sqlite_record)

    def ask() -> None:
        _, status, _ = run_wsgi_app(app, EnvironBuilder(f"/events/{MEMO}").get_environ(), buffered=True)
        assert status == "200 OK"

    for _ in range(3):
        ask()
    gc.collect()
    gc.disable()
    try:
        ask()
        assert gc.collect() < 40
    finally:
        gc.enable()
