"""What templates may use beside what a view hands them: filters, links to records, addresses of assets."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from operator import attrgetter
from typing import Final

import nh3
from babel.core import get_global
from flask import Flask, has_request_context, url_for
from jinja2 import StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from timeline.dates.parse import parse
from timeline.languages.catalogue import N_, catalogue
from timeline.queries.search import MARK_END, MARK_START
from timeline.records.validate import is_id
from timeline.web.date_marks import sure, when
from timeline.web.kept_parts import init_kept_parts
from timeline.web.languages import current_language, current_root
from timeline.web.navigation import ENDPOINT_OF_KIND, NAVIGATION
from timeline.web.record_language import sentence_of
from timeline.web.speaking import (
    day_words,
    gettext,
    kind_name,
    meaning,
    number,
    quantity,
    said,
    sureness,
    term,
    the_date,
    words,
)
from timeline.web.template_texts import init_template_texts

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS: Final = {
    "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "em", "strong", "code", "pre", "blockquote", "a",
    "hr", "br", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip

# What a citation can bear on, beside a change and a date of a role.
_BEARINGS: Final = {
    "title": N_("the title"),
    "summary": N_("the summary"),
    "body": N_("the body"),
    "date": N_("the date"),
    "kind": N_("the kind"),
    "actors": N_("the actors"),
    "places": N_("the places"),
    "topics": N_("the topics"),
}


def init_presentation(app: Flask, site_name: str) -> None:
    """Give the templates of an application their filters and names."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.filters |= {
        "bearing": bearing,
        "capitalize_first": capitalize_first,
        "day_words": day_words,
        "edtf": parse,
        "groupby_in_order": groupby_in_order,
        "markdown": markdown,
        "marked": marked,
        "number": number,
        "quantity": quantity,
        "said": said,
        "shorten": shorten,
        "sureness": sureness,
        "the_date": the_date,
        "words": words,
    }
    init_template_texts(app)
    init_kept_parts(app, {endpoint for endpoint, _ in NAVIGATION})
    environment.globals |= {
        "asset": asset,
        "kind_name": kind_name,
        "meaning": meaning,
        "navigation": NAVIGATION,
        "open_graph_locale": open_graph_locale,
        "record_url": record_url,
        "said": said,
        "site_name": site_name,
        "sure": sure,
        "term": term,
        "when": when,
    }


def record_url(kind: str, record_id: str) -> str:
    """Give the address of a record's page."""
    if not is_id(record_id) or not has_request_context():
        return url_for(ENDPOINT_OF_KIND[kind], record_id=record_id)
    # A page links to hundreds of records: the router is asked once for each kind.
    return _folder_of(kind, current_root()) + record_id


@lru_cache(maxsize=256)
def _folder_of(kind: str, _root: str) -> str:
    return url_for(ENDPOINT_OF_KIND[kind], record_id="id").removesuffix("id")


def asset(name: str) -> str:
    """Give the address of a static file, with its fingerprint, so that it may be kept for ever."""
    return _asset(name, current_root() if has_request_context() else None)


@lru_cache(maxsize=256)
def _asset(name: str, _root: str | None) -> str:
    return url_for("static", filename=name, v=_fingerprint(name))


def open_graph_locale() -> str:
    """Name the language of the page and the country in which it is mostly spoken, as previews want it."""
    return _open_graph_locale(current_language())


@cache
def _open_graph_locale(code: str) -> str:
    locale = catalogue(code).locale
    likely = get_global("likely_subtags").get(str(locale), "")
    country = locale.territory if (locale.territory or "").isalpha() else likely.rpartition("_")[2]
    return f"{locale.language}_{country}" if country else locale.language


def markdown(text: str, under: int = 1) -> Markup:
    """Turn Markdown into HTML whose highest headings stand one level below `under`."""
    tokens = _MARKDOWN.parse(text)
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) - highest + under + 1)}"
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return Markup(nh3.clean(html, tags=_TAGS, link_rel="noopener"))  # noqa: S704 - cleaned


def marked(excerpt: str) -> Markup:
    """Escape an excerpt of a search and mark the words that were found."""
    text = str(escape(excerpt)).replace(MARK_START, "<mark>").replace(MARK_END, "</mark>")
    return Markup(text)  # noqa: S704 - escaped before the marks are put in


def bearing(text: str, names: Mapping[tuple[str, str], str]) -> str:
    """Say in words what a citation bears on."""
    prefix, _, rest = text.partition(":")
    if prefix == "change":
        return sentence_of("the change of “%(policy)s”", policy=names.get(("policy", rest), rest))
    if prefix == "date" and rest:
        return gettext("the date “%(role)s”", role=term("DATE_ROLES", rest).lower())
    return gettext(_BEARINGS[text]) if text in _BEARINGS else f"the {text.replace('_', ' ')}"


def shorten(address: str, longest: int = 60) -> str:
    """Show an address without its scheme, cut where it is long."""
    shown = address.partition("://")[2].removeprefix("www.").rstrip("/")
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def groupby_in_order(rows: Iterable[object], name: str) -> list[tuple[object, list[object]]]:
    """Put rows together that follow one another and have the same value, in the order that they have."""
    return [(value, list(found)) for value, found in groupby(rows, attrgetter(name))]


def capitalize_first(text: str) -> str:
    """Begin a text with a capital and leave the rest as it is."""
    return text[:1].upper() + text[1:]


@cache
def _fingerprint(name: str) -> str:
    content = files("timeline").joinpath("static", *name.split("/")).read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]
