"""Measure what people wait for, with the record of seed_data on SQLite: `make bench`."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from timeline.config import Settings
from timeline.db import create_engine, read_session, upgrade, write_transaction
from timeline.exports.registry import FORMATS
from timeline.factory import create_app
from timeline.filters import EventFilter
from timeline.imports.load import load_package
from timeline.queries.archive import SelectedArchive
from timeline.store.check import check

SEED_DATA = Path(__file__).parent.parent / "seed_data"
PAGES = ("/", "/search?q=memo", "/sources", "/download/events.csv", "/healthz")
BUDGET = {"load": 5.0, "second start": 2.0}


def show(what: str, call: Callable[[], object], *, times: int = 1) -> None:
    """Print the median time of a call in milliseconds, and the budget where there is one."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    budget = f"   (budget {BUDGET[what] * 1000:,.0f})" if what in BUDGET else ""
    print(f"{what:<28}{statistics.median(taken) * 1000:>12,.3f} ms{budget}")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="timeline-bench-") as folder:
        url = f"sqlite:///{folder}/instance/timeline.sqlite3"
        engine = create_engine(url)
        show("migrate", lambda: upgrade(engine))

        def load() -> None:
            with write_transaction(engine) as session:
                load_package(session, SEED_DATA, by="bench", reason="To measure.")

        def export(name: str) -> None:
            with read_session(engine) as session:
                archive = SelectedArchive(session, EventFilter(), site_url="")
                sum(len(piece) for piece in FORMATS[name].write(archive))

        def check_all() -> None:
            with read_session(engine) as session:
                assert check(session) == ()

        show("load", load)
        show("load again, no change", load)
        show("check", check_all)
        for name in FORMATS:
            show(f"export {name}", lambda name=name: export(name), times=3)  # type: ignore[misc]
        site = create_app(Settings(secret_key="b" * 40, kept_pages=0), engine).test_client()
        for page in PAGES:
            assert site.get(page, follow_redirects=True).status_code == 200, page
            show(f"page {page}", lambda page=page: site.get(page, follow_redirects=True).data, times=15)  # type: ignore[misc]
        show("second start", lambda: start(Path(folder)), times=3)
        engine.dispose()


def start(folder: Path) -> None:
    """Start the server as a program and wait until it tells its address."""
    command = [str(Path(sys.executable).with_name("timeline")), "serve"]
    settings = {"TIMELINE_PORT": "0"}
    with subprocess.Popen(command, cwd=folder, env=settings, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        server.terminate()


if __name__ == "__main__":
    main()
