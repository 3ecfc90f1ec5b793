"""What pictures of shared addresses say, in the language of the page."""

import re

import pytest
from flask import Flask

from tests.web.checking import Page
from timeline.drawing.card import Card
from timeline.web import cards

# What stands above, beneath and at the foot of the title, in Spanish and in English.
SAID = {
    "timelines/secure-communities": (
        "Timeline|131 acontecimientos, 2008–2012|Completo hasta el 31 de agosto de 2012",
        "Timeline|131 events, 2008–2012|Complete to 31 August 2012",
    ),
    "events/setting-the-record-straight-memo": (
        "Timeline · Directrices|17 de agosto de 2010|3 fuentes",
        "Timeline · Guidance|17 August 2010|3 sources",
    ),
    "sources/no-rules-of-the-road": (
        "Timeline · Informe|marzo de 2011|National Immigration Law Center",
        "Timeline · Report|March 2011|National Immigration Law Center",
    ),
    "actors/ice": ("Timeline · Agencia|85 acontecimientos, ", "Timeline · Agency|85 events, "),
    "places/us-ca": ("Timeline · Estado|9 acontecimientos, ", "Timeline · State|9 events, "),
    "topics/detainers": ("Timeline · Tema|16 acontecimientos, ", "Timeline · Topic|16 events, "),
    "policies/local-participation": (
        "Timeline · Política|Local participation|Voluntary · ",
        "Timeline · Policy|Local participation|Voluntary · ",
    ),
    "series/database-hits": (
        "Timeline · Cifras|hits|1 cifra de 1 fuente",
        "Timeline · Figures|hits|1 figure from 1 source",
    ),
    "questions/level-1-share": (
        "Timeline · Donde discrepan las fuentes|Abierta|4 afirmaciones de 4 fuentes",
        "Timeline · Where sources differ|Open|4 claims from 4 sources",
    ),
}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Card]:
    """Give the cards that are drawn, and draw nothing."""
    found: list[Card] = []

    def note(card: Card) -> bytes:
        found.append(card)
        return b""

    monkeypatch.setattr(cards, "card_png", note)
    monkeypatch.setattr(cards, "kept", lambda _session, _question, answer: answer())
    return found


def said(card: Card) -> str:
    return f"{card.kicker}|{card.date}|{card.foot}"


def test_a_picture_speaks_the_language_of_its_page(app: Flask, drawn: list[Card]) -> None:
    client = app.test_client()
    for path, (spanish, english) in SAID.items():
        for root, expected in (("/es", spanish), ("", english)):
            page = Page(client.get(f"{root}/{path}"))
            (address,) = [
                meta.attrib["content"]
                for meta in page.all("meta")
                if meta.attrib.get("property") == "og:image"
            ]
            assert address == f"http://localhost{root}/cards/{path}.png"
            assert client.get(address).status_code == 200
            assert said(drawn[-1]).startswith(expected), path


def test_a_picture_is_led_nowhere_and_kept_for_each_language(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("language", "es")
    english = client.get("/cards/topics/detainers.png")
    assert (english.status_code, "Cookie" in english.headers.get("Vary", "")) == (200, False)
    assert client.get("/es/cards/topics/detainers.png").data != english.data


def test_english_is_not_left_in_spanish_pictures(app: Flask, drawn: list[Card]) -> None:
    client = app.test_client()
    for path in SAID:
        client.get(f"/es/cards/{path}.png")
    words = " ".join(f"{card.kicker} {card.foot}" for card in drawn)
    assert re.findall(r"\b(?:sources?|events?|figures?|claims?|from|of|to|differ)\b", words) == []
