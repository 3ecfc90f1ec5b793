"""Measure searches by the index of words, beside the database's own: `python -m benchmarks.searches 100000`.

    python -m benchmarks.searches [--keep FOLDER] [SIZE ...]

For each number of events: how long the index of words takes to make, what it weighs as a file, how long it
takes to read again and to follow a write, and what it takes to find two words, to count what is found by
kind and to put the first two hundred in order; beside it, what FTS5 takes to find the same, and to put it in
order by its `bm25`. Both must find the same records. Pairs of words are drawn with a fixed seed; times are
milliseconds of the processor, in the middle and at the slow end. With --keep the databases stay in a folder
of the benchmark's own and are used again.
"""

import argparse
import platform
import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks.servers import slow_end
from benchmarks.synthetic import load_synthetic
from benchmarks.timeline_page import WORDS, folder_for, processor
from timeline.db import create_engine, read_session, upgrade, write_transaction
from timeline.queries.found_records import find_records
from timeline.queries.records import get_record
from timeline.queries.search import matching
from timeline.queries.search_terms import read_terms
from timeline.queries.word_index import forget_words, indexed_words, keep_words_in
from timeline.records.event import Event
from timeline.store.save import save

SIZES = (10_000, 100_000)
PAIRS = 100
FIRST = 200
_BY_BM25 = text(
    "SELECT rowid FROM search_index WHERE search_index MATCH :words"
    " ORDER BY bm25(search_index, 10.0, 5.0, 2.0, 1.0), rowid LIMIT :most"
)
_Given = TypeVar("_Given")


def main() -> None:
    """Print the figures of each size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", type=Path)
    parser.add_argument("sizes", type=int, nargs="*")
    asked = parser.parse_args()
    sizes = asked.sizes or SIZES
    print(f"{platform.platform()}, {processor()}, Python {platform.python_version()}")
    print(f"python -m benchmarks.searches {' '.join(map(str, sizes))}")
    for size in sizes:
        with folder_for(asked.keep) as folder:
            measure(folder / f"synthetic-{size}.sqlite3", size, folder / f"words-{size}")


def measure(database: Path, size: int, cache: Path) -> None:
    """Print the figures of one size."""
    engine = create_engine(f"sqlite:///{database}")
    if not database.exists():
        load_synthetic(engine, size)
    upgrade(engine)
    for file in cache.glob("*"):
        file.unlink()
    keep_words_in(engine, cache)
    print(f"\n{size:,} events")
    with read_session(engine) as session:
        report("the index made", [took(lambda: indexed_words(session))[1]])
        print(f"  as a file {sum(file.stat().st_size for file in cache.iterdir()) / 1e6:,.1f} MB")
        forget_words(session)
        keep_words_in(engine, cache)
        report("the index read", [took(lambda: indexed_words(session))[1]])
    with write_transaction(engine) as session:
        found = get_record(session, "event", "setting-the-record-straight-memo")
        assert isinstance(found.record, Event)
        changed = replace(found.record, date_note=f"Searched: {found.version}.")
        save(session, changed, by="b", base_version=found.version, change="update", reason="To measure.")
    with read_session(engine) as session:
        report("the index after a write", [took(lambda: indexed_words(session))[1]])
        compare(session)
    engine.dispose()


def compare(session: Session) -> None:
    """Print what the index takes for pairs of words, and what the database's own takes."""
    ways = {
        "found, counted by kind and put in order by the index": by_index,
        "found alone by FTS5": by_database,
        "found and put in order by FTS5's bm25": in_order_by_database,
    }
    taken: dict[str, list[float]] = {what: [] for what in ways}
    for words in pairs():
        found: set[frozenset[int]] = set()
        for what, way in ways.items():
            keys, milliseconds = took(partial(way, session, words))
            taken[what].append(milliseconds)
            found.add(frozenset(keys) if way is not in_order_by_database else next(iter(found)))
        assert len(found) == 1, words
    for what, times in taken.items():
        report(what, times)


def by_database(session: Session, words: str) -> Iterable[int]:
    """Find all."""
    return session.scalars(matching(session, words)).all()


def in_order_by_database(session: Session, words: str) -> Iterable[int]:
    """Find all and give the first."""
    match = " AND ".join(f'"{group[0].words}"' for group in read_terms(words).wanted)
    return session.scalars(_BY_BM25, {"words": match, "most": FIRST}).all()


def by_index(session: Session, words: str) -> Iterable[int]:
    """Find, count and order, as a page of hits does; gives all that is found."""
    found = find_records(session, read_terms(words))
    found.count_kinds()
    found.best("", FIRST)
    return found.keys


def pairs() -> Iterator[str]:
    """Yield searches for two words that need not stand side by side."""
    chance = random.Random(1984)
    words = [word for word in WORDS if '"' not in word]
    for _ in range(PAIRS):
        yield " ".join(chance.sample(words, 2))


def took(call: Callable[[], _Given]) -> tuple[_Given, float]:
    """Give what a call gives, and the milliseconds of the processor that it took."""
    begun = time.process_time()
    given = call()
    return given, (time.process_time() - begun) * 1000


def report(what: str, taken: list[float]) -> None:
    """Print the middle and the slow end."""
    end = f", p95 {slow_end(taken):,.2f}" if len(taken) > 1 else ""
    print(f"  {what}: {statistics.median(taken):,.2f} ms{end}")


if __name__ == "__main__":
    main()
