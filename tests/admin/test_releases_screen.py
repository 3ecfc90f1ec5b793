"""The DOI of a release: noted by editors, checked, and seen by readers at once."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from tests.admin.desk import Desk
from tests.store.archive import ARCHIVE
from timeline.db import write_transaction
from timeline.models.history import RevisionRow
from timeline.store.releases import add_release
from timeline.store.save import save_all

Seat = Callable[[str], Desk]
SAID = {
    "title": "A record",
    "note": "For <all>.",
    "saved_at_utc": "2026-01-31T12:00:00+00:00",
    "site_name": "Timeline",
    "site_url": "",
    "since": "",
    "licences": ["CC BY 4.0"],
    "counts": {"event": 1},
    "changes": {},
    "files": [],
}


@pytest.fixture(autouse=True)
def release(engine: Engine) -> None:
    with write_transaction(engine) as session:
        save_all(session, ARCHIVE, by="ada", reason="To have some.")
        last = session.scalars(select(RevisionRow).order_by(RevisionRow.number.desc()).limit(1)).one()
        add_release(
            session,
            release_id="2026.1",
            revision=last.number,
            head=last.chain,
            manifest=json.dumps({**SAID, "revision": last.number}),
            by="Ada",
        )


def test_an_editor_notes_the_doi_and_readers_see_it_at_once(desk: Seat, app: Flask) -> None:
    reader = app.test_client()
    tag = reader.get("/releases").headers["ETag"]
    assert reader.get("/releases", headers={"If-None-Match": tag}).status_code == 304
    edith = desk("edith")
    page = edith.get("/admin/releases")
    assert "For <all>." in page.text
    wrong = edith.post("/admin/releases/2026.1/doi", {"doi": "zenodo <7>"}, status=422)
    assert "This is no DOI." in wrong.text
    assert "zenodo <7>" in [field.attrib.get("value") for field in wrong.all("input")]
    given = {"doi": " https://doi.org/10.5281/zenodo.7 "}
    answer = edith.send("/admin/releases/2026.1/doi", given)
    assert "has the DOI 10.5281/zenodo.7. Readers" in edith.get(answer.headers["Location"]).text
    again = reader.get("/releases", headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert "https://doi.org/10.5281/zenodo.7" in again.get_data(as_text=True)
    edith.send("/admin/releases/2026.1/doi", {"doi": ""})
    assert "has no DOI any more; it was 10.5281/zenodo.7" in edith.get("/admin/releases").text
    edith.post("/admin/releases/2099.1/doi", given, status=404)


def test_contributors_do_not_see_the_screen(desk: Seat) -> None:
    carla = desk("carla")
    assert "/admin/releases" not in carla.get("/admin/").links()
    carla.get("/admin/releases", status=403)
