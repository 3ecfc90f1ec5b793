"""The index of words beside the database: it finds what the database's own index does, and follows writes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from timeline.db import read_session, write_transaction
from timeline.filters import EventFilter
from timeline.list_filter import ListFilter
from timeline.queries import word_index
from timeline.queries.found_records import find_records
from timeline.queries.listed_counts import count_listed, count_parts
from timeline.queries.records import get_record
from timeline.queries.search import matching, matching_keys, search
from timeline.queries.search_terms import read_terms
from timeline.queries.selection import keys_in_order
from timeline.queries.word_forms import with_forms
from timeline.queries.word_index import NAME, forget_words, indexed_words, keep_words_in, words_at_hand
from timeline.records.authority import Topic
from timeline.records.event import Event
from timeline.selecting.word_index import WordIndex
from timeline.store.save import save, save_all

QUERIES = (
    "memo", "memo county", "county OR memo", "county -memo", "-memo", '"opt out"', "opt-out", "agree*",
    "a* b*",     '"secure communities" OR 287(g) -texas', "the", "s-comm", "U.S.",
    "médina OR sheriff OR county memo", "zzz",
)  # fmt: skip
WORDS = st.sampled_from((
    "memo", "county", "secure communities", "opt out", "ICE", "s", "a", "possibly", "detainers", "287",
    "to the", "agree*", "st*", "OR", "-memo", '-"opt out"', "Lofgren", "2011", "California’s", "terminated",
    "voluntary",
))  # fmt: skip


def _by_both(session: Session, query: str) -> tuple[list[int], list[int]]:
    terms = with_forms(session, read_terms(query))
    own = [] if terms.is_empty else sorted(find_records(session, terms).keys)
    return own, sorted(session.scalars(matching(session, query)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=5).map(" ".join))
def test_it_finds_what_the_index_of_the_database_finds(record_engine: Engine, query: str) -> None:
    with read_session(record_engine) as session:
        own, of_the_database = _by_both(session, query)
    assert own == of_the_database


def test_every_word_of_the_record_is_found_by_both_alike(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        stems = sorted(indexed_words(session).stems_beginning(""))
        assert len(stems) > 1000
        for stem in stems[::7]:
            own, of_the_database = _by_both(session, f"{stem}*" if len(stem) > 1 else stem)
            assert own == of_the_database, stem


def test_whoever_searches_first_has_the_same_hits_on_both_engines(
    sqlite_record: Engine, postgresql_record: Engine
) -> None:
    hits = []
    for engine in (sqlite_record, postgresql_record):
        with read_session(engine) as session:
            hits.append({query: search(session, query, limit=50) for query in QUERIES})
    assert hits[0] == hits[1]
    assert hits[0]["memo county"].total > 3


@pytest.fixture
def made(own_record: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[WordIndex]]:
    """Note each time that the index is made from all texts; nothing is kept when the test begins and ends."""
    all_made: list[WordIndex] = []
    make = word_index._made_anew

    def noted(session: Session) -> WordIndex:
        all_made.append(make(session))
        return all_made[-1]

    monkeypatch.setattr(word_index, "_made_anew", noted)
    _forget(own_record)
    yield all_made
    _forget(own_record)


def _forget(engine: Engine) -> None:
    with read_session(engine) as session:
        forget_words(session)


def _answers(engine: Engine) -> list[object]:
    with read_session(engine) as session:
        return [search(session, query, limit=60) for query in QUERIES]


def _write(engine: Engine, *, note: str = "one", status: str = "published") -> None:
    """Change an event, and add a topic."""
    with write_transaction(engine) as session:
        found = get_record(session, "event", "civil-enforcement-priorities-memo")
        assert isinstance(found.record, Event)
        changed = replace(found.record, title=f"A memo of counties {note}", body="Médina opted out.")
        save(session, changed, by="a", base_version=found.version, change="update", reason="To see it.")
        topic = Topic(id=f"t-{note}", label=f"Memo {note}", definition="A county memo.")
        save_all(session, [topic], by="a", reason="To see it.", status=status)


def test_after_a_write_only_what_was_written_is_read(own_record: Engine, made: list[WordIndex]) -> None:
    answers = [_answers(own_record)]
    for note, status in (("one", "published"), ("two", "draft"), ("three", "published")):
        _write(own_record, note=note, status=status)
        answers.append(_answers(own_record))
        assert answers[-1] != answers[-2]
    with read_session(own_record) as session:
        assert len(indexed_words(session).late) == 4
        assert [hit.id for hit in search(session, "three").hits if hit.kind == "topic"] == ["t-three"]
        assert search(session, "two", kind="topic").total == 0
        for query in QUERIES:
            own, of_the_database = _by_both(session, query)
            assert own == of_the_database, query
    assert len(made) == 1
    _forget(own_record)
    assert _answers(own_record) == answers[-1]
    assert len(made) == 2


def test_a_start_reads_the_file_and_brings_it_forward(
    own_record: Engine, made: list[WordIndex], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "_MANY", 1)
    keep_words_in(own_record, tmp_path / "cache")
    before = _answers(own_record)
    for harm in (b"", b"not ours", None):
        _forget(own_record)
        keep_words_in(own_record, tmp_path / "cache")
        if harm is not None:
            (tmp_path / "cache" / NAME).write_bytes(harm)
        assert _answers(own_record) == before
        assert [entry.name for entry in (tmp_path / "cache").iterdir()] == [NAME]
    assert len(made) == 3
    _write(own_record)
    _forget(own_record)
    keep_words_in(own_record, tmp_path / "cache")
    after = _answers(own_record)
    assert len(made) == 3
    _forget(own_record)
    assert _answers(own_record) == after


def test_after_too_many_writes_it_is_made_anew(
    own_record: Engine, made: list[WordIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "_MOST_WRITES", 3)
    monkeypatch.setattr(WordIndex, "size", 3)
    for note in ("one", "two", "three"):
        _answers(own_record)
        _write(own_record, note=note)
    _answers(own_record)
    assert len(made) == 2


def test_lists_and_filters_find_the_same_with_it_and_without(
    own_record: Engine, made: list[WordIndex]
) -> None:
    queries = [query for query in QUERIES if query != "zzz"]

    def found() -> list[list[int]]:
        with read_session(own_record) as session:
            lists = [sorted(matching_keys(session, query)) for query in queries]
            return lists + [list(keys_in_order(session, EventFilter(q=query))) for query in queries]

    without = found()
    assert made == []
    with read_session(own_record) as session:
        assert words_at_hand(session) is None
        indexed_words(session)
        assert words_at_hand(session) is not None
    _write(own_record)  # What is kept of before goes.
    later = found()
    assert len(made) == 1
    _forget(own_record)
    assert found() == later != without


def test_a_session_of_before_a_write_is_answered_from_before(
    own_record: Engine, made: list[WordIndex]
) -> None:
    with read_session(own_record) as old:
        before = search(old, "three")
        _write(own_record, note="three")
        with read_session(own_record) as session:
            assert search(session, "three") != before
        assert words_at_hand(old) is not None
        assert search(old, "three") == before
    assert len(made) == 1


@pytest.mark.parametrize("since", ["", "2020-01-01", "2100-01-01"])
def test_a_list_of_words_is_counted_as_its_rows_are(own_record: Engine, since: str) -> None:
    for note, status in (("one", "draft"), ("two", "published")):
        _write(own_record, note=note, status=status)
    with read_session(own_record) as session:
        for kind in ("event", "topic", "source", "place"):
            for query in QUERIES:
                asked = ListFilter(q=query, since_text=since)
                number = count_listed(session, kind, asked)
                assert number == sum(count_parts(session, kind, asked)), (kind, query)
                assert not since or not number or since == "2020-01-01"
        assert count_listed(session, "topic", ListFilter(q="memo")) >= 2
