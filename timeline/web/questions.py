"""Where sources differ: the list of all points, the matrix of who says what, the page of one, the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import groupby
from typing import Any, Final

from flask import Blueprint, render_template, request, url_for

from timeline import vocab
from timeline.disagreement.asked import FOUND, PARAMETERS, Asked, counts, parse_asked, select
from timeline.disagreement.questions import of_question
from timeline.disagreement.statement import Disagreement
from timeline.errors import BadRequestError, Problem
from timeline.languages.catalogue import N_
from timeline.languages.message import message
from timeline.queries.disagreements import list_all, list_computed, names_within
from timeline.queries.names import Names
from timeline.queries.questions import names_with_short_sources
from timeline.queries.records import get_record
from timeline.records.question import Question
from timeline.records.references import RecordKey
from timeline.web.feeds import site_url
from timeline.web.presentation import record_url
from timeline.web.reading import reading
from timeline.web.speaking import PLURAL_NAMES, gettext, kinds_name, term

pages = Blueprint("questions", __name__)

PAGE_SIZE: Final = 40
#: A row of the matrix has a place for each source.
MATRIX_SIZE: Final = 30
MOST_COLUMNS: Final = 8
#: A field offers so many values: those of most points, and what is chosen.
MOST_VALUES: Final = 60

_LABELS: Final[Mapping[str, str]] = {
    "kind": N_("What they differ about"),
    "source": N_("Source"),
    "touches": N_("What it bears on"),
    "status": N_("Open or settled"),
    "found": N_("How it was found"),
}
#: What the names of records are chosen under.
_NAMED: Final = ("source", "touches")
_TERMS: Final = {"kind": "QUESTION_KINDS", "status": "QUESTION_STATUSES"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One value of the filter, in words, and how much there is of it within the rest of the filter."""

    value: str
    text: str
    count: int
    chosen: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field of the filter; choices stand in groups, whose label may be empty.

    Where `is_named` is true, their texts are names of records.
    """

    name: str
    label: str
    is_named: bool
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """One filter in force, and the address of the list without it."""

    label: str
    text: str
    url: str
    is_named: bool


@pages.get("/questions")
def index() -> str:
    """List the points on which sources differ, under the filter."""
    asked = parse_asked(_parameters(), also=("page",))
    every = list_all(reading())
    found = sorted(select(every, asked), key=_place_in_list)
    number, last = _page(len(found), PAGE_SIZE)
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return render_template(
        "question/index.html",
        asked=asked,
        groups=[(kind, list(items)) for kind, items in groupby(shown, lambda item: item.kind)],
        names=names_within(reading(), shown),
        total=len(found),
        computed=sum(item.computed for item in found),
        page=number,
        last=last,
        page_url=lambda page: url_for("questions.index", **_query(asked), page=page),
        address_of=address_of,
        **_filters(every, asked, "questions.index"),
    )


@pages.get("/questions/matrix")
def matrix() -> str:
    """Show which source says what, point by point."""
    asked = parse_asked(_parameters(), also=("page",))
    every = list_all(reading())
    found = [item for item in select(every, asked) if not (item.computed and item.question)]
    found.sort(key=_place_in_matrix)
    number, last = _page(len(found), MATRIX_SIZE)
    shown = found[(number - 1) * MATRIX_SIZE : number * MATRIX_SIZE]
    # The columns are those of the whole, so that they stay where they are from page to page.
    sources = _columns(found, names_with_short_sources(reading(), _sources_of(found)))
    keys = {key for item in shown for key in item.references()}
    keys |= {("source", source) for source in sources[:MOST_COLUMNS]}
    names = names_with_short_sources(reading(), keys)
    return render_template(
        "question/matrix.html",
        asked=asked,
        groups=[(kind, list(items)) for kind, items in groupby(shown, lambda item: item.kind)],
        names=names,
        page=number,
        last=last,
        page_url=lambda page: url_for("questions.matrix", **_query(asked), page=page),
        columns=sources[:MOST_COLUMNS],
        others=sources[MOST_COLUMNS:],
        total=len(found),
        address_of=address_of,
        **_filters(every, asked, "questions.matrix"),
    )


@pages.get("/questions/<record_id>")
def show(record_id: str) -> str:
    """Show one contested point."""
    stored = get_record(reading(), "question", record_id)
    question = stored.record
    assert isinstance(question, Question)  # noqa: S101 - get_record gives the kind asked for
    point = of_question(question)
    computed = [item for item in list_computed(reading(), point.touches) if item.kind == point.kind]
    keys = {*point.references(), *(("timeline", timeline) for timeline in question.timelines)}
    keys |= {key for item in computed for key in item.references()}
    return render_template(
        "question/show.html",
        question=question,
        stored=stored,
        point=point,
        computed=computed,
        touches=_by_kind(point.touches),
        description=question.explanation or question.title,
        canonical=site_url() + url_for("questions.show", record_id=record_id),
        names=names_with_short_sources(reading(), keys),
    )


def address_of(item: Disagreement) -> str:
    """Give the address at which a disagreement stands: its own page, or a place on its subject's."""
    address = record_url(*item.subject)
    return f"{address}#sources-differ" if item.computed else address


