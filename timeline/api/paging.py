"""Pages of lists: cursors that nobody need understand, and the addresses of what comes next."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from timeline.api.declared import Call, Parameter
from timeline.api.places import address
from timeline.errors import BadRequestError, Problem

MOST: Final = 200
USUAL: Final = 50
_LONGEST: Final = 600

LIMIT: Final = Parameter(
    name="limit",
    about=f"How many at most, from 1 to {MOST}.",
    schema={"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    example="20",
)
CURSOR: Final = Parameter(
    name="cursor",
    about="Where the list goes on: as the links `next` and `prev` of an answer have it.",
    schema={
        "type": "string",
        "format": "cursor",
        "pattern": "^[A-Za-z0-9_-]+$",
        "maxLength": _LONGEST,
        "x-cure": "Follow the links of the last answer.",
    },
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page: its items, and the points from which the list goes on forwards and backwards."""

    items: Sequence[Mapping[str, Any]]
    next: object = None
    prev: object = None
    total: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Cursor:
    """A point in a list, from which it goes on forwards or, if `is_back`, backwards."""

    point: Any
    is_back: bool = False


def asked_limit(call: Call) -> int:
    """Read how many items are asked for."""
    return int(call.one("limit", str(USUAL)))


def asked_cursor(call: Call, like: type | tuple[type, ...]) -> Cursor | None:
    """Read the cursor, whose point is one, or as many, of these types; raises BadRequestError."""
    text = call.one("cursor")
    if not text:
        return None
    try:
        name, is_back, point = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise _not_a_cursor(text) from None
    if name != call.operation.name or is_back not in (0, 1) or not _is_like(point, like):
        raise _not_a_cursor(text)
    return Cursor(point=point, is_back=bool(is_back))


def links_of(call: Call, page: Page, html: str = "") -> dict[str, str]:
    """Give the addresses of this page, of the first, and of those around it."""
    query = [
        (name, value)
        for name, values in call.query.items()
        for value in ([",".join(values)] if call.operation.query[name].joined else values)
    ]
    rest = [pair for pair in query if pair[0] != "cursor"]
    links = {"self": _with(call, query), "first": _with(call, rest)}
    for name, point in (("next", page.next), ("prev", page.prev)):
        if point is not None:
            links[name] = _with(call, [*rest, ("cursor", _cursor(call, point, is_back=name == "prev"))])
    return links | ({"html": html} if html else {})


def _with(call: Call, query: Sequence[tuple[str, str]]) -> str:
    return address(call.operation.path) + (f"?{urlencode(query)}" if query else "")


def _cursor(call: Call, point: object, *, is_back: bool) -> str:
    plain = json.dumps([call.operation.name, int(is_back), point], separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _is_like(point: object, like: type | tuple[type, ...]) -> bool:
    if isinstance(like, tuple):
        if not isinstance(point, list) or len(point) != len(like):
            return False
        return all(_is_like(each, wanted) for each, wanted in zip(point, like, strict=True))
    if like is int:
        return type(point) is int and 0 <= point < 2**31
    # A text with a NUL in it cannot be asked for in PostgreSQL.
    return isinstance(point, str) and point.isprintable()


def _not_a_cursor(text: str) -> BadRequestError:
    problem = Problem(
        path="cursor",
        value=text[:40],
        message="is not a cursor of this list",
        cure="Follow the links `next` and `prev` of an answer, or leave it out to begin at the first.",
    )
    return BadRequestError((problem,))
