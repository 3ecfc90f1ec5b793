"""The interface in other languages: chosen by the address, remembered, and complete."""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from tests.conftest import SEED_DATA
from tests.languages.messages import messages
from tests.web.checking import HTML, Page, Site
from timeline.languages.catalogue import Catalogue, catalogues
from timeline.web.languages import LanguagePrefix, once_a_request

PAGES = (
    *(
        "/",
        "/?q=memo",
        "/?kind=guidance&from=2010",
        "/?view=lanes&by=place",
        "/?from=2099",
        "/?topic=nothing",
    ),
    *("/about", "/actors", "/places", "/topics", "/sources", "/policies", "/on", "/on/2010-09-10"),
    *("/compare", "/compare?a=2010-01-01&b=2011-12-31", "/series", "/questions", "/questions/matrix"),
    *(
        "/search",
        "/search?q=memo",
        "/search?q=zzzz",
        "/download",
        "/changes",
        "/changes?change=new",
        "/changes/1",
    ),
    *(
        "/events/first-activation",
        "/events/setting-the-record-straight-memo",
        "/timelines/secure-communities",
    ),
    *("/policies/local-participation", "/topics/detainers", "/places/us-ca", "/actors/ice"),
)
FILES = (
    *("/download/events.csv", "/download/codebook.md", "/robots.txt", "/sitemap.xml"),
    *("/static/icon.svg", "/healthz"),
)


def _links(page: Page) -> list[str]:
    return [link for link in page.links() if link.startswith("/")]


@pytest.mark.parametrize("url", PAGES)
def test_a_page_in_spanish_is_a_whole_page(site: Site, url: str) -> None:
    page = site.get(f"/es{url}")
    assert page.tree.attrib["lang"] == "es"


@pytest.mark.parametrize("url", ["/?q=memo", "/on/2010-09-10", "/events/first-activation", "/search?q=memo"])
def test_links_keep_the_language(site: Site, url: str) -> None:
    for link in _links(site.get(f"/es{url}")):
        path = urlsplit(link).path
        is_file = "." in path.rpartition("/")[2] and not path.endswith(".atom")
        assert link.startswith("/language/") or path.startswith("/es/") != is_file, link


def test_the_switch_stays_on_the_page_with_its_whole_query(site: Site) -> None:
    page = site.get("/?q=memo&kind=guidance")
    offered = {link.attrib["lang"]: link for link in page.all("a") if "hreflang" in link.attrib}
    assert "".join(offered["es"].itertext()) == "Español"
    assert offered["es"].attrib["href"] == "/language/es/?q=memo&kind=guidance"
    assert offered["en"].attrib["aria-current"] == "true"


def test_a_choice_is_remembered_and_led_to(app: Flask) -> None:
    client = app.test_client()
    chosen = client.get("/language/es/sources?x=%C3%A9&y=1")
    assert (chosen.status_code, chosen.headers["Location"]) == (303, "/es/sources?x=%C3%A9&y=1")
    cookie = chosen.headers["Set-Cookie"]
    assert cookie.startswith("language=es;")
    assert "SameSite=Lax" in cookie
    assert chosen.headers["Cache-Control"] == "no-store"
    led = client.get("/sources?x=1")
    assert (led.status_code, led.headers["Location"]) == (302, "/es/sources?x=1")
    assert "Cookie" in led.headers["Vary"]
    assert client.get("/es/sources").status_code == 200
    client.get("/language/en/sources")
    assert client.get("/sources").status_code == 200
    assert client.get("/es/sources").status_code == 200, "the address chooses, whatever is remembered"


def test_a_choice_never_leads_to_another_site(app: Flask) -> None:
    client = app.test_client()
    for path in ("//evil.example/x", "/\\evil.example", "/https://evil.example", "/%2F%2Fevil.example"):
        location = client.get(f"/language/es{path}").headers["Location"]
        parts = urlsplit(location)
        assert parts.netloc in {"", "localhost"}, path
        assert not parts.path.startswith("//"), path
    assert client.get("/language/tlh/sources").status_code == 404


