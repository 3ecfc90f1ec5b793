"""The page about the archive: its scope, licence, figures and method, and what to do about errors."""

from flask import Flask
from sqlalchemy import Engine

from tests.web.checking import Site
from timeline.config import Settings
from timeline.db import read_session
from timeline.factory import create_app
from timeline.queries.record_figures import record_figures


def test_it_says_what_the_record_covers_and_how_it_is_to_be_read(site: Site) -> None:
    text = site.get("/about").text
    for said in (
        "Complete to 31 August 2012", "CC0-1.0", "What this record covers", "In numbers", "Contradictions",
        "Inferences", "The rule on a day", "How dates are to be read", "If something is wrong",
    ):  # fmt: skip
        assert said in text, said


def test_its_figures_are_those_of_the_record(site: Site, record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        figures = record_figures(session)
    assert sum(figures.date_bases.values()) == 131
    assert sum(figures.sources.values()) == 75
    assert 0 < figures.quotations < figures.citations == 468
    assert figures.corrections == 0
    text = site.get("/about").text
    assert f"Citations with the source’s own words {figures.quotations} of {figures.citations}" in text
    assert f"Events whose date a source states {figures.date_bases['stated']} of 131" in text


def test_it_leads_to_the_form_and_to_the_editors(app: Flask, record_engine: Engine) -> None:
    assert "/report" in Site(app).get("/about").links()
    silent = Settings(secret_key="k" * 40, takes_reports=False, contact="editors@example.org")
    links = Site(create_app(silent, engine=record_engine)).get("/about").links()
    assert "/report" not in links
    assert "mailto:editors@example.org" in links
