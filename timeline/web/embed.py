"""Events inside other sites: a small page for a frame, and oEmbed, which tells other sites of that page."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request, url_for
from markupsafe import escape

from timeline.drawing.density import density, goes_by_day
from timeline.errors import BadRequestError, MovedError, NotFoundError, Problem
from timeline.filters import EventFilter, parse_filter
from timeline.languages.catalogue import catalogues
from timeline.languages.message import message
from timeline.parameters import choice_fault, printable
from timeline.queries.density import count_by_bounds
from timeline.queries.events import page_of_events
from timeline.queries.records import get_record
from timeline.records.event import Event
from timeline.records.timeline import Timeline
from timeline.web.errors import Fault, fault_page
from timeline.web.feeds import site_url
from timeline.web.params import asked_filter
from timeline.web.presentation import record_url
from timeline.web.reading import reading
from timeline.web.speaking import gettext
from timeline.web.strip import strip_of

pages = Blueprint("embed", __name__)

SHOWN: Final = ("both", "strip", "list")
MOST: Final = 50
SIZE: Final = (640, 520)
_LEAST: Final = (200, 150)
_CARD: Final = (1200, 630)
_FORMATS: Final = ("json", "xml")


@pages.get("/embed")
def show() -> Response:
    """Show the events of a filter, for a frame in another site."""
    asked = asked_filter(also=("show", "limit"))
    shown, limit = _asked_view()
    if len(asked.timeline) > 1:
        raise BadRequestError(_problem("timeline", message("is given too often"), message("Give it once.")))
    timeline = get_record(reading(), "timeline", asked.timeline[0]).record if asked.timeline else None
    assert timeline is None or isinstance(timeline, Timeline)  # noqa: S101 - the kind asked for
    found = page_of_events(reading(), asked, limit=limit)
    answer = Response(
        render_template(
            "embed/show.html",
            timeline_title=timeline.title if timeline else current_app.jinja_env.globals["site_name"],
            whole_url=_whole(asked),
            strip=_strip(asked) if shown != "list" else None,
            page=found if shown != "strip" else None,
            total=found.total,
        )
    )
    # What is shown inside another site is no page of its own for search engines.
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Link"] = f'<{_whole(asked)}>; rel="canonical"'
    return answer


@pages.get("/oembed")
def oembed() -> Response | Fault:
    """Tell another site what stands at an address of this one, and how to show it (oEmbed 1.0)."""
    form = request.args.get("format", "json")
    if form not in _FORMATS:
        fault, cure = choice_fault(_FORMATS)
        problem = Problem(path="format", value=printable(form), message=fault, cure=cure)
        return fault_page(501, (problem,), gettext("Something in it is not as it should be."))
    size = _asked_size()
    said = _said(request.args.get("url", ""), size)
    answer = jsonify(said) if form == "json" else _xml(said)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def snippet(query: Mapping[str, list[str]], title: str) -> str:
    """Give the HTML by which another site shows the events of a filter."""
    source = escape(f"{site_url()}{url_for('embed.show')}?{urlencode(query, doseq=True)}")
    width, height = SIZE
    return _frame(str(source), title, width, height)


def _frame(source: str, title: str, width: int, height: int) -> str:
    return (
        f'<iframe src="{source}" width="{width}" height="{height}" style="border:0;max-width:100%"'
        f' loading="lazy" title="{escape(title)}"></iframe>'
    )


def _asked_view() -> tuple[str, int]:
    shown, limit = request.args.get("show") or "both", request.args.get("limit") or "10"
    if shown not in SHOWN:
        raise BadRequestError(
            _problem(
                "show",
                message("is none of the views"),
                message("Write one of: {choices}.", choices=", ".join(SHOWN)),
            )
        )
    if not re.fullmatch(r"[1-9]\d?", limit) or int(limit) > MOST:
        raise BadRequestError(
            _problem(
                "limit",
                message("is no number of events"),
                message("Write a number from 1 to {last}.", last=MOST),
            )
        )
    return shown, int(limit)


def _problem(path: str, fault: str, cure: str) -> tuple[Problem, ...]:
    return (Problem(path=path, value="", message=fault, cure=cure),)


def _whole(asked: EventFilter) -> str:
    """Give the address of the page that shows all that the frame shows a part of."""
    if len(asked.timeline) == 1:
        rest = [(name, value) for name, value in asked.parameters() if name != "timeline"]
        path = record_url("timeline", asked.timeline[0])
    else:
        rest, path = list(asked.parameters()), url_for("timeline.home")
    return site_url() + path + (f"?{urlencode(rest)}" if rest else "")


def _strip(asked: EventFilter) -> Any:
    counts = count_by_bounds(reading(), asked, by_day=goes_by_day(asked.start, asked.end))
    found = density(counts, asked.start, asked.end)
    return strip_of(found, (), asked, _whole, here=None, outer=(None, None)) if found is not None else None


def _asked_size() -> tuple[int, int]:
    size = []
    for name, usual, least in zip(("maxwidth", "maxheight"), SIZE, _LEAST, strict=True):
        given = request.args.get(name, str(usual))
        if not re.fullmatch(r"\d{1,6}", given) or int(given) < least:
            raise BadRequestError(
                _problem(
                    name,
                    message("is no size that fits"),
                    message("Write a number from {least} up.", least=least),
                )
            )
        size.append(min(usual, int(given)))
    return size[0], size[1]


def _said(url: str, size: tuple[int, int]) -> dict[str, Any]:
    """Describe a page of this site; anything else is not found."""
    try:
        parts = urlsplit(url)
    except ValueError:
        abort(404)
    own = urlsplit(site_url())
    if not url or parts.scheme not in ("http", "https") or parts.netloc != own.netloc:
        abort(404)
    found = re.fullmatch(
        rf"{re.escape(own.path)}((?:/[a-z]{{2,3}})?)/(timelines|events)/([a-z0-9-]+)", parts.path
    )
    is_home = parts.path.removeprefix(own.path) in ("", "/")
    if not found and not is_home:
        abort(404)
    if found and found[1][1:] not in {"", *catalogues()}:
        abort(404)
    if found and found[2] == "events":
        return _said_of_event(found[3], size)
    folder, record_id = (found[1], found[3]) if found else ("", "")
    return _said_of_timeline(record_id, parts.query, size, folder)


def _said_of_timeline(record_id: str, query: str, size: tuple[int, int], folder: str) -> dict[str, Any]:
    """Describe a timeline; `folder` is that of the language in which it was asked for."""
    given = {
        name: values
        for name, values in parse_qs(query).items()
        if name not in ("view", "by", "after", "before")
    }
    asked = parse_filter(given)
    if record_id:
        title = _record("timeline", record_id).title
        asked = replace(asked, timeline=(record_id,))
    else:
        title = str(current_app.jinja_env.globals["site_name"])
    source = escape(f"{site_url()}{folder}/embed?{urlencode(asked.parameters())}")
    return _common(title) | {
        "type": "rich",
        "html": _frame(str(source), title, *size),
        "width": size[0],
        "height": size[1],
    }


def _said_of_event(record_id: str, size: tuple[int, int]) -> dict[str, Any]:
    event = _record("event", record_id)
    said = _common(event.title) | {"type": "link"}
    width, height = _CARD
    if size[0] >= SIZE[0] and size[1] >= SIZE[1]:
        picture = f"{site_url()}/cards/events/{record_id}.png"
        said |= {"thumbnail_url": picture, "thumbnail_width": width, "thumbnail_height": height}
    return said


def _record(kind: str, record_id: str) -> Timeline | Event:
    try:
        record = get_record(reading(), kind, record_id).record
    except MovedError as moved:
        record = get_record(reading(), kind, moved.to).record
    except NotFoundError:
        abort(404)
    assert isinstance(record, Timeline | Event)  # noqa: S101 - the kinds asked for
    return record


def _common(title: str) -> dict[str, Any]:
    return {
        "version": "1.0",
        "title": title,
        "provider_name": str(current_app.jinja_env.globals["site_name"]),
        "provider_url": f"{site_url()}/",
        "cache_age": 3600,
    }


def _xml(said: dict[str, Any]) -> Response:
    root = ElementTree.Element("oembed")
    for name, value in said.items():
        ElementTree.SubElement(root, name).text = str(value)
    text = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(text, content_type="text/xml; charset=utf-8")
