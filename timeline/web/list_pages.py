"""Long lists in pages: each goes on after one item, or ends before one, whose id stands in the address."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

from flask import request

from timeline.errors import BadRequestError, Problem
from timeline.languages.message import message
from timeline.parameters import printable
from timeline.web.params import CURSORS

_Item = TypeVar("_Item")


@dataclass(frozen=True, kw_only=True, slots=True)
class ListPage(Generic[_Item]):
    """Some items of a list. `after` and `before` continue it; None at its ends."""

    items: tuple[_Item, ...]
    total: int
    after: str | None
    before: str | None

    @property
    def is_first(self) -> bool:
        """Tell whether the list begins here."""
        return self.before is None


def _one(_item: object) -> int:
    return 1


def asked_page(
    items: Sequence[_Item],
    id_of: Callable[[_Item], str],
    *,
    size: int,
    first: int | None = None,
    weight: Callable[[_Item], int] = _one,
) -> ListPage[_Item]:
    """Give the page of a list that the address asks for, the first where it asks for none.

    A page has at least one item, and as many as their weights come to `size` at most, on the first page to
    `first`. Raises BadRequestError where the address names an item that is not in the list.
    """
    given = {name: request.args[name] for name in CURSORS if request.args.get(name)}
    ids = [id_of(item) for item in items]
    _require(given, ids)
    weights = [weight(item) for item in items]
    start = ids.index(given["after"]) + 1 if "after" in given else 0
    end = ids.index(given["before"]) if "before" in given else None
    if end is not None:
        start = end - fitting(weights[:end][::-1], size)
    if end is None or (start == 0 and first is not None):
        end = start + fitting(weights[start:], size if start or first is None else first)
    return ListPage(
        items=tuple(items[start:end]),
        total=len(ids),
        before=ids[start] if 0 < start < len(ids) else None,
        after=ids[end - 1] if start < end < len(ids) else None,
    )


def _require(given: Mapping[str, str], ids: Collection[str]) -> None:
    problems = [
        Problem(
            path=name,
            value=printable(value),
            message=message("is not in this list"),
            cure=message("Leave it out, to begin at the start of the list."),
        )
        for name, value in given.items()
        if value not in ids
    ]
    if len(given) > 1:
        problem = message("stands beside before")
        problems.append(
            Problem(path="after", value="", message=problem, cure=message("Give one of the two."))
        )
    if problems:
        raise BadRequestError(tuple(problems))


def fitting(weights: Sequence[int], size: int) -> int:
    """Count how many of these, from the first on, come to so much at most; one fits always."""
    sums = accumulate(weights)
    return sum(1 for number, weighed in enumerate(sums) if weighed <= size or number == 0)
