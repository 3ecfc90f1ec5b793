"""The parameters of an address: which to pass over, and what is said of those that mean nothing there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from timeline.errors import Problem
from timeline.languages.message import joined, message

MOST_UNKNOWN = 20
SHOWN = 60

# What other sites hang on to links; it says nothing to us.
_FOREIGN = frozenset({"fbclid", "gclid", "ref"})
_FOREIGN_BEGINNINGS = ("utm_", "mc_")


def unknown_parameters(
    given: Iterable[str], known: Sequence[str], *, other_names: Mapping[str, str] | None = None
) -> Iterator[Problem]:
    """Yield a problem for each parameter that is not known; past MOST_UNKNOWN they are counted.

    `other_names` gives for words that other sites use the name that means the same here.
    """
    unknown = [name for name in given if name not in known and not _is_foreign(name)]
    offered = (
        message("There are {names}.", names=", ".join(known))
        if known
        else message("Take it out of the address.")
    )
    for name in unknown[:MOST_UNKNOWN]:
        yield Problem(
            path=printable(name) or message("(no name)"),
            value="",
            message=message("there is no such filter here"),
            cure=joined("", [_meant(name, known, other_names or {}), offered]),
        )
    if len(unknown) > MOST_UNKNOWN:
        yield Problem(
            path="…",
            value="",
            message=message(
                "there are {count} more parameters that are not known", count=len(unknown) - MOST_UNKNOWN
            ),
            cure=message("Take them out of the address."),
        )


def meant(name: str, known: Sequence[str], offered: str) -> str:
    """Say what to write instead of a name that is not known: the one that is near it, and what there is."""
    return joined("", [_meant(name, known, {}), offered])


def choice_fault(choices: Iterable[str]) -> tuple[str, str]:
    """Say what is wrong with a value that is none of some choices, and what to write instead."""
    cure = message("Write one of: {choices}.", choices=", ".join(filter(None, choices)))
    return message("is not a choice"), cure


def choice_problems(name: str, value: str, choices: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem where the value of a parameter is none of its choices."""
    offered = tuple(choices)
    if value not in offered:
        fault, cure = choice_fault(offered)
        yield Problem(path=name, value=printable(value), message=fault, cure=cure)


def printable(value: str) -> str:
    """Make a value fit to be shown: short, and without control characters."""
    short = value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
    return "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in short)


def _is_foreign(name: str) -> bool:
    return name in _FOREIGN or name.startswith(_FOREIGN_BEGINNINGS)


def _meant(name: str, known: Sequence[str], other_names: Mapping[str, str]) -> str:
    """Say which of the known names a person who wrote this one is likely to have meant."""
    plain = name[:SHOWN].strip().lower()
    other = other_names.get(plain)
    near = [other] if other in known else get_close_matches(plain, known, 1)
    return message("Did you mean {name}? ", name=near[0]) if near else ""
