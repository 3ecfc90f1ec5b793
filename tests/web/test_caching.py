"""A page that a reader already has costs one small query; a page that changed is made anew."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Engine

from timeline.config import Settings
from timeline.db import read_session, write_transaction
from timeline.factory import create_app
from timeline.queries.records import get_record
from timeline.records.authority import Topic
from timeline.store.save import save


@pytest.mark.parametrize("url", ["/", "/?from=2010", "/topics/detainers", "/download/events.csv"])
def test_an_unchanged_page_costs_one_statement_and_no_body(
    app: Flask, statements: Callable[[Callable[[], object]], int], url: str
) -> None:
    client = app.test_client()
    tag = client.get(url).headers["ETag"]

    def again() -> None:
        response = client.get(url, headers={"If-None-Match": tag})
        assert (response.status_code, response.data) == (304, b"")
        assert "Content-Security-Policy" in response.headers

    assert statements(again) == 1


def test_another_address_has_another_tag(app: Flask) -> None:
    client = app.test_client()
    tags = {client.get(url).headers["ETag"] for url in ("/", "/?q=memo", "/?q=letter", "/sources")}
    assert len(tags) == 4


def test_an_error_and_the_health_of_the_service_are_never_kept(app: Flask) -> None:
    client = app.test_client()
    assert "ETag" not in client.get("/nothing").headers
    assert "ETag" not in client.get("/?kind=earthquake").headers
    assert client.get("/healthz").headers["Cache-Control"] == "no-store"


def test_a_change_of_the_record_makes_every_page_new(own_record: Engine) -> None:
    client = create_app(Settings(secret_key="k" * 40), engine=own_record).test_client()
    tag = client.get("/topics/detainers").headers["ETag"]
    with read_session(own_record) as session:
        stored = get_record(session, "topic", "detainers")
    assert isinstance(stored.record, Topic)
    with write_transaction(own_record) as session:
        save(
            session,
            replace(stored.record, label="Immigration detainers, renamed"),
            by="Test",
            base_version=stored.version,
            change="editorial",
            reason="Another label",
        )
    response = client.get("/topics/detainers", headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert "Immigration detainers, renamed" in response.text
