"""Measure the site beside its peers on the same synthetic records, and write `benchmarks/RESULTS.md`.

    python -m benchmarks.side_by_side [--keep FOLDER] [--seconds 4] [--results FILE] [SIZE ...]

For each number of events: list, search and record pages at two connections, beside Datasette; the rules of a
day; counts under filters by bitmaps, by GROUP BY and by Datasette; the flat file beside `sqlite3 -csv`,
Datasette's streaming CSV and, up to 100,000 events, Flask-Admin's CSV and PostgreSQL's COPY; the same file
again, beside a static file; and pages while fifty readers take files. These readers are a process of their
own (see `benchmarks.takers`), so that who asks for pages waits for the server alone; up to November 2026 they
were threads beside that one, which took all that the machine could carry.

Each database is read once before, so that nobody waits for the disk. A slow peer is not waited for: a page
counts as given after 20 s, a file is cut off after 20 s (from the site and from sqlite3 after 240 s), and its
rows until then are told. On two idle processors 10,000 events take two minutes, 100,000 four, a million a
quarter of an hour, beside loading them: 10 s, 90 s and 15 minutes. With --keep the databases stay in a folder
of the benchmark's own and are used again. Their schema is brought up to date, and a view is put into them
meanwhile, so nothing else may rest on them.
"""

import argparse
import datetime as dt
import os
import platform
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.drawn import Drawn
from benchmarks.files import MOST_OF_OURS, MOST_SECONDS, measure_files, measure_peer
from benchmarks.peers import HERE
from benchmarks.results import growth_rows, not_flat, number, table, write_picture
from benchmarks.servers import (
    Load,
    Server,
    datasette,
    get,
    install_datasette,
    load,
    site,
    slow_end,
)
from benchmarks.synthetic import load_synthetic
from benchmarks.takers import READERS, taking
from benchmarks.timeline_page import asked_by, filters, folder_for, processor
from timeline.db import create_engine, read_session, upgrade
from timeline.queries.event_index import indexed_events
from timeline.queries.facets import count_facets

SIZES = (10_000, 100_000)
#: Megabytes a second that all who take files are given together, as a network of so much would.
NETWORKS = {12.5: "100 Mbit/s", 0: "as fast as they can"}
_CROWD = [
    "events",
    "network",
    "alone",
    "beside",
    "times",
    "files begun",
    "refused",
    "MB taken",
    "fewest by one",
]
#: So many pages of a kind are asked for again.
AGAIN = 100
_BLOCK = 1 << 20
_PAGES = (
    "Answers a second, and milliseconds that 95 of 100 do not exceed. No answer is kept but of what is asked"
    " for again. What the site keeps besides until somebody writes, it keeps here, too: what stands side by"
    " side where a search has a phrase, and histories of policies."
)
_BEGUN = time.monotonic()
_VIEW = (HERE / "flat_join.sql").read_text(encoding="utf-8")


@dataclass(kw_only=True, slots=True)
class Results:
    """What was measured: rows of tables by their titles, and milliseconds by kind of work and size."""

    pages: list[list[str]] = field(default_factory=list)
    counts: list[list[str]] = field(default_factory=list)
    files: list[list[str]] = field(default_factory=list)
    crowds: list[list[str]] = field(default_factory=list)
    growth: dict[str, dict[int, float]] = field(default_factory=dict)

    def grow(self, kind: str, size: int, milliseconds: float) -> None:
        """Add a cost."""
        self.growth.setdefault(kind, {})[size] = milliseconds


