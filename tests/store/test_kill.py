"""Killing whoever saves, at any moment, leaves a sound store with every save that was told to be kept."""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine

from tests.store.test_concurrency import titles
from timeline.db import read_session
from timeline.store.check import check

ROUNDS = 50
ROOT = Path(__file__).parents[2]


def test_a_writer_that_is_killed_loses_nothing_that_it_was_told_is_kept(
    engine: Engine, small_archive: None
) -> None:
    url = engine.url.render_as_string(hide_password=False)
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.saving", url, str(ROUNDS)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    told = done.stdout.splitlines()
    kept = titles(engine, "memo")
    assert len({line.partition(",")[0] for line in told}) == ROUNDS
    # What was committed in the moment of the killing may be there without having been told of.
    assert [title for title in kept if title in set(told)] == told
    assert len(kept) <= len(told) + ROUNDS
    with read_session(engine) as session:
        assert check(session) == ()