def test_an_address_that_is_kept_is_that_of_the_router(app: Flask) -> None:
    """An address is kept for all records and all that is asked about, whatever there is in them."""
    odd = "a b&c=/é?ü~%22'(),;:@!$*+#"
    asked: tuple[tuple[str, dict[str, Any]], ...] = (
        *(("events.show", {"record_id": slug}) for slug in ("a", "memo-2", "Not an id", "ünd")),
        *(("citations.file", {"kind": "event", "record_id": slug, "ending": "bib"}) for slug in ("a", "b-1")),
        *(("citations.of_event", {"record_id": slug, "name": "event.json"}) for slug in ("a", "b-1")),
        *(("changelog.show", {"number": number}) for number in (1, 22, 333)),
        *(("embed.oembed", {"url": url, "format": "xml"}) for url in ("http://localhost/", odd, "")),
        *(("reports.ask", {"about": about}) for about in ("event/memo", odd)),
        ("sources.index", {"page": 2, "url": "", "about": None}),
    )
    with app.test_request_context("/"):
        for endpoint, values in (*asked, *asked):
            assert app.url_for(endpoint, **values) == Flask.url_for(app, endpoint, **values), values


@pytest.mark.parametrize("url", [*FILES, "/feeds/events.atom", "/feeds/changes.atom", "/download/events.ics"])
def test_files_and_feeds_are_never_led_elsewhere(app: Flask, url: str) -> None:
    client = app.test_client()
    client.set_cookie("language", "es")
    with client.get(url) as answer:
        assert answer.data
        assert answer.status_code == 200
        assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("url", [*FILES, "/download/events.csv?q=memo"])
def test_what_is_the_same_in_all_languages_has_one_address(app: Flask, url: str) -> None:
    answer = app.test_client().get(f"/es{url}")
    assert (answer.status_code, answer.headers["Location"]) == (301, url)


def test_a_remembered_language_that_is_no_more_does_nothing(app: Flask) -> None:
    client = app.test_client()
    for value in ("tlh", "", "../x", "en"):
        client.set_cookie("language", value)
        assert client.get("/about").status_code == 200


def test_a_language_has_tags_of_its_own(app: Flask) -> None:
    client = app.test_client()
    english, spanish = (client.get(url).headers["ETag"] for url in ("/about", "/es/about"))
    assert english != spanish
    assert client.get("/es/about", headers={"If-None-Match": spanish}).status_code == 304
    assert client.get("/es/about", headers={"If-None-Match": english}).status_code == 200


def test_a_page_names_itself_in_every_language(site: Site) -> None:
    page = site.get("/es/topics/detainers")
    links = {
        link.attrib["hreflang"]: link.attrib["href"] for link in page.all("link") if "hreflang" in link.attrib
    }
    assert links == {
        "en": "http://localhost/topics/detainers",
        "es": "http://localhost/es/topics/detainers",
    }
    (locale,) = [meta for meta in page.all("meta") if meta.attrib.get("property") == "og:locale"]
    assert locale.attrib["content"].startswith("es")
    assert "http://localhost/es/topics/detainers" in site.bytes("/sitemap-1.xml").decode()


def test_feeds_are_said_in_the_language_of_their_address(site: Site) -> None:
    english, spanish = (site.bytes(f"{root}/feeds/events.atom").decode() for root in ("", "/es"))
    assert "Timeline: events" in english
    assert "Timeline: acontecimientos" in spanish
    assert "http://localhost/es/feeds/events.atom" in spanish
    assert "http://localhost/es/es/" not in spanish


def test_what_an_address_lacks_is_said_in_its_language(site: Site) -> None:
    page = site.get("/es/?kind=earthquake&from=agosto 2010", 400)
    assert "no es una opción" in page.text
    assert "Escriba 2010-08 (agosto de 2010)." in page.text
    day = site.get("/es/on/2011-02-29", 400)
    assert "febrero de 2011 tiene 28 días: escriba un día del 01 al 28." in day.text
    assert "No existe tal página" in site.get("/es/nothing", 404).text
    assert "ningún registro de tipo acontecimiento" in site.get("/es/events/nothing", 404).text


# A language in which every text of the interface is the English one in brackets: what stands outside of
# brackets is what somebody forgot to ask for.
PSEUDO = "eo"
_UNSEEN = {f"{HTML}{tag}" for tag in ("script", "style", "code", "head", "pre", "textarea")}
_NAMES = (
    *("CSV", "EDTF", "FIPS", "ISO-3166-2", "SHA-256", "BibTeX", "RIS", "CSL-JSON", "JSON", "APA", "MLA"),
    *("Chicago", "Timeline", "English", "Español", "Esperanto"),
)
#: Numbers, letters of answers, names of files and formats, times of day.
_BARE = re.compile(rf"[\W\d_]*|[A-Z]|[a-z./_-]+\.[a-z]{{2,7}}3?|[\d:]+ UTC|[\d.,]+ [kM]?B|{'|'.join(_NAMES)}")


