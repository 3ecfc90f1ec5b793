"""Counts are kept until the record changes, for each database apart, and not without bound."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from tests.store.archive import ARCHIVE, LETTER, load
from timeline.db import read_session, write_transaction
from timeline.filters import EventFilter
from timeline.queries import kept as module
from timeline.queries.event_index import indexed_events
from timeline.queries.facets import count_facets
from timeline.queries.kept import kept, kept_each
from timeline.queries.names import names_of
from timeline.queries.records import get_record
from timeline.records.authority import Actor
from timeline.store.save import save, save_all


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


def test_each_piece_is_found_once_until_somebody_writes(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_PIECES", 3)
    load(engine, ARCHIVE)
    asked: list[list[str]] = []

    def find(missing: list[str]) -> dict[str, str]:
        asked.append(missing)
        return {key: key.upper() for key in missing if key != "none"}

    def pieces(*keys: str) -> dict[str, str]:
        with read_session(engine) as session:
            return kept_each(session, "letters", keys, find)

    assert pieces("a", "b", "a") == {"a": "A", "b": "B"}
    assert pieces("b", "c", "none") == {"b": "B", "c": "C"}
    assert pieces("a", "b", "c") == {"a": "A", "b": "B", "c": "C"}
    assert asked == [["a", "b"], ["c", "none"]]
    assert pieces("d", "b") == {"d": "D", "b": "B"}  # "a" was not asked for the longest, and goes.
    assert pieces("c", "a") == {"c": "C", "a": "A"}
    assert asked[2:] == [["d"], ["a"]]
    with write_transaction(engine) as session:
        save_all(session, [replace(LETTER, id="new")], by="Tests", reason="To write.")
        kept_each(session, "letters", ["a"], find)  # Whoever writes is given what there is now.
    pieces("a")
    assert asked[4:] == [["a"], ["a"]]


def test_the_names_of_what_events_are_filtered_by_follow_what_is_written(engine: Engine) -> None:
    load(engine, ARCHIVE)
    keys = [("actor", "ice"), ("event", "letter"), ("place", "nowhere"), ("source", "")]
    with read_session(engine) as session:
        before = names_of(session, keys)
        indexed_events(session)
        assert names_of(session, keys) == before
    with write_transaction(engine) as session:
        ice = get_record(session, "actor", "ice")
        assert isinstance(ice.record, Actor)
        renamed = replace(ice.record, name="Another name")
        save(session, renamed, base_version=ice.version, change="update", by="Tests", reason="To write.")
        assert names_of(session, keys)["actor", "ice"] == "Another name"
    for is_indexed in (False, True):
        with read_session(engine) as session:
            if is_indexed:
                indexed_events(session)
            assert names_of(session, keys) == {**before, ("actor", "ice"): "Another name"}


def test_only_so_much_is_kept(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 2)
    found: list[int] = []
    with read_session(sqlite_engine) as session:
        for number in (1, 2, 1, 3, 1, 2):
            kept(session, number, lambda number=number: found.append(number))  # type: ignore[misc]
    assert found == [1, 2, 3, 2]
