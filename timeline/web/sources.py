"""Sources: the list of all, and the page of one with all that rests on it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from flask import Blueprint, render_template, url_for

from timeline.dates.parse import parse
from timeline.disagreement.standing import contradicts_itself, stands_alone
from timeline.languages.catalogue import N_
from timeline.queries.disagreements import list_touching
from timeline.queries.indexes import list_sources
from timeline.queries.names import names_of
from timeline.queries.records import get_record
from timeline.queries.rests_on import Some, list_citations, list_claims, list_figures, list_named_works
from timeline.records.references import keys_referred_to
from timeline.records.source import Creator, Source
from timeline.web.citing import cite_box
from timeline.web.feeds import site_url
from timeline.web.letters import asked_index
from timeline.web.list_pages import fitting
from timeline.web.params import asked_part, in_address
from timeline.web.reading import reading
from timeline.web.speaking import gettext

pages = Blueprint("sources", __name__)

#: The index shows so many works at a time, and before them those that were read, unless they are more.
INDEX_SIZE: Final = 80
MOST_READ: Final = 20
#: So much of each list stands on the page of a source at most.
FIRST: Final = 50
#: How many elements the lists on the page of a source come to, a list on a page of its own, and what tells
#: where the source stands, about.
MOST_ELEMENTS: Final = 820
MOST_OF_LIST: Final = 720
MOST_OF_STANDING: Final = 120
#: How many elements a row of each list comes to, about.
_ELEMENTS: Final[Mapping[str, int]] = {"events": 9, "figures": 7, "claims": 7, "works": 3}
_LISTS: Final[Mapping[str, Callable[..., Some[Any]]]] = {
    "events": list_citations,
    "figures": list_figures,
    "claims": list_claims,
    "works": list_named_works,
}

_DETAILS = (
    ("genre", N_("Genre")),
    ("container", N_("In")),
    ("publisher", N_("Publisher")),
    ("publisher_place", N_("Place of publication")),
    ("authority", N_("Court or body")),
    ("number", N_("Number")),
    ("volume", N_("Volume")),
    ("issue", N_("Issue")),
    ("pages", N_("Pages")),
    ("repository", N_("Original kept at")),
    ("box", N_("Box")),
    ("folder", N_("Folder")),
)


@pages.get("/sources")
def index() -> str:
    """List all sources."""
    rows = list_sources(reading())
    index = asked_index(rows, lambda row: row.title, most=INDEX_SIZE)
    consulted = [row for row in rows if row.consulted]
    return render_template(
        "source/index.html",
        index=index,
        read=len(consulted),
        consulted=consulted if index.page == 1 and len(consulted) <= MOST_READ else [],
    )


@pages.get("/sources/<record_id>")
def show(record_id: str) -> str:
    """Show one source; with `list`, the whole of one list of what rests on it, page by page."""
    stored = get_record(reading(), "source", record_id)
    source = stored.record
    assert isinstance(source, Source)  # noqa: S101 - get_record gives the kind asked for
    name, page = asked_part("list", _LISTS)
    lists = _lists(record_id, name, page)
    if name:
        return render_template("source/list.html", **_shown_list(record_id, source, name, page, lists))
    return render_template(
        "source/show.html",
        source=source,
        stored=stored,
        description=source.abstract or source.title,
        canonical=site_url() + url_for("sources.show", record_id=record_id),
        issued=parse(source.issued) if source.issued else None,
        creators=_creators(source.creators),
        details=[
            (gettext(label), getattr(source, name)) for name, label in _DETAILS if getattr(source, name)
        ],
        names=names_of(reading(), keys_referred_to(source)),
        cite=cite_box(source, kind="source", record_id=record_id),
        lists=lists,
        **_standing(record_id),
    )


def _lists(record_id: str, name: str, page: int) -> dict[str, Some[Any]]:
    """Give the beginning of each list of what rests on a source, or a page of one."""
    if name:
        size = _page_size(name)
        return {name: _LISTS[name](reading(), record_id, limit=size, offset=(page - 1) * size)}
    found = {key: list_some(reading(), record_id, limit=FIRST) for key, list_some in _LISTS.items()}
    return _beginnings(found)


def _page_size(name: str) -> int:
    return MOST_OF_LIST // _ELEMENTS[name]


def _beginnings(lists: Mapping[str, Some[Any]]) -> dict[str, Some[Any]]:
    """Give of each list as much as there is room for: all have the same, and what one leaves over more."""
    room, shown = MOST_ELEMENTS, {}
    by_need = sorted(lists, key=lambda name: len(lists[name].rows) * _ELEMENTS[name])
    for others, name in zip(range(len(lists), 0, -1), by_need, strict=True):
        rows = lists[name].rows[: room // others // _ELEMENTS[name]]
        room -= len(rows) * _ELEMENTS[name]
        shown[name] = replace(lists[name], rows=rows)
    return {name: shown[name] for name in lists}


def _shown_list(
    record_id: str, source: Source, name: str, page: int, lists: dict[str, Some[Any]]
) -> dict[str, Any]:
    def address(number: int) -> str:
        return url_for("sources.show", record_id=record_id, list=name, page=in_address(number))

    pages_ = max(1, -(-lists[name].total // _page_size(name)))
    return {
        "source": source,
        "description": source.abstract or source.title,
        "canonical": site_url() + address(page),
        "lists": lists,
        "page": page,
        "pages": pages_,
        "newer": address(min(page - 1, pages_)) if page > 1 else "",
        "older": address(page + 1) if page < pages_ else "",
    }


def _standing(record_id: str) -> dict[str, Any]:
    """Give where the source stands alone, and where it stands against itself."""
    differ = list_touching(reading(), "source", record_id)
    points = [point for point in (*differ.computed, *differ.curated) if record_id in point.sources]
    alone = [(point, letters) for point in points if (letters := stands_alone(point, record_id))]
    against_itself = [point for point in points if contradicts_itself(point, record_id)]
    weights = [7 + 4 * len(point.statements) for point, _ in alone]
    of_itself = [5 + 4 * len(point.statements) for point in against_itself]
    return {
        "points": points,
        "alone": alone,
        "alone_shown": alone[: fitting(weights, MOST_OF_STANDING)],
        "against_itself": against_itself,
        "against_itself_shown": against_itself[: fitting(of_itself, MOST_OF_STANDING)],
        "differ_names": differ.names,
    }


def _creators(creators: tuple[Creator, ...]) -> list[tuple[str, list[str]]]:
    ordered = sorted(creators, key=lambda creator: creator.role)
    return [
        (role, [" ".join(filter(None, (made.given, made.family))) or made.literal for made in found])
        for role, found in groupby(ordered, lambda creator: creator.role)
    ]
