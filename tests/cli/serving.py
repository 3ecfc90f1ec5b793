"""`timeline serve` run as a program of its own."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

START_SECONDS = 60
PROGRAM = Path(sys.executable).with_name("timeline")


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """A site that is served at `address`, which has no slash at its end."""

    address: str
    process: subprocess.Popen[str]
    lines: "queue.Queue[str]"

    def fetch(self, path: str) -> str:
        """Fetch a page; raise for any answer but 200."""
        with urlopen(self.address + path, timeout=START_SECONDS) as answer:
            text: str = answer.read().decode()
            return text

    def line(self) -> str:
        """Give the next line that the server tells."""
        return self.lines.get(timeout=START_SECONDS)

    def end(self, by: signal.Signals = signal.SIGTERM) -> int:
        """End the server by a signal and give its exit code."""
        self.process.send_signal(by)
        return self.process.wait(timeout=START_SECONDS)


@contextmanager
def served(folder: Path, *arguments: str, program: Path = PROGRAM, **settings: str) -> Iterator[Served]:
    """Serve in a folder on a free port, with these settings and no others, until the end of the block."""
    environ = {"PATH": os.environ["PATH"], "TIMELINE_PORT": "0"} | settings
    with subprocess.Popen(
        [program, "serve", *arguments],
        cwd=folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            lines: queue.Queue[str] = queue.Queue()
            yield Served(address=_address(process, lines), process=process, lines=lines)
        finally:
            if process.poll() is None:
                process.kill()


def _address(process: subprocess.Popen[str], lines: "queue.Queue[str]") -> str:
    """Wait for the line that tells the address."""
    told = []
    assert process.stdout is not None
    threading.Thread(target=_put_lines, args=(process.stdout, lines), daemon=True).start()
    while line := lines.get(timeout=START_SECONDS):
        told.append(line)
        if found := re.search(r"(http://\S+)/ ", line):
            return found[1]
    raise AssertionError("The server ended without an address:\n" + "".join(told))


def _put_lines(stream: Iterator[str], lines: "queue.Queue[str]") -> None:
    for line in stream:
        lines.put(line)
    lines.put("")
