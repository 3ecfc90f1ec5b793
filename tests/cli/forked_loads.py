"""A program that runs `timeline load` again and again in child processes, each to be killed from outside.

For every package that it reads a line with, it forks a load of it and tells its process id, and when that is
dead, by what. The children are forked, so that a load costs no start of Python, in which it could be killed
without having begun. The first two loads, which nobody kills, are not forked: a child has their statements.
"""

import io
import os
import sys
from contextlib import redirect_stdout

import pytest

from tests.compiled import compile_once
from timeline.cli.main import main as timeline

NOT_FORKED = 2


def main() -> None:
    compile_once(pytest.MonkeyPatch())
    for number, line in enumerate(sys.stdin):
        package = line.removesuffix("\n")
        if number < NOT_FORKED:
            _tell(os.getpid())
            _tell(_load_here(package))
            continue
        child = os.fork()
        if child == 0:
            _load(package)
        _tell(child)
        _, status = os.waitpid(child, 0)
        _tell(os.waitstatus_to_exitcode(status))


def _load_here(package: str) -> int:
    """Load a package in this process and give the exit code."""
    try:
        with redirect_stdout(io.StringIO()):
            timeline(["load", package])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else bool(end.code)
    return 0


def _load(package: str) -> None:
    """Load a package as the command does, which ends the process with its exit code."""
    os.dup2(os.open(os.devnull, os.O_RDWR), sys.stdin.fileno())
    os.dup2(sys.stdin.fileno(), sys.stdout.fileno())
    timeline(["load", package])


def _tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
