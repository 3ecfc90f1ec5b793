"""What was measured, as a page: tables of medians and ratios, and a picture of how cost grows."""

from collections.abc import Iterator, Mapping, Sequence
from math import log10
from pathlib import Path

#: Milliseconds by kind of work and number of events.
Growth = Mapping[str, Mapping[int, float]]

_WIDE, _HIGH, _LEFT, _TOP = 560, 320, 70, 24
_COLOURS = ("#1b6ca8", "#b3411e", "#3d7a3a", "#7a4fa3", "#8a6d00", "#444444")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def number(value: float) -> str:
    """Write a number with as many digits as it is good for."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def growth_rows(growth: Growth) -> list[list[str]]:
    """Give a row for each kind of work: its cost at each size, and how it grows over all of them."""
    rows = []
    for kind, costs in growth.items():
        sizes = sorted(costs)
        grown, of = costs[sizes[-1]] / costs[sizes[0]], sizes[-1] / sizes[0]
        said = (
            "one size" if of == 1 else f"{grown:.1f} times for {of:.0f} times the events: {_said(grown, of)}"
        )
        rows.append([kind, *(number(costs[size]) for size in sizes), said])
    return rows


def _said(grown: float, of: float) -> str:
    if grown < 2:
        return "flat"
    if grown < of**0.35:
        return "near flat"
    return "grows" if grown > of * 1.5 else "linear" if grown > of * 0.5 else "less than linear"


def not_flat(growth: Growth) -> str:
    """Name the kinds of work whose cost does not stay near flat."""
    grown = [row[0] for row in growth_rows(growth) if row[-1].endswith(("linear", ": grows"))]
    if all(len(costs) < 2 for costs in growth.values()):
        return "One size tells nothing of growth."
    return f"What does not stay near flat: {', '.join(grown)}." if grown else "All of it stays near flat."


def write_picture(path: Path, growth: Growth) -> None:
    """Draw the costs against the sizes, both on scales of powers of ten."""
    path.write_text("".join(_picture(growth)), encoding="utf-8")


def _picture(growth: Growth) -> Iterator[str]:
    sizes = sorted({size for costs in growth.values() for size in costs})
    values = [value for costs in growth.values() for value in costs.values()]
    low, high = int(log10(min(values)) // 1), int(-(-log10(max(values)) // 1))
    first, last = log10(sizes[0]), max(log10(sizes[-1]), log10(sizes[0]) + 1)

    def across(size: float) -> float:
        return _LEFT + (log10(size) - first) / (last - first) * (_WIDE - _LEFT - 90)

    def down(value: float) -> float:
        return _TOP + (high - log10(value)) / max(high - low, 1) * (_HIGH - _TOP - 50)

    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" font-family="sans-serif"'
    yield ' font-size="11"><title>Milliseconds against the number of events</title>'
    yield f'<rect width="{_WIDE}" height="{_HIGH}" fill="#fff"/>'
    for power in range(low, high + 1):
        y = down(10**power)
        yield f'<path d="M{_LEFT} {y:.1f}H{_WIDE - 90}" stroke="#ddd"/>'
        yield f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:,g} ms</text>'
    for size in sizes:
        yield f'<text x="{across(size):.1f}" y="{_HIGH - 28}" text-anchor="middle">{size:,}</text>'
    yield f'<text x="{_LEFT}" y="{_HIGH - 8}">events; both scales in powers of ten</text>'
    ends: list[float] = []
    for (kind, costs), colour in zip(growth.items(), _COLOURS, strict=False):
        points = [(across(size), down(costs[size])) for size in sorted(costs)]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points)
        at = points[-1][1] + 4
        while any(abs(at - other) < 12 for other in ends):
            at += 4
        ends.append(at)
        yield f'<text x="{points[-1][0] + 8:.1f}" y="{at:.1f}" fill="{colour}">{kind}</text>'
    yield "</svg>\n"
