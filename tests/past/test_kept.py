"""Databases of earlier states: made once, bounded in number, swept, and never written to."""

import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from tests.past.editing import WHO, edit_200_records
from tests.store.archive import ARCHIVE, MEMO, contents, load
from timeline.db import create_engine, read_session, write_transaction
from timeline.errors import BusyError
from timeline.past import kept
from timeline.past.kept import KeptPast
from timeline.queries.dataset import dataset_state
from timeline.queries.records import list_records
from timeline.records.event import Event
from timeline.store.check import check
from timeline.store.move import rename
from timeline.store.people import add_person
from timeline.store.save import save

AFTER_LOADING = len(ARCHIVE)


def _with_a_past(engine: Engine) -> None:
    load(engine)
    with write_transaction(engine) as session:
        save(session, replace(MEMO, title="Shorter"), base_version=1, change="update", by="Ed", reason="Why")
        rename(session, "event", "memo", to="the-memo", base_version=2, by="Ed", reason="Better")


def test_an_earlier_state_is_what_the_database_was_then(
    engine: Engine, small_archive: None, tmp_path: Path
) -> None:
    then = contents(engine)
    with write_transaction(engine) as session:
        rename(session, "event", "memo", to="the-memo", base_version=1, by="Ed", reason="Better")
    past = KeptPast(engine, tmp_path)
    made = past.engine(AFTER_LOADING)
    found = contents(made)
    assert {name: rows for name, rows in found.items() if name != "dataset"} == {
        name: rows for name, rows in then.items() if name != "dataset"
    }
    with read_session(made) as session:
        assert check(session) == ()
    with pytest.raises(OperationalError, match="readonly"), write_transaction(made) as session:
        session.execute(text("UPDATE dataset SET version = 1"))
    assert past.engine(AFTER_LOADING) is made
    past.close()


def test_files_are_made_once_bounded_and_swept(
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_a_past(sqlite_engine)
    folder = tmp_path / "past"
    folder.mkdir()
    (folder / ".making-killed.sqlite3").write_bytes(b"half")
    past = KeptPast(sqlite_engine, tmp_path)
    past.engine(AFTER_LOADING)
    (first,) = folder.glob("*.sqlite3")
    made = first.stat().st_ino
    KeptPast(sqlite_engine, tmp_path).engine(AFTER_LOADING)
    assert first.stat().st_ino == made
    monkeypatch.setattr(kept, "MOST_FILES", 1)
    past.engine(AFTER_LOADING + 1)
    assert [path.name.partition("-")[0] for path in folder.glob("*.sqlite3")] == [str(AFTER_LOADING + 1)]
    # What was thrown away is made again when it is asked for.
    with read_session(past.engine(AFTER_LOADING)) as session:
        assert session.scalar(text("SELECT count(*) FROM revisions")) == AFTER_LOADING
    assert len(list(folder.iterdir())) == 2  # A state and the lock.


def test_another_history_has_other_states(sqlite_engine: Engine, small_archive: None, tmp_path: Path) -> None:
    sqlite_engine.dispose()  # Now all of it is in one file.
    other = tmp_path / "other.sqlite3"
    shutil.copy(str(sqlite_engine.url.database), other)
    _append(sqlite_engine, "One")
    second = create_engine(f"sqlite:///{other}")
    _append(second, "Other")
    said = set()
    for engine in (sqlite_engine, second):
        with read_session(engine) as session:
            last = dataset_state(session).revision
        with read_session(KeptPast(engine, tmp_path).engine(last)) as session:
            said.add(session.scalar(text("SELECT reason FROM revisions ORDER BY number DESC LIMIT 1")))
    assert said == {"One", "Other"}
    second.dispose()


def _append(engine: Engine, reason: str) -> None:
    with write_transaction(engine) as session:
        rename(session, "event", "memo", to="the-memo", base_version=1, by="Ed", reason=reason)


def test_when_several_wait_for_states_others_are_told_to_come_back(
    sqlite_engine: Engine, small_archive: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_WAITING", 0)
    with pytest.raises(BusyError, match="Ask again"):
        KeptPast(sqlite_engine, tmp_path).engine(AFTER_LOADING)
    assert not (tmp_path / "past").exists()


def test_a_state_that_few_records_have_left_since_is_made_from_one_that_is_there(
    sqlite_own_record: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with read_session(sqlite_own_record) as session:
        first = dataset_state(session).revision
    edit_200_records(sqlite_own_record)
    with write_transaction(sqlite_own_record) as session:
        add_person(session, handle="ada", name="Ada", role="editor")
        one = list_records(session, "event")[0]
        assert isinstance(one.record, Event)
        again = replace(one.record, title="Again")
        save(session, again, base_version=one.version, change="update", **WHO)
    with read_session(sqlite_own_record) as session:
        last = dataset_state(session).revision
    states = {}
    for part in (0.0, 1.0):
        monkeypatch.setattr(kept, "TURNED_PART", part)
        past = KeptPast(sqlite_own_record, tmp_path / str(part))
        # First back from the present, then on from that.
        states[part] = [contents(past.engine(number), besides=("search_words",)) for number in (first, last)]
        with read_session(past.engine(first)) as session:
            assert check(session) == ()
        past.close()
    for anew, turned in zip(states[0.0], states[1.0], strict=True):
        assert [name for name in anew if anew[name] != turned[name]] == []
    # Who may curate the record is no part of it.
    assert states[1.0][0]["people"] == []


def test_who_has_waited_too_long_finds_it_made_later(
    sqlite_engine: Engine, small_archive: None, tmp_path: Path
) -> None:
    past = KeptPast(sqlite_engine, tmp_path, patience=0.0)
    with pytest.raises(BusyError):
        past.engine(AFTER_LOADING)
    until = time.monotonic() + 60
    while not list((tmp_path / "past").glob(f"{AFTER_LOADING}-*")) and time.monotonic() < until:
        time.sleep(0.02)
    with read_session(past.engine(AFTER_LOADING)) as session:
        assert dataset_state(session).revision == AFTER_LOADING
    past.close()
