"""A PostgreSQL of the tests' own: a cluster in a temporary folder, reached by a socket in it alone."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

SUPERUSER = "postgres"
START_SECONDS = 30
# Memory that can be written like a disk: databases are copied in two thirds of the time and dropped in half.
MEMORY = Path("/dev/shm")
ENOUGH_BYTES = 4 << 30
# Nothing in the cluster outlives the tests, so it never waits for a disk.
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "timezone": "Asia/Kathmandu",  # A zone that nobody's tests pass in by accident.
}


def find_programs() -> Path | None:
    """Find the folder of PostgreSQL's programs, the newest version first."""
    on_path = shutil.which("initdb")
    candidates = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[4]) if path.parts[4].isdigit() else 0,
        reverse=True,
    )
    if on_path:
        candidates.append(Path(on_path).resolve())
    for initdb in candidates:
        if (initdb.parent / "postgres").exists():
            return initdb.parent
    return None


def _roomy_memory() -> Path | None:
    """Give the folder that is memory, where there is one with enough room; None for the usual folder."""
    is_there = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    return MEMORY if is_there and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES else None


def _ends_with_us() -> list[str]:
    """Give what makes a program end when we do, however we are ended; nothing where it is not known."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "QUIT", "--"] if setpriv else []


class Cluster:
    """A running PostgreSQL server; `stop` ends it and removes all that it wrote.

    What is named is set otherwise than in OPTIONS.
    """

    def __init__(self, programs: Path, **others: str) -> None:
        # A short path, because a socket's name may not be longer than about a hundred characters.
        self.folder = Path(tempfile.mkdtemp(prefix="timeline-pg-", dir=_roomy_memory()))
        self._account: dict[str, Any] = {}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root.
            shutil.chown(self.folder, user=SUPERUSER, group=SUPERUSER)
            self._account = {"user": SUPERUSER, "group": SUPERUSER, "extra_groups": []}
        data = self.folder / "data"
        self._initialise(programs / "initdb", data)
        settings = [f"--{name}={value}" for name, value in (OPTIONS | others).items()]
        with (self.folder / "log").open("wb") as log:
            self._server = subprocess.Popen(
                [*_ends_with_us(), programs / "postgres", "-D", data, "-k", self.folder, *settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                **self._account,
            )
        self._admin = self._connect()

    def create(self, name: str, *, template: str = "template1") -> str:
        """Create a database as a copy of another one and give its address."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template)
        )
        if self._admin.info.server_version >= 150000:  # Half the time of the default, measured.
            statement += sql.SQL(" STRATEGY file_copy")
        self._admin.execute(statement)
        return f"postgresql+psycopg://{SUPERUSER}@/{name}?host={self.folder}"

    def drop(self, name: str) -> None:
        """Drop a database, with whoever is still connected to it."""
        self._admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """End the server at once and remove its folder."""
        self._admin.close()
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(timeout=START_SECONDS)
        shutil.rmtree(self.folder)

    def _initialise(self, initdb: Path, data: Path) -> None:
        version = subprocess.run([initdb, "--version"], capture_output=True, text=True, check=True).stdout
        options = ["--auth=trust", f"--username={SUPERUSER}", "--encoding=UTF8", "--locale=C.UTF-8"]
        if int(version.split()[-1].partition(".")[0].partition(" ")[0]) >= 15:
            # This order differs from that of code points, so a missing collation shows in the tests.
            options += ["--locale-provider=icu", "--icu-locale=en-US"]
        done = subprocess.run(
            [initdb, *options, "--no-sync", f"--pgdata={data}"],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            **self._account,
        )
        if done.returncode:
            raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")

    def _connect(self) -> psycopg.Connection[Any]:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return psycopg.connect(
                    host=str(self.folder), user=SUPERUSER, dbname="postgres", autocommit=True
                )
            except psycopg.OperationalError:
                if self._server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.05)
