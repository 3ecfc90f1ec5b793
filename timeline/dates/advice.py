"""What to write instead of a text that is not a date, in words for people who do not know EDTF."""

import calendar
import re
from collections.abc import Callable
from typing import Self, TypeAlias

from timeline.dates.errors import shown
from timeline.dates.pattern import choices
from timeline.dates.spoken import language
from timeline.languages.message import Message, message

_EXAMPLES = message(
    "Write a date such as 2010-08-17, 2010-08 or 2010; 2010-21 for spring 2010, "
    "2010~ for about 2010, 2010-06/2011-01 for a period, [..2011-03] for before April 2011."
)

_FOUR_DIGITS = message("Write the year with four digits: 0476 for 476.")

_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}")

_Cure: TypeAlias = str | Callable[[re.Match[str]], str]


def _padded_or_numbered(found: re.Match[str]) -> str:
    """Tell a date that lacks zeros from one whose month or season number does not exist."""
    year, month, day = found.groups()
    if len(month) == 2 and (day is None or len(day) == 2):
        if day and 21 <= int(month) <= 41:
            return message("A season or part of a year has no day: write {date}.", date=f"{year}-{month}")
        return _no_month(month)
    padded = "-".join(part.zfill(2) for part in (year, month, day) if part)
    return message("Write months and days with two digits: {date}.", date=padded)


#: The first pattern that is found in the text gives the cure.
_CURES: tuple[tuple[re.Pattern[str], _Cure], ...] = (
    (
        re.compile(r"[^\x00-\x7f]"),
        message("Write it with plain digits 0 to 9, hyphens and EDTF's signs only."),
    ),
    # Words that make no sense as a date: what is wrong with them is not the space between them.
    (re.compile(r"(?i)(?=.* )(?!.*\b(?:unknown|open)\b).*[a-z]{3}"), _EXAMPLES),
    (re.compile(r"[\x00-\x1f\x7f ]"), message("Take out the spaces and line breaks.")),
    (
        re.compile(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})T"),
        lambda found: message("Times of day are not kept: write {date}.", date=found[1]),
    ),
    (re.compile(r"^Y([0-9]{4})$"), lambda found: message("Write the year without Y: {date}.", date=found[1])),
    (re.compile(r"^Y"), message("Years run from 0001 to 9999: write four digits, without Y and E.")),
    (re.compile(r"^-[0-9]"), message("Years run from 0001 to 9999: years before that cannot be written.")),
    (re.compile(r"^[?~%]?0000"), message("There is no year 0000: the first is 0001.")),
    (
        re.compile(r"unknown|open", re.IGNORECASE),
        message("Leave an unknown end empty, and write .. for an open one."),
    ),
    (
        re.compile(r"^[0-9]{1,4}[xu]"),
        message("Write a capital X for each digit that is not known: 201X."),
    ),
    (re.compile(r"\?~|~\?"), message("Write % for uncertain and approximate at once.")),
    (re.compile(r"[?~%]{2}"), message("Write one sign only: ? uncertain, ~ approximate, % both.")),
    (
        re.compile(r"^([0-9]{4})([0-9]{2})([0-9]{2})$"),
        lambda found: message("Write it with hyphens: {date}.", date="-".join(found.groups())),
    ),
    (
        re.compile(r"^([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?$"),
        _padded_or_numbered,
    ),
    (
        re.compile(r"^[0-9]{4}S"),
        message("After S stands how many digits of the year count, from 1 to 4: 1950S2."),
    ),
    (re.compile(r"^[0-9]{1,3}(?:$|[-?~%])"), _FOUR_DIGITS),
    (re.compile(r"^[0-9]{5}"), message("Years run from 0001 to 9999: write four digits.")),
)


def for_point(text: str, item: str) -> str:
    """Say what to write instead of a single date."""
    if not item:
        return _refusal(text, item, _EXAMPLES)
    for pattern, cure in _CURES:
        found = pattern.search(item)
        if found is not None:
            return _refusal(text, item, cure if isinstance(cure, str) else cure(found))
    return _refusal(text, item, _EXAMPLES)


