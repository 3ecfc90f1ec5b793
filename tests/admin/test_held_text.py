"""The text of a source: kept as plain text and nothing else, compared with quotations, never public."""

import hashlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from tests.admin.conftest import add_people, archive_by_ada
from tests.admin.desk import Desk
from tests.conftest import Contents
from tests.web.checking import HTML
from timeline.admin.plain_text import MOST_BYTES, read_plain_text

Seat = Callable[[str], Desk]
ADDRESS = "/admin/sources/report/text"


@pytest.fixture
def contents(quick_hashes: None) -> Contents:
    return archive_by_ada, add_people


def file(data: bytes, name: str = "report.txt") -> Any:
    return {"file": (BytesIO(data), name)}


def test_a_text_is_kept_with_its_checksum_and_quotations_are_looked_for(desk: Seat) -> None:
    carla = desk("carla")
    assert "Add its text" in carla.get(ADDRESS).text
    data = b"They may\r\nstay in."
    carla.send(ADDRESS, file(data))
    page = carla.get(ADDRESS)
    assert hashlib.sha256(data).hexdigest() in page.text
    assert "1 of 1 is not in the text" in page.text
    assert "opt out" in page.text
    assert "/admin/events/memo/edit#citations-0-quotation" in page.links()
    carla.send(ADDRESS, {"text": "Nobody can OPT\nout."})
    assert "The one quotation is in the text." in carla.get(ADDRESS).text
    assert "Not asked yet" in carla.get("/admin/sources/page/text").text
    carla.send(f"{ADDRESS}/2/remove")
    carla.send("/admin/sources/page/text/1/remove", status=404)
    assert "1 of 1 is not in the text" in carla.get(ADDRESS).text
    assert ADDRESS in carla.get("/admin/sources/report/edit").links()
    assert carla.client.get("/sources/report").get_data(as_text=True).count("stay in.") == 0


def test_a_quotation_is_looked_for_while_it_is_typed(desk: Seat) -> None:
    carla = desk("carla")

    def told(words: str, source: str = "report") -> Any:
        asked = {"source": source, "quotation": words}
        return carla.send("/admin/lookups/quotation", asked, status=200).get_json()

    assert told("stay in") == {"found": None, "text": ""}
    carla.send(ADDRESS, {"text": "They may\nstay in."})
    assert told("THEY … stay in")["text"] == "Its words stand in the text that is held."
    assert told("go out")["text"].startswith("Its words are not in the text")
    assert [told(*asked)["found"] for asked in (("…", "report"), ("stay", "page"), ("stay", "x" * 9000))] == [
        None,
        None,
        None,
    ]
    assert "Its words are not in the text that is held" in carla.get("/admin/events/memo/edit").text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "is missing"),
        (file(b""), "is empty"),
        (file(b"%PDF-1.7 and so on"), "is a PDF and no plain text"),
        (file(b"PK\x03\x04\x00", "letter.txt"), "is a Word, Excel or zip file"),
        (file(b"<!DOCTYPE html><html>"), "is the source of a web page"),
        (file(b"a\x00b"), "U+0000"),
        (file(b"a\x81b"), "can be read"),
        ({"text": "a\x07b"}, "U+0007"),
    ],
)
def test_what_is_no_plain_text_comes_back_with_the_cure(desk: Seat, given: Any, words: str) -> None:
    page = desk("carla").post(ADDRESS, given, status=422)
    assert words in page.text
    assert [each.get("class") for each in page.tree.iter(f"{HTML}p") if each.get("class") == "problem"]


def test_a_file_that_is_too_long_is_not_read() -> None:
    text, (problem,) = read_plain_text(b"x" * (MOST_BYTES + 1), "file")
    assert (text, problem.path) == ("", "file")
    assert problem.message == "is longer than 1.5 million bytes"
