"""Measure the timeline page over synthetic records: `python -m benchmarks.timeline_page 1000 10000`.

Prints, for each size: the server's time for the first view and for filtered views with their counts (each
address is asked for once, so that nothing is kept from an earlier answer), for an unchanged page that the
reader has already, and the weight of the first view.
"""

import gzip
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import html5lib  # type: ignore[import-untyped]
from flask.testing import FlaskClient

from benchmarks.synthetic import load_synthetic
from timeline.config import Settings
from timeline.db import create_engine
from timeline.factory import create_app

SIZES = (1_000, 10_000)
TIMES = 40


def main() -> None:
    for size in [int(text) for text in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory(prefix="timeline-bench-") as folder:
            engine = create_engine(f"sqlite:///{Path(folder) / 'synthetic.sqlite3'}")
            begun = time.perf_counter()
            load_synthetic(engine, size)
            print(f"{size:,} events, loaded in {time.perf_counter() - begun:.1f} s")
            client = create_app(Settings(secret_key="b" * 40), engine).test_client()
            client.get("/")
            report("first view", [timed(client, f"/?utm_campaign={number}") for number in range(TIMES)])
            report("filtered, with counts", [timed(client, address) for address in filtered()])
            report(
                "lanes by topic", [timed(client, f"/?view=lanes&from={year}") for year in range(2008, 2028)]
            )
            report("unchanged (304)", [unchanged(client) for _ in range(TIMES)])
            weigh(client)
            engine.dispose()


def filtered() -> Iterator[str]:
    """Yield filters of several kinds, no two the same."""
    for year in range(2008, 2018):
        yield f"/?from={year}&to={year + 2}"
        yield f"/?kind=guidance&from={year}"
        yield f"/?topic=participation&detail=main&from={year}"
        yield f"/?actor=ice&place=us&to={year}"


def timed(client: FlaskClient, address: str) -> float:
    """Give the time that a page takes, in milliseconds."""
    begun = time.perf_counter()
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer.data
    return (time.perf_counter() - begun) * 1000


def unchanged(client: FlaskClient) -> float:
    """Give the time to say that a page is as it was, in milliseconds."""
    tag = client.get("/about").headers["ETag"]
    begun = time.perf_counter()
    answer = client.get("/about", headers={"If-None-Match": tag})
    assert answer.status_code == 304
    return (time.perf_counter() - begun) * 1000


def report(what: str, taken: list[float]) -> None:
    """Print the middle and the slow end of some times."""
    slow = statistics.quantiles(taken, n=20)[-1]
    print(f"  {what:<24} p50 {statistics.median(taken):8.1f} ms   p95 {slow:8.1f} ms")


def weigh(client: FlaskClient) -> None:
    """Print how much the first view is: elements, and bytes of the page with its styles and scripts."""
    html = client.get("/").data
    tree = html5lib.parse(html.decode(), namespaceHTMLElements=False)
    nodes = sum(1 for element in tree.iter() if isinstance(element.tag, str))
    named = [element.attrib.get("href", "") for element in tree.iter("link")]
    named += [element.attrib.get("src", "") for element in tree.iter("script")]
    files = {name for name in named if name.startswith("/static/")}
    page, rest = packed(html), sum(packed(client.get(file).data) for file in files)
    print(f"  first view: {nodes} elements; page {page:,} B, styles and scripts {rest:,} B, compressed")


def packed(content: bytes) -> int:
    """Give how many bytes go over the wire."""
    return len(gzip.compress(content, 6))


if __name__ == "__main__":
    main()
