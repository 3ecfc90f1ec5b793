"""The search over everything."""

from itertools import groupby

from flask import Blueprint, render_template

from timeline.queries.search import Hit, search
from timeline.web.params import asked_filter
from timeline.web.reading import reading

pages = Blueprint("search", __name__)

_HEADINGS = {
    "event": "Events",
    "policy": "Policies",
    "question": "Where sources differ",
    "series": "Figures",
    "source": "Sources",
    "actor": "Actors",
    "place": "Places",
    "topic": "Topics",
    "timeline": "Timelines",
}


@pages.get("/search")
def show() -> str:
    """Show what was found, by kind, the best first."""
    asked = asked_filter()
    found = search(reading(), asked.q)
    order = list(_HEADINGS)
    hits: list[Hit] = sorted(found.hits, key=lambda hit: order.index(hit.kind))
    return render_template(
        "search/show.html",
        q=asked.q,
        total=found.total,
        shown=len(hits),
        groups=[(_HEADINGS[kind], list(inside)) for kind, inside in groupby(hits, lambda hit: hit.kind)],
    )
