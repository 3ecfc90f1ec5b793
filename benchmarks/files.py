"""The flat file, one row an event with its sources and topics: from the site, from peers, and as it lies."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.browsing import served_folder
from benchmarks.flask_admin_csv import flask_admin_csv
from benchmarks.postgresql_copy import copy_from_postgresql
from benchmarks.results import number
from benchmarks.servers import Server, Taken, download, get

#: So many seconds a file is taken from a slow peer: its rows a second are compared.
MOST_SECONDS = 20
#: The site and the raw limits are given time to end, within reason.
MOST_OF_OURS = 420
#: Flask-Admin makes its file in memory as a whole, and to fill PostgreSQL takes longer than to read it.
WHOLE_MOST = 100_000
ADDRESS = "/download/events.csv"
#: The same rows, which take the way through the tables: no lines of it are kept.
FROM_TABLES = f"{ADDRESS}?separator=semicolon"
#: Nearly all rows, as a filter that nobody has asked for yet.
FILTERED = f"{ADDRESS}?from=0100"

_BLOCK = 1 << 18


def measure_files(ours: Server, database: Path, size: int) -> Iterator[tuple[list[str], float]]:
    """Yield rows of the table of files, each with the seconds, as they are measured: the first is ours."""
    ours.forget_memory()  # Of what it held while it made its indexes.
    idle = ours.most_memory()
    taken = download(ours, ADDRESS, most=MOST_OF_OURS)
    yield _row(size, "Timeline, made of kept lines", taken, _grown(ours, idle)), taken.seconds
    taken = download(ours, ADDRESS, most=MOST_OF_OURS)
    yield _row(size, "Timeline, asked for again", taken), taken.seconds
    taken = _from_static_file(ours)
    yield _row(size, "a static file of the same", taken), taken.seconds
    taken = download(ours, FILTERED, most=MOST_OF_OURS)
    yield _row(size, "Timeline, under a filter", taken), taken.seconds
    taken = download(ours, f"{FILTERED}&to=2999", most=MOST_OF_OURS, packed="zstd")
    yield _packed_row(size, taken), taken.seconds
    ours.forget_memory()
    taken = download(ours, FROM_TABLES, most=MOST_OF_OURS)
    yield _row(size, "Timeline, made of the tables", taken, _grown(ours, idle)), taken.seconds
    if shutil.which("sqlite3"):
        taken = _from_sqlite(database)
        yield _row(size, "sqlite3 -csv, join", taken), taken.seconds
    if size <= WHOLE_MOST:
        rate = flask_admin_csv(database, size)
        yield _rate_row(size, "Flask-Admin CSV, no join", rate), size / rate
        rate = copy_from_postgresql(database, size)
        if rate:
            yield _rate_row(size, "PostgreSQL COPY, no join", rate), size / rate


def measure_peer(peer: Server, name: str, size: int) -> list[str]:
    """Take the joined view from Datasette for as long as a slow peer is waited for."""
    taken = download(peer, f"/{name}/benchmark_flat.csv?_stream=on", most=MOST_SECONDS)
    return _row(size, "Datasette, joined view", taken)


def _grown(ours: Server, idle: float) -> str:
    return f"server {ours.most_memory() - idle:+,.0f} MB"


def _row(size: int, name: str, taken: Taken, note: str = "") -> list[str]:
    if not taken.is_whole:
        note = f"cut off after {taken.seconds:.0f} s; the seconds are of its rows a second"
    if not taken.lines:
        return [f"{size:,}", name, "nothing came", "0", "", note]
    rows_in = taken.seconds if taken.is_whole else size / taken.rows_per_second
    return [
        f"{size:,}",
        name,
        f"{number(rows_in)} s",
        f"{taken.rows_per_second:,.0f}",
        f"{taken.first:.3f} s",
        note,
    ]


def _packed_row(size: int, taken: Taken) -> list[str]:
    said = f"{taken.size / 1e6:,.1f} MB on the way"
    seconds = f"{number(taken.seconds)} s"
    return [
        f"{size:,}",
        "Timeline, the same packed (zstd)",
        seconds,
        f"{size / taken.seconds:,.0f}",
        f"{taken.first:.3f} s",
        said,
    ]


def _rate_row(size: int, name: str, rate: float) -> list[str]:
    return [f"{size:,}", name, f"{number(size / rate)} s", f"{rate:,.0f}", "", ""]


def _from_static_file(ours: Server) -> Taken:
    with tempfile.TemporaryDirectory(prefix="timeline-bench-") as name:
        with (Path(name) / "events.csv").open("wb") as file:
            shutil.copyfileobj(get(ours, ADDRESS), file, _BLOCK)
        with served_folder(Path(name)) as static:
            port = int(static.rsplit(":", 1)[1])
            return download(Server(port=port, pid=0), "/events.csv", most=MOST_OF_OURS)


def _from_sqlite(database: Path) -> Taken:
    command = ["sqlite3", "-readonly", "-csv", "-header", str(database), "SELECT * FROM benchmark_flat"]
    begun = time.perf_counter()
    first, size, lines, is_whole = 0.0, 0, 0, False
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        while time.perf_counter() - begun < MOST_OF_OURS:
            block = running.stdout.read1(_BLOCK)  # type: ignore[attr-defined]
            first = first or time.perf_counter() - begun
            is_whole = not block
            if is_whole:
                break
            size += len(block)
            lines += block.count(b"\n")
        running.terminate()
    seconds = time.perf_counter() - begun
    return Taken(first=first, seconds=seconds, size=size, lines=lines, is_whole=is_whole)
