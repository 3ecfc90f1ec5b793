"""Servers beside each other, and what their readers wait for."""

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from benchmarks.peers import FOLDER, HERE

CONNECTIONS = 2
PATIENCE = 120
END_WITHIN = 10
#: Seconds after which an answer counts as not given, and is counted with this time.
MOST = 20
_BLOCK = 1 << 18
_PINS = HERE / "requirements-peers.txt"
_VENV = FOLDER / "venv"


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """A running server."""

    port: int
    pid: int

    def most_memory(self) -> float:
        """Give the most megabytes that it has held since `forget_memory`, or since its start."""
        told = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.findall(r"VmHWM:\s+(\d+)", told)[0]) / 1024

    def settle(self, patience: float = PATIENCE) -> None:
        """Wait until it has done what it does by itself after its start."""
        give_up, before = time.monotonic() + patience, -1.0
        while time.monotonic() < give_up:
            used = sum(map(int, Path(f"/proc/{self.pid}/stat").read_text().rsplit(") ", 1)[1].split()[11:13]))
            if used - before < 5:  # Hundredths of a second.
                return
            before = used
            time.sleep(2)

    def forget_memory(self) -> None:
        """Begin anew to watch the most memory."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """What some connections got in some seconds: answers a second, and milliseconds for one."""

    per_second: float
    p50: float
    p95: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """A download: seconds to the first byte and to the last, bytes and lines; whole, or cut off by us."""

    first: float
    seconds: float
    size: int
    lines: int
    is_whole: bool

    @property
    def rows_per_second(self) -> float:
        """Give the rows that came in a second."""
        return max(self.lines - 1, 0) / self.seconds


@contextmanager
def site(database: Path, cache: Path, *, kept_pages: int = 0) -> Iterator[Server]:
    """Serve a database as an archive would, with so many megabytes for pages that are kept."""
    environ = {
        **os.environ,
        "TIMELINE_DATABASE_URL": f"sqlite:///{database}",
        "TIMELINE_CACHE": str(cache),
        "TIMELINE_KEPT_PAGES": str(kept_pages),
        "TIMELINE_SECRET_KEY": "benchmark " * 5,
    }
    command = [sys.executable, "-c", "from timeline.cli.main import main; main()", "serve", "--empty"]
    with _served(command, environ, "TIMELINE_PORT") as server:
        yield server


@contextmanager
def datasette(database: Path) -> Iterator[Server]:
    """Serve a database with Datasette, its limits of time and of size lifted."""
    install_datasette()
    settings = {"max_csv_mb": 0, "sql_time_limit_ms": MOST * 1000, "facet_time_limit_ms": MOST * 1000}
    command = [str(_VENV / "bin/datasette"), "serve", str(database)]
    for name, value in settings.items():
        command += ["--setting", name, str(value)]
    with _served(command, dict(os.environ), "") as server:
        yield server


def install_datasette() -> str:
    """Install what the pins say, unless it is there, and give the version of Datasette."""
    kept = _VENV / _PINS.name
    if not kept.exists() or kept.read_bytes() != _PINS.read_bytes():
        FOLDER.mkdir(exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", str(_VENV)], check=True)
        pip = [str(_VENV / "bin/python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(_PINS)], check=True)
        shutil.copy(_PINS, kept)
    return str(_PINS.read_text().split("==")[1].strip())


@contextmanager
def _served(command: Sequence[str], environ: dict[str, str], port_setting: str) -> Iterator[Server]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if port_setting:
        environ[port_setting] = str(port)
    else:
        command = [*command, "--port", str(port)]
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        try:
            _wait_for(port, running)
            yield Server(port=port, pid=running.pid)
        finally:
            running.terminate()
            # One that is asked to end may go on with a file that nobody takes any more.
            with suppress(subprocess.TimeoutExpired):
                running.wait(END_WITHIN)
            running.kill()


def _wait_for(port: int, running: "subprocess.Popen[bytes]") -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and running.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{running.args!r} did not start.")


def get(server: Server, address: str, patience: float = PATIENCE, packed: str = "") -> HTTPResponse:
    """Ask for an address over a connection of its own, and give the answer with nothing of it read.

    `packed` is the way of packing that the reader takes; without one, none.
    """
    connection = HTTPConnection("127.0.0.1", server.port, timeout=patience)
    connection.request("GET", address, headers={"Accept-Encoding": packed} if packed else {})
    return connection.getresponse()


def load(server: Server, addresses: Sequence[str], seconds: float) -> Load:
    """Let a few readers ask for one address after the other, each over one connection."""
    for address in addresses[:1]:  # As a site that has run for a while.
        with suppress(TimeoutError):
            get(server, address, patience=MOST).read()
    taken: list[float] = []
    end = time.monotonic() + seconds
    begun = time.perf_counter()
    threads = [
        threading.Thread(target=_read, args=(server.port, addresses[at::CONNECTIONS], end, taken))
        for at in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    passed = time.perf_counter() - begun
    return Load(per_second=len(taken) / passed, p50=statistics.median(taken), p95=slow_end(taken))


def _read(port: int, addresses: Sequence[str], end: float, taken: list[float]) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=MOST)
    number = 0
    while number == 0 or time.monotonic() < end:
        address = addresses[number % len(addresses)]
        number += 1
        begun = time.perf_counter()
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
        except TimeoutError:
            answer = None
        if answer is None or answer.status != 200:
            print(f"{address}: {answer.status if answer else 'no answer'}", flush=True)
            taken.append(MOST * 1000)
            break
        taken.append((time.perf_counter() - begun) * 1000)
    connection.close()


def slow_end(taken: Sequence[float]) -> float:
    """Give the time that 95 of a hundred do not exceed."""
    return statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]


def download(server: Server, address: str, *, most: float = PATIENCE, packed: str = "") -> Taken:
    """Take a file for so many seconds at most; of a packed one the lines are not counted."""
    begun = time.perf_counter()
    try:
        answer = get(server, address, patience=most, packed=packed)
    except TimeoutError:
        return Taken(first=most, seconds=most, size=0, lines=0, is_whole=False)
    if answer.status != 200:
        raise SystemExit(f"{address}: {answer.status}")
    first, size, lines, is_whole = 0.0, 0, 0, False
    while time.perf_counter() - begun < most:
        try:
            block = answer.read1(_BLOCK)
        except TimeoutError:
            break
        if not block:
            is_whole = True
            break
        first = first or time.perf_counter() - begun
        size += len(block)
        lines += block.count(b"\n")
    answer.close()
    return Taken(first=first, seconds=time.perf_counter() - begun, size=size, lines=lines, is_whole=is_whole)
