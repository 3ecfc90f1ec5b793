"""Measure the worklists, the activity and the queue over synthetic records.

    python -m benchmarks.worklists sqlite:////path/kept.sqlite3 postgresql://…/kept

Each database must have been filled by `benchmarks.synthetic`. A count is asked for once, so that none is
kept from an earlier answer; a page is the median of several.
"""

import datetime as dt
import platform
import statistics
import sys
import time
from collections.abc import Callable

from sqlalchemy import func, select

from timeline.db import DatabaseEngine, DatabaseSession, create_engine, read_session
from timeline.models.history import RevisionRow
from timeline.queries.activity import ActivityFilter, page_of_activity
from timeline.queries.queue import QUEUES, count_queues, list_queue
from timeline.queries.worklists import WORKLISTS
from timeline.rights import Curator

PAGE = 50
TIMES = 7
EDITOR = Curator(handle="benchmark", role="editor")
ASKED = {
    "all": ActivityFilter(),
    "by a person": ActivityFilter(by="benchmark"),
    "by nobody": ActivityFilter(by="nobody"),
    "of a kind": ActivityFilter(kind="topic"),
    "corrections": ActivityFilter(change="correction"),
    "of a day": ActivityFilter(from_day=dt.date(2020, 1, 1), to_day=dt.date(2020, 1, 1)),
}


def main() -> None:
    print(f"{platform.platform()}, Python {platform.python_version()}")
    for url in sys.argv[1:]:
        measure(create_engine(url))


def measure(engine: DatabaseEngine) -> None:
    with read_session(engine) as session:
        revisions = session.scalar(select(func.count()).select_from(RevisionRow))
    print(f"\n{engine.dialect.name}, {revisions:,} revisions (ms)")
    for worklist in WORKLISTS:
        count, seconds = timed(engine, worklist.count)
        page = median(engine, lambda session, each=worklist: each.list(session, "", PAGE))  # type: ignore[misc]
        print(f"{worklist.id:22} count {seconds * 1000:8.1f}   page {page * 1000:7.1f}   {count:,} items")
    for name, asked in ASKED.items():
        page = median(engine, lambda session, each=asked: page_of_activity(session, each))  # type: ignore[misc]
        print(f"{'activity ' + name:22} page {page * 1000:7.1f}")
    _, seconds = timed(engine, lambda session: count_queues(session, who=EDITOR, four_eyes=True))
    print(f"{'queues':22} count {seconds * 1000:8.1f}")
    for queue in QUEUES:
        page = median(
            engine,
            lambda session, each=queue: list_queue(session, each, who=EDITOR, four_eyes=True),  # type: ignore[misc]
        )
        print(f"{'queue ' + queue:22} page {page * 1000:7.1f}")


def median(engine: DatabaseEngine, ask: Callable[[DatabaseSession], object]) -> float:
    return statistics.median(timed(engine, ask)[1] for _ in range(TIMES))


def timed(engine: DatabaseEngine, ask: Callable[[DatabaseSession], object]) -> tuple[object, float]:
    with read_session(engine) as session:
        begun = time.perf_counter()
        answer = ask(session)
        return answer, time.perf_counter() - begun


if __name__ == "__main__":
    main()
