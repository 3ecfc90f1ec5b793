"""Days, places and moments of the archive in the query string, read in one way for all pages that ask."""

import datetime as dt
from collections.abc import Collection, Sequence
from difflib import get_close_matches

from flask import request

from timeline.errors import BadRequestError, Problem
from timeline.languages.message import joined, message
from timeline.parameters import printable, unknown_parameters
from timeline.rule_filter import bad, day_of, known_of
from timeline.web.params import CURSORS


def require_known(*known: str, in_pages: bool = False) -> None:
    """Raise BadRequestError where the address has parameters that the page does not know, or twice.

    What a list that comes `in_pages` goes on from is no choice to offer to people.
    """
    given = dict(request.args.lists())
    problems = [*unknown_parameters((name for name in given if not in_pages or name not in CURSORS), known)]
    problems += [
        Problem(
            path=printable(name),
            value=printable(", ".join(values[:3])),
            message=message("is given more than once"),
            cure=message("Give it once."),
        )
        for name, values in given.items()
        if len(values) > 1
    ]
    if problems:
        raise BadRequestError(tuple(problems))


def asked_day(name: str, *, default: dt.date | None = None) -> dt.date:
    """Read a day; an empty one is the default, or wrong where there is none. Raises BadRequestError."""
    text = request.args.get(name, "").strip()
    return default if default is not None and not text else day_of(name, text)


def asked_place(places: Collection[str], fitting: Sequence[str]) -> str | None:
    """Read a place, one of `places`: "" is everywhere, None not asked. Raises BadRequestError.

    `fitting` are the places to offer instead of one that there is not.
    """
    if "place" not in request.args:
        return None
    place = request.args["place"].strip()
    if place and place not in places:
        near = get_close_matches(place[:80], list(places), 1)
        meant = message("Did you mean {name}? ", name=near[0]) if near else ""
        own = [known for known in fitting if known]
        offered = (
            message("Changes of their own are recorded for {places}. ", places=", ".join(own)) if own else ""
        )
        left = message("Leave the place out to ask about the rule everywhere.")
        raise bad(
            "place", place, message("is not a place of this record"), joined("", [meant, offered, left])
        )
    return place


def asked_known() -> int | dt.datetime | None:
    """Read as of when the archive is asked; None is now. Raises BadRequestError."""
    text = request.args.get("known", "").strip()
    return known_of(text) if text else None
