"""The filter of a list as an archivist sees it: its fields, and what is in force."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from timeline import vocab
from timeline.admin.list_address import ListAddress
from timeline.db import DatabaseSession
from timeline.list_filter import FIELDS_OF, LONGEST_TEXT, TERMS_OF
from timeline.queries.admin_lists import list_editors
from timeline.queries.choices import list_choices
from timeline.queries.people import names_of_people
from timeline.queries.type_ahead import labels_of

LABELS: Final[Mapping[str, str]] = {
    "q": "Words",
    "status": "Status",
    "by": "Last changed by",
    "since": "Changed since",
    "kind": "Kind",
    "significance": "Weight",
    "from": "Dated from",
    "to": "Dated to",
    "topic": "Topic",
    "source": "Source",
    "timeline": "Timeline",
    "cited": "Evidence",
    "located": "Locators",
    "disputed": "Dates",
}
_YES_NO: Final[Mapping[str, Mapping[str, str]]] = {
    "cited": {"yes": "has a citation", "no": "has none"},
    "located": {"yes": "all are there", "no": "one is missing"},
    "disputed": {"yes": "are in conflict", "no": "are not in conflict"},
}
_DAYS: Final = ("from", "to", "since")
#: A choice of more records than this is typed and not chosen from a list.
MOST_CHOICES: Final = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class FilterField:
    """A field of the filter: what stands in it, what can be chosen, and what is wrong with it.

    Without choices it is a text; `is_id` asks for the id of a record.
    """

    name: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...]
    is_day: bool
    is_id: bool
    problem: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str
    text: str
    url: str


def names_of_editors(session: DatabaseSession, view: ListAddress) -> Mapping[str, str]:
    """Name by their handles who changed records of the kind, and whom the filter asks for."""
    handles = {*list_editors(session, view.kind), view.asked.by}
    names = names_of_people(session, handles)
    return {handle: names.get(handle, handle) for handle in handles}


def filter_fields(
    session: DatabaseSession, view: ListAddress, typed: Mapping[str, str], people: Mapping[str, str]
) -> list[FilterField]:
    """Give the fields of the filter; `typed` is what stood in the address, also where it is wrong."""
    problems = {problem.path: f"{problem.message}. {problem.cure}" for problem in view.problems}
    fields = []
    for name in FIELDS_OF[view.kind]:
        if name in {"q", "status"}:
            continue
        choices = tuple(_choices(session, view, name, people))
        fields.append(
            FilterField(
                name=name,
                label=LABELS[name],
                value=_shown(typed.get(name, "")),
                choices=choices,
                is_day=name in _DAYS,
                is_id=not choices and name in {"topic", "source", "timeline", "by"},
                problem=problems.get(name, ""),
            )
        )
    return fields


def chips_of(session: DatabaseSession, view: ListAddress, people: Mapping[str, str]) -> list[Chip]:
    """Give the filters in force, but the status, which has tabs of its own."""
    parameters = [pair for pair in view.asked.parameters() if pair[0] != "status"]
    names = labels_of(session, [pair for pair in parameters if pair[0] in {"topic", "source", "timeline"}])
    labels = {key: found.label for key, found in names.items()}
    labels |= {("by", handle): name for handle, name in people.items()}
    return [
        Chip(
            label=LABELS[name],
            text=labels.get((name, value)) or _word(view.kind, name, value),
            url=view.url_without(name, value),
        )
        for name, value in parameters
    ]


def _shown(typed: str) -> str:
    """Give back what was typed as a page can hold it, wrong as it may be."""
    return "".join(
        sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in typed[:LONGEST_TEXT]
    )


def _choices(
    session: DatabaseSession, view: ListAddress, name: str, people: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    match name:
        case "kind":
            yield from ((key, term.label) for key, term in TERMS_OF[view.kind].items())
        case "significance":
            yield from ((str(key), term.label) for key, term in vocab.SIGNIFICANCE.items())
        case "cited" | "located" | "disputed":
            yield from _YES_NO[name].items()
        case "by":
            handles = list_editors(session, view.kind)
            yield from ((handle, people[handle]) for handle in handles[:MOST_CHOICES])
        case "topic" | "timeline":
            yield from list_choices(session, name, limit=MOST_CHOICES)
        case _:
            return


def _word(kind: str, name: str, value: str) -> str:
    match name:
        case "kind":
            return TERMS_OF[kind][value].label
        case "significance":
            return vocab.SIGNIFICANCE[int(value)].label
        case "cited" | "located" | "disputed":
            return _YES_NO[name][value]
        case _:
            return value
