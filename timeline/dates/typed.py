"""Single dates as people type them in English: "Aug 2010", "8/17/2010", "winter 2010", "Q2 2011".

Everything works on a text that `tidied` has made lower case and free of abbreviating dots. A text
that can be read in more than one way gives more than one reading.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from timeline.dates.parse import is_date
from timeline.dates.periods import PERIODS

Order: TypeAlias = Literal["month first", "day first"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A date as far as it was typed: "7" and "September" wait for what stands beside them.

    `code` is a season or another part of the year; `edtf` is a date that needs nothing else; `why`
    says how the text was read.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    code: int | None = None
    edtf: str = ""
    why: str = ""

    def text(self) -> str:
        """Write it as EDTF; empty when something is missing or no calendar has it."""
        text = self.edtf
        if not text:
            if self.year is None or (self.day is not None and self.month is None):
                return ""
            numbers = (self.month or self.code, self.day)
            rest = [f"{number:02d}" for number in numbers if number is not None]
            text = "-".join([f"{self.year:04d}", *rest])
        return text if is_date(text) else ""


Reader: TypeAlias = Callable[[re.Match[str]], Iterator[Part]]
Form: TypeAlias = tuple[re.Pattern[str], Reader]

_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS: dict[str, int] = {
    **{name: number for number, name in enumerate(_MONTH_NAMES, start=1)},
    **{name[:3]: number for number, name in enumerate(_MONTH_NAMES, start=1)},
    "sept": 9,
}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_HEMISPHERES = {"": 0, "northern ": 4, "southern ": 8}
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first"),
)
_NUMBERS = {name: str(number) for number, name in enumerate(_ORDINALS, start=1)}
_WEEKDAYS = ("mon", "tues?", "wed(?:nes)?", "thu(?:rs?)?", "fri", "sat(?:ur)?", "sun")

MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
YEAR = "([0-9]{4})"
DAY = "([0-9]{1,2})"
SEASON = "(northern |southern |)(spring|summer|autumn|fall|winter)"
GAP = "[ ./-]"

_UNIFIED = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "’": "'", "‘": "'"})
_SPELLED = re.compile(r"\b(" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")\b")
_FILLERS = re.compile(r"\b(?:the|of|year|dated?|in|on|during|(?:" + "|".join(_WEEKDAYS) + r")(?:day)?)\b")


def tidied(text: str) -> str:
    """Lower the case, unify dashes and quotes, write numbers as digits, drop abbreviating dots."""
    text = text.translate(_UNIFIED).casefold()
    text = re.sub(r"(?<=[a-z])\.|'", "", text)
    text = _SPELLED.sub(lambda found: _NUMBERS[found[1]], text)
    text = re.sub(r"\b([0-9]{1,2})(?:st|nd|rd|th)\b", r"\1", text)
    return " ".join(text.split())


def read_part(text: str, order: Order, more_forms: tuple[Form, ...] = ()) -> list[Part]:
    """Read one date, or a piece of one, from a tidied text; several when it is ambiguous."""
    plain = " ".join(_FILLERS.sub(" ", text.replace(",", " ")).split())
    for pattern, reader in (*_FORMS, *more_forms):
        found = pattern.fullmatch(plain)
        if found is not None:
            return list(reader(found))
    return _numeric(plain, order)


def month_number(name: str) -> int:
    """Give the number of a month from its English name or abbreviation."""
    return _MONTHS[name]


def form(pattern: str, reader: Reader) -> Form:
    """Join the pattern of a whole text with what reads it."""
    return re.compile(pattern), reader


def one(part: Part) -> Iterator[Part]:
    """Give a single reading."""
    yield part


def _day(year: str | None, month: str, day: str) -> Iterator[Part]:
    number = int(year) if year else None
    return one(Part(year=number, month=_MONTHS[month], day=int(day), why="A day."))


def _month(year: str | None, month: str) -> Iterator[Part]:
    return one(Part(year=int(year) if year else None, month=_MONTHS[month], why="A month."))


def _season(hemisphere: str, name: str, year: str | None) -> Iterator[Part]:
    """Read a season; one that runs over New Year has two readings."""
    code = _SEASONS[name] + _HEMISPHERES[hemisphere]
    if year is None or not PERIODS[code].crosses_year:
        yield Part(year=int(year) if year else None, code=code, why="A season.")
        return
    for first in (int(year), int(year) - 1):
        yield Part(year=first, code=code, why=f"December {first} to February {first + 1}.")


def _season_of_two_years(found: re.Match[str]) -> Iterator[Part]:
    code = _SEASONS[found[2]] + _HEMISPHERES[found[1]]
    first, second = int(found[3]), found[4]
    if PERIODS[code].crosses_year and int(second) == (first + 1) % 10 ** len(second):
        yield Part(year=first, code=code, why=f"December {first} to February {first + 1}.")


def _portion(number: str, year: str, *, first_code: int, count: int, name: str) -> Iterator[Part]:
    place = count if number == "last" else 2 if number == "middle" else int(number)
    if place <= count:
        yield Part(year=int(year), code=first_code + place - 1, why=f"{name} of the calendar year.")


def _quarter(number: str, year: str) -> Iterator[Part]:
    return _portion(number, year, first_code=33, count=4, name="A quarter")


def _third(number: str, year: str) -> Iterator[Part]:
    return _portion(number, year, first_code=37, count=3, name="Four months")


def _half(number: str, year: str) -> Iterator[Part]:
    return _portion(number, year, first_code=40, count=2, name="A half")


def _year_and_more(found: re.Match[str]) -> Iterator[Part]:
    """Read 2009-10: a month, or the years 2009 to 2010; 1851-52 can only be years."""
    year, more = found[1], found[2]
    if 1 <= int(more) <= 12:
        yield Part(year=int(year), month=int(more), why="Year and month.")
    if int(more) > int(year[2:]):
        yield Part(edtf=f"{year}/{year[:2]}{more}", why=f"From {year} to {year[:2]}{more}.")


def _of_our_era(found: re.Match[str]) -> Iterator[Part]:
    return one(Part(year=int(found[1] or found[2]), why="A year of our era."))


_FORMS: tuple[Form, ...] = (
    form(f"{DAY}{GAP}?{MONTH}(?:{GAP}{YEAR})?", lambda found: _day(found[3], found[2], found[1])),
    form(f"{MONTH}{GAP}?{DAY}(?:{GAP}{YEAR})?", lambda found: _day(found[3], found[1], found[2])),
    form(f"{YEAR}{GAP}{MONTH}{GAP}{DAY}", lambda found: _day(found[1], found[2], found[3])),
    form(f"{MONTH}(?:{GAP}?{YEAR})?", lambda found: _month(found[2], found[1])),
    form(f"{YEAR}{GAP}?{MONTH}", lambda found: _month(found[1], found[2])),
    form(YEAR, lambda found: one(Part(year=int(found[1]), why="A year."))),
    form("([0-9]{1,4}) ?(?:ad|ce)|ad ([0-9]{1,4})", _of_our_era),
    form(f"{SEASON}(?: {YEAR})?", lambda found: _season(found[1], found[2], found[3])),
    form(f"{YEAR} {SEASON}", lambda found: _season(found[2], found[3], found[1])),
    form(f"{SEASON} {YEAR} ?(?:-|/|to) ?([0-9]{{2}}|[0-9]{{4}})", _season_of_two_years),
    form(f"q([1-4])[ -]?{YEAR}", lambda found: _quarter(found[1], found[2])),
    form(f"{YEAR}[ -]?q([1-4])", lambda found: _quarter(found[2], found[1])),
    form(f"([1-4]|last) (?:quarter|qtr) {YEAR}", lambda found: _quarter(found[1], found[2])),
    form(f"h([12])[ -]?{YEAR}", lambda found: _half(found[1], found[2])),
    form(f"{YEAR}[ -]?h([12])", lambda found: _half(found[2], found[1])),
    form(f"([12]|last) half {YEAR}", lambda found: _half(found[1], found[2])),
    form(
        f"([1-3]|middle|last) (?:four months|third) {YEAR}",
        lambda found: _third(found[1], found[2]),
    ),
    form(f"{YEAR}[/-]([0-9]{{2}})", _year_and_more),
    form(DAY, lambda found: one(Part(day=int(found[1]), why="A day."))),
    form(
        f"{DAY} {YEAR}",
        lambda found: one(Part(year=int(found[2]), day=int(found[1]), why="A day.")),
    ),
)

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/. ]?)([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_MONTH_AND_YEAR = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})|([0-9]{4})[-/.]([0-9])")


def _numeric(plain: str, order: Order) -> list[Part]:
    found = _YEAR_LAST.fullmatch(plain)
    if found is not None:
        return [_year_last(int(found[1]), int(found[3]), int(found[4]), order)]
    found = _YEAR_FIRST.fullmatch(plain)
    if found is not None and (found[2] or len(plain) == 8):
        year, month, day = int(found[1]), int(found[3]), int(found[4])
        return [Part(year=year, month=month, day=day, why="Year, month, day.")]
    found = _MONTH_AND_YEAR.fullmatch(plain)
    if found is not None:
        year, month = int(found[2] or found[3]), int(found[1] or found[4])
        return [Part(year=year, month=month, why="A month and its year.")]
    return []


def _year_last(first: int, second: int, year: int, order: Order) -> Part:
    """Read 8/17/2010 or 17.8.2010, and say what makes it certain."""
    month, day = (first, second) if order == "month first" else (second, first)
    why = f"{day} can only be the day." if day > 12 else "A day."
    return Part(year=year, month=month, day=day, why=why)
