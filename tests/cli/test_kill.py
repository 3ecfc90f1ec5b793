"""Killing `timeline load` at any moment leaves the store as it was: all of a package is kept, or nothing."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine, select

from tests.cli.conftest import records, write_records
from timeline.db import read_session
from timeline.models.event import EventRow
from timeline.models.schema import metadata
from timeline.store.check import check

MOMENTS = 20
EVENTS = 150
ROOT = Path(__file__).parents[2]
SAID = ("It was said once.", "It was said again.")


def test_a_load_that_is_killed_leaves_the_store_as_it_was(engine: Engine, tmp_path: Path) -> None:
    """Two packages that differ in every event take turns, each killed on the way to replace the other."""
    packages = [write_records(tmp_path / said, *records(EVENTS, said=said)) for said in SAID]
    with _loads(engine) as loads:
        assert loads.begin(packages[0]).end() == 0
        begun = time.monotonic()
        assert loads.begin(packages[1]).end() == 0
        seconds = time.monotonic() - begun
        moments = random.Random(20)
        current, before, killed = 1, _contents(engine), 0
        for _ in range(2 * MOMENTS):
            load = loads.begin(packages[1 - current])
            time.sleep(moments.uniform(0.0, 1.0) * seconds)
            load.kill()
            after = _contents(engine)
            if after == before:
                killed += 1
            else:  # It was done before it was killed, so all of it must be there; the next has less time.
                current, before, seconds = 1 - current, after, seconds * 0.9
                assert _said(engine) == {SAID[current]}
            if killed == MOMENTS:
                break
    assert killed == MOMENTS
    with read_session(engine) as session:
        assert check(session) == ()


class Loads:
    """The program that runs loads, one at a time."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._asked, self._told = process.stdin, process.stdout
        self._pid = 0

    def begin(self, package: Path) -> "Loads":
        """Begin to load a package."""
        self._asked.write(f"{package}\n")
        self._asked.flush()
        self._pid = int(self._told.readline())
        return self

    def end(self) -> int:
        """Wait for the end of the load; give its exit code, or less the signal that it was killed by."""
        return int(self._told.readline())

    def kill(self) -> None:
        """Kill the load, unless it has come to its end just now."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        assert self.end() in {0, -signal.SIGKILL}


@contextmanager
def _loads(engine: Engine) -> Iterator[Loads]:
    url = engine.url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.cli.forked_loads"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TIMELINE_DATABASE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Loads(process)
        finally:
            process.kill()


def _contents(engine: Engine) -> str:
    """Give a digest of every row of every table."""
    digest = hashlib.sha256()
    with read_session(engine) as session:
        for table in metadata.sorted_tables:
            for row in session.execute(select(table).order_by(*table.primary_key)):
                digest.update(repr((table.name, tuple(row))).encode())
    return digest.hexdigest()


def _said(engine: Engine) -> set[str]:
    with read_session(engine) as session:
        return set(session.scalars(select(EventRow.summary)))
