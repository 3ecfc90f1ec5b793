"""axe on a page in a browser, and what is wrong with a page in each look that it can have."""

from collections.abc import Iterable
from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Page

# Only what was found is brought back from the browser, since all that was tried takes longer than trying it.
_RUN: Final = """options => axe.run({ resultTypes: ["violations"], ...options }).then((found) =>
    found.violations.map((one) =>
        `${one.id}: ${one.nodes.map((node) => `${node.target}: ${node.failureSummary}`).join("; ")}`))"""
# axe reads the same few colours again for each element and all that lies behind it, by a library that takes
# every notation apart: a third to a half of all its time. What a text means is kept once it has been read.
KEEP_COLOURS: Final = """() => {
    const Color = axe.commons.color.Color, read = Color.prototype.parseString, kept = new Map();
    Color.prototype.parseString = function (text) {
        if (!kept.has(text)) {
            read.call(this, text);
            kept.set(text, [this.r, this.g, this.b, this.alpha]);
        }
        [this.r, this.g, this.b, this.alpha] = kept.get(text);
        return this;
    };
}"""
# The script is written for browsers without private fields: each field of each colour is an entry in a map of
# its own, which the collector of garbage goes through. Here the entry is kept by what it belongs to.
QUICK_SCRIPT: Final = f"""(() => {{
    class KeptByOwner {{
        #key = Symbol();
        get(owner) {{ return owner[this.#key]; }}
        has(owner) {{ return Object.hasOwn(owner, this.#key); }}
        set(owner, value) {{ owner[this.#key] = value; return this; }}
        delete(owner) {{ return this.has(owner) && delete owner[this.#key]; }}
    }}
    const WeakMap = KeptByOwner;
    {AXE_SCRIPT}
    ({KEEP_COLOURS})();
}})()"""
OVER: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

#: A width, and whether the scheme is dark.
Look = tuple[int, bool]


def violations(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """Run axe on a page as it stands and list what it finds."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(QUICK_SCRIPT)
    found: list[str] = page.evaluate(_RUN, options or {})
    return found


def faults_in_looks(page: Page, url: str, looks: Iterable[Look]) -> dict[str, list[str]]:
    """Open a page and list what is wrong with it in each look: what axe finds, and what scrolls sideways.

    It is opened once: the window becomes another and the scheme changes, as they do before a reader.
    """
    found = {}
    page.goto(url)
    for width, is_dark in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if is_dark else "light")
        faults = violations(page)
        if page.evaluate(OVER) > 0:
            faults.append("scrolls sideways")
        if faults:
            found[f"{url} {width} {'dark' if is_dark else 'light'}"] = faults
    return found
