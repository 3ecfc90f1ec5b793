"""The query string of a request, read once and in one way."""

from collections.abc import Iterable, Sequence
from typing import TypedDict, cast

from flask import request

from timeline.errors import BadRequestError, Problem
from timeline.filters import EventFilter, parse_filter
from timeline.languages.message import message
from timeline.parameters import choice_problems, printable, unknown_parameters
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


def asked_part(name: str, choices: Iterable[str]) -> tuple[str, int]:
    """Read which of several lists a parameter asks for, "" for none, and which page of it, from 1.

    Raises BadRequestError for any other parameter, a list that there is not, and what is no such number.
    """
    part = request.args.get(name, "")
    problems = [*unknown_parameters(request.args, (name, "page"))]
    problems += choice_problems(name, part, ("", *choices))
    page = _page_number(problems)
    if problems:
        raise BadRequestError(tuple(problems))
    return part, page


def in_address(page: int) -> int | None:
    """Give how a page of a list stands in an address: the first not at all."""
    return page if page > 1 else None


def _page_number(problems: list[Problem]) -> int:
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
    problems = [
        problem for name, value in given.items() for problem in choice_problems(name, value, VIEWS[name])
    ]
    if problems:
        raise BadRequestError(tuple(problems))
    return given["by"] if given["view"] == "lanes" else ""
