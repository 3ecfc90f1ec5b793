"""The events of one actor, place or topic on its own page: overview, list, and what can be had of them."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from timeline.drawing.density import density, goes_by_day
from timeline.filters import EventFilter
from timeline.queries.density import count_by_bounds, extent, list_landmarks
from timeline.queries.events import EventPage, page_of_events
from timeline.queries.kept import kept
from timeline.web.jumps import shown_days
from timeline.web.params import CURSORS, asked_cursors, asked_filter
from timeline.web.reading import reading
from timeline.web.strip import Strip, strip_of

_MOST_LANDMARKS = 8
_PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnView:
    """The page of events and the overview; `query` is the filter, `whole_url` the timeline under it."""

    page: EventPage
    strip: Strip | None
    query: dict[str, list[str]]
    is_narrowed: bool
    whole_url: str
    print_url: str


def own_view(kind: str, record_id: str) -> OwnView:
    """Read the filter of this request, and give the events of a record under it."""
    own: dict[str, Any] = {kind: (record_id,)}
    asked = asked_filter(also=CURSORS)
    for name, value in asked.parameters():
        asked = asked.without(name, value) if name == kind else asked
    scoped = replace(asked, **own)
    page = page_of_events(reading(), scoped, **asked_cursors(), limit=_PAGE_SIZE)
    query: dict[str, list[str]] = {}
    for name, value in scoped.parameters():
        query.setdefault(name, []).append(value)
    given: dict[str, Any] = dict(query)
    return OwnView(
        page=page,
        strip=_strip(asked, scoped, EventFilter(**own), page),
        query=query,
        is_narrowed=not asked.is_empty,
        whole_url=url_for("timeline.home", **given),
        print_url=url_for("timeline.home", **given, view="print"),
    )


def own_address(asked: EventFilter) -> str:
    """Give the address of this page with another filter."""
    query = urlencode(asked.parameters())
    return f"{request.script_root}{request.path}{'?' if query else ''}{query}"


def _strip(asked: EventFilter, scoped: EventFilter, whole: EventFilter, page: EventPage) -> Strip | None:
    counts = count_by_bounds(reading(), scoped, by_day=goes_by_day(asked.start, asked.end))
    found = kept(reading(), ("density", scoped), lambda: density(counts, asked.start, asked.end))
    if found is None:
        return None
    is_ranged = asked.start is not None or asked.end is not None
    outer = (
        kept(reading(), ("extent", whole), lambda: extent(reading(), whole)) if is_ranged else (None, None)
    )
    landmarks = list_landmarks(reading(), scoped, limit=_MOST_LANDMARKS)
    return strip_of(found, landmarks, asked, own_address, here=shown_days(page), outer=outer)
