"""Measure the timeline page as the record grows: `python -m benchmarks.timeline_page 10000 100000`.

    python -m benchmarks.timeline_page [--keep FOLDER] [SIZE ...]

For each number of events: how long the index of events takes to make and to follow a write, the server's
time for the first view and for filtered views with their counts, for the counts alone, for an unchanged page
that the reader has already, and what the first view is in Chromium, with its longest task in each of twenty
loads on a screen and on a telephone. Beside it stands that of a page which only counts, opened by turns with
it: whatever else runs on the machine lengthens the tasks of both (see `benchmarks.long_tasks`). The server's
time is that from a request to the last byte of its answer. The filters are drawn with a fixed seed from what
the record holds; each is asked for once, so that nothing is kept from an earlier answer. Times are in
milliseconds by the clock and, in brackets, of the processor, which other work on the machine lengthens less.
With --keep the databases stay in a folder and are used again.
"""

import argparse
import platform
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import sqlalchemy
from flask import Flask
from werkzeug.test import create_environ
from werkzeug.wsgi import ClosingIterator

from benchmarks.browsing import chromium, loaded, open_page, served_site
from benchmarks.long_tasks import Load, counting_page, loads_by_turns
from benchmarks.synthetic import load_synthetic
from timeline.cli.serve import collect_seldom
from timeline.config import Settings
from timeline.db import DatabaseEngine, create_engine, read_session, upgrade, write_transaction
from timeline.factory import create_app
from timeline.filters import EventFilter, parse_filter
from timeline.queries.density import count_by_bounds
from timeline.queries.event_index import forget_events, indexed_events
from timeline.queries.facets import count_facets
from timeline.queries.records import get_record
from timeline.queries.selection import choose
from timeline.records.event import Event
from timeline.store.save import save

SIZES = (10_000, 100_000)
TIMES = 100
WARMING = 20
LOADS = 20
WIDTHS = (1280, 375)
WORDS = (
    "memo", "county", "california", "fingerprint", "obama", "sheriff", "detainer", "report", "congress",
    "homeland security", '"secure communities"', "chicago", "opt out", "deportation", "statistics",
)  # fmt: skip

Call = Callable[[], object]


def main() -> None:
    """Print the figures of each size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", type=Path)
    parser.add_argument("sizes", type=int, nargs="*")
    asked = parser.parse_args()
    sizes = asked.sizes or SIZES
    print(f"{platform.platform()}, {processor()}, Python {platform.python_version()}")
    print(f"SQLite, SQLAlchemy {sqlalchemy.__version__}; python -m benchmarks.timeline_page {sizes}")
    collect_seldom()  # As the server does.
    for size in sizes:
        with folder_for(asked.keep) as folder:
            measure(folder / f"synthetic-{size}.sqlite3", size)


def processor() -> str:
    """Name the processor, as far as the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "")


@contextmanager
def folder_for(kept: Path | None) -> Iterator[Path]:
    """Give the folder of the databases: one that stays, or one for this time."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="timeline-bench-") as name:
        yield Path(name)


def measure(database: Path, size: int) -> None:
    """Print the figures of one size."""
    engine = create_engine(f"sqlite:///{database}")
    if not database.exists():
        begun = time.perf_counter()
        load_synthetic(engine, size)
        print(f"loaded in {time.perf_counter() - begun:,.0f} s")
    upgrade(engine)
    print(f"{size:,} events, {database.stat().st_size / 1e6:,.0f} MB")
    measure_index(engine)
    app = create_app(Settings(secret_key="b" * 40, kept_pages=0), engine)
    tag = dict(answer(app, create_environ("/"))[1])["ETag"]
    queries = list(filters(engine, 3 * TIMES + WARMING))
    pages, counted, further = queries[:TIMES], queries[TIMES : 2 * TIMES], queries[2 * TIMES :]
    for query in queries[-WARMING:]:  # A server that has run for a while has made each statement before.
        page_of(app, f"/?{query}")()
    report("first view", [page_of(app, f"/?utm_campaign={number}") for number in range(TIMES // 4)])
    report("filtered, with counts", [page_of(app, f"/?{query}") for query in pages])
    report("the counts alone", [partial(count, engine, query) for query in counted])
    report("in lanes", [page_of(app, f"/?{query}&view=lanes") for query in further[: TIMES // 4]])
    report("unchanged (304)", [page_of(app, "/", tag) for _ in range(TIMES)])
    engine.dispose()
    measure_view(database)


def measure_index(engine: DatabaseEngine) -> None:
    """Print how long it takes to make the index, and to bring it up to date after one event was written."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with read_session(engine) as session:
        forget_events(session)
        report("index made", [lambda: indexed_events(session)])
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"  memory of the process at most {grown:,.0f} MB more while it was made")
    with read_session(engine) as session:
        found = get_record(session, "event", "setting-the-record-straight-memo")
    assert isinstance(found.record, Event)
    changed = replace(found.record, date_note=f"Measured: {found.version}.")
    with write_transaction(engine) as session:
        save(
            session,
            changed,
            by="benchmark",
            base_version=found.version,
            change="update",
            reason="To measure.",
        )
    with read_session(engine) as session:
        report("index after a write", [lambda: indexed_events(session)])


