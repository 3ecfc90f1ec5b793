"""A program that runs `timeline serve` again and again in child processes, each to be killed from outside.

For every line that it reads it forks a server and tells its process id; the server tells its address on the
same pipe. When a server is dead the program says so. The children are forked, so that a server costs no
start of Python, and from a program that has made a site before and shown its pages, so that it costs no
compiling.
"""

import gc
import os
import sys

import pytest

from tests.compiled import compile_once
from timeline.cli.main import main as timeline
from timeline.config import load_settings
from timeline.db import create_engine
from timeline.factory import create_app


def main() -> None:
    compile_once(pytest.MonkeyPatch())
    settings = load_settings()
    engine = create_engine(settings.database_url)
    reader = create_app(settings, engine).test_client()
    for address in ("/", "/policies", "/download/events.csv"):  # What a server asks for when it starts, too.
        assert reader.get(address).status_code == 200
    engine.dispose()
    gc.collect()
    gc.freeze()  # So that no server looks for garbage among what all of them have.
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            timeline(["serve", "--empty"])
            os._exit(0)
        _tell(f"pid {child}")
        _, status = os.waitpid(child, 0)
        _tell(f"dead by {os.waitstatus_to_exitcode(status)}")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
