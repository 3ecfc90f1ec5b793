"""Pages in Spanish mark the words of the record, which are in English."""

import csv
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from flask import Flask, g
from markupsafe import Markup

from tests.conftest import SEED_DATA
from tests.web.checking import HTML, Page
from tests.web.public_pages import FAULTY, PAGES
from timeline.languages.catalogue import catalogue
from timeline.languages.lists import either
from timeline.languages.message import message
from timeline.languages.names import NAME_END, NAME_START, Name
from timeline.states.words import Labels
from timeline.web import record_language

# Where no element can stand, and what is of another kind: addresses and names of files, the head's title.
_PLAIN = {f"{HTML}{tag}" for tag in ("title", "script", "style", "code", "textarea")}
_SVG = "{http://www.w3.org/2000/svg}"
_FIELDS = {
    "actors": "name",
    "events": "title",
    "places": "name",
    "policies": "title",
    "policies#": "question",
    "policy_states": "label",
    "questions": "title",
    "series": "title",
    "sources": "title",
    "timelines": "title",
    "topics": "label",
}
#: Words of the record that are words of the pages, too.
_BOTH = {"Access", "Transparency", "states"}
_LEAST = 5
# Every kind of page, and the states in which other names stand.
_STATES = (
    "/?q=memo&topic=participation&disputed=dates",
    "/policies/local-participation?on=2010-10-03",
    "/policies/state-participation?on=2011-04-15&place=us-ma",
    "/compare?a=2010-09-10&b=2010-10-07",
    "/questions?source=no-rules-of-the-road",
    "/download?file=states.csv&on=2010-09-10",
    "/report?about=event/napolitano-letter-to-lofgren",
)
PATHS = [
    f"/es{path}"
    for path in (*(paths[0] for paths in PAGES.values()), *FAULTY[404], *_STATES)
    if path[:3] != "/es"
]


@pytest.fixture(scope="module")
def names() -> re.Pattern[str]:
    """Give an expression of all names and titles of the record."""
    found = set()
    for table, column in _FIELDS.items():
        with (SEED_DATA / f"{table.rstrip('#')}.csv").open(encoding="utf-8") as file:
            found |= {" ".join(row[column].split()) for row in csv.DictReader(file)}
    chosen = sorted((name for name in found - _BOTH if len(name) >= _LEAST), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, chosen))})(?!\w)")


def in_language(element: Element, code: str, current: str = "") -> Iterator[str]:
    """Yield the texts of an element whose nearest language is this one, white space folded."""
    current = element.attrib.get("lang", current)
    # What a picture shows is told by titles, too, which hold no elements; a label beside one is not heard.
    is_unheard = element.tag == f"{_SVG}text" and element.attrib.get("aria-hidden") == "true"
    if element.tag in _PLAIN or element.tag == f"{_SVG}title" or is_unheard:
        return
    texts = [element.text or ""] if current == code else []
    for child in element:
        if isinstance(child.tag, str):
            yield from in_language(child, code, current)
        texts += [child.tail or ""] if current == code else []
    yield from (" ".join(text.split()) for text in texts if text.strip())


def test_no_name_of_the_record_stands_in_spanish(app: Flask, names: re.Pattern[str]) -> None:
    client = app.test_client()
    found = [
        (path, text)
        for path in PATHS
        if not path.startswith("/es/api")  # A reference for programs, of which the record is the examples.
        for text in in_language(Page(client.get(path)).tree, "es")
        if names.search(text)
    ]
    assert found == []


def test_pages_in_the_language_of_the_record_mark_nothing(app: Flask) -> None:
    client = app.test_client()
    for path in ("/", "/policies/local-participation?on=2010-10-03", "/questions", "/on/2010-09-10"):
        html = client.get(path).get_data(as_text=True)
        assert '<span lang="en">' not in html.replace('<span data-copy-text lang="en">', "")


def test_a_name_within_a_text_of_the_archive_is_marked_and_escaped(app: Flask) -> None:
    hostile = f"<b>{NAME_START}x{NAME_END}</b>"
    with app.test_request_context("/es/", environ_overrides={"timeline.language": "es"}):
        g.record_lang = Markup(' lang="en"')
        text = message("Date of: {event}", event=Name(hostile))
        assert record_language.told(text).endswith('<span lang="en">&lt;b&gt;x&lt;/b&gt;</span>')
        labels = record_language.signed(Labels(states={"a": hostile}))
        said = record_language.with_names(f"& {labels.states['a']}")
        assert said == '&amp; <span lang="en">&lt;b&gt;x&lt;/b&gt;</span>'
        assert record_language.named(hostile).startswith('<span lang="en">&lt;b&gt;')
        assert dict(labels.states) == {"a": f"{NAME_START}<b>x</b>{NAME_END}"}
    assert text == f"Date of: {hostile}"


def test_signs_around_a_name_do_not_change_the_word_before_it() -> None:
    spanish = catalogue("es")
    assert (
        either(["uno", f"“{NAME_START}otro{NAME_END}”"], spanish).replace(NAME_START, "").startswith("uno u ")
    )