def _parameters() -> dict[str, list[str]]:
    return dict(request.args.lists())


def _query(asked: Asked) -> dict[str, Any]:
    return {name: sorted(asked.values(name)) for name in PARAMETERS if asked.values(name)}


def _place_in_list(item: Disagreement) -> tuple[int, bool, str, str]:
    return list(vocab.QUESTION_KINDS).index(item.kind), item.computed, item.title.casefold(), item.key


def _place_in_matrix(item: Disagreement) -> tuple[int, int, str, str]:
    """Put first what most sources speak to: there is the most to compare."""
    kind, _, title, key = _place_in_list(item)
    return kind, -len(item.sources), title, key


def _page(total: int, size: int) -> tuple[int, int]:
    """Read which page is asked for; raises BadRequestError where there is no such page."""
    last = max(1, -(-total // size))
    text = request.args.get("page", "") or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= last):
        cure = message("Write a number from 1 to {last}.", last=last)
        if last == 1:
            cure = message("There is one page; leave page out.")
        raise BadRequestError(
            (Problem(path="page", value=text, message=message("is not a page of this list"), cure=cure),)
        )
    return int(text), last


def _sources_of(found: Sequence[Disagreement]) -> set[RecordKey]:
    return {("source", source) for item in found for source in item.sources}


def _columns(found: Sequence[Disagreement], names: Names) -> list[str]:
    """List the sources that take part, those that take part in most first."""
    taking_part: dict[str, int] = {}
    for item in found:
        for source in item.sources:
            taking_part[source] = taking_part.get(source, 0) + 1
    return sorted(taking_part, key=lambda id_: (-taking_part[id_], names.get(("source", id_), id_), id_))


def _by_kind(touches: Sequence[RecordKey]) -> list[tuple[str, list[RecordKey]]]:
    return [
        (kinds_name(kind), [key for key in touches if key[0] == kind])
        for kind in PLURAL_NAMES
        if any(key[0] == kind for key in touches)
    ]


def _filters(every: Sequence[Disagreement], asked: Asked, endpoint: str) -> dict[str, object]:
    """Give what the form of the filter, its chips and its links need."""
    counted = {name: _offered(every, asked, name) for name in PARAMETERS}
    keys = [("source", source) for source in counted["source"]]
    keys += [_key(touched) for touched in counted["touches"]]
    names = names_with_short_sources(reading(), keys)
    return {
        "fields": [_field(name, counted[name], asked, names) for name in PARAMETERS],
        "chips": [
            Chip(
                label=gettext(_LABELS[name]),
                text=_text(name, value, names),
                url=url_for(endpoint, **_query(asked.without(name, value))),
                is_named=name in _NAMED,
            )
            for name, value in asked.parameters()
        ],
        "query": _query(asked),
    }


def _offered(every: Sequence[Disagreement], asked: Asked, name: str) -> dict[str, int]:
    """Count what there is of each value that a field offers: of those of most points, and of the chosen."""
    found = counts(every, asked, name)
    most = nlargest(MOST_VALUES, found.items(), key=lambda one: (one[1], one[0]))
    return {value: found.get(value, 0) for value in asked.values(name)} | dict(most)


def _field(name: str, counted: Mapping[str, int], asked: Asked, names: Names) -> Field:
    choices = [
        Choice(value=value, text=_text(name, value, names), count=count, chosen=value in asked.values(name))
        for value, count in counted.items()
    ]
    if name == "touches":
        choices.sort(key=lambda choice: (choice.text.casefold(), choice.value))
        groups = [
            (kinds_name(kind), tuple(choice for choice in choices if _key(choice.value)[0] == kind))
            for kind in PLURAL_NAMES
        ]
    else:
        choices.sort(key=lambda choice: (-choice.count, choice.text.casefold(), choice.value))
        groups = [("", tuple(choices))]
    return Field(
        name=name,
        label=gettext(_LABELS[name]),
        is_named=name in _NAMED,
        groups=tuple(group for group in groups if group[1]),
    )


def _text(name: str, value: str, names: Names) -> str:
    if name in _TERMS:
        return term(_TERMS[name], value)
    if name == "found":
        return gettext(FOUND[value])
    return names.get(_key(value) if name == "touches" else ("source", value), value)


def _key(touched: str) -> RecordKey:
    kind, _, record_id = touched.partition(":")
    return kind, record_id
