"""The timeline: its story in landmarks, an overview of time, then the whole record under the filter."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from flask import Blueprint, current_app, g, render_template, request, url_for

from timeline.dates.parse import parse
from timeline.drawing.density import Count, density, goes_by_day
from timeline.filters import EventFilter
from timeline.languages.catalogue import N_
from timeline.queries.density import count_by_bounds, extent, list_landmarks
from timeline.queries.events import EventCard, EventPage, list_events, page_of_events
from timeline.queries.facets import count_facets
from timeline.queries.kept import kept
from timeline.queries.lanes import list_lanes
from timeline.queries.principal import list_principal
from timeline.queries.records import get_record, list_records
from timeline.queries.selection import count_events, names_asked
from timeline.records.timeline import Timeline
from timeline.web.citing import CiteBox, cite_box
from timeline.web.embed import snippet
from timeline.web.feeds import site_url
from timeline.web.filtering import chips_of, fields_of, levels_of, list_cures, missing_of
from timeline.web.groups import by_year
from timeline.web.jumps import jumps_of, shown_days
from timeline.web.lane_room import room_for_lanes
from timeline.web.lanes import Lanes, lanes_of
from timeline.web.languages import current_language
from timeline.web.meant import list_meant
from timeline.web.params import CURSORS, LANE_KINDS, VIEWS, asked_cursors, asked_filter, asked_lanes
from timeline.web.reading import reading
from timeline.web.slim_band import SlimBand, ToldBand, slim_band, told_band
from timeline.web.speaking import gettext
from timeline.web.strip import Strip, strip_of
from timeline.web.views import cited_view

pages = Blueprint("timeline", __name__)

PAGE_SIZE = 18
#: The first view has the landmarks above the list, and keeps within the same number of elements.
FRONT_SIZE = 14
#: Under a filter of more values than this, of which each stands in the form, the list is no longer than that.
MANY_VALUES = 12
PRINTED_SIZE = 1000
MOST_LANDMARKS = 15
MOST_BANDS = 2
_LANE_WORDS = {
    "topic": N_("Lanes by topic"),
    "actor": N_("Lanes by actor"),
    "place": N_("Lanes by place"),
    "policy": N_("Lanes by policy touched"),
}


@pages.get("/")
def home() -> str:
    """Show the timeline where there is one, and a list of them otherwise."""
    timelines = kept(
        reading(), "timelines", lambda: [stored.record for stored in list_records(reading(), "timeline")]
    )
    if len(timelines) == 1:
        return show(timelines[0].id)
    asked_filter()
    return render_template("timeline/index.html", timelines=timelines)


@pages.get("/timelines/<record_id>")
def show(record_id: str) -> str:
    """Show one timeline."""
    timeline = kept(
        reading(), ("timeline", record_id), lambda: get_record(reading(), "timeline", record_id).record
    )
    assert isinstance(timeline, Timeline)  # noqa: S101 - get_record gives the kind asked for
    asked = asked_filter(also=(*CURSORS, *VIEWS))
    by = asked_lanes()
    cursors = asked_cursors()
    scoped = replace(asked, timeline=(record_id,))
    counts = count_by_bounds(reading(), scoped, by_day=goes_by_day(asked.start, asked.end))
    is_front = asked.is_empty and not cursors and not by
    is_short = is_front or len(asked.parameters()) > MANY_VALUES
    page = page_of_events(reading(), scoped, **cursors, limit=_size(is_short=is_short))
    whole = EventFilter(timeline=(record_id,))
    strip = _strip(counts, scoped, asked, page, whole)
    bands, filtering = _bands(strip, record_id), _filtering(asked, scoped, page)
    return render_template(
        "timeline/show.html",
        timeline=timeline,
        complete_to=parse(timeline.complete_to) if timeline.complete_to else None,
        canonical=site_url() + url_for("timeline.show", record_id=record_id),
        landmarks=_landmarks(whole) if is_front else (),
        whole=kept(reading(), ("count", whole), lambda: count_events(reading(), whole)),
        strip=strip,
        lanes=_lanes(asked, scoped, by, strip, bands, filtering) if strip and by else None,
        views=_views(asked, by),
        printable=_address(asked, view="print", by=""),
        counts_url=_address(asked, view="counts", by=""),
        embed=snippet({"timeline": [record_id], **_query(asked)}, timeline.title),
        cited=_cited(timeline, asked, scoped, page.total),
        bands=bands,
        jumps=jumps_of(counts, page, lambda **cursor: _address(asked, **cursor)),
        page=page,
        years=by_year(page.cards),
        page_url=lambda **cursor: _address(asked, **cursor),
        **filtering,
    )


def _size(*, is_short: bool) -> int:
    if request.args.get("view") == "print":
        return PRINTED_SIZE
    return FRONT_SIZE if is_short else PAGE_SIZE


def _cited(timeline: Timeline, asked: EventFilter, scoped: EventFilter, events: int) -> CiteBox:
    site_name = str(current_app.jinja_env.globals["site_name"])

    def box() -> CiteBox:
        source = cited_view(timeline, asked, scoped, site_name, events=events)
        return cite_box(source, kind="timeline", record_id=timeline.id, query=_query(asked))

    return kept(reading(), ("cited", site_url(), request.script_root, scoped), box)


def _landmarks(whole: EventFilter) -> tuple[EventCard, ...]:
    asked = replace(whole, significance=1)
    return kept(reading(), ("story", asked), lambda: list_events(reading(), asked, limit=MOST_LANDMARKS))


def _filtering(asked: EventFilter, scoped: EventFilter, page: EventPage) -> dict[str, Any]:
    names = names_asked(reading(), asked)
    facets = count_facets(reading(), scoped)
    return {
        "asked": asked,
        "fields": fields_of(asked, facets, names),
        "disputed": facets.disputed,
        "levels": levels_of(asked, facets.levels, _address),
        "active": chips_of(asked, names, _address),
        "unknown": missing_of(asked, names),
        "meant": () if page.total else list_meant(reading(), asked, scoped, _address),
        "cures": () if page.total else list_cures(reading(), asked, scoped, names, _address),
        # The files and the feed of this timeline alone, where the archive has others too.
        "download": _query(scoped),
    }


def _strip(
    counts: Sequence[Count], scoped: EventFilter, asked: EventFilter, page: EventPage, whole: EventFilter
) -> Strip | None:
    found = kept(reading(), ("density", scoped), lambda: density(counts, asked.start, asked.end))
    if found is None:
        return None
    is_ranged = asked.start is not None or asked.end is not None
    return strip_of(
        found,
        list_landmarks(reading(), scoped, limit=MOST_LANDMARKS),
        asked,
        _address,
        here=None if asked_lanes() else shown_days(page),
        outer=_extent(whole) if is_ranged else (None, None),
    )


def _extent(whole: EventFilter) -> tuple[dt.date | None, dt.date | None]:
    return kept(reading(), ("extent", whole), lambda: extent(reading(), whole))


def _bands(strip: Strip | None, record_id: str) -> list[SlimBand]:
    """Lay out the states of the principal policies along the overview's own scale."""
    if strip is None:
        return []
    # Another language has other words. Most filters show one of a few ranges.
    question = ("bands", record_id, current_language())
    scale = strip.scale

    def told() -> list[ToldBand]:
        return [told_band(one) for one in list_principal(reading(), record_id, limit=MOST_BANDS)]

    return kept(
        reading(),
        (*question, scale.first, scale.last),
        lambda: [slim_band(one, scale) for one in kept(reading(), question, told)],
    )


