"""Counts are kept until the record changes, for each database apart, and not without bound."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from tests.store.archive import ARCHIVE, LETTER, load
from timeline.db import read_session, write_transaction
from timeline.filters import EventFilter
from timeline.queries import kept as module
from timeline.queries.facets import count_facets
from timeline.queries.kept import kept
from timeline.store.save import save_all


def test_a_question_is_answered_once_until_somebody_writes(engine: Engine) -> None:
    load(engine, ARCHIVE)
    asked: list[str] = []

    def answer() -> int:
        asked.append("asked")
        return len(asked)

    for expected in (1, 1):
        with read_session(engine) as session:
            assert kept(session, "how many", answer) == expected
    with write_transaction(engine) as session:
        save_all(
            session,
            [replace(LETTER, title="Another title")],
            by="Tests",
            reason="To write.",
            base_versions={("event", "letter"): 1},
        )
    with read_session(engine) as session:
        assert kept(session, "how many", answer) == 2
        assert kept(session, "how few", answer) == 3


def test_the_counts_of_a_filter_follow_what_is_written(engine: Engine) -> None:
    load(engine, ARCHIVE)
    with read_session(engine) as session:
        before = {value.id: value.events for value in count_facets(session, EventFilter()).values["kind"]}
    with write_transaction(engine) as session:
        save_all(session, [replace(LETTER, id="second-letter")], by="Tests", reason="To write.")
    with read_session(engine) as session:
        after = {value.id: value.events for value in count_facets(session, EventFilter()).values["kind"]}
    assert after == before | {"correspondence": before["correspondence"] + 1}


def test_only_so_much_is_kept(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 2)
    found: list[int] = []
    with read_session(sqlite_engine) as session:
        for number in (1, 2, 1, 3, 1, 2):
            kept(session, number, lambda number=number: found.append(number))  # type: ignore[misc]
    assert found == [1, 2, 3, 2]
