"""Reading whole records back: which are found, in which order, and at what cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.store.archive import ARCHIVE, LETTER, MEMO, UNASKED, load
from timeline.db import read_session, write_transaction
from timeline.errors import MovedError, NotFoundError
from timeline.queries.records import find_record, get_record, list_records, stream_records
from timeline.records.kinds import CLASS_OF_KIND
from timeline.records.references import references
from timeline.store.move import merge, rename
from timeline.store.restore import withdraw
from timeline.store.save import save, save_all

WHO: Any = {"by": "Ed", "reason": "Tidying"}


@contextmanager
def counting(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that are sent while it is open."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def test_a_record_comes_with_its_version_status_and_revision(engine: Engine, small_archive: None) -> None:
    with write_transaction(engine) as session:
        shorter = replace(MEMO, title="Shorter")
        saved = save(session, shorter, base_version=1, change="editorial", status="published", **WHO)
    with read_session(engine) as session:
        stored = get_record(session, "event", "memo")
    assert (stored.record, stored.version, stored.status) == (shorter, 2, "published")
    assert stored.revision == saved.revision
    assert stored.at_utc.utcoffset() is not None


def test_what_is_not_published_is_found_only_when_asked_for(engine: Engine) -> None:
    load(engine, UNASKED)
    with write_transaction(engine) as session:
        save(session, MEMO, base_version=1, change="update", status="review", **WHO)
        withdraw(session, "event", "letter", base_version=1, **WHO)
    with read_session(engine) as session:
        assert find_record(session, "event", "memo") is None
        assert find_record(session, "event", "letter") is None
        with pytest.raises(NotFoundError, match="There is no event with the id “memo”"):
            get_record(session, "event", "memo")
        assert get_record(session, "event", "memo", status=None).record == MEMO
        assert get_record(session, "event", "letter", status="withdrawn").record == LETTER
        assert [stored.record.id for stored in list_records(session, "event")] == ["start"]
        everything = list_records(session, "event", status=None)
        assert [(stored.record.id, stored.status) for stored in everything] == [
            ("letter", "withdrawn"),
            ("memo", "review"),
            ("start", "published"),
        ]


@pytest.mark.parametrize("slug", ["no-such-event", "", "\x00", "\ud800", "Memo", "x" * 5000, "' OR 1=1 --"])
def test_what_is_not_there_is_not_found(engine: Engine, slug: str) -> None:
    with read_session(engine) as session:
        assert find_record(session, "event", slug) is None
        with pytest.raises(NotFoundError):
            get_record(session, "event", slug)


def test_a_former_id_leads_to_the_present_one(engine: Engine, small_archive: None) -> None:
    with write_transaction(engine) as session:
        rename(session, "source", "page", to="web-page", base_version=1, **WHO)
        rename(session, "source", "web-page", to="the-page", base_version=2, **WHO)
    with write_transaction(engine) as session:
        record = get_record(session, "source", "report", status=None)
        merge(session, record.record, loser="the-page", base_version=record.version, loser_version=3, **WHO)
    with read_session(engine) as session:
        for former in ("page", "web-page", "the-page"):
            assert find_record(session, "source", former) is None
            with pytest.raises(MovedError) as caught:
                get_record(session, "source", former)
            assert caught.value.to == "report"
    with write_transaction(engine) as session:
        report = get_record(session, "source", "report")
        every = [stored for kind in CLASS_OF_KIND for stored in list_records(session, kind)]
        save_all(
            session,
            [stored.record for stored in every if stored.record != report.record],
            base_versions={(each.record.record_kind, each.record.id): each.version for each in every},
            status="withdrawn",
            **WHO,
        )
        withdraw(session, "source", "report", base_version=report.version, **WHO)
    with read_session(engine) as session:
        # Where it leads is not public, so nothing is said of it.
        with pytest.raises(NotFoundError):
            get_record(session, "source", "page")
        with pytest.raises(MovedError):
            get_record(session, "source", "page", status=None)


def test_lists_are_in_the_order_of_ids(engine: Engine) -> None:
    ids = ["b", "a-b", "a1", "ab", "a", "10", "2", "a-1"]
    load(engine)
    load(engine, tuple(replace(LETTER, id=slug, relations=()) for slug in ids))
    with read_session(engine) as session:
        listed = [stored.record.id for stored in list_records(session, "event")]
        streamed = [stored.record.id for stored in stream_records(session, "event", chunk=3)]
    assert listed == streamed == sorted([*ids, "memo", "letter", "start"])


@pytest.mark.parametrize("chunk", [1, 2, 3, 4, 500])
def test_a_stream_gives_each_record_once(engine: Engine, small_archive: None, chunk: int) -> None:
    with read_session(engine) as session:
        read = [
            stored.record for kind in CLASS_OF_KIND for stored in stream_records(session, kind, chunk=chunk)
        ]
    assert sorted(map(str, read)) == sorted(map(str, ARCHIVE))


@pytest.mark.parametrize("kind", CLASS_OF_KIND)
def test_the_number_of_statements_does_not_grow_with_the_records(
    sqlite_engine: Engine, small_archive: None, kind: str
) -> None:
    (one, *_) = [record for record in ARCHIVE if record.record_kind == kind]
    with counting(sqlite_engine) as few, read_session(sqlite_engine) as session:
        list_records(session, kind)
    load(sqlite_engine, tuple(replace(one, id=f"{one.id}-{number}") for number in range(40)))
    with counting(sqlite_engine) as many, read_session(sqlite_engine) as session:
        assert len(list_records(session, kind)) > 40
    assert len(many) == len(few)
    assert len(few) <= 1


def test_references_name_every_link() -> None:
    """What reading resolves is what `references` lists."""
    named = [(reference.path, reference.key) for reference in references(MEMO)]
    assert named == [
        ("timelines[0]", ("timeline", "secure-communities")),
        ("actors[0].actor", ("actor", "ice")),
        ("actors[1].actor", ("actor", "ice")),
        ("places[0]", ("place", "us")),
        ("places[1]", ("place", "us-ca")),
        ("topics[0]", ("topic", "participation")),
        ("citations[0].source", ("source", "report")),
        ("citations[1].source", ("source", "page")),
        ("relations[0].target", ("event", "letter")),
        ("changes[0].policy", ("policy", "may-stay-out")),
        ("changes[0].place", ("place", "us")),
        ("changes[1].policy", ("policy", "may-stay-out")),
    ]