def _pseudo() -> bytes:
    lines = ['msgid ""', 'msgstr ""', '"Content-Type: text/plain; charset=utf-8\\n"']
    lines += ['"Language: eo\\n"', '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"', ""]
    for context, text in messages():
        if context:
            lines.append(f"msgctxt {_quoted(context)}")
        if isinstance(text, tuple):
            lines += [f"msgid {_quoted(text[0])}", f"msgid_plural {_quoted(text[1])}"]
            lines += [f"msgstr[{place}] {_quoted(f'⟦{each}⟧')}" for place, each in enumerate(text)]
        else:
            lines += [f"msgid {_quoted(text)}", f"msgstr {_quoted(_bracketed(context, text))}"]
        lines.append("")
    return "\n".join(lines).encode()


def _bracketed(context: str, text: str) -> str:
    is_rule = "none”" in text or context in {"typed date"} or text.startswith("how centuries")
    return text if is_rule else f"⟦{text}⟧"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


@pytest.fixture(scope="session")
def in_brackets() -> Catalogue:
    """Give the catalogue of that language."""
    return Catalogue(code=PSEUDO, text=_pseudo())


@pytest.fixture
def pseudo(app: Flask, in_brackets: Catalogue) -> Iterator[Site]:
    """Give the site with one more language, in which every text of the interface is in brackets."""
    catalogues()[PSEUDO] = in_brackets
    try:
        yield Site(app)
    finally:
        del catalogues()[PSEUDO]


@pytest.fixture(scope="session")
def record_text() -> str:
    """Give all text that the record holds."""
    text = "\n".join(path.read_text() for path in sorted(SEED_DATA.glob("*.csv")))
    # Excerpts leave the marks of emphasis out.
    return f"{text}\n{text.replace('*', '')}"


@pytest.mark.parametrize("url", PAGES)
def test_every_text_of_the_interface_is_asked_for(pseudo: Site, record_text: str, url: str) -> None:
    page = pseudo.get(f"/{PSEUDO}{url}")
    assert [text for text in left_over(page) if not _is_of_the_record(text, record_text)] == []


def left_over(page: Page) -> Iterator[str]:
    """Yield the texts that a reader sees or hears and that are in no brackets, white space folded."""
    depth, outside = 0, ""
    for text in _visible(page.tree):
        for sign in f"{text}\n":
            depth += (sign == "⟦") - (sign == "⟧")
            outside += sign if depth == 0 and sign != "⟧" else "\n"
    for piece in re.split(r"\n+| · |, |: |; ", outside):
        text = " ".join(piece.split())
        if text:
            yield text


def _visible(element: Element) -> Iterator[str]:
    """Yield the texts of an element as they follow each other, and its attributes that are read."""
    is_foreign = element.attrib.get("lang", PSEUDO) != PSEUDO
    if element.tag in _UNSEEN or is_foreign or element.attrib.get("class") == "cite-on-paper":
        return
    if element.attrib.get("class") != "Z3988":
        yield from (element.attrib.get(name, "") for name in ("aria-label", "title", "placeholder"))
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _visible(child)
        yield child.tail or ""


def _is_of_the_record(text: str, record_text: str) -> bool:
    """Tell whether a text is of the record, cut short perhaps, or nothing that can be translated."""
    plain = re.sub(r"^…| ?\(\d+\)$|…$|\.\.\.$", "", text).strip(" .()“”")
    return _BARE.fullmatch(text) is not None or plain in record_text


def test_what_is_found_once_a_request_is_found_anew_in_the_next() -> None:
    numbers = count(1)
    found = once_a_request(lambda: next(numbers))
    app = Flask("test")
    app.add_url_rule("/", view_func=lambda: f"{found()} {found()}")
    client = app.test_client()
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    assert [client.get("/").text, client.get("/").text] == ["1 1", "2 2"]
    assert (found(), found()) == (3, 4), "outside of a request nothing tells when another begins"
