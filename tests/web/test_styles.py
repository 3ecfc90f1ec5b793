"""The public pages have one style sheet, with every component's in it."""

import re
from importlib.resources import files

from flask import Flask

from timeline.web.styles import SHEETS


def test_every_component_is_in_the_style_sheet_or_of_the_curation_screens() -> None:
    kept = {entry.name.removesuffix(".css") for entry in (files("timeline") / "static" / "css").iterdir()}
    own = {name for name in kept if name.split("-")[0] in {"admin", "embed"}}
    assert set(SHEETS) == kept - own


def test_a_frame_in_another_site_has_the_colours_of_the_pages() -> None:
    folder = files("timeline") / "static" / "css"
    tokens, frame = (folder.joinpath(f"{name}.css").read_text("utf-8") for name in ("tokens", "embed"))
    assert set(re.findall(r"var\((--[\w-]+)", frame)) <= set(re.findall(r"(--[\w-]+):", tokens))
    for level in ("1", "2", "3"):
        assert f".strip-level-{level} {{\n  fill: var(--level-{level});" in frame


def test_the_style_sheet_may_be_kept_for_ever_and_names_nothing_from_elsewhere(app: Flask) -> None:
    client = app.test_client()
    html = client.get("/about").text
    address = html.split('<link rel="stylesheet" href="')[1].split('"')[0]
    answer = client.get(address)
    assert html.count('rel="stylesheet"') == 1
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "url(" not in answer.text.replace('url("#', "")
    assert "@import" not in answer.text
    assert "--accent" in answer.text
