"""What makes axe quicker changes nothing in what it finds."""

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Page

from tests.axe import KEEP_COLOURS

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


def test_colours_that_are_kept_are_those_that_axe_reads(page: Page) -> None:
    page.evaluate(AXE_SCRIPT)
    read = page.evaluate(READ, COLOURS)
    page.evaluate(KEEP_COLOURS)
    assert page.evaluate(READ, COLOURS) == read
    assert sum(isinstance(one, list) for one in read) == 2 * (len(COLOURS) - 2)
