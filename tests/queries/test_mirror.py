"""A copy that follows the changes has what readers see, whatever happens in between and however slowly."""

from collections.abc import Callable
from functools import partial
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from timeline.db import read_session, write_transaction
from timeline.errors import TimelineError
from timeline.queries.mirror import list_changes
from timeline.queries.records import find_record, list_records
from timeline.records.authority import Topic
from timeline.records.kinds import Record
from timeline.store.move import merge, rename
from timeline.store.restore import undo_batch, withdraw
from timeline.store.save import save, save_all

Copy = dict[tuple[str, str], Record]
BY: dict[str, Any] = {"by": "tests", "reason": "To see."}


class Mirror:
    """Somebody who keeps a copy, a few changes at a time."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.since = engine, 0
        self.copy: Copy = {}

    def follow(self, *, limit: int, to_the_end: bool = True) -> None:
        """Fetch changes, to the end or once."""
        while True:
            with read_session(self.engine) as session:
                found = list_changes(session, since=self.since, limit=limit)
            assert [change.revision for change in found.changes] == sorted(
                {change.revision for change in found.changes}
            )
            for change in found.changes:
                for former in (*change.former_ids, change.id):
                    self.copy.pop((change.kind, former), None)
                if change.stored is not None:
                    assert not change.is_gone
                    self.copy[change.kind, change.id] = change.stored.record
            assert found.until > self.since or found.until == found.latest
            self.since = found.until
            if not to_the_end or found.until == found.latest:
                return

    def is_true(self) -> bool:
        """Tell whether the copy is what readers see."""
        with read_session(self.engine) as session:
            there = {("topic", each.record.id): each.record for each in list_records(session, "topic")}
        return self.copy == there


def _topic(slug: str, label: str) -> Topic:
    return Topic(id=slug, label=label, definition="What falls under it.")


def _save(session: Session, slug: str, label: str, status: str) -> None:
    there = find_record(session, "topic", slug, status=None)
    version = there.version if there else 0
    save(session, _topic(slug, label), base_version=version, change="update", status=status, **BY)


def _act(session: Session, *, step: tuple[Any, ...]) -> None:
    """Do one thing with topics; what cannot be done now is left."""
    name, slug, other = step
    there = find_record(session, "topic", slug, status=None)
    target = find_record(session, "topic", other, status=None)
    match name:
        case "publish" | "draft":
            _save(session, slug, f"{slug} {name} {other}", "published" if name == "publish" else "draft")
        case "withdraw" if there is not None and there.status != "withdrawn":
            withdraw(session, "topic", slug, base_version=there.version, **BY)
        case "rename" if there is not None and target is None:
            rename(session, "topic", slug, to=f"{other}-new", base_version=there.version, **BY)
        case "merge" if there is not None and target is not None and slug != other:
            versions: dict[str, Any] = {"base_version": target.version, "loser_version": there.version}
            merge(session, target.record, loser=slug, **versions, **BY)
        case "batch":
            _undo(session, slug)
        case _:
            return


def _undo(session: Session, slug: str) -> None:
    there = find_record(session, "topic", slug, status=None)
    versions = {("topic", slug): there.version} if there else {}
    made = save_all(session, [_topic(slug, "In a batch")], base_versions=versions, **BY)
    undo_batch(session, made.batch, **BY)


NAMES = st.sampled_from(["aa", "bb", "cc", "aa-new"])
STEPS = st.lists(
    st.tuples(st.sampled_from(["publish", "draft", "withdraw", "rename", "merge", "batch"]), NAMES, NAMES),
    min_size=3,
    max_size=14,
)


def test_a_copy_that_follows_slowly_is_true_in_the_end(sqlite_engine: Engine) -> None:
    @settings(max_examples=40, deadline=None, database=None)
    @given(steps=STEPS, limit=st.integers(1, 3))
    def holds(steps: list[tuple[Any, ...]], limit: int) -> None:
        patient, eager = Mirror(sqlite_engine), Mirror(sqlite_engine)
        for step in steps:
            _try(sqlite_engine, partial(_act, step=step))
            patient.follow(limit=1, to_the_end=False)
            eager.follow(limit=50)
            assert eager.is_true()
        patient.follow(limit=limit)
        assert patient.is_true()
        new = Mirror(sqlite_engine)
        new.follow(limit=limit)
        assert new.copy == eager.copy

    holds()


def _try(engine: Engine, act: Callable[[Session], None]) -> None:
    try:
        with write_transaction(engine) as session:
            act(session)
    except TimelineError:
        return  # What the rules refuse leaves everything as it was.


def test_what_was_never_public_is_not_told_of_and_what_went_is_only_named(engine: Engine) -> None:
    with write_transaction(engine) as session:
        _save(session, "secret", "A draft", "draft")
        _save(session, "gone", "Once public", "published")
        _save(session, "kept", "Still public", "published")
    with write_transaction(engine) as session:
        withdraw(session, "topic", "gone", base_version=1, note="By mistake.", **BY)
        _save(session, "gone", "A new draft of it", "draft")
        rename(session, "topic", "gone", to="secret-name", base_version=3, **BY)
        rename(session, "topic", "kept", to="kept-new", base_version=1, **BY)
    with read_session(engine) as session:
        found = list_changes(session, since=0, limit=10)
        kinds = list_changes(session, since=0, limit=10, kinds=["event"])
        bare = list_changes(session, since=0, limit=10, whole=False)
    gone, kept = found.changes
    assert (gone.id, gone.is_gone, gone.note, gone.stored, gone.former_ids) == (
        "gone",
        True,
        "By mistake.",
        None,
        (),
    )
    assert (kept.id, kept.former_ids, kept.is_gone) == ("kept-new", ("kept",), False)
    assert kinds.changes == ()
    assert (kinds.until, found.until) == (found.latest, found.latest)
    assert [(change.id, change.stored) for change in bare.changes] == [("gone", None), ("kept-new", None)]


def test_a_merged_record_leads_to_the_one_it_is_part_of(engine: Engine) -> None:
    with write_transaction(engine) as session:
        for slug in ("aa", "bb", "cc"):
            _save(session, slug, slug, "published")
        merge(session, _topic("bb", "bb"), loser="aa", base_version=1, loser_version=1, **BY)
        merge(session, _topic("cc", "cc"), loser="bb", base_version=1, loser_version=1, **BY)
    with read_session(engine) as session:
        found = {change.id: change for change in list_changes(session, since=0, limit=10).changes}
    assert {slug: (change.is_gone, change.merged_into) for slug, change in found.items()} == {
        "aa": (True, "cc"),
        "bb": (True, "cc"),
        "cc": (False, ""),
    }
