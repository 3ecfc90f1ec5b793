"""A program that saves one record over and over in a child process, and kills the child: see `test_kill`.

For each round it prints the titles whose saving the child was told to have succeeded. The child is forked,
so that a round costs no start of Python, and after a save that was taken back, so that it costs no compiling.
"""

import os
import random
import signal
import sys
import time
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from tests.compiled import compile_once
from tests.store.archive import MEMO
from timeline.db import create_engine, write_transaction
from timeline.queries.records import get_record
from timeline.store.save import save

SECONDS = (0.0, 0.05)


def main(url: str, rounds: int) -> None:
    compile_once(pytest.MonkeyPatch())
    _save_and_take_back(url)
    moments = random.Random(rounds)
    for number in range(rounds):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _save_for_ever(url, number, writing)
        os.close(writing)
        told = os.read(reading, 4096)  # The first save is done; the next ones are under way.
        time.sleep(moments.uniform(*SECONDS))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := os.read(reading, 4096):
            told += more
        os.close(reading)
        sys.stdout.write(told.decode())
        sys.stdout.flush()


def _save_and_take_back(url: str) -> None:
    engine = create_engine(url)
    with suppress(ZeroDivisionError):
        _save(engine, "Taken back", fault=ZeroDivisionError)
    engine.dispose()


def _save(engine: Engine, title: str, *, fault: type[Exception] | None = None) -> None:
    with write_transaction(engine) as session:
        version = get_record(session, "event", "memo").version
        event = replace(MEMO, title=title)
        save(session, event, by="Ed", base_version=version, change="update", reason="-")
        if fault:
            raise fault


def _save_for_ever(url: str, number: int, writing: int) -> None:
    engine = create_engine(url)
    turn = 0
    while True:
        title = f"Round {number}, save {turn}"
        _save(engine, title)
        os.write(writing, f"{title}\n".encode())
        turn += 1


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
