"""Which row of a list is which row of another version of it: by what a row is about, not by its place.

A citation is the same one when it names the same source and the same place there; failing that, when it
names the same source. Each kind of row has such keys, the most telling first.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Final

from timeline.records.event import Citation, Participation, PolicyChange, Relation, TypedDate
from timeline.records.policy import PolicyState
from timeline.records.question import Claim
from timeline.records.series import Figure
from timeline.records.source import Capture, Creator, Identifier, Mention

#: The fields that tell rows apart, the most telling combination first.
IDENTITIES: Final[Mapping[type, tuple[tuple[str, ...], ...]]] = {
    Citation: (("source", "locator"), ("source", "quotation"), ("source",)),
    Participation: (("actor", "role"), ("actor",)),
    TypedDate: (("role", "date"), ("role",), ("date",)),
    Relation: (("relation", "target"), ("target",)),
    PolicyChange: (("policy", "place", "action", "effective"), ("policy", "place", "action"), ("policy",)),
    PolicyState: (("state",), ("label",)),
    Figure: (
        ("source", "locator", "period", "place"),
        ("source", "period", "place"),
        ("source", "locator"),
        ("period", "place"),
    ),
    Claim: (("source", "locator", "answer"), ("source", "locator"), ("source", "answer"), ("answer", "says")),
    Creator: (("family", "given", "literal"), ("role", "family", "literal")),
    Identifier: (("scheme", "value"), ("scheme",)),
    Mention: (("source", "locator"), ("source",)),
    Capture: (("sha256",), ("file",)),
}

_Key = Callable[[Any], Hashable | None]


def matches(before: Sequence[Any], after: Sequence[Any], *, strictly: bool = False) -> dict[int, int]:
    """Give for the place of each row in `before` its place in `after`; those without one are left out.

    Equal rows are matched first, then those with the same keys, in their order where several have them.
    `strictly` uses the most telling key alone.
    """
    found: dict[int, int] = {}
    kind = type(before[0]) if before else None
    identities = IDENTITIES.get(kind, ()) if kind else ()
    keys: list[_Key] = [_itself, *(_key_of(fields) for fields in identities[: 1 if strictly else None])]
    for key in keys:
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        taken = set(found.values())
        for place, row in enumerate(after):
            if place not in taken and (value := key(row)) is not None:
                waiting[value].append(place)
        for place, row in enumerate(before):
            if place not in found and (value := key(row)) is not None and waiting.get(value):
                found[place] = waiting[value].popleft()
    return found


def _itself(row: Any) -> Hashable:
    return row  # type: ignore[no-any-return]


def _key_of(fields: tuple[str, ...]) -> _Key:
    def key(row: Any) -> Hashable | None:
        values = tuple(getattr(row, field) for field in fields)
        return values if values[0] else None

    return key
