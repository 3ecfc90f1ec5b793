"""The search over everything: its own parameters, what was found, and what may have been meant."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, render_template, request, url_for

from timeline.errors import BadRequestError, Problem
from timeline.filters import LONGEST_QUERY
from timeline.languages.catalogue import N_
from timeline.languages.message import message
from timeline.parameters import choice_problems, printable, unknown_parameters
from timeline.queries.found_records import count_found
from timeline.queries.search import ORDERS, Found, search
from timeline.queries.search_terms import read_terms
from timeline.queries.suggestions import ENOUGH, did_you_mean
from timeline.web.reading import reading

pages = Blueprint("search", __name__)

PAGE_SIZE: Final = 20
MOST_PAGES: Final = 50
_KINDS: Final[Mapping[str, str]] = {
    "event": N_("Events"),
    "policy": N_("Policies"),
    "question": N_("Where sources differ"),
    "series": N_("Figures"),
    "source": N_("Sources"),
    "actor": N_("Actors"),
    "place": N_("Places"),
    "topic": N_("Topics"),
    "timeline": N_("Timelines"),
}
_KIND_OF_ONE: Final[Mapping[str, str]] = {
    "event": N_("Event"),
    "policy": N_("Policy"),
    "question": N_("Contested point"),
    "series": N_("Statistic"),
    "source": N_("Source"),
    "actor": N_("Actor"),
    "place": N_("Place"),
    "topic": N_("Topic"),
    "timeline": N_("Timeline"),
}
_ORDERS: Final[Mapping[str, str]] = {
    "best": N_("Best first"),
    "oldest": N_("Oldest first"),
    "newest": N_("Newest first"),
}
_MOST_READ: Final = 5_000
#: What nobody types: control characters, and halves of characters.
_UNTYPED: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_OTHER_NAMES: Final = {"query": "q", "search": "q", "type": "kind", "sort": "order", "p": "page"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What is asked of the search. `fault` says why the query cannot be used."""

    q: str
    kind: str
    order: str
    page: int
    fault: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tab:
    """A choice above the hits: its words, its hits (None where they are not told), its address."""

    text: str
    found: int | None
    url: str
    is_chosen: bool


@pages.get("/search")
def show() -> str | tuple[str, int]:
    """Show what was found, the best first or by date, and how much there is of each kind."""
    asked = _asked()
    if asked.fault:
        return render_template("search/show.html", **_shown(asked, Found(hits=(), total=0, kinds={}))), 400
    found = search(
        reading(),
        asked.q,
        kind=asked.kind,
        order=asked.order,
        limit=PAGE_SIZE,
        offset=(asked.page - 1) * PAGE_SIZE,
    )
    return render_template("search/show.html", **_shown(asked, found))


def _shown(asked: Asked, found: Found) -> dict[str, Any]:
    whole = sum(found.kinds.values())
    pages_ = min(MOST_PAGES, -(-found.total // PAGE_SIZE))
    return {
        "asked": asked,
        "found": found,
        "first_page": _address(asked),
        "first": (asked.page - 1) * PAGE_SIZE + 1,
        "is_empty": read_terms(asked.q).is_empty,
        "is_cut": found.total > MOST_PAGES * PAGE_SIZE and asked.page == MOST_PAGES,
        "kind_of_one": _KIND_OF_ONE,
        "longest": LONGEST_QUERY,
        "tabs": _tabs(asked, found, whole),
        "orders": [
            Tab(text=text, found=None, url=_address(asked, order=order), is_chosen=order == asked.order)
            for order, text in _ORDERS.items()
        ],
        "suggestions": [
            (suggestion, _address(asked, q=suggestion.query, kind=""))
            for suggestion in _suggestions(asked, whole)
        ],
        "wider": _wider(asked, whole),
        "newer": _address(asked, page=asked.page - 1) if asked.page > 1 else "",
        "older": _address(asked, page=asked.page + 1) if asked.page < pages_ else "",
        "pages": pages_,
        "timeline_url": url_for("timeline.home", q=asked.q or None),
    }


def _tabs(asked: Asked, found: Found, whole: int) -> list[Tab]:
    own = [
        Tab(text=text, found=found.kinds[kind], url=_address(asked, kind=kind), is_chosen=kind == asked.kind)
        for kind, text in _KINDS.items()
        if found.kinds.get(kind)
    ]
    if asked.kind and not found.kinds.get(asked.kind):
        url = _address(asked)
        own.append(Tab(text=_KINDS[asked.kind], found=0, url=url, is_chosen=True))
    everything = Tab(
        text=N_("Everything"), found=whole, url=_address(asked, kind=""), is_chosen=not asked.kind
    )
    return [everything, *own]


def _suggestions(asked: Asked, whole: int) -> Any:
    if asked.fault:
        return ()
    return did_you_mean(reading(), asked.q, lambda query: count_found(reading(), query), found=whole)


def _wider(asked: Asked, whole: int) -> tuple[str, int] | None:
    """Give the address of the search for any of the words, and what it finds, where all find little."""
    terms = read_terms(asked.q)
    if asked.fault or whole >= ENOUGH or len(terms.wanted) < 2:
        return None
    words = [asked.q[term.start : term.end] for group in terms.wanted for term in group]
    query = " OR ".join(words)
    found = count_found(reading(), query) if len(query) <= LONGEST_QUERY else 0
    return (_address(asked, q=query, kind=""), found) if found > whole else None


def _address(asked: Asked, **others: Any) -> str:
    """Give the address of this search with something else asked, from its first page."""
    values: dict[str, Any] = {"q": asked.q, "kind": asked.kind, "order": asked.order, "page": 1, **others}
    defaults = {"q": "", "kind": "", "order": "best", "page": 1}
    return url_for(
        "search.show", **{name: value for name, value in values.items() if value != defaults[name]}
    )


def _asked() -> Asked:
    """Read what is asked from the address; raises BadRequestError for what is no form of a search."""
    names = ("q", "kind", "order", "page")
    problems = [*unknown_parameters(request.args, names, other_names=_OTHER_NAMES)]
    kind, order = request.args.get("kind", ""), request.args.get("order", "") or "best"
    problems += choice_problems("kind", kind, ("", *_KINDS))
    problems += choice_problems("order", order, ORDERS)
    page = request.args.get("page", "") or "1"
    if not (page.isascii() and page.isdigit() and len(page) < 4 and 1 <= int(page) <= MOST_PAGES):
        cure = message(
            "Write a number from 1 to {last}; to see more, search for more words.", last=MOST_PAGES
        )
        problems.append(
            Problem(path="page", value=printable(page), message=message("is not a page of hits"), cure=cure)
        )
    if problems:
        raise BadRequestError(tuple(problems))
    typed = request.args.get("q", "")
    q = " ".join(unicodedata.normalize("NFC", _UNTYPED.sub(" ", typed[:_MOST_READ])).split())
    fault = ""
    if len(q) > LONGEST_QUERY:
        q, fault = (
            q[:LONGEST_QUERY],
            N_("That was longer than a search can be; it was cut. Leave some of it out."),
        )
    return Asked(q=q, kind=kind, order=order, page=int(page), fault=fault)
