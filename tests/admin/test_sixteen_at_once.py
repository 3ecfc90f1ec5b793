"""Sixteen sessions save one record at once, through the editor: each save is kept, or met three ways."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from tests.admin.desk import Desk
from tests.admin.forms import form_of_page
from tests.store.archive import ARCHIVE, MEMO
from tests.web.checking import Page
from timeline.db import read_session, write_transaction
from timeline.models.history import RevisionRow
from timeline.store.check import check
from timeline.store.save import save, save_all

SESSIONS = 16
WHO = ("carla", "edith", "emil", "ada")
ADDRESS = "/admin/events/new-memo/edit"
Form = dict[str, Any]


@pytest.fixture
def desks(app: Flask, engine: Engine) -> list[Desk]:
    """Seat sixteen people, each in a browser of their own, before a draft that all may write."""
    with write_transaction(engine) as session:
        save_all(session, ARCHIVE, by="ada", reason="To have some.")
        draft = replace(MEMO, id="new-memo", title="A memo")
        save(session, draft, by="carla", base_version=0, change="new", reason="Begun.", status="draft")
    found = [Desk(app) for _ in range(SESSIONS)]
    for number, desk in enumerate(found):
        desk.sign_in(WHO[number % len(WHO)])
    return found


def all_at_once(desks: list[Desk], work: Callable[[int, Desk], list[int]]) -> list[int]:
    """Let everybody begin at the same moment; give the statuses of all answers."""
    start = Barrier(len(desks))

    def run(number: int) -> list[int]:
        start.wait()
        return work(number, desks[number])

    with ThreadPoolExecutor(len(desks)) as pool:
        return [status for answers in pool.map(run, range(len(desks))) for status in answers]


def send(desk: Desk, token: str, fields: Form) -> TestResponse:
    return desk.client.post(
        ADDRESS, data={**fields, "csrf_token": token}, headers={"Sec-Fetch-Site": "same-origin"}
    )


def titles(engine: Engine) -> list[str]:
    """Give the title of each version after the first."""
    statement = select(RevisionRow.document).where(RevisionRow.slug == "new-memo", RevisionRow.version > 1)
    with read_session(engine) as session:
        found = session.scalars(statement.order_by(RevisionRow.version))
        return [json.loads(document)["title"] for document in found]


def test_of_sixteen_saves_from_one_version_one_is_kept_and_the_others_meet_it(
    desks: list[Desk], engine: Engine
) -> None:
    form = form_of_page(desks[0].get(ADDRESS)).to_dict(flat=False)
    tokens = [desk.token() for desk in desks]
    kept: list[str] = []

    def work(number: int, desk: Desk) -> list[int]:
        title = f"Title {number}"
        answer = send(desk, tokens[number], {**form, "title": title, "act": "save"})
        if answer.status_code == 303:
            kept.append(title)
        else:
            # Nothing that was typed is lost: the page has it, as one of the three to choose from.
            assert title in answer.get_data(as_text=True)
        return [answer.status_code]

    assert Counter(all_at_once(desks, work)) == {303: 1, 409: SESSIONS - 1}
    assert titles(engine) == kept
    with read_session(engine) as session:
        assert check(session) == ()


def test_sixteen_people_who_choose_and_go_on_all_come_into_the_history(
    desks: list[Desk], engine: Engine
) -> None:
    """Who meets a conflict chooses their own title, and goes on until it is kept."""
    form = form_of_page(desks[0].get(ADDRESS)).to_dict(flat=False)
    tokens = [desk.token() for desk in desks]

    def work(number: int, desk: Desk) -> list[int]:
        answer = send(desk, tokens[number], {**form, "title": f"Title {number}", "act": "save"})
        met = [answer.status_code]
        while answer.status_code == 409:
            again = _hidden(Page(answer))
            answer = send(desk, tokens[number], {**again, "side-title": "mine", "act": "save"})
            met.append(answer.status_code)
        return met

    answers = Counter(all_at_once(desks, work))
    assert set(answers) == {303, 409}
    assert answers[303] == SESSIONS
    assert answers[409] >= SESSIONS - 1
    assert sorted(titles(engine)) == sorted(f"Title {number}" for number in range(SESSIONS))
    with read_session(engine) as session:
        assert check(session) == ()


def _hidden(page: Page) -> Form:
    found: Form = {}
    for field in page.all("input"):
        if field.attrib.get("type") == "hidden" and field.attrib["name"] != "csrf_token":
            found.setdefault(field.attrib["name"], []).append(field.attrib.get("value", ""))
    return found