def _lanes(
    asked: EventFilter,
    scoped: EventFilter,
    by: str,
    strip: Strip,
    bands: Sequence[SlimBand],
    filtering: dict[str, Any],
) -> Lanes:
    """Lay out the events in lanes; each leads to the list of all of its own, in the form of the filter."""

    def listed(record_id: str) -> str:
        own: dict[str, Any] = {by: (record_id,)}
        return _address(replace(asked, **own), view="", by="")

    room = room_for_lanes(strip, bands, filtering["fields"], filtering["active"])
    return lanes_of(list_lanes(reading(), scoped, by), strip.scale, by, room=room, address=listed)


def _query(asked: EventFilter) -> dict[str, list[str]]:
    query: dict[str, list[str]] = {}
    for name, value in asked.parameters():
        query.setdefault(name, []).append(value)
    return query


def _views(asked: EventFilter, by: str) -> list[tuple[str, str, bool]]:
    """Give the ways to show the same events: the words, the address, and whether it is the one in force."""
    lanes = [
        (gettext(_LANE_WORDS[kind]), _address(asked, view="lanes", by=kind), kind == by)
        for kind in LANE_KINDS
    ]
    return [(gettext("List"), _address(asked, view="", by=""), not by), *lanes]


def _address(asked: EventFilter, **others: str) -> str:
    """Give the address of this page with another filter, in the view in force unless another is given."""
    if "timeline_here" not in g:  # A page has a hundred addresses that lead to itself.
        here = {name: value for name in VIEWS if (value := request.args.get(name, ""))}
        g.timeline_here = (f"{request.script_root}{request.path}", here)
    path, here = g.timeline_here
    # Written out, since asking the router for each address takes longer than all else here.
    given = [f"{name}={_quoted(value)}" for name, value in {**here, **others}.items() if value]
    query = "&".join(filter(None, (_written(asked), *given)))
    return f"{path}?{query}" if query else str(path)


@lru_cache(maxsize=1024)
def _written(asked: EventFilter) -> str:
    return "&".join(f"{name}={_quoted(value)}" for name, value in asked.parameters())


@lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    return quote_plus(value)
