"""The index of events in a file: the same index, brought forward, and never trusted further than it goes."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from timeline.db import read_session, write_transaction
from timeline.filters import parse_filter
from timeline.queries import event_index
from timeline.queries.dataset import DatasetState
from timeline.queries.event_index import (
    NAME,
    IndexedEvents,
    forget_events,
    indexed_events,
    keep_events_in,
)
from timeline.queries.index_file import read_index
from timeline.queries.records import get_record
from timeline.queries.selection import choose
from timeline.records.event import Event
from timeline.selecting.framing import UnreadableIndexError
from timeline.selecting.stored import pack, unpack
from timeline.store.save import save

FILTERS: tuple[dict[str, list[str]], ...] = (
    {},
    {"place": ["us-ca"]},
    {"from": ["2010-08"], "to": ["2010"], "actor": ["ice"]},
    {"topic": ["287g"]},
)


@pytest.fixture
def folder(tmp_path: Path, own_record: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the folder of the file, for an archive of any size."""
    monkeypatch.setattr(event_index, "_MANY", 1)
    monkeypatch.setattr(event_index, "_leave_alone", lambda _: None)
    _restart(own_record, tmp_path / "cache")
    yield tmp_path / "cache"
    with read_session(own_record) as session:
        forget_events(session)


def _restart(engine: Engine, folder: Path) -> None:
    with read_session(engine) as session:
        forget_events(session)
    keep_events_in(engine, folder)


def _answers(engine: Engine) -> list[list[int]]:
    with read_session(engine) as session:
        chosen = [choose(session, parse_filter(asked)) for asked in FILTERS]
        return [sorted(choice.index.keys[place] for place in choice.events) for choice in chosen]


def _made_again(monkeypatch: pytest.MonkeyPatch) -> list[DatasetState]:
    """Note each time that an index is made from all events."""
    states: list[DatasetState] = []
    make = event_index._made_anew

    def noted(session: Session, state: DatasetState) -> IndexedEvents:
        states.append(state)
        return make(session, state)

    monkeypatch.setattr(event_index, "_made_anew", noted)
    return states


def test_a_start_reads_the_file_and_brings_it_forward(
    folder: Path, own_record: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _answers(own_record)
    made = _made_again(monkeypatch)
    _restart(own_record, folder)
    assert _answers(own_record) == before

    with write_transaction(own_record) as session:
        found = get_record(session, "event", "civil-enforcement-priorities-memo")
        assert isinstance(found.record, Event)
        moved = dataclasses.replace(found.record, places=())
        save(session, moved, by="a", base_version=found.version, change="update", reason="To see it.")
    _restart(own_record, folder)
    after = _answers(own_record)
    assert made == []
    with read_session(own_record) as session:
        forget_events(session)
    assert _answers(own_record) == after
    assert len(made) == 1


@pytest.mark.parametrize("harm", ["cut", "changed", "gone", "not ours", "other schema"])
def test_a_file_that_cannot_be_used_is_passed_over_and_written_anew(
    harm: str, folder: Path, own_record: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _answers(own_record)
    file = folder / NAME
    good = file.read_bytes()
    match harm:
        case "cut":
            file.write_bytes(good[:-9])
        case "changed":
            file.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
        case "gone":
            file.unlink()
        case "not ours":
            file.write_bytes(b"PK\x03\x04 something else")
        case _:
            monkeypatch.setattr(event_index, "schema_of", lambda _: "0001")
    made = _made_again(monkeypatch)
    _restart(own_record, folder)
    assert _answers(own_record) == before
    assert len(made) == 1
    if harm != "other schema":
        assert file.read_bytes() == good
    assert [entry.name for entry in folder.iterdir()] == [NAME]


def test_a_file_that_cannot_be_written_is_done_without(
    tmp_path: Path, own_record: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_index, "_MANY", 1)
    monkeypatch.setattr(event_index, "_leave_alone", lambda _: None)
    (tmp_path / "cache").write_text("a file where the folder should be")
    _restart(own_record, tmp_path / "cache")
    assert _answers(own_record)[0]
    with read_session(own_record) as session:
        forget_events(session)


def test_an_index_comes_back_as_it_was(own_record: Engine) -> None:
    with read_session(own_record) as session:
        forget_events(session)
        index = indexed_events(session).index
    read, told = unpack(pack(index, {"version": 1}))
    assert read == index
    assert told == {"version": 1}
    with pytest.raises(UnreadableIndexError):
        unpack(b"")
    assert read_index(Path("nowhere") / NAME, "0001", unpack) is None
