"""The marks that tell sources apart by their shape, so that colour is never needed to tell them."""

from typing import Final

#: Outlines around the point 0, 0, about ten pixels across and of like weight, in SVG's path notation.
SYMBOLS: Final = (
    ("circle", "M5.5 0A5.5 5.5 0 1 1 -5.5 0A5.5 5.5 0 1 1 5.5 0Z"),
    ("square", "M-5 -5H5V5H-5Z"),
    ("diamond", "M0 -7L7 0L0 7L-7 0Z"),
    ("triangle", "M0 -6.5L6.5 5H-6.5Z"),
    ("triangle pointing down", "M0 6.5L6.5 -5H-6.5Z"),
    ("cross", "M-2 -6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z"),
    ("hexagon", "M-3 -5.5H3L6.3 0L3 5.5H-3L-6.3 0Z"),
)
COLOURS: Final = 5


def symbol_of(number: int) -> tuple[str, str]:
    """Give the name and outline of the symbol of the source with this number, from 0."""
    return SYMBOLS[number % len(SYMBOLS)]


def colour_of(number: int) -> int:
    """Give the colour, from 1, of the source with this number; shape and colour repeat after 35."""
    return number % COLOURS + 1
