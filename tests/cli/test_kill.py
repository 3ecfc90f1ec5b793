"""Killing `timeline load` at any moment leaves the store as it was: all of a package is kept, or nothing."""

import hashlib
import os
import random
import subprocess
import time
from pathlib import Path

from sqlalchemy import Engine, select

from tests.cli.conftest import records, write_records
from tests.cli.serving import PROGRAM
from timeline.db import read_session
from timeline.models.event import EventRow
from timeline.models.schema import metadata
from timeline.store.check import check

MOMENTS = 20
EVENTS = 150
SAID = ("It was said once.", "It was said again.")


def test_a_load_that_is_killed_leaves_the_store_as_it_was(engine: Engine, tmp_path: Path) -> None:
    """Two packages that differ in every event take turns, each killed on the way to replace the other."""
    packages = [write_records(tmp_path / said, *records(EVENTS, said=said)) for said in SAID]
    assert _load(engine, packages[0]).wait() == 0
    begun = time.monotonic()
    assert _load(engine, packages[1]).wait() == 0
    seconds = time.monotonic() - begun
    moments = random.Random(20)
    current, before, killed = 1, _contents(engine), 0
    for _ in range(2 * MOMENTS):
        load = _load(engine, packages[1 - current])
        time.sleep(moments.uniform(0.2, 1.0) * seconds)
        load.kill()
        load.wait()
        after = _contents(engine)
        if after == before:
            killed += 1
        else:  # It was done before it was killed, so all of it must be there; the next is given less time.
            current, before, seconds = 1 - current, after, seconds * 0.9
            assert _said(engine) == {SAID[current]}
        if killed == MOMENTS:
            break
    assert killed == MOMENTS
    with read_session(engine) as session:
        assert check(session) == ()


def _load(engine: Engine, package: Path) -> "subprocess.Popen[bytes]":
    url = engine.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [PROGRAM, "load", package],
        env={"PATH": os.environ["PATH"], "TIMELINE_DATABASE_URL": url},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


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
