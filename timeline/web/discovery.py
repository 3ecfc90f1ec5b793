"""What search engines and crawlers ask for: robots.txt, and the site map in parts of bounded size."""

import datetime as dt
from collections.abc import Iterable
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, request, url_for

from timeline.languages.catalogue import SOURCE_LANGUAGE, catalogues
from timeline.queries.sitemap import list_public, part_starts
from timeline.web.feeds import site_url
from timeline.web.languages import in_language
from timeline.web.navigation import NAVIGATION
from timeline.web.presentation import record_url
from timeline.web.reading import reading

pages = Blueprint("discovery", __name__)

# sitemaps.org allows 50,000 addresses in a file; smaller files are made faster.
PART = 10_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


@pages.get("/robots.txt")
def robots() -> Response:
    """Let everybody read everything but searches, of which there is no end."""
    forbidden = (
        "/search?",
        *(f"/{code}/search?" for code in catalogues() if code != SOURCE_LANGUAGE),
        "/language/",
    )
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in forbidden))
    lines = (*lines, f"Sitemap: {site_url()}/sitemap.xml")
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@pages.get("/sitemap.xml")
def sitemap() -> Response:
    """List the parts of the site map."""
    parts = len(part_starts(reading(), size=PART))
    names = [url_for("discovery.pages_of_site")]
    names += [url_for("discovery.part", number=number) for number in range(1, parts + 1)]
    return _xml("sitemapindex", "sitemap", ((name, None) for name in names))


@pages.get("/sitemap-pages.xml")
def pages_of_site() -> Response:
    """List the pages that are not about one record."""
    endpoints = (*(endpoint for endpoint, _ in NAVIGATION), "changelog.index", "releases.index")
    return _xml("urlset", "url", ((url_for(endpoint), None) for endpoint in endpoints))


@pages.get("/sitemap-<int(max=100000):number>.xml")
def part(number: int) -> Response:
    """List the pages of records, one part of them."""
    starts = part_starts(reading(), size=PART)
    if not 1 <= number <= len(starts):
        abort(404)
    found = list_public(reading(), start=starts[number - 1], limit=PART)
    return _xml("urlset", "url", ((record_url(kind, record_id), at) for kind, record_id, at in found))


def _xml(root: str, item: str, addresses: Iterable[tuple[str, dt.datetime | None]]) -> Response:
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<{root} xmlns="{_NAMESPACE}" xmlns:xhtml="{_XHTML}">',
    ]
    for path, changed in addresses:
        day = f"<lastmod>{changed.strftime('%Y-%m-%dT%H:%M:%SZ')}</lastmod>" if changed else ""
        others = "".join(_alternates(path)) if item == "url" else ""
        lines.append(f"<{item}><loc>{escape(site_url() + path)}</loc>{day}{others}</{item}>")
    lines += [f"</{root}>", ""]
    return Response("\n".join(lines), content_type="application/xml; charset=utf-8")


def _alternates(path: str) -> Iterable[str]:
    """Name the same page in each language."""
    if len(catalogues()) < 2:
        return
    for code in catalogues():
        address = escape(site_url() + in_language(path.removeprefix(request.script_root), code))
        yield f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>'
