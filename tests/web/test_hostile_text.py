"""Hostile words in every field of every kind of record show as words, and break no layout and no format."""

import csv
import io
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import Engine
from werkzeug.serving import make_server

from tests.axe import OVER
from tests.web.checking import Page, Site
from timeline.config import Settings
from timeline.db import write_transaction
from timeline.errors import InvalidRecordError
from timeline.factory import create_app
from timeline.queries.records import get_record
from timeline.records.authority import Topic
from timeline.records.fields import Many, Markdown, Text, field_specs
from timeline.records.kinds import Record
from timeline.store.save import save

MARKUP = (
    "<img src=x onerror=alert(1)><script>alert(2)</script><svg onload=alert(3)> \"'`>"
    " </title></textarea></script><style>*{display:none}</style> {{ 1234*5678 }} {% raw %} ]]> -->"
    " &lt;b&gt; <b>bold</b> [link](javascript:alert(4)) ![](x) %s %(name)s =1+1"
)
LONG = "W" * 10_000
RIGHT_TO_LEFT = (
    "\u05e2\u05d1\u05e8\u05d9\u05ea \u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645"
)
EMOJI = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466\U0001f3f4 z\u0351\u0343\u0363\u0346\u0345"
HOSTILE = (MARKUP, LONG, RIGHT_TO_LEFT, EMOJI)
# These name something else in the record and are no words of people.
KEYS = {"bears_on", "state", "stated_from", "key", "answer", "follows"}
RECORDS = (
    ("timeline", "secure-communities"),
    ("event", "napolitano-letter-to-lofgren"),
    ("event", "setting-the-record-straight-memo"),
    ("event", "fy2010-database-hits"),
    ("source", "no-rules-of-the-road"),
    ("source", "ncsl-secure-communities"),
    ("actor", "ice"),
    ("place", "us"),
    ("topic", "participation"),
    ("policy", "local-participation"),
    ("series", "database-hits"),
    ("question", "level-1-share"),
)
PAGES = (
    "/",
    "/?view=lanes",
    "/?view=lanes&by=actor",
    "/events/napolitano-letter-to-lofgren",
    "/events/setting-the-record-straight-memo",
    "/sources",
    "/sources/no-rules-of-the-road",
    "/actors",
    "/actors/ice",
    "/places/us",
    "/topics/participation",
    "/policies",
    "/policies/local-participation?on=2010-10-03",
    "/on/2010-09-10",
    "/compare?a=2010-09-10&b=2010-10-07",
    "/questions",
    "/questions/matrix",
    "/questions/level-1-share",
    "/series",
    "/series/database-hits",
    "/search?q=alert",
    "/search?q=" + "W" * 150,
    "/changes",
    "/download",
)


def poisoned(part: Any, words: Iterator[str]) -> Any:
    """Give a record, or a part of one, with hostile words in each field that holds words of people."""
    changed: dict[str, Any] = {}
    for spec in field_specs(type(part)):
        value, mark = getattr(part, spec.name), spec.mark
        if isinstance(mark, Many) and spec.part is not None:
            changed[spec.name] = tuple(poisoned(item, words) for item in value)
        elif isinstance(mark, Many) and isinstance(mark.item, Text) and spec.name not in KEYS:
            changed[spec.name] = tuple(fitting(words, mark.item.longest) for _ in value)
        elif type(part).__name__ == "Creator" and not value:
            continue  # A person has no name of a body, and a body none of a person.
        elif isinstance(mark, Text | Markdown) and spec.name not in KEYS:
            changed[spec.name] = fitting(words, mark.longest)
    return replace(part, **changed)


def fitting(words: Iterator[str], longest: int) -> str:
    return next(words)[:longest].strip()


def poison(engine: Engine) -> Engine:
    """Fill a record of each kind with hostile words."""
    with write_transaction(engine) as session:
        words = cycle(HOSTILE)
        for kind, slug in RECORDS:
            stored = get_record(session, kind, slug)
            spoiled: Record = poisoned(stored.record, words)
            save(
                session,
                spoiled,
                by=MARKUP[:80].strip(),
                base_version=stored.version,
                change="correction",
                reason=MARKUP,
                note=MARKUP,
            )
    return engine


@pytest.fixture
def poisoned_app(own_record: Engine) -> Flask:
    settings = Settings(
        secret_key="not a secret, since this key signs nothing but tests", site_name=MARKUP[:60].strip()
    )
    return create_app(settings, poison(own_record))


def test_pages_show_hostile_words_as_words(poisoned_app: Flask) -> None:
    site = Site(poisoned_app)
    assert {path: found for path in PAGES if (found := alive(site.get(path)))} == {}


def alive(page: Page) -> list[str]:
    """List what became of hostile words besides words."""
    found = [tag for tag in ("b", "style", "textarea") for at in page.all(tag) if "alert" in text_of(at)]
    found += ["img" for image in page.all("img") if image.attrib.get("src") == "x"]
    found += [link for link in page.links() if link.strip().lower().startswith("javascript:")]
    found += ["template"] if str(1234 * 5678) in page.text else []
    for script in page.all("script"):
        if script.attrib.get("type") == "application/ld+json":
            json.loads(text_of(script))
        elif not script.attrib.get("src", "").startswith("/static/"):
            found.append("script")
    return found


def text_of(element: Element) -> str:
    return "".join(element.itertext())


def test_files_keep_hostile_words_whole(poisoned_app: Flask) -> None:
    client = poisoned_app.test_client()
    rows = list(csv.DictReader(io.StringIO(client.get("/download/events.csv").text.removeprefix("\ufeff"))))
    assert len(rows) == 131
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@", "\t", "\r"))]
    slides = json.loads(client.get("/timelines/secure-communities.json").text)
    assert "<script" not in json.dumps(slides)
    assert "alert(2)" in json.dumps(slides)


@pytest.mark.parametrize("text", ["\0", "a\0b", "\x1b[31m", "\ud800"])
def test_what_no_text_may_hold_is_refused(own_record: Engine, text: str) -> None:
    with write_transaction(own_record) as session:
        stored = get_record(session, "topic", "participation")
        assert isinstance(stored.record, Topic)
        spoiled = replace(stored.record, label=text)
        with pytest.raises(InvalidRecordError, match="label"):
            save(session, spoiled, by="T", base_version=stored.version, change="correction", reason="x")
    for path in ("/?q=%00", "/search?q=a%00b", "/events/%00", "/?kind=%00", "/on/%00"):
        assert create_app(Settings(secret_key="k" * 40), own_record).test_client().get(path).status_code < 500


def test_hostile_words_neither_run_nor_break_the_layout(browser: Browser, sqlite_own_record: Engine) -> None:
    app = create_app(Settings(secret_key="k" * 40), poison(sqlite_own_record))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    faults: list[str] = []
    wide: dict[str, int] = {}
    try:
        with browser.new_context() as context:
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
            page.on("dialog", lambda dialog: faults.append(dialog.message))
            for path in PAGES:
                page.goto(f"http://127.0.0.1:{server.server_port}{path}")
                for width in (375, 1280):
                    page.set_viewport_size({"width": width, "height": 900})
                    if (over := page.evaluate(OVER)) > 0:
                        wide[f"{path} {width}"] = over
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert faults == []
    assert wide == {}
