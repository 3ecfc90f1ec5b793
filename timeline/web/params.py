"""The query string of a request, read once and in one way."""

from collections.abc import Sequence
from typing import TypedDict, cast

from flask import request

from timeline.errors import BadRequestError, Problem
from timeline.filters import EventFilter, parse_filter
from timeline.languages.message import message
from timeline.records.validate import is_id

CURSORS = ("after", "before")
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
