"""A program that runs `timeline load` again and again in child processes, each to be killed from outside.

For every package that it reads a line with, it forks a load of it and tells its process id, and when that is
dead, by what. The children are forked, so that a load costs no start of Python, in which it could be killed
without having begun.
"""

import os
import sys

from timeline.cli.main import main as timeline


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _load(line.removesuffix("\n"))
        _tell(child)
        _, status = os.waitpid(child, 0)
        _tell(os.waitstatus_to_exitcode(status))


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
