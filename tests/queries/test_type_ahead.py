"""What is offered while somebody types, on both engines."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from tests.store.archive import ARCHIVE
from timeline.db import downgrade, read_session, upgrade, write_transaction
from timeline.models.naming import NameWordRow
from timeline.queries.type_ahead import find_by_name, labels_of, suggest
from timeline.records.authority import Actor
from timeline.records.source import Creator, Source
from timeline.store.check import check
from timeline.store.rebuild import rebuild
from timeline.store.save import save, save_all


def ids(engine: Engine, kind: str, typed: str, *, first: tuple[str, ...] = ()) -> list[str]:
    with read_session(engine) as session:
        return [found.id for found in suggest(session, kind, typed, first=first)]


@pytest.mark.parametrize(
    ("kind", "typed", "wanted"),
    [
        ("actor", "john", "john-morton"),
        ("actor", "Morton, J", "john-morton"),
        ("actor", "MORT jo", "john-morton"),
        ("actor", "I.C.E", "ice"),
        ("actor", "immigration and c", "ice"),
        ("source", "no rules of", "no-rules-of-the-road"),
        ("source", "no-rules-of-the-road", "no-rules-of-the-road"),
        ("place", "calif", "us-ca"),
        ("topic", "deta", "detainers"),
        ("event", "record straight setting", "setting-the-record-straight-memo"),
        ("policy", "local part", "local-participation"),
        ("timeline", "sec com", "secure-communities"),
    ],
)
def test_the_record_is_offered(record_engine: Engine, kind: str, typed: str, wanted: str) -> None:
    assert wanted in ids(record_engine, kind, typed)


def test_a_whole_name_comes_before_what_only_begins_so(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        name = labels_of(session, [("place", "us-ca")])["place", "us-ca"].label
    assert ids(record_engine, "place", name)[0] == "us-ca"


@pytest.mark.parametrize(
    "typed", ["xyzzy", "%", "\U0001f600", "'; --", "a" * 5000, "://", "xyzzy\x00", "\ud800xyzzy"]
)
def test_nothing_that_is_typed_breaks_it(record_engine: Engine, typed: str) -> None:
    assert ids(record_engine, "source", typed) == []


@pytest.mark.parametrize("typed", [" ", "\x00", "\ud800", "\u200b\n"])
def test_signs_that_nobody_sees_are_as_nothing_typed(record_engine: Engine, typed: str) -> None:
    assert ids(record_engine, "source", typed) == ids(record_engine, "source", "") != []


def test_with_nothing_typed_what_was_used_in_this_sitting_comes_first(record_engine: Engine) -> None:
    used = ("no-rules-of-the-road", "nothing-of-this-id")
    offered = ids(record_engine, "source", "", first=used)
    assert offered[0] == "no-rules-of-the-road"
    assert len(offered) > 1


def test_authors_addresses_and_accents_lead_to_a_source(engine: Engine) -> None:
    source = Source(
        id="a-report",
        type="report",
        title="Über the Wall",
        creators=(Creator(family="Nyström", given="Ann"), Creator(literal="Forum")),
        url="https://www.example.org/papers/42/",
    )
    with write_transaction(engine) as session:
        save(session, source, by="Ed", base_version=0, change="new", reason="Test.")
    for typed in (
        "nystrom",
        "uber wall",
        "Forum",
        "https://example.org/papers/42",
        "example.org",
        "ann über",
    ):
        assert ids(engine, "source", typed) == ["a-report"], typed
    with read_session(engine) as session:
        assert suggest(session, "source", "uber")[0].detail == "Nyström and others"
        assert [found.id for found in find_by_name(session, "source", "uber the wall")] == ["a-report"]
        assert find_by_name(session, "source", "uber") == ()


def test_words_follow_the_record_and_withdrawn_ones_are_not_offered(engine: Engine) -> None:
    actor = Actor(id="the-office", name="The Office", kind="agency")
    with write_transaction(engine) as session:
        save(session, actor, by="Ed", base_version=0, change="new", reason="Test.")
        renamed = replace(actor, name="The Bureau")
        save(session, renamed, by="Ed", base_version=1, change="update", reason="Test.")
    assert ids(engine, "actor", "bureau") == ["the-office"]
    assert ids(engine, "actor", "offi") == ["the-office"]  # by its id
    with write_transaction(engine) as session:
        save(session, renamed, by="Ed", base_version=2, change="update", reason="Test.", status="withdrawn")
    assert ids(engine, "actor", "bureau") == []


def test_the_check_finds_words_that_are_not_the_records_own_and_rebuild_mends_them(engine: Engine) -> None:
    with write_transaction(engine) as session:
        save_all(session, ARCHIVE, by="Ed", reason="Test.")
    with write_transaction(engine) as session:
        session.query(NameWordRow).filter(NameWordRow.position == 1).update({"word": "wrong"})
    with read_session(engine) as session:
        assert {finding.field for finding in check(session)} == {"list.word"}
    with write_transaction(engine) as session:
        rebuild(session)
    with read_session(engine) as session:
        assert list(check(session)) == []


def test_the_migration_fills_the_words_as_the_store_writes_them(engine: Engine) -> None:
    with write_transaction(engine) as session:
        save_all(session, ARCHIVE, by="Ed", reason="Test.")
    downgrade(engine, "0007")
    upgrade(engine)
    with read_session(engine) as session:
        assert list(check(session)) == []