def filters(engine: DatabaseEngine, number: int) -> Iterator[str]:
    """Yield different filters, each of one to four fields with values that some event has."""
    chance = random.Random(20_10)
    seen = {""}
    with read_session(engine) as session:
        offered = count_facets(session, EventFilter()).values
        values = {name: [value.id for value in found] for name, found in offered.items()}
        while len(seen) <= number:
            query = urlencode(sorted(drawn(chance, values).items()))
            if query not in seen and choose(session, asked_by(query)).events:
                seen.add(query)
                yield query


def drawn(chance: random.Random, values: dict[str, list[str]]) -> dict[str, str]:
    """Draw a filter; every fifth asks for words."""
    begin = chance.randint(2005, 2050)
    offered = {name: chance.choice(ids) for name, ids in values.items() if ids}
    offered |= {"from": str(begin), "to": str(begin + chance.randint(0, 12)), "detail": "main"}
    names = chance.sample(sorted(offered), chance.randint(1, 4))
    found = {name: offered[name] for name in names}
    return found | {"q": chance.choice(WORDS)} if chance.random() < 0.2 else found


def asked_by(query: str) -> EventFilter:
    """Read a filter as the page would."""
    return parse_filter({name: [value] for name, value in (pair.split("=") for pair in _plain(query))})


def _plain(query: str) -> list[str]:
    return [pair.replace("+", " ").replace("%22", '"') for pair in query.split("&")]


def page_of(app: Flask, address: str, tag: str = "") -> Call:
    """Give a call that asks for a page; one that a reader has already, with a tag, is not sent again."""
    environ = create_environ(address, headers={"If-None-Match": tag} if tag else {})

    def ask() -> None:
        status, _, body = answer(app, dict(environ))
        assert (status[:3], bool(body)) == (("304", False) if tag else ("200", True)), address

    return ask


def answer(app: Flask, environ: dict[str, object]) -> tuple[str, list[tuple[str, str]], bytes]:
    """Answer a request as a server has an application do it, without a browser's work around it."""
    told: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], *_error: object) -> Callable[[bytes], object]:
        told.append((status, headers))
        return lambda _text: None

    parts = app(environ, start)
    body = b"".join(parts)
    if isinstance(parts, ClosingIterator):
        parts.close()
    return *told[0], body


def count(engine: DatabaseEngine, query: str) -> None:
    """Count all that a page counts: the values of each field, and where in time the events lie."""
    with read_session(engine) as session:
        count_facets(session, asked_by(query))
        count_by_bounds(session, asked_by(query))


def report(what: str, calls: Sequence[Call]) -> None:
    """Print the middle and the slow end of the times that calls take."""
    clock, used = [], []
    for call in calls:
        begun, begun_work = time.perf_counter(), time.thread_time()
        call()
        used.append((time.thread_time() - begun_work) * 1000)
        clock.append((time.perf_counter() - begun) * 1000)
    if len(calls) == 1:
        print(f"  {what:<24} {clock[0]:10,.1f} ms ({used[0]:,.1f})", flush=True)
        return
    print(
        f"  {what:<24} p50 {statistics.median(clock):8,.1f} ms ({statistics.median(used):,.1f})"
        f"   p95 {slow_end(clock):8,.1f} ms ({slow_end(used):,.1f})",
        flush=True,
    )


def slow_end(taken: list[float]) -> float:
    """Give the time that 95 of a hundred do not exceed."""
    return statistics.quantiles(taken, n=20)[-1]


def measure_view(database: Path) -> None:
    """Print what the first view is in a browser."""
    with chromium() as browser, served_site(f"sqlite:///{database}") as site:
        open_page(browser, site, ready=loaded(), times=2)  # As a site that has run for a while.
        view = open_page(browser, site, ready=loaded(), times=3)
        if view is None:
            print("  first view: not ready in 120 s")
            return
        print(
            f"  first view in Chromium {browser.version}: {view.elements:,} elements,"
            f" {view.wire / 1000:.1f} kB, ready in {view.ready_ms:.0f} ms"
        )
        with counting_page() as counting:
            for width in WIDTHS:
                pages = [f"{site}/", counting]
                report_tasks(width, *loads_by_turns(browser, pages, width=width, times=LOADS))


def report_tasks(width: int, own: Sequence[Load], counting: Sequence[Load]) -> None:
    """Print the longest tasks of both pages, and what they waited for."""
    print(f"  its longest task in {LOADS} loads, {width} pixels wide: {_longest(own)}")
    print(f"  that of a page which only counts, by turns with it: {_longest(counting)}")
    asked = statistics.median(load.fonts for load in own)
    waited = statistics.median(load.fonts_ms for load in own)
    queued, beside = (statistics.median(load.queued_ms for load in loads) for loads in (own, counting))
    print(
        f"  a load waits {waited:.0f} ms for {asked:.0f} answers about fonts,"
        f" and {queued:.0f} ms for a processor (which only counts: {beside:.0f})",
        flush=True,
    )


def _longest(loads: Sequence[Load]) -> str:
    clock, work = [load.clock_ms for load in loads], [load.work_ms for load in loads]
    return (
        f"median {statistics.median(clock):.0f} ms ({statistics.median(work):.0f} of the processor),"
        f" worst {max(clock):.0f} ms ({max(work):.0f})"
    )


if __name__ == "__main__":
    main()
