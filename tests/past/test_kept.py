"""Databases of earlier states: made once, bounded in number, swept, and never written to."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from tests.store.archive import ARCHIVE, MEMO, contents, load
from timeline.db import create_engine, read_session, write_transaction
from timeline.errors import BusyError
from timeline.past import kept
from timeline.past.kept import KeptPast
from timeline.queries.dataset import dataset_state
from timeline.store.check import check
from timeline.store.move import rename
from timeline.store.save import save

AFTER_LOADING = len(ARCHIVE)


def _with_a_past(engine: Engine) -> None:
    load(engine)
    with write_transaction(engine) as session:
        save(session, replace(MEMO, title="Shorter"), base_version=1, change="update", by="Ed", reason="Why")
        rename(session, "event", "memo", to="the-memo", base_version=2, by="Ed", reason="Better")


def test_an_earlier_state_is_what_the_database_was_then(engine: Engine, tmp_path: Path) -> None:
    load(engine)
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


def test_another_history_has_other_states(sqlite_engine: Engine, tmp_path: Path) -> None:
    load(sqlite_engine)
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
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(sqlite_engine)
    monkeypatch.setattr(kept, "MOST_WAITING", 0)
    with pytest.raises(BusyError, match="Ask again"):
        KeptPast(sqlite_engine, tmp_path).engine(AFTER_LOADING)
    assert not (tmp_path / "past").exists()
