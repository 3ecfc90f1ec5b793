"""What makes axe quicker changes nothing in what it finds."""

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Page

from tests.axe import QUICK_SCRIPT

COLOURS = (
    *(
        "rgb(1, 2, 3)",
        "rgba(1, 2, 3, 0.3)",
        "rgba(0, 0, 0, 0)",
        "rgb(10% 20% 30% / 40%)",
        "#abc",
        "#abcd1234",
    ),
    *("white", "transparent", "hsl(0.5turn 40% 50%)", "hsl(2rad, 10%, 90%)", "color(srgb 0.1 0.2 0.3 / 0.5)"),
    *("oklch(0.6 0.2 30)", "color(display-p3 1 0 0)", "lab(50 40 30)", "no colour", ""),
)
# Every text twice, since the second time is another way.
READ = """texts => [...texts, ...texts].map((text) => {
    const colour = new axe.commons.color.Color(9, 8, 7, 0.6);
    try {
        const same = colour.parseString(text) === colour;
        return [same, colour.r, colour.g, colour.b, colour.red, colour.green, colour.blue, colour.alpha];
    } catch (error) {
        return error.message;
    }
})"""


# Something right and something wrong of much that axe looks for, above all of colours on others.
FAULTY = """<!doctype html><title>A</title><meta name="viewport" content="user-scalable=no">
<style>.pale { color: #999 } .veil { background: rgb(0 0 0 / 30%) } .half { opacity: 0.5 }
.over { position: absolute; top: 9em; left: 2em; background: linear-gradient(red, blue) }
.blend { mix-blend-mode: multiply; background: hsl(0.1turn 60% 60%) }
h4 { text-shadow: 1px 1px 2px #888 }</style>
<p class="pale">pale <a href="#x" style="color: #888; text-decoration: none">a link</a> in a text</p>
<div class="veil"><p class="pale">on a veil</p><div class="veil half"><p>twice, and half seen</p></div></div>
<div class="over">over</div><p>What lies beneath it, and goes on for a while so that it does lie there.</p>
<div class="blend"><p style="color: oklch(0.7 0.1 30)">blended</p></div><h1>One</h1><h4>Four</h4>
<form><input><select><option>x</select><button></button><label for="n">N</label><input id="n"></form>
<img src="data:,"><table><tr><td>1</table><ul><p>x</p></ul><div role="slider" tabindex="3">x</div>
<p id="twice" aria-labelledby="none">x</p><p id="twice" lang="zz-zz-z">x</p><iframe></iframe>"""
RUN = """() => axe.run({ resultTypes: ["violations", "incomplete", "passes"] }).then((found) =>
    [found.violations, found.incomplete, found.passes, found.inapplicable.map((one) => one.id)])"""


def test_what_is_quicker_finds_what_axe_finds(page: Page) -> None:
    found = []
    for script in (AXE_SCRIPT, QUICK_SCRIPT):
        page.set_content(FAULTY)
        page.evaluate(script)
        found.append(page.evaluate(RUN))
    assert found[0] == found[1]
    assert len(found[0][0]) > 8


def test_colours_that_are_kept_are_those_that_axe_reads(page: Page) -> None:
    page.evaluate(AXE_SCRIPT)
    read = page.evaluate(READ, COLOURS)
    page.evaluate(QUICK_SCRIPT)
    assert page.evaluate(READ, COLOURS) == read
    assert sum(isinstance(one, list) for one in read) == 2 * (len(COLOURS) - 2)
