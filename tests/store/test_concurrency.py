"""Many writers at once: every save is in the history or was answered with a conflict."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import cast

import pytest
from sqlalchemy import Engine, select

from tests.store.archive import ARCHIVE, MEMO, current
from timeline.db import read_session, write_transaction
from timeline.differing.merging import merge
from timeline.errors import ConflictError
from timeline.models.history import RevisionRow
from timeline.queries.records import get_record
from timeline.records.event import Citation, Event
from timeline.store.check import check
from timeline.store.save import save

WRITERS = 16
SAVES = 5
#: Every save makes everybody else read and merge again, so a few show as much as many.
MERGED_SAVES = 2


def run_all(*work: Callable[[], list[str]]) -> list[str]:
    """Run functions in threads that start together; give all that they give."""
    start = Barrier(len(work))

    def run(one: Callable[[], list[str]]) -> list[str]:
        start.wait()
        return one()

    with ThreadPoolExecutor(len(work)) as pool:
        return [answer for answers in pool.map(run, work) for answer in answers]


def titles(engine: Engine, slug: str) -> list[str]:
    """Give the title in each version of an event after the first."""
    query = select(RevisionRow.document).where(RevisionRow.slug == slug, RevisionRow.version > 1)
    with read_session(engine) as session:
        return [
            json.loads(document)["title"] for document in session.scalars(query.order_by(RevisionRow.version))
        ]


def save_title(engine: Engine, event: Event, title: str, base_version: int) -> bool:
    """Save an event under another title; tell whether it was kept or answered with a conflict."""
    return save_event(engine, replace(event, title=title), base_version)


@pytest.mark.parametrize("reread", [False, True])
def test_no_save_of_one_record_is_lost(engine: Engine, small_archive: None, *, reread: bool) -> None:
    """With `reread`, a writer that met a conflict starts again from what it finds."""

    def writer(number: int) -> Callable[[], list[str]]:
        def work() -> list[str]:
            kept = []
            for turn in range(SAVES):
                title = f"Title {turn} of writer {number}"
                version = 1
                if reread:
                    with read_session(engine) as session:
                        version = get_record(session, "event", "memo").version
                if save_title(engine, MEMO, title, version):
                    kept.append(title)
            return kept

        return work

    kept = run_all(*(writer(number) for number in range(WRITERS)))
    assert sorted(titles(engine, "memo")) == sorted(kept)
    assert len(kept) >= 1 if reread else len(kept) == 1
    assert current(engine)["event", "memo"]["version"] == len(kept) + 1
    with read_session(engine) as session:
        numbers = session.scalars(select(RevisionRow.number).order_by(RevisionRow.number)).all()
        assert list(numbers) == list(range(1, len(ARCHIVE) + len(kept) + 1))
        assert check(session) == ()


def test_new_records_at_once_get_keys_of_their_own(engine: Engine, small_archive: None) -> None:

    def writer(number: int) -> Callable[[], list[str]]:
        def work() -> list[str]:
            made = []
            for turn in range(SAVES):
                event = replace(MEMO, id=f"memo-{number}-{turn}")
                if save_title(engine, event, "New", 0):
                    made.append(event.id)
            return made

        return work

    made = run_all(*(writer(number) for number in range(WRITERS)))
    assert len(made) == WRITERS * SAVES
    entries = current(engine)
    assert len({row["id"] for row in entries.values()}) == len(ARCHIVE) + len(made)
    with read_session(engine) as session:
        # They are drafts, and the records that they refer to are published.
        assert check(session) == ()


def test_one_id_is_given_once(engine: Engine, small_archive: None) -> None:
    event = replace(MEMO, id="the-same")

    def writer(number: int) -> Callable[[], list[str]]:
        return lambda: [str(number)] if save_title(engine, event, f"By {number}", 0) else []

    assert len(run_all(*(writer(number) for number in range(WRITERS)))) == 1


def test_sixteen_writers_lose_nothing_when_they_merge_and_go_on(engine: Engine, small_archive: None) -> None:
    """Each adds citations to one event; who meets a conflict merges with what is there and saves again."""
    answers: Counter[str] = Counter()

    def writer(number: int) -> Callable[[], list[str]]:
        def work() -> list[str]:
            kept = []
            for turn in range(MERGED_SAVES):
                base, version = read(engine)
                locator = f"p. {number}.{turn}"
                mine = replace(base, citations=(*base.citations, Citation(source="report", locator=locator)))
                while not save_event(engine, mine, version):
                    answers["conflict"] += 1
                    theirs, version = read(engine)
                    merged = merge(base, theirs, mine)
                    assert merged.conflicts == ()
                    base, mine = theirs, cast("Event", merged.record)
                answers["kept"] += 1
                kept.append(locator)
            return kept

        return work

    kept = run_all(*(writer(number) for number in range(WRITERS)))
    assert answers["kept"] == len(kept) == WRITERS * MERGED_SAVES
    event, version = read(engine)
    assert version == 1 + len(kept)
    assert sorted(citation.locator for citation in event.citations[len(MEMO.citations) :]) == sorted(kept)
    with read_session(engine) as session:
        versions = session.scalars(
            select(RevisionRow.version).where(RevisionRow.slug == "memo").order_by(RevisionRow.version)
        ).all()
        assert list(versions) == list(range(1, version + 1))
        assert check(session) == ()


def read(engine: Engine) -> tuple[Event, int]:
    with read_session(engine) as session:
        stored = get_record(session, "event", "memo")
        return cast("Event", stored.record), stored.version


def save_event(engine: Engine, event: Event, base_version: int) -> bool:
    try:
        with write_transaction(engine) as session:
            save(session, event, by="Ed", base_version=base_version, change="update", reason="Race")
    except ConflictError:
        return False
    return True
