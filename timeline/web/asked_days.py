"""Days, places and moments of the archive in the query string, read in one way for all pages that ask."""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches

from flask import request

from timeline.dates.errors import DateError
from timeline.dates.parse import parse
from timeline.dates.propose import propose
from timeline.errors import BadRequestError, Problem

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|\+00:00)")
_NUMBER = re.compile(r"\d{1,9}")
_SHOWN = 60

# What other sites hang on to links; it says nothing to us.
_FOREIGN = ("utm_", "fbclid", "gclid", "mc_", "ref")


def require_known(*known: str) -> None:
    """Raise BadRequestError where the address has parameters that the page does not know, or twice."""
    problems = [*_unknown(request.args.keys(), known), *_repeated(dict(request.args.lists()))]
    if problems:
        raise BadRequestError(tuple(problems))


def asked_day(name: str, *, default: dt.date | None = None) -> dt.date:
    """Read a day; an empty one is the default, or wrong where there is none. Raises BadRequestError."""
    text = request.args.get(name, "").strip()
    if not text and default is not None:
        return default
    return day_of(name, text)


def day_of(name: str, text: str) -> dt.date:
    """Read a day from a text; `name` is what the text is called in the address. Raises BadRequestError."""
    if not text:
        raise _bad(name, "", "is missing", "Write a day, such as 2010-09-10.")
    try:
        date = parse(text)
    except DateError as error:
        raise _bad(name, _printable(text), "is not a day", _advice(text, error)) from None
    if date.earliest is None or not is_day(text):
        example = (date.earliest or date.latest or dt.date(2010, 9, 10)).isoformat()
        cure = f"The answer can differ from one day to the next, so write one day, such as {example}."
        raise _bad(name, _printable(text), "is not a single day", cure)
    return date.earliest


def is_day(text: str) -> bool:
    """Tell whether an EDTF text names one day, plainly."""
    found = parse(text).earliest
    return found is not None and found.isoformat() == text


def asked_place(places: Collection[str], fitting: Sequence[str]) -> str | None:
    """Read a place, one of `places`: "" is everywhere, None not asked. Raises BadRequestError.

    `fitting` are the places to offer instead of one that there is not.
    """
    if "place" not in request.args:
        return None
    place = request.args["place"].strip()
    if place and place not in places:
        near = get_close_matches(place[:_SHOWN], list(places), 1)
        meant = f"Did you mean {near[0]}? " if near else ""
        own = [known for known in fitting if known]
        offered = f"Changes of their own are recorded for {', '.join(own)}. " if own else ""
        cure = f"{meant}{offered}Leave the place out to ask about the rule everywhere."
        raise _bad("place", _printable(place), "is not a place of this record", cure)
    return place


def asked_known() -> int | dt.datetime | None:
    """Read as of when the archive is asked: the number of a revision, or a moment in UTC.

    Raises BadRequestError for what is neither, and for a moment that has not come.
    """
    text = request.args.get("known", "").strip()
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return int(text)
    cure = "Write the number of a revision, or a moment in UTC such as 2026-01-31T12:00:00Z."
    moment = _moment(text)
    if moment is None:
        raise _bad("known", _printable(text), "is neither a revision nor a moment", cure)
    if moment > dt.datetime.now(dt.UTC):
        raise _bad("known", _printable(text), "is a moment that has not come yet", "Write one that has.")
    return moment


def _moment(text: str) -> dt.datetime | None:
    # A “+” that is not escaped in an address arrives as a space.
    plain = text.replace(" ", "+")
    if not _MOMENT.fullmatch(plain):
        return None
    try:
        return dt.datetime.fromisoformat(plain)
    except ValueError:
        return None


def _bad(name: str, value: str, message: str, cure: str) -> BadRequestError:
    return BadRequestError((Problem(path=name, value=value, message=message, cure=cure),))


def _advice(text: str, error: DateError) -> str:
    """Say what to write: the days that the text may mean, or why it can be none."""
    meant = [f"{found.edtf} ({found.words})" for found in propose(text) if is_day(found.edtf)]
    if meant:
        return f"Write {' or '.join(meant)}."
    if "such as" in error.message:
        return "Write a day, such as 2010-09-10."
    # What else to write where the day is not known is for dates of the record, not for questions.
    return error.message.partition("is not a date. ")[2].partition(", or ")[0].rstrip(".") + "."


def _unknown(names: Collection[str], known: Sequence[str]) -> Iterator[Problem]:
    for name in sorted(names):
        if name in known or name.startswith(_FOREIGN):
            continue
        near = get_close_matches(name[:_SHOWN].lower(), known, 1)
        meant = f"Did you mean {near[0]}? " if near else ""
        yield Problem(
            path=_printable(name) or "(no name)",
            value="",
            message="means nothing here",
            cure=f"{meant}There are {', '.join(known)}.",
        )


def _repeated(given: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    for name, values in given.items():
        if len(values) > 1:
            yield Problem(
                path=_printable(name),
                value=_printable(", ".join(values[:3])),
                message="is given more than once",
                cure="Give it once.",
            )


def _printable(value: str) -> str:
    """Make a value fit to be shown: short, and without control characters."""
    short = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in short
    )
