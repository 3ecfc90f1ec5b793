"""When a work was issued: our EDTF dates in the forms of CSL, BibTeX and RIS, and back.

A form that cannot hold a date exactly gets it in words. No form gets a day or a month that is not known.
"""

import re
from typing import Any, Final

from timeline.dates.parse import is_date, parse
from timeline.dates.propose import propose
from timeline.dates.value import Edtf, Point, Span
from timeline.dates.words import words

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS: Final = {21: 1, 22: 2, 23: 3, 24: 4}
#: What BibLaTeX understands of EDTF: days, months, seasons, years and spans of them, "?", "~" and "%".
_PART = r"\d{4}(-\d\d(-\d\d)?)?[?~%]?"
_BIBLATEX = re.compile(rf"({_PART}|\.\.)?(/({_PART}|\.\.)?)?")


def to_csl(text: str) -> dict[str, Any] | None:
    """Give the CSL-JSON form of a date; None for no date."""
    if not text or not is_date(text):
        return None
    date = parse(text)
    body = date.body
    ends = [body] if isinstance(body, Point) else _closed_ends(body) if isinstance(body, Span) else []
    if not ends or date.uncertain or not all(_is_simple(end) for end in ends):
        return {"literal": words(date)}
    said: dict[str, Any] = {"date-parts": [_parts(end) for end in ends]}
    if date.approximate:
        said["circa"] = True
    if ends[0].period is not None:
        if len(ends) > 1:
            return {"literal": words(date)}
        said["season"] = _SEASONS[ends[0].period]
    return said


def from_csl(value: Any) -> tuple[str, str]:
    """Read a date of CSL-JSON: its EDTF, and what was not understood."""
    if isinstance(value, str):
        return from_text(value)
    if not isinstance(value, dict):
        return "", _shown(value)
    lists = value.get("date-parts")
    if isinstance(lists, list) and lists:
        ends = [_joined(parts) for parts in lists[:2]]
        if len(ends) == 1 and value.get("season") and ends[0]:
            ends = [_with_season(ends[0], value["season"])]
        mark = "~" if value.get("circa") else ""
        text = "/".join(end + mark if end else "" for end in ends)
        return (text, "") if all(ends) and is_date(text) else ("", _shown(value))
    for name in ("raw", "literal", "edtf"):
        if isinstance(value.get(name), str):
            return from_text(value[name])
    return "", _shown(value)


def to_biblatex(text: str) -> str:
    """Give a date as BibLaTeX's field `date` takes it; "" when that cannot hold it."""
    return text if text and is_date(text) and _BIBLATEX.fullmatch(text) and text != "/" else ""


def to_year_and_month(text: str) -> tuple[str, str]:
    """Give the fields `year` and `month` of classic BibTeX: `month` is the name of one of its strings."""
    if not text or not is_date(text):
        return "", ""
    date = parse(text)
    if date.earliest is None or date.latest is None or date.earliest.year != date.latest.year:
        return words(date), ""
    if date.approximate or date.uncertain or not isinstance(date.body, Point):
        return (
            (words(date), "") if date.kind == "one of" or date.approximate else (str(date.earliest.year), "")
        )
    month = MONTHS[date.earliest.month - 1] if date.earliest.month == date.latest.month else ""
    return str(date.earliest.year), month


def to_ris(text: str) -> tuple[str, str]:
    """Give the fields PY and DA of RIS: a year, and `year/month/day/words`."""
    if not text or not is_date(text):
        return "", ""
    date = parse(text)
    body = date.body
    if isinstance(body, Point) and body.is_plain and body.period is None:
        parts = [part.digits for part in body.components]
        return parts[0], "/".join([*parts, "", "", ""][:3]) + "/"
    year = _only_year(date)
    return year, f"{year}///{words(date)}"


def from_ris(text: str) -> tuple[str, str]:
    """Read a date of RIS: its EDTF, and what was not understood."""
    year, month, day, said = ([part.strip() for part in text.split("/", 3)] + [""] * 4)[:4]
    if not (
        re.fullmatch(r"\d{4}|", year) and re.fullmatch(r"\d{0,2}", month) and re.fullmatch(r"\d{0,2}", day)
    ):
        return from_text(text.strip().rstrip("/"))
    plain = "-".join(part.zfill(2) for part in (year, month, day) if part)
    if not said:
        return (plain, "") if is_date(plain) else ("", text)
    if month:
        return (plain, said) if is_date(plain) else ("", text)
    for reading in (said, f"{said} {year}"):
        found, _ = from_text(reading)
        if found and (not year or year in found):
            return found, ""
    return (plain, said) if is_date(plain) else ("", text)


def from_text(text: str) -> tuple[str, str]:
    """Read a date that somebody typed: its EDTF when it can mean only one, and what was not understood."""
    plain = " ".join(text.split()).strip(" .,()[]") if not is_date(text.strip()) else text.strip()
    if not plain or plain.lower() in ("n.d", "nd", "no date", "undated"):
        return "", ""
    if is_date(plain):
        return plain, ""
    found = propose(plain)
    return (found[0].edtf, "") if len(found) == 1 else ("", text)


def meanings(text: str) -> str:
    """Say what a date that was not understood may mean, for the cure of a problem."""
    found = propose(" ".join(text.split()))
    if not found:
        return "Write the date of issue yourself, or leave it empty."
    return f"Write {' or '.join(f'{one.edtf} ({one.words})' for one in found)}."


def _closed_ends(span: Span) -> list[Point]:
    return [span.start, span.end] if span.start and span.end else []


def _is_simple(point: Point) -> bool:
    plain = all("X" not in part.digits for part in point.components) and point.significant is None
    return plain and (point.period is None or point.period in _SEASONS) and point.precision != "century"


def _parts(point: Point) -> list[int]:
    components = point.components if point.period is None else point.components[:1]
    return [int(part.digits) for part in components]


def _joined(parts: Any) -> str:
    try:
        numbers = [int(part) for part in parts][:3]
    except (TypeError, ValueError, OverflowError):
        return ""
    while numbers and numbers[-1] == 0:
        numbers.pop()
    if not numbers or not 0 < numbers[0] <= 9999 or any(number < 0 for number in numbers):
        return ""
    if len(numbers) == 2 and 13 <= numbers[1] <= 16:  # citeproc-js writes seasons as months 13 to 16
        return f"{numbers[0]:04}-{numbers[1] + 8}"
    return "-".join(f"{number:02}" if place else f"{number:04}" for place, number in enumerate(numbers))


def _with_season(year: str, season: Any) -> str:
    names = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
    number = names.get(str(season).strip().lower(), str(season).strip())
    return f"{year}-{20 + int(number)}" if str(number) in "1234" and len(year) == 4 else ""


def _only_year(date: Edtf) -> str:
    known = date.earliest is not None and date.latest is not None
    return str(date.earliest.year) if known and date.earliest.year == date.latest.year else ""  # type: ignore[union-attr]


def _shown(value: Any) -> str:
    return str(value)[:500]
