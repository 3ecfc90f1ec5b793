"""The picture that stands for a page where its address is shared: 1200 by 630 pixels, drawn from the data.

The same data give the same picture, pixel by pixel. The fonts are ours, so that it does not matter where it
is drawn. A sign that no font has is left out; a text of which too little is left is not drawn at all.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from PIL import Image, ImageDraw, ImageFont

WIDTH: Final = 1200
HEIGHT: Final = 630
_MARGIN: Final = 80
_TEXT_WIDTH: Final = WIDTH - 2 * _MARGIN
_PAPER, _INK, _SOFT, _LINE, _ACCENT, _BAR = "#fbfaf6", "#1f1c17", "#575147", "#d8d1c3", "#8a2a1c", "#b9ae9b"
_SERIF, _SANS = "DejaVuSerif.ttf", "DejaVuSans.ttf"
_TITLE_SIZES: Final = (64, 56, 48, 42)
_MOST_LINES: Final = 4
_LONGEST: Final = 400
_STRIP_TOP: Final = 470
_STRIP_HEIGHT: Final = 70
#: Scripts that go from right to left; their lines are set against the right margin.
_RIGHT_TO_LEFT: Final = (range(0x0590, 0x0900), range(0xFB1D, 0xFE00), range(0xFE70, 0xFF00))


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """What stands on a picture. `bars` are shares of the highest one, from 0 to 1; `marked` of landmarks."""

    kicker: str
    title: str
    date: str
    foot: str
    bars: tuple[float, ...] = ()
    marked: tuple[float, ...] = ()


def card_png(card: Card) -> bytes:
    """Draw a card as PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 16, HEIGHT), fill=_ACCENT)
    _line(pen, 62, card.kicker, 26, _SOFT, font=_SANS)
    bottom = _title(pen, card.title, top=118, most=300 if card.bars else 340)
    _line(pen, min(bottom + 14, 415), card.date, 34, _ACCENT)
    if card.bars:
        _strip(pen, card.bars, card.marked)
    else:
        pen.line((_MARGIN, 545, WIDTH - _MARGIN, 545), fill=_LINE, width=2)
    _line(pen, 564, card.foot, 26, _SOFT, font=_SANS)
    held = io.BytesIO()
    image.quantize(32, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        held, "PNG", optimize=True
    )
    return held.getvalue()


def drawable(text: str) -> str:
    """Leave out of a text what the fonts have no sign for; "" when too little is left to be read."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text[:_LONGEST]).split())
    kept = "".join(sign for sign in plain if sign == " " or _has(_SERIF, sign) or _has(_SANS, sign))
    signs = sum(not sign.isspace() for sign in plain)
    return " ".join(kept.split()) if sum(not sign.isspace() for sign in kept) * 3 >= signs * 2 else ""


def _title(pen: ImageDraw.ImageDraw, text: str, *, top: int, most: int) -> int:
    """Draw a title in the greatest size at which it fits, and give where it ends."""
    said = drawable(text)
    if not said:
        return top
    name, size, bottom = _font_name(said), _TITLE_SIZES[0], top
    for size in _TITLE_SIZES:
        if len(_wrapped(said, _font(name, size))) * _height(size) <= min(most, _MOST_LINES * _height(size)):
            break
    font, height = _font(name, size), _height(size)
    for place, line in enumerate(_shortened(_wrapped(said, font), font)):
        _set(pen, top + place * height, line, font, _INK)
        bottom = top + (place + 1) * height
    return bottom


def _height(size: int) -> int:
    return round(size * 1.24)


def _line(pen: ImageDraw.ImageDraw, top: int, text: str, size: int, colour: str, *, font: str = "") -> None:
    said = drawable(text)
    if not said:
        return
    chosen = _font(font or _font_name(said), size)
    lines = _wrapped(said, chosen)
    _set(pen, top, lines[0] if len(lines) == 1 else _cut(lines[0], chosen), chosen, colour)


def _set(pen: ImageDraw.ImageDraw, top: int, line: str, font: ImageFont.FreeTypeFont, colour: str) -> None:
    left = WIDTH - _MARGIN - font.getlength(line) if _is_right_to_left(line) else _MARGIN
    pen.text((left, top), line, font=font, fill=colour)


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Break a text into lines; a word that is longer than a line is broken too."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= _TEXT_WIDTH:
            line = longer
            continue
        lines += [line] if line else []
        while font.getlength(word) > _TEXT_WIDTH:
            fitting = _fitting(word, font)
            lines.append(word[:fitting])
            word = word[fitting:]  # noqa: PLW2901 - the rest of the word goes on
        line = word
    return [*lines, line] if line else lines


def _fitting(word: str, font: ImageFont.FreeTypeFont) -> int:
    fitting = 1
    while fitting < len(word) and font.getlength(word[: fitting + 1]) <= _TEXT_WIDTH:
        fitting += 1
    return fitting


def _shortened(lines: list[str], font: ImageFont.FreeTypeFont) -> list[str]:
    return (
        [*lines[: _MOST_LINES - 1], _cut(lines[_MOST_LINES - 1], font)] if len(lines) > _MOST_LINES else lines
    )


def _cut(line: str, font: ImageFont.FreeTypeFont) -> str:
    while line and font.getlength(f"{line}…") > _TEXT_WIDTH:
        line = line[:-1]
    return f"{line.rstrip(' ,.;:')}…"


def _strip(pen: ImageDraw.ImageDraw, bars: Sequence[float], marked: Sequence[float]) -> None:
    bottom = _STRIP_TOP + _STRIP_HEIGHT
    step = _TEXT_WIDTH / len(bars)
    for shares, colour in ((bars, _BAR), (marked, _ACCENT)):
        for place, share in enumerate(shares):
            if share <= 0:
                continue
            left = _MARGIN + place * step
            height = max(3, round(share * _STRIP_HEIGHT))
            pen.rectangle(
                (round(left), bottom - height, max(round(left), round(left + step) - 2), bottom), fill=colour
            )
    pen.line((_MARGIN, bottom, WIDTH - _MARGIN, bottom), fill=_LINE, width=2)


def _font_name(text: str) -> str:
    return _SERIF if all(sign == " " or _has(_SERIF, sign) for sign in text) else _SANS


def _is_right_to_left(text: str) -> bool:
    strong = next((sign for sign in text if sign.isalpha()), "")
    return bool(strong) and any(ord(strong) in script for script in _RIGHT_TO_LEFT)


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    content = (files("timeline.drawing") / "fonts" / name).read_bytes()
    return ImageFont.truetype(io.BytesIO(content), size)


@cache
def _has(name: str, sign: str) -> bool:
    """Tell whether a font has a sign: what it has not is drawn as the box of a sign that no font has."""
    font = _font(name, 20)
    return bytes(font.getmask(sign)) != bytes(font.getmask("\U0010fffe"))
