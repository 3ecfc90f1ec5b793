"""Open the timeline page and its peers' in one run: `python -m benchmarks.reading [--large] [SIZE ...]`.

Prints for each number of events how long a reader waits until the page stands, how many elements it has,
how many bytes went over the wire (the peers' pages are served unpacked), and its longest task. Peers are
opened up to 3,000 events, or 30,000 with --large, where they take minutes.
"""

import platform
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.browsing import View, chromium, loaded, open_page, served_folder, served_site
from benchmarks.peers import install_peers, write_pages
from benchmarks.synthetic import load_synthetic
from timeline.db import create_engine, read_session
from timeline.exports.registry import FORMATS
from timeline.filters import EventFilter
from timeline.queries.archive import SelectedArchive

SIZES = (30, 300, 3_000)
OF_PEERS, LARGE = 3_000, 30_000


def main() -> None:
    arguments = [word for word in sys.argv[1:] if not word.startswith("--")]
    sizes = [int(word) for word in arguments] or list(SIZES)
    most = LARGE if "--large" in sys.argv[1:] else OF_PEERS
    install_peers()
    with chromium() as browser:
        print(f"Chromium {browser.version}, Python {platform.python_version()}, {platform.machine()}")
        print(f"{'':<28}{'events':>10}{'ready':>12}{'elements':>10}{'wire':>12}{'longest task':>14}")
        for size in sizes:
            measure(browser, size, with_peers=size <= most)


def measure(browser: Browser, size: int, *, with_peers: bool) -> None:
    """Open the pages over a synthetic record of one size."""
    with tempfile.TemporaryDirectory(prefix="timeline-bench-") as name:
        folder = Path(name)
        engine = create_engine(f"sqlite:///{folder / 'synthetic.sqlite3'}")
        load_synthetic(engine, size)
        slides = b""
        if with_peers:
            with read_session(engine) as session:
                archive = SelectedArchive(session, EventFilter(), site_url="")
                slides = b"".join(FORMATS["timelinejs"].write(archive))
        engine.dispose()
        with served_site(f"sqlite:///{folder / 'synthetic.sqlite3'}") as site:
            open_page(browser, site, ready=loaded(), times=2)  # As a site that has run for a while.
            show("Timeline", size, open_page(browser, site, ready=loaded(), times=5))
        if with_peers:
            pages = folder / "peers"
            pages.mkdir()
            names = write_pages(pages, slides)
            with served_folder(pages) as address:
                for peer, page in names.items():
                    view = open_page(
                        browser, f"{address}/{page}", ready="window.readyAt", times=3 if size <= 3000 else 1
                    )
                    show(peer, size, view)


def show(name: str, size: int, view: View | None) -> None:
    """Print a row; a page that never stood has no figures."""
    if view is None:
        print(f"{name:<28}{size:>10,}   not ready in 120 s", flush=True)
        return
    print(
        f"{name:<28}{size:>10,}{view.ready_ms:>9,.0f} ms{view.elements:>10,}{view.wire / 1000:>9,.1f} kB"
        f"{view.longest_task_ms:>11,.0f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()
