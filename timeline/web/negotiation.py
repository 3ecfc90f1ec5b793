"""Which form of a record an address is asked for: its page, or one of the forms for programs.

The header Accept decides, as RFC 9110 (section 12.5.1) has it: of the ranges that a form falls under the most
specific counts; the form with the highest weight is sent; among equals one that is named wins over one that
merely falls under a range, and then the page. A reader without the header, or with `*/*`, gets the page.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Flask, Response, g, request

from timeline.web.navigation import ENDPOINT_OF_KIND

KIND_OF_ENDPOINT: Final = {endpoint: kind for kind, endpoint in ENDPOINT_OF_KIND.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """One form of a record: the end of its own address after a dot, and its media types, the first sent."""

    ending: str
    media_types: tuple[str, ...]

    @property
    def media_type(self) -> str:
        """Give the media type that is sent."""
        return self.media_types[0]


PAGE: Final = Form(ending="", media_types=("text/html", "application/xhtml+xml"))
JSON: Final = Form(ending="json", media_types=("application/json",))
#: The address of a timeline that ends in .json gives it for TimelineJS.
RECORD_JSON: Final = Form(ending="record.json", media_types=("application/json",))
JSON_LD: Final = Form(ending="jsonld", media_types=("application/ld+json",))
CSV: Final = Form(ending="csv", media_types=("text/csv",))
CALENDAR: Final = Form(ending="ics", media_types=("text/calendar",))
BIBTEX: Final = Form(ending="bib", media_types=("application/x-bibtex", "text/x-bibtex"))
RIS: Final = Form(ending="ris", media_types=("application/x-research-info-systems",))
CSL: Final = Form(
    ending="csl.json", media_types=("application/vnd.citationstyles.csl+json", "application/csl+json")
)
LINKSET: Final = Form(ending="linkset", media_types=("application/linkset+json",))

_ALL: Final = (JSON, JSON_LD, CSV)
_CITED: Final = (BIBTEX, RIS, CSL)
FORMS_OF_KIND: Final = {
    "event": (*_ALL, CALENDAR, *_CITED, LINKSET),
    "source": (*_ALL, *_CITED, LINKSET),
    "timeline": (RECORD_JSON, JSON_LD, CSV, *_CITED, LINKSET),
    **dict.fromkeys(("actor", "place", "topic", "policy", "series", "question"), (*_ALL, LINKSET)),
}


def init_negotiation(app: Flask) -> None:
    """Let an application find out, before it answers, in which form a record is asked for."""
    app.before_request(_choose)
    app.after_request(_vary)


def asked_kind() -> str:
    """Give the kind of record whose page this request is for; "" for any other page."""
    return KIND_OF_ENDPOINT.get(request.endpoint or "", "")


def asked_form() -> Form:
    """Give the form that this request is answered in; a page where nothing was to choose."""
    found: Form = g.get("form", PAGE)
    return found


def vary_on(response: Response, header: str) -> None:
    """Say that what an address answers depends on a header of the request, too."""
    told = response.headers.get("Vary", "")
    if header.lower() not in {one.strip().lower() for one in told.split(",")}:
        response.headers["Vary"] = f"{told}, {header}" if told else header


def find_form(accept: Sequence[tuple[str, float]], offered: Sequence[Form]) -> Form | None:
    """Find which of the offered forms suits ranges with their weights best; None where none does.

    Without any ranges it is the first.
    """
    if not accept:
        return offered[0]
    weighed = [(_weight(form, accept), form) for form in offered]
    (weight, _), best = max(weighed, key=lambda pair: pair[0])  # The first of equals.
    return best if weight > 0 else None


def _weight(form: Form, accept: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """Give the weight of a form, and how specific the range is that it has it from."""
    specific, weight = max(_weight_of(media_type, accept) for media_type in form.media_types)
    return weight, specific


def _weight_of(media_type: str, accept: Sequence[tuple[str, float]]) -> tuple[int, float]:
    """Give how specific the most specific range is that a media type falls under, and its weight."""
    family = media_type.partition("/")[0]
    ranges = {media_type: 3, f"{family}/*": 2, "*/*": 1}
    found = [
        (ranges[plain], weight)
        for given, weight in accept
        if (plain := given.partition(";")[0].strip().lower()) in ranges
    ]
    return max(found, default=(0, 0.0))


def _choose() -> Response | None:
    kind = asked_kind()
    if not kind or request.method not in {"GET", "HEAD"}:
        return None
    offered = (PAGE, *FORMS_OF_KIND[kind])
    form = find_form(list(request.accept_mimetypes), offered)
    if form is None:
        return _not_acceptable(offered)
    g.form = form
    return None


def _not_acceptable(offered: Sequence[Form]) -> Response:
    """Say which forms there are, and where: as JSON to who takes some kind of it, else as plain text."""
    address = f"{request.script_root}{request.path}"
    places = {form.media_type: f"{address}{'.' if form.ending else ''}{form.ending}" for form in offered}
    said = "This record is not there in a form that was asked for with Accept."
    if "json" in request.headers.get("Accept", ""):
        problem = {"type": "about:blank", "title": "Not Acceptable", "status": 406, "detail": said}
        body = json.dumps({**problem, "cure": "Accept one of these.", "available": places}, indent=2) + "\n"
        return Response(body, 406, content_type="application/problem+json")
    text = f"{said} It can be had as\n\n" + "\n".join(f"{form}: {place}" for form, place in places.items())
    return Response(f"{text}\n", 406, content_type="text/plain; charset=utf-8")


def _vary(response: Response) -> Response:
    """Say that what an address answers depends on what was accepted."""
    if asked_kind():
        vary_on(response, "Accept")
    return response
