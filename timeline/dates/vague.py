"""Stretches of time as people type them in English: "late 1990s", "19th century", "FY 2010"."""

import calendar
import re
from collections.abc import Iterator

from timeline.dates.typed import MONTH, YEAR, Form, Part, form, month_number, one

_PLACES = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
_PLACE = "(" + "|".join(_PLACES) + ")[ -]"
_CENTURY = "([0-9]{1,2}) ?(?:century|cent|c)"
_FISCAL = "(?:u ?s )?(?:federal )?(?:fiscal|fy) ?"


def _years_called(found: re.Match[str]) -> Iterator[Part]:
    """Read 1990s; 1900s can be a hundred years or ten."""
    digits = found[1]
    if digits.endswith("00"):
        yield Part(edtf=f"{digits[:2]}XX", why=f"The hundred years {digits} to {digits[:2]}99.")
        yield Part(edtf=f"{digits[:3]}X", why=f"The ten years {digits} to {digits[:3]}9.")
    else:
        yield Part(edtf=f"{digits[:3]}X", why="A decade.")


def _century(found: re.Match[str]) -> Iterator[Part]:
    number = int(found[1])
    if number:
        first = (number - 1) * 100
        why = f"EDTF writes a century as the years {max(first, 1)} to {first + 99}."
        yield Part(edtf=f"{number - 1:02d}XX", why=why)


def _part_of_year(found: re.Match[str]) -> Iterator[Part]:
    word, year, place = found[1], found[2], _PLACES[found[1]]
    if word in {"beginning", "start"}:
        yield Part(edtf=f"{year}-01~", why="About January.")
    if word == "end":
        yield Part(edtf=f"{year}-12~", why="About December.")
    months = ("January to April", "May to August", "September to December")[place]
    yield Part(edtf=f"{year}-{37 + place}~", why=f"“{word}” is vague: about {months}.")


def _part_of_month(found: re.Match[str]) -> Iterator[Part]:
    year, month, place = int(found[3]), month_number(found[2]), _PLACES[found[1]]
    if year == 0:
        return
    last_day = calendar.monthrange(year, month)[1]
    first, last = ((1, 10), (11, 20), (21, last_day))[place]
    stem = f"{year:04d}-{month:02d}"
    yield Part(
        edtf=f"[{stem}-{first:02d}..{stem}-{last:02d}]",
        why=f"“{found[1]}” is vague: some day from {first} to {last}.",
    )


def _part_of_decade(found: re.Match[str]) -> Iterator[Part]:
    digits, place = int(found[2]), _PLACES[found[1]]
    first, last = ((0, 3), (4, 6), (7, 9))[place]
    return one(_some_year(digits + first, digits + last, found[1]))


def _part_of_century(found: re.Match[str]) -> Iterator[Part]:
    start, place = (int(found[2]) - 1) * 100, _PLACES[found[1]]
    first, last = ((0, 33), (34, 66), (67, 99))[place]
    return one(_some_year(max(start + first, 1), start + last, found[1]))


def _some_year(first: int, last: int, word: str) -> Part:
    why = f"“{word}” is vague: some year from {first} to {last}."
    return Part(edtf=f"[{first:04d}..{last:04d}]", why=why)


def _fiscal_year(found: re.Match[str]) -> Iterator[Part]:
    year = int(found[1])
    first, last = f"{year - 1:04d}-10", f"{year:04d}-09"
    why = f"The U.S. federal fiscal year {year}, 1 October {year - 1} to 30 September {year}"
    yield Part(edtf=f"{first}-01/{last}-30", why=f"{why}: all of it.")
    yield Part(edtf=f"[{first}..{last}]", why=f"{why}: some time in it.")


def _fiscal_quarter(number: str, year_digits: str) -> Iterator[Part]:
    year = int(year_digits)
    began = year - 1 if number == "1" else year
    code = {"1": 36, "2": 33, "3": 34, "4": 35}[number]
    why = f"The U.S. federal fiscal year {year} began on 1 October {year - 1}."
    return one(Part(year=began, code=code, why=why))


def _some_day_of_month(found: re.Match[str]) -> Iterator[Part]:
    text = f"{found[2]}-{month_number(found[1]):02d}-XX"
    return one(Part(edtf=text, why="A day that is not known."))


VAGUE_FORMS: tuple[Form, ...] = (
    form("([0-9]{3}0)s", _years_called),
    form(_CENTURY, _century),
    form(f"{_PLACE}{YEAR}", _part_of_year),
    form(f"{_PLACE}{MONTH} {YEAR}", _part_of_month),
    form(f"{_PLACE}([0-9]{{3}}0)s", _part_of_decade),
    form(f"{_PLACE}{_CENTURY}", _part_of_century),
    form(f"some ?day {MONTH} {YEAR}", _some_day_of_month),
    form(
        f"some ?time {MONTH} {YEAR}",
        lambda found: one(
            Part(year=int(found[2]), month=month_number(found[1]), why="Some time in a month.")
        ),
    ),
    form(
        f"some ?time {YEAR}",
        lambda found: one(Part(year=int(found[1]), why="Some time in a year.")),
    ),
    form(
        f"some ?month {YEAR}",
        lambda found: one(Part(edtf=f"{found[1]}-XX", why="A month that is not known.")),
    ),
    form(
        f"some ?day {YEAR}",
        lambda found: one(Part(edtf=f"{found[1]}-XX-XX", why="A day that is not known.")),
    ),
    form(f"{_FISCAL}{YEAR}", _fiscal_year),
    form(f"q([1-4]) {_FISCAL}{YEAR}", lambda found: _fiscal_quarter(found[1], found[2])),
    form(f"{_FISCAL}{YEAR} ?q([1-4])", lambda found: _fiscal_quarter(found[2], found[1])),
    form(f"([1-4]) quarter {_FISCAL}{YEAR}", lambda found: _fiscal_quarter(found[1], found[2])),
)
