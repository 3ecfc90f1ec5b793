"""The query string of a request, read once and in one way."""

from collections.abc import Sequence
from typing import TypedDict, cast

from flask import request

from timeline.errors import BadRequestError, Problem
from timeline.filters import EventFilter, parse_filter
from timeline.languages.message import message
from timeline.parameters import printable
from timeline.records.validate import is_id

CURSORS = ("after", "before")
_MOST_DIGITS = 6
LANE_KINDS = ("topic", "actor", "place", "policy")
VIEWS = {"view": ("list", "lanes", "print", "counts"), "by": LANE_KINDS}


def asked_filter(*, also: Sequence[str] = ()) -> EventFilter:
    """Read the filter from this request; raises BadRequestError."""
    return parse_filter(dict(request.args.lists()), also=also)


class Cursors(TypedDict, total=False):
    """From which event a list goes on, in which direction."""

    after: str
    before: str


def asked_cursors() -> Cursors:
    """Read from which event a list goes on; raises BadRequestError."""
    found = {name: request.args[name] for name in CURSORS if request.args.get(name)}
    problems = [
        Problem(
            path=name,
            value=value,
            message=message("is not the id of an event"),
            cure=message("Follow the links “Earlier events” and “Later events”."),
        )
        for name, value in found.items()
        if not is_id(value)
    ]
    if len(found) > 1:
        problems.append(
            Problem(
                path="after",
                value="",
                message=message("stands beside before"),
                cure=message("Give one of the two."),
            )
        )
    if problems:
        raise BadRequestError(tuple(problems))
    return cast("Cursors", found)


def page_number(problems: list[Problem]) -> int:
    """Read which page of a list is asked for, from 1; what is no such number is added to the problems."""
    given = request.args.get("page", "") or "1"
    if given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS and int(given):
        return int(given)
    cure = message("Write a number: 1, 2, 3.")
    fault = message("is not a page of a list")
    problems.append(Problem(path="page", value=printable(given), message=fault, cure=cure))
    return 1


def asked_lanes() -> str:
    """Read by what events are to be shown in lanes; "" where a list is asked for. Raises BadRequestError."""
    given = {name: request.args.get(name) or choices[0] for name, choices in VIEWS.items()}
    problems = tuple(
        Problem(
            path=name,
            value="",
            message=message("is not a way to show events"),
            cure=message("Write one of: {choices}.", choices=", ".join(VIEWS[name])),
        )
        for name, value in given.items()
        if value not in VIEWS[name]
    )
    if problems:
        raise BadRequestError(problems)
    return given["by"] if given["view"] == "lanes" else ""