def for_no_such_day(text: str, year: str, month: str | None, day: str | None) -> str:
    """Say what to write instead of a day or month that no calendar has."""
    item = "-".join(part for part in (year, month, day) if part)
    if month is None or not choices(month, 12):
        of_day = message("There is no month {month}: write a month from 01 to 12.", month=month or "")
        return _refusal(text, item, _no_month(month), of_day=of_day)
    if "X" in month + year:
        return _refusal(
            text, item, message("No calendar has such a day: correct it, or write XX for the day.")
        )
    length = calendar.monthrange(int(year), int(month))[1]
    cure = message(
        "{month} {year} has {length} days: write a day from 01 to {length}, or {date} when the day is not "
        "known.",
        month=_name_of(int(month)),
        year=int(year),
        length=length,
        date=f"{year}-{month}",
    )
    of_day = message(
        "{month} {year} has {length} days: write a day from 01 to {length}.",
        month=_name_of(int(month)),
        year=int(year),
        length=length,
    )
    return _refusal(text, item, cure, of_day=of_day)


def for_long(text: str, longest: int) -> Message:
    """Say that a text is too long to be a date."""
    return message(
        "A date has at most {longest} characters; this has {count}.", longest=longest, count=len(text)
    )


def for_last_winter(text: str) -> str:
    """Say why the winter that begins in December 9999 is refused."""
    return message("{text} ends in the year 10000. Years run from 0001 to 9999.", text=shown(text))


def for_interval(text: str) -> str:
    """Say what to write instead of a period."""
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        first, second, year = slashed[1].zfill(2), slashed[2].zfill(2), slashed[3]
        cure = message(
            "Write a day as year-month-day: {one} or {other}.",
            one=f"{year}-{first}-{second}",
            other=f"{year}-{second}-{first}",
        )
    elif _SHORT_YEAR.fullmatch(text):
        cure = _FOUR_DIGITS
    elif text.count("/") > 1:
        cure = message("One slash stands between the start and the end of a period: 2010-06/2011-01.")
    else:
        cure = message("Give at least one end: 2010/.. from 2010 on, ../2010 until 2010.")
    return message("{text} is not a date or a period. {cure}", text=shown(text), cure=cure)


def for_reversed(text: str) -> str:
    """Say that a period or range ends before it starts."""
    return message("{text} ends before it starts. Write the earlier date first.", text=shown(text))


def for_set(text: str) -> str:
    """Say what to write instead of a set."""
    return message(
        "{text} is not a set of dates. Write [2010-09-07,2010-09-08] for one of these days, {{2010,2012}} "
        "for all of them, [2010..2012] for one of the years from 2010 to 2012, [..2010] for 2010 or earlier "
        "(.. comes first), [2010..] for 2010 or later (.. comes last).",
        text=shown(text),
    )


def for_mixed_range(text: str, item: str) -> str:
    """Say that the two ends of a range in a set are not of the same kind."""
    return message(
        "{item} (in {text}) is not a range. Write both ends alike: two years, two months or two days.",
        item=shown(item),
        text=shown(text),
    )


def _refusal(text: str, item: str, cure: str, *, of_day: str = "") -> "Advice":
    if not item and item == text:
        said = message("A date is missing. {cure}", cure=cure)
    elif not item:
        said = message("A date is missing (in {text}). {cure}", text=shown(text), cure=cure)
    elif item == text:
        said = message("{item} is not a date. {cure}", item=shown(item), cure=cure)
    else:
        said = message(
            "{item} (in {text}) is not a date. {cure}", item=shown(item), text=shown(text), cure=cure
        )
    return Advice(said, cure, of_day=of_day or cure)


def _no_month(month: str | None) -> Message:
    return message(
        "There is no month {month}: write a month from 01 to 12, or 21 to 24 for spring, summer, autumn and "
        "winter.",
        month=month,
    )


def _name_of(month: int) -> Message:
    return Message(lambda words: language(words.code).months[month - 1])


class Advice(Message):
    """What is wrong with a text, and what to write instead: `of_day` where a day is asked for.

    What else to write where the day is not known is for dates of the record, not for questions about a day.
    """

    __slots__ = ("cure", "of_day")

    cure: str
    of_day: str

    def __new__(cls, whole: Message, cure: str, *, of_day: str) -> Self:
        """Make it from the whole text, and what of it is the cure."""
        made = super().__new__(cls, whole.in_words_of)
        made.cure, made.of_day = cure, of_day
        return made
