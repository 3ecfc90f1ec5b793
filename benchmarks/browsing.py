"""Pages opened in the system's Chromium: how long until they stand, and how much they are."""

import functools
import http.server
import os
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import OPTIONS, find_chromium

PATIENCE_MS = 120_000
# What still runs after the page stands is the reader's wait, too.
_AFTER_MS = 300

_OBSERVE = """
window.longTasks = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.longTasks.push(entry.duration);
}).observe({type: "longtask", buffered: true});
"""
_LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """One page as a reader gets it: milliseconds until ready, elements, bytes on the wire, longest task."""

    ready_ms: float
    elements: int
    wire: int
    longest_task_ms: float


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the system's Chromium."""
    program = find_chromium()
    if program is None:
        raise SystemExit("These measurements need Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(OPTIONS))
        yield browser
        browser.close()


def open_page(browser: Browser, address: str, *, ready: str, times: int) -> View | None:
    """Open a page several times, each in a browser without a past; None when it is not ready in time.

    `ready` is a script that gives the milliseconds since the page was asked for, and nothing before then.
    """
    views = []
    for _ in range(times):
        with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
            page = context.new_page()
            try:
                views.append(_view(page, address, ready))
            except TimeoutError:
                return None
    middle = sorted(views, key=lambda view: view.ready_ms)[len(views) // 2]
    return View(
        ready_ms=statistics.median(view.ready_ms for view in views),
        elements=middle.elements,
        wire=middle.wire,
        longest_task_ms=statistics.median(view.longest_task_ms for view in views),
    )


def _view(page: Page, address: str, ready: str) -> View:
    page.set_default_timeout(PATIENCE_MS)
    wire = 0

    def add(event: dict[str, float]) -> None:
        nonlocal wire
        wire += int(event["encodedDataLength"])

    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", add)
    page.add_init_script(_OBSERVE)
    try:
        go(page, address)
        page.wait_for_function(f"() => ({ready}) > 0")
    except Exception as error:
        if "Timeout" in type(error).__name__:
            raise TimeoutError(address) from error
        raise
    ready_ms = float(page.evaluate(ready))
    page.wait_for_timeout(_AFTER_MS)
    tasks = page.evaluate("window.longTasks")
    elements = page.evaluate("document.getElementsByTagName('*').length")
    return View(ready_ms=ready_ms, elements=elements, wire=wire, longest_task_ms=max(tasks, default=0.0))


def go(page: Page, address: str) -> None:
    """Open an address; what is no page has no figures."""
    answer = page.goto(address, wait_until="load")
    if answer is None or not answer.ok:
        raise SystemExit(f"{address} did not answer with a page: {answer and answer.status}")


def loaded() -> str:
    """Give the script that tells when a page without a program of its own is ready."""
    return _LOADED


@contextmanager
def served_site(database: str) -> Iterator[str]:
    """Serve the site over a database as an archive would, and give its address."""
    environ = {
        **os.environ,
        "TIMELINE_DATABASE_URL": database,
        "TIMELINE_PORT": "0",
        "TIMELINE_SECRET_KEY": "benchmark " * 5,
    }
    command = [sys.executable, "-c", "from timeline.cli.main import main; main()", "serve", "--empty"]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield _address(server)
        finally:
            server.terminate()


def _address(server: "subprocess.Popen[str]") -> str:
    for line in server.stdout or ():
        for word in line.split():
            if word.startswith("http://127.0.0.1:"):
                return word.rstrip("/").removesuffix("/")
    raise SystemExit("The site did not start.")


@contextmanager
def served_folder(folder: Path) -> Iterator[str]:
    """Serve the files of a folder, and give its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing of each request."""
