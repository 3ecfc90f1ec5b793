"""Killing the server while people save loses nothing that it said is kept, and leaves a sound store."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, Request, build_opener

from sqlalchemy import Engine, select

from tests.admin.conftest import SECRET, add_people
from tests.admin.desk import PASSWORD
from tests.cli.serving import PROGRAM
from tests.store.archive import ARCHIVE, MEMO
from timeline.admin.forms.names import name_of
from timeline.admin.forms.tree import tree_of
from timeline.db import read_session, write_transaction
from timeline.models.history import RecordRow, RevisionRow
from timeline.store.check import check
from timeline.store.save import save, save_all

#: On each of the two databases, which makes fifty.
ROUNDS = 25
WRITERS = 3
SECONDS = (0.0, 0.15)
PATIENCE = 60
ROOT = Path(__file__).parents[2]
GONE = (URLError, HTTPException, ConnectionError, TimeoutError)


class NoRedirect(HTTPRedirectHandler):
    """A save that is kept is answered with a redirect: that is the answer, and not followed."""

    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:
        return None


class Browser:
    """One person's browser, which outlives the servers."""

    def __init__(self) -> None:
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()), NoRedirect())
        self.token = ""

    def post(self, url: str, fields: list[tuple[str, str]]) -> int:
        """Send a form; give the status of the answer."""
        body = urlencode([*fields, ("csrf_token", self.token)]).encode()
        sent = Request(url, data=body, headers={"Sec-Fetch-Site": "same-origin"})
        try:
            with self.opener.open(sent, timeout=PATIENCE) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code

    def sign_in(self, address: str) -> None:
        """Sign in, and fetch the token that every form of the session carries."""
        self._fetch_token(address)
        assert self.post(f"{address}/admin/sign-in", [("called", "carla"), ("password", PASSWORD)]) == 303
        self._fetch_token(address)

    def _fetch_token(self, address: str) -> None:
        with self.opener.open(f"{address}/admin/form-token", timeout=PATIENCE) as answer:
            self.token = json.load(answer)["token"]


class Server:
    """Servers one after the other, each at another address, on one database."""

    def __init__(self, program: "subprocess.Popen[str]") -> None:
        self.program = program
        self.pid = 0

    def start(self) -> str:
        """Start a server and give its address once it answers."""
        assert self.program.stdin is not None
        self.program.stdin.write("serve\n")
        self.program.stdin.flush()
        self.pid = int(self._line(r"pid (\d+)"))
        return self._line(r"(http://\S+)/ ")

    def kill(self) -> None:
        """Kill the server by SIGKILL and wait until it is gone."""
        os.kill(self.pid, signal.SIGKILL)
        assert self._line(r"dead by (-?\d+)") == str(-signal.SIGKILL)
        self.pid = 0

    def _line(self, wanted: str) -> str:
        assert self.program.stdout is not None
        told = []
        for line in self.program.stdout:
            told.append(line)
            if found := re.search(wanted, line):
                return found[1]
        raise AssertionError("The server ended:\n" + "".join(told))


@contextmanager
def servers(engine: Engine) -> Iterator[Server]:
    """Run the program that forks servers, on the database of an engine."""
    settings = {
        "TIMELINE_DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "TIMELINE_PORT": "0",
        "TIMELINE_SECRET_KEY": SECRET,
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.admin.forked_servers"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **settings},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as program:
        server = Server(program)
        try:
            yield server
        finally:
            if server.pid:
                os.kill(server.pid, signal.SIGKILL)
            assert program.stdin is not None
            program.stdin.close()
            program.wait(timeout=PATIENCE)


def test_every_save_that_was_answered_with_success_outlives_the_server(engine: Engine) -> None:
    records = [f"memo-{number}" for number in range(WRITERS)]
    with write_transaction(engine) as session:
        add_people(session)
        save_all(session, ARCHIVE, by="ada", reason="To have some.")
        for record_id in records:
            draft = replace(MEMO, id=record_id)
            save(session, draft, by="carla", base_version=0, change="new", reason="-", status="draft")
    browser, moments = Browser(), random.Random(ROUNDS)
    told: dict[str, list[str]] = {record_id: [] for record_id in records}
    with servers(engine) as server:
        for number in range(ROUNDS):
            address = server.start()
            if not browser.token:
                browser.sign_in(address)
            before = sum(map(len, told.values()))
            saved = threading.Event()
            writers = [
                threading.Thread(
                    target=save_for_ever, args=(engine, browser, address, one, number, told[one], saved)
                )
                for one in records
            ]
            for writer in writers:
                writer.start()
            assert saved.wait(PATIENCE)
            time.sleep(moments.uniform(*SECONDS))
            server.kill()
            for writer in writers:
                writer.join(PATIENCE)
                assert not writer.is_alive()
            assert sum(map(len, told.values())) > before
            with read_session(engine) as session:
                assert check(session) == ()
    for record_id in records:
        kept = titles(engine, record_id)
        # What was committed in the moment of the killing may be there without having been told of.
        assert [title for title in kept if title in set(told[record_id])] == told[record_id]
        assert len(kept) <= len(told[record_id]) + ROUNDS
    assert _check(engine) == 0


def save_for_ever(
    engine: Engine,
    browser: Browser,
    address: str,
    record_id: str,
    number: int,
    told: list[str],
    saved: threading.Event,
) -> None:
    """Save one record over and over until the server is gone; keep which saves were answered with success."""
    turn, version = 0, version_of(engine, record_id)
    while True:
        title = f"Round {number}, save {turn}"
        try:
            status = browser.post(
                f"{address}/admin/events/{record_id}/edit", fields_of(record_id, title, version)
            )
        except GONE:
            return
        if status == 303:
            told.append(title)
            saved.set()
            version += 1
            turn += 1
        else:
            # A save of the last server came through after its death: on top of it, then.
            assert status == 409, status
            version = version_of(engine, record_id)


def fields_of(record_id: str, title: str, version: int) -> list[tuple[str, str]]:
    """Give what the form of the draft sends."""
    found = [("act", "save"), ("base_version", str(version))]
    for name, value in tree_of(replace(MEMO, id=record_id, title=title)).items():
        if isinstance(value, str):
            found.append((name, value))
            continue
        for place, row in enumerate(value):
            inner = row.items() if isinstance(row, dict) else [("", row)]
            for part, text in inner:
                path = f"{name}[{place}].{part}" if part else f"{name}[{place}]"
                texts = text if isinstance(text, list) else [text]
                found += [(name_of(path), "\n".join(texts))]
    return found


def version_of(engine: Engine, record_id: str) -> int:
    with read_session(engine) as session:
        statement = select(RecordRow.version).where(RecordRow.slug == record_id, RecordRow.kind == "event")
        return session.scalars(statement).one()


def titles(engine: Engine, record_id: str) -> list[str]:
    """Give the title of each version of a record after the first."""
    statement = select(RevisionRow.document).where(RevisionRow.slug == record_id, RevisionRow.version > 1)
    with read_session(engine) as session:
        found = session.scalars(statement.order_by(RevisionRow.version))
        return [json.loads(document)["title"] for document in found]


def _check(engine: Engine) -> int:
    """Run `timeline check` and give its exit code."""
    url = engine.url.render_as_string(hide_password=False)
    return subprocess.run(
        [PROGRAM, "check"],
        env={"PATH": os.environ["PATH"], "TIMELINE_DATABASE_URL": url},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    ).returncode
