"""How long a page keeps its reader's browser from answering, beside a page that does nothing but count.

A task takes longer by the clock than it works. It waits for a processor while other threads have it: those of
other programs, and the browser's own, which draw what was laid out before, read the page, and start what the
next page will need; and it waits for answers of other processes, above all about fonts: one for each family
and weight, and one for each of their sizes. The page that only counts, in tasks about as long as the longest
of a timeline, and opened by turns with the other, waits for no answer: what it waits is the machine's part.

In November 2026, on two processors, its tasks of 18 ms took 22 ms while little else ran: the browser's own
threads had the rest. They took 35 to 95 ms, and some 290, while eight to fifteen other programs were at work,
and the timeline's longest, of 12 ms, took 21 ms and 40 to 55.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page

from benchmarks.browsing import go, served_folder

# What still runs after the page stands is the reader's wait, too.
_AFTER_MS: Final = 300
_CATEGORIES: Final = ["devtools.timeline", "disabled-by-default-devtools.timeline", "fonts"]
_ABOUT_FONTS: Final = ("FontDataManager::onMatchFamilyStyle", "WebSandboxSupportLinux::GetWebFontRenderStyle")
_COUNTING: Final = """<!doctype html>
<title>Counting</title>
<script>
let tasks = 0;
function count() {
  let sum = 0;
  for (let number = 0; number < 6_000_000; number += 1) sum += Math.sqrt(number);
  window.counted = sum;
  tasks += 1;
  if (tasks < 12) setTimeout(count, 0);
}
setTimeout(count, 0);
</script>
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """One load of a page: the longest task by the clock, and the one with the most work of the processor.

    `queued_ms` is how long all its tasks waited for a processor, 0 where the system does not tell;
    `fonts` counts the questions about fonts, for whose answers it waited `fonts_ms`.
    """

    clock_ms: float
    work_ms: float
    queued_ms: float
    fonts: int
    fonts_ms: float


@contextmanager
def counting_page() -> Iterator[str]:
    """Serve the page that only counts, and give its address."""
    with tempfile.TemporaryDirectory(prefix="timeline-bench-") as name:
        (Path(name) / "counting.html").write_text(_COUNTING, encoding="utf-8")
        with served_folder(Path(name)) as site:
            yield f"{site}/counting.html"


def loads_by_turns(
    browser: Browser, addresses: list[str], *, width: int, times: int
) -> tuple[list[Load], ...]:
    """Open pages by turns, each time in a browser without a past; what comes before the first is left out."""
    found: tuple[list[Load], ...] = tuple([] for _ in addresses)
    for _ in range(times + 1):
        for address, loads in zip(addresses, found, strict=True):
            with browser.new_context(viewport={"width": width, "height": 900}) as context:
                loads.append(_load(context.new_page(), address))
    return tuple(loads[1:] for loads in found)


def _load(page: Page, address: str) -> Load:
    events = _traced(page, address)
    read = min(
        (event for event in events if event["name"] == "ParseHTML" and address in str(event.get("args"))),
        key=lambda event: event["ts"],
    )
    thread = (read["pid"], read["tid"])
    own = [
        event
        for event in events
        if (event["pid"], event["tid"]) == thread
        and "dur" in event
        and event["ts"] + event["dur"] >= read["ts"]
    ]
    tasks = [event for event in own if event["name"] == "RunTask"]
    asked = [event for event in own if event["name"].startswith(_ABOUT_FONTS)]
    return Load(
        clock_ms=max(event["dur"] for event in tasks) / 1000,
        work_ms=max(_work(event) for event in tasks) / 1000,
        queued_ms=_queued_ms(*thread),
        fonts=len(asked),
        fonts_ms=sum(event["dur"] - _work(event) for event in asked) / 1000,
    )


def _work(event: dict[str, Any]) -> float:
    return float(event.get("tdur", event["dur"]))


def _traced(page: Page, address: str) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    ended: list[bool] = []
    session = page.context.new_cdp_session(page)
    session.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
    session.on("Tracing.tracingComplete", lambda _told: ended.append(True))
    wanted = {"includedCategories": _CATEGORIES}
    session.send("Tracing.start", {"traceConfig": wanted, "transferMode": "ReportEvents"})
    go(page, address)
    page.wait_for_timeout(_AFTER_MS)
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(10)
    return events


def _queued_ms(process: int, thread: int) -> float:
    """Give how long a thread that could have gone on had no processor, since it began."""
    told = Path(f"/proc/{process}/task/{thread}/schedstat")
    return int(told.read_text().split()[1]) / 1e6 if told.exists() else 0.0