def main() -> None:
    """Measure each size, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--results", type=Path, default=HERE / "RESULTS.md")
    parser.add_argument("sizes", type=int, nargs="*")
    asked = parser.parse_args()
    sizes = sorted(asked.sizes or SIZES)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # What ends us ends the servers, too.
    begun, busy = time.monotonic(), os.getloadavg()[0]
    version, results = install_datasette(), Results()
    for size in sizes:
        with folder_for(asked.keep) as folder, _prepared(folder, size) as database:
            print(f"{size:,} events", flush=True)
            measure(database, size, asked.seconds, results)
            measure_counts(database, size, results)
        done = [one for one in sizes if one <= size]
        write(asked.results, results, done, version, busy, time.monotonic() - begun)
    print(f"Written: {asked.results}")


@contextmanager
def _prepared(folder: Path, size: int) -> Iterator[Path]:
    """Give a database with so many events, and with a view that joins what the flat file has."""
    database = folder / f"synthetic-{size}.sqlite3"
    engine = create_engine(f"sqlite:///{database}")
    if not database.exists():
        load_synthetic(engine, size)
    upgrade(engine)
    engine.dispose()
    _run(database, "DROP VIEW IF EXISTS benchmark_flat", _VIEW)
    _read_once(database)
    try:
        yield database
    finally:
        _run(database, "DROP VIEW IF EXISTS benchmark_flat")


def _read_once(database: Path) -> None:
    """Bring a database into the memory of the machine, so that who asks first does not wait for the disk."""
    with database.open("rb") as file:
        while file.read(_BLOCK):
            pass


def _run(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database, timeout=60)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def measure(database: Path, size: int, seconds: float, results: Results) -> None:
    """Measure what servers give."""
    name, drawn = database.stem, Drawn(database)
    with tempfile.TemporaryDirectory(prefix="timeline-bench-") as cache, site(database, Path(cache)) as ours:
        get(ours, "/", patience=MOST_OF_OURS).read()
        ours.settle(MOST_OF_OURS)  # As a site that has run for a while.
        tell("the site has settled")
        for row, taken in measure_files(ours, database, size):
            results.files.append(row)
            results.growth.setdefault("export", {}).setdefault(size, taken * 1000)
            tell(f"{row[1]}: {row[2]}")
        kinds = {"list": drawn.lists(), "search": drawn.searches(), "record": drawn.records()}
        found = {kind: load(ours, addresses, seconds) for kind, addresses in kinds.items()}
        as_of = load(ours, drawn.days(), seconds)
        results.grow("as-of", size, as_of.p50)
        tell("pages")
        measure_crowd(ours, kinds["record"] + kinds["list"], size, seconds, results)
        tell("pages beside files")
        some = {kind: addresses[:AGAIN] for kind, addresses in kinds.items()}
        again = _asked_again(database, Path(cache), some, seconds)
    with datasette(database) as peer:
        theirs = {
            "list": load(peer, drawn.lists(name), seconds),
            "search": load(peer, drawn.searches(name), seconds),
            "record": load(peer, drawn.records(name), seconds),
        }
        tell("Datasette's pages")
        results.files.append(measure_peer(peer, name, size))
        tell("Datasette's file")
        facets = [
            _timed(lambda address=address: _await(peer, address))  # type: ignore[misc]
            for address in drawn.facets(name)[:2]
        ]
    results.counts.append([f"{size:,}", "Datasette, three facets", number(statistics.median(facets)), ""])
    for kind, own in found.items():
        results.grow(kind, size, own.p50)
        results.pages.append([f"{size:,}", kind, *_beside(own, theirs[kind])])
        results.pages.append([f"{size:,}", f"{kind}, asked for again", *_beside(again[kind], theirs[kind])])
    results.pages.append(
        [f"{size:,}", "rules on a day", number(as_of.per_second), "", "", number(as_of.p95), "", ""]
    )


def _asked_again(database: Path, cache: Path, kinds: dict[str, list[str]], seconds: float) -> dict[str, Load]:
    """Measure the same pages when each was asked for before, from a site that keeps what it made."""
    with site(database, cache, kept_pages=64) as ours:
        get(ours, "/", patience=MOST_OF_OURS).read()
        ours.settle(MOST_OF_OURS)
        for addresses in kinds.values():
            for address in addresses:
                get(ours, address).read()
        return {kind: load(ours, addresses, seconds) for kind, addresses in kinds.items()}


def _beside(own: Load, other: Load) -> tuple[str, ...]:
    faster, sooner = own.per_second / other.per_second, other.p95 / own.p95
    rates = number(own.per_second), number(other.per_second), f"{faster:.1f}"
    return *rates, number(own.p95), number(other.p95), f"{sooner:.1f}"


def measure_crowd(ours: Server, pages: list[str], size: int, seconds: float, results: Results) -> None:
    """Measure pages alone, and while fifty readers take files that are not kept, as a network gives them."""
    alone = load(ours, pages, seconds)
    for rate, words in NETWORKS.items():
        with taking(ours.port, rate) as told:
            beside = load(ours, pages, seconds)
        begun = sum(told.begun.values())
        refused = f"{begun - told.begun.get('200', 0):,}"
        times = f"{beside.p95 / alone.p95:.1f}"
        given = number(told.megabytes), number(told.fewest)
        ours.settle()
        results.crowds.append(
            [f"{size:,}", words, number(alone.p95), number(beside.p95), times, f"{begun:,}", refused, *given]
        )


def measure_counts(database: Path, size: int, results: Results) -> None:
    """Measure the counts of a page under filters: by bitmaps, and by GROUP BY for three of the fields."""
    engine = create_engine(f"sqlite:///{database}")
    with read_session(engine) as session:
        began = _timed(lambda: indexed_events(session))
    queries = list(filters(engine, 60))
    taken = []
    for query in queries:
        with read_session(engine) as session:
            taken.append(_timed(lambda query=query: count_facets(session, asked_by(query))))  # type: ignore[misc]
    engine.dispose()
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        grouped = [
            _timed(lambda year=year: _group_by(connection, year))  # type: ignore[misc]
            for year in range(2010, 2013)
        ]
    results.grow("counts", size, statistics.median(taken))
    results.counts += [
        [
            f"{size:,}",
            "Timeline, bitmaps, all fields",
            number(statistics.median(taken)),
            number(slow_end(taken)),
        ],
        [
            f"{size:,}",
            "plain GROUP BY, three fields",
            number(statistics.median(grouped)),
            number(max(grouped)),
        ],
        [f"{size:,}", "(bitmaps made, once a start)", number(began), ""],
    ]


def _group_by(connection: sqlite3.Connection, year: int) -> None:
    held = f"FROM events e JOIN %s p ON p.record_id = e.record_id WHERE e.date_earliest >= '{year}-01-01'"
    for part, column in (
        ("event_places", "place_id"),
        ("record_topics", "topic_id"),
        ("participations", "actor_id"),
    ):
        statement = f"SELECT {column}, count(*) {held % part} GROUP BY 1 ORDER BY 2 DESC LIMIT 12"
        connection.execute(statement).fetchall()


def _await(peer: Server, address: str) -> None:
    with suppress(TimeoutError):
        get(peer, address, patience=MOST_SECONDS).read()


def _timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def tell(what: str) -> None:
    """Say what has been measured, and when."""
    print(f"  {time.monotonic() - _BEGUN:6.1f} s  {what}", flush=True)


def _if_busy(busy: float) -> str:
    return ", so that all took longer than on an idle machine, and not equally so" if busy > 1 else ""


def write(path: Path, results: Results, sizes: list[int], version: str, busy: float, passed: float) -> None:
    """Write all that was found as Markdown, and the picture beside it."""
    write_picture(path.with_suffix(".svg"), results.growth)
    heads = [f"{size:,}" for size in sizes]
    text = [
        "# Speed, side by side\n\n",
        f"Written by `python -m benchmarks.side_by_side {' '.join(map(str, sizes))}`"
        f" on {dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC, in {passed / 60:.0f} minutes:"
        f" {platform.platform()}, {processor()}, {os.cpu_count()} processors, and on average {busy:.1f}"
        f" programs at work on them when it began{_if_busy(busy)}; Python {platform.python_version()}, SQLite"
        f" {sqlite3.sqlite_version}, Datasette {version}. All servers run on the machine that asks.\n\n",
        f"## Pages at two connections\n\n{_PAGES}\n\n",
        table(
            ["events", "page", "Timeline /s", "Datasette /s", "ratio", "p95 ms", "Datasette p95 ms", "ratio"],
            results.pages,
        ),
        "\n## Counts under a filter\n\nMilliseconds; each filter is asked for once.\n\n",
        table(["events", "how", "median", "p95"], results.counts),
        "\n## The flat file\n\nOne row an event, with sources and topics joined in. A site that has run for a"
        " while has made the line of each event once, and keeps it.\n\n",
        table(["events", "from", "all rows in", "rows a second", "first byte", ""], results.files),
        f"\n## Pages beside {READERS} readers who take files\n\n"
        "Milliseconds that 95 of 100 pages do not exceed. The readers are a process of their own.\n\n",
        table(_CROWD, results.crowds),
        "\n## How cost grows\n\nMilliseconds (median) by number of events.\n\n",
        table(["", *heads, "growth"], growth_rows(results.growth)),
        f"\n{not_flat(results.growth)}\n",
        f"\n![Cost against the number of events]({path.stem}.svg)\n",
    ]
    path.write_text("".join(text), encoding="utf-8")


if __name__ == "__main__":
    main()
