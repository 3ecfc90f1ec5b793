"""Dates as the citation styles write them; what has no form of its own stands in words."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from timeline.dates.parse import is_date, parse
from timeline.dates.value import Edtf, Point, Span
from timeline.dates.words import words

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_SHORT: Final = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
#: Most works are of days that others are of, too.
_MOST: Final = 1024
_SEASONS: Final = {21: "spring", 22: "summer", 23: "fall", 24: "winter"}


@dataclass(frozen=True, slots=True)
class _Part:
    year: int
    season: str = ""
    month: int = 0
    day: int = 0


@lru_cache(maxsize=_MOST)
def apa_date(text: str) -> str:
    """Write a date for APA, without its brackets: “2011, March 1”, “n.d.”."""
    date = _read(text)
    if date is None:
        return "n.d."
    parts = _plain_parts(date)
    if not parts:
        return _about(date) or words(date)
    year, rest = _american(parts)
    return f"{year}, {rest}" if rest else year


@lru_cache(maxsize=_MOST)
def chicago_date(text: str) -> tuple[str, str]:
    """Write a date for Chicago: the year, which stands after the author, and the rest, which stands later."""
    date = _read(text)
    if date is None:
        return "n.d.", ""
    parts = _plain_parts(date)
    if parts:
        return _american(parts)
    if _about(date):
        return f"[{_about(date)}]", ""
    said = words(date)
    if date.earliest and date.latest and said.endswith(f" {date.earliest.year}"):
        return str(date.earliest.year), said.removesuffix(f" {date.earliest.year}")
    return said[:1].upper() + said[1:], ""


@lru_cache(maxsize=_MOST)
def mla_date(text: str) -> str:
    """Write a date for MLA: “19 July 2011”; "" where none is known."""
    date = _read(text)
    if date is None:
        return ""
    parts = _plain_parts(date)
    if not parts:
        return words(date).replace("c. ", "circa ", 1)
    if len(parts) == 1:
        return _british(parts[0])
    first, last = parts
    if first.day and (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_british(last)}"
    if first.month and first.year == last.year:
        return f"{_british(first).removesuffix(f' {first.year}')}–{_british(last)}"
    return f"{_british(first)}–{_british(last)}"


def _read(text: str) -> Edtf | None:
    date = parse(text) if text and is_date(text) else None
    return None if date is None or date.precision == "unknown" else date


def _plain_parts(date: Edtf) -> list[_Part]:
    """Give the one part or the two ends of a date that is plain; none for another."""
    body = date.body
    if isinstance(body, Point):
        points = [body]
    elif isinstance(body, Span) and body.start and body.end:
        points = [body.start, body.end]
    else:
        return []
    if not all(point.is_plain and (point.period is None or point.period in _SEASONS) for point in points):
        return []
    parts = [_part(point) for point in points]
    return [] if len(parts) == 2 and any(part.season for part in parts) else parts


def _part(point: Point) -> _Part:
    year = int(point.year.digits)
    if point.period is not None:
        return _Part(year, _SEASONS[point.period])
    return _Part(
        year,
        "",
        int(point.month.digits) if point.month else 0,
        int(point.day.digits) if point.day else 0,
    )


def _american(parts: list[_Part]) -> tuple[str, str]:
    first, last = parts[0], parts[-1]
    if first == last:
        return str(first.year), _month_day(first)
    if first.year == last.year:
        if first.day and first.month == last.month:
            return str(first.year), f"{_month_day(first)}–{last.day}"
        return str(first.year), f"{_month_day(first)}–{_month_day(last)}"
    ends = [", ".join(filter(None, (str(part.year), _month_day(part)))) for part in parts]
    return "–".join(ends), ""


def _month_day(part: _Part) -> str:
    if part.season:
        return part.season.capitalize()
    month = _MONTHS[part.month - 1] if part.month else ""
    return f"{month} {part.day}" if part.day else month


def _british(part: _Part) -> str:
    month = _SHORT[part.month - 1] if part.month else part.season
    return " ".join(filter(None, (str(part.day or ""), month, str(part.year))))


def _about(date: Edtf) -> str:
    """Write an approximate point: “ca. 2011”."""
    if date.uncertain or not date.approximate or not isinstance(date.body, Point):
        return ""
    said = words(date)
    return f"ca. {said.removeprefix('c. ')}" if said.startswith("c. ") else ""
