"""Links in the head of an answer, which lead programs on, and the same as a document of links (RFC 9264).

They say how the record is cited, in which forms it can be had, under which licence, and what it belongs to
(FAIR Signposting, https://signposting.org/FAIR/).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import Flask, Response, request, url_for

from timeline.creators import NamedCreator
from timeline.exports.record_json import record_address
from timeline.queries.kept import kept
from timeline.queries.records import list_records
from timeline.records.timeline import Timeline
from timeline.web.citing import named_creators
from timeline.web.feeds import site_url
from timeline.web.negotiation import (
    BIBTEX,
    CSL,
    FORMS_OF_KIND,
    JSON_LD,
    LINKSET,
    PAGE,
    Form,
    asked_form,
    asked_kind,
)
from timeline.web.reading import reading

_TYPES: Final = {
    "event": "Event",
    "place": "Place",
    "question": "Question",
    "series": "Dataset",
    "source": "CreativeWork",
    "timeline": "Dataset",
    "topic": "DefinedTerm",
}
_DESCRIBING: Final = (JSON_LD, BIBTEX, CSL)
#: What stands in links that are kept in the place of any record's id, and of the site.
_ANY_ID: Final = "ANY-RECORD"
_ANY_SITE: Final = "https://ANY-SITE"
_FILES: Final = (("package.zip", "application/zip"), ("events.csv", "text/csv"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Signpost:
    """One link: what it leads to is to the record, its address, and its media type."""

    rel: str
    href: str
    type: str = ""

    @property
    def header(self) -> str:
        """Give the link as it stands in a header."""
        type_ = f'; type="{self.type}"' if self.type else ""
        return f'<{self.href}>; rel="{self.rel}"{type_}'


def init_signposts(app: Flask) -> None:
    """Let the pages of records and the downloads of an application carry links for programs."""
    app.after_request(_signposted)


def add_signposts(response: Response, kind: str, record_id: str, *, form: Form) -> Response:
    """Put the links of a record into the head of an answer in one of its forms.

    They are the same for all records of a kind, but for the record's id.
    """
    links = kept(
        reading(),
        ("signposts", kind, form, named_creators()),
        lambda: _as_header(signposts(kind, _ANY_ID, site=_ANY_SITE, form=form)),
    )
    response.headers.add("Link", links.replace(_ANY_SITE, site_url()).replace(_ANY_ID, record_id))
    return response


def _as_header(posts: Iterable[Signpost]) -> str:
    """Write links as one header: each header that an answer has is looked through for every other one."""
    return ", ".join(post.header for post in posts)


def signposts(kind: str, record_id: str, *, site: str, form: Form = PAGE) -> Iterator[Signpost]:
    """Yield where a record leads on to on a site, seen from one of its forms."""
    address = record_address(site, kind, record_id)
    yield Signpost(rel="cite-as", href=address)
    if form is not PAGE:
        yield Signpost(rel="describes", href=address, type=PAGE.media_type)
        yield from _licences()
        return
    yield Signpost(rel="type", href="https://schema.org/AboutPage")
    if kind in _TYPES:
        yield Signpost(rel="type", href=f"https://schema.org/{_TYPES[kind]}")
    yield from authors(named_creators(), site)
    yield from _licences()
    for one in FORMS_OF_KIND[kind]:
        if one is LINKSET:
            yield Signpost(rel="linkset", href=form_address(address, one), type=one.media_type)
            continue
        if one in _DESCRIBING:
            yield Signpost(rel="describedby", href=form_address(address, one), type=one.media_type)
        yield Signpost(rel="alternate", href=form_address(address, one), type=one.media_type)
    yield from _belonging(kind, record_id, site)


def authors(named: Iterable[NamedCreator], site: str) -> Iterator[Signpost]:
    """Yield who made the record by ORCID iD; where nobody has one, the page that tells of the archive."""
    found = [Signpost(rel="author", href=one.orcid_url) for one in named if one.orcid]
    yield from found or (Signpost(rel="author", href=f"{site}/about"),)


def linkset(kind: str, record_id: str) -> dict[str, Any]:
    """Give the links of a record as a document (RFC 9264, section 4.2)."""
    found: dict[str, Any] = {"anchor": record_address(site_url(), kind, record_id)}
    for post in signposts(kind, record_id, site=site_url()):
        target = {"href": post.href} | ({"type": post.type} if post.type else {})
        found.setdefault(post.rel, []).append(target)
    return {"linkset": [found]}


def form_address(address: str, form: Form) -> str:
    """Give the address of a record in one of its forms."""
    return f"{address}.{form.ending}" if form.ending else address


def _licences() -> Iterator[Signpost]:
    for url in dict.fromkeys(timeline.licence_url for timeline in _timelines()):
        if url:
            yield Signpost(rel="license", href=url)


def _belonging(kind: str, record_id: str, site: str) -> Iterator[Signpost]:
    if kind == "timeline":
        query = urlencode({"timeline": record_id})
        for name, type_ in _FILES:
            yield Signpost(rel="item", href=f"{site}/download/{name}?{query}", type=type_)
        return
    timelines = _timelines()
    if len(timelines) == 1:  # Of several, only the record itself says which.
        address = record_address(site, "timeline", timelines[0].id)
        yield Signpost(rel="collection", href=address, type=PAGE.media_type)


def _timelines() -> list[Timeline]:
    found = kept(
        reading(), "timelines", lambda: [stored.record for stored in list_records(reading(), "timeline")]
    )
    return [record for record in found if isinstance(record, Timeline)]


def _signposted(response: Response) -> Response:
    if response.status_code != 200 or request.method not in {"GET", "HEAD"}:
        return response
    kind = asked_kind()
    if kind and request.view_args and asked_form() is PAGE:
        add_signposts(response, kind, request.view_args["record_id"], form=PAGE)
    elif request.endpoint == "download.file":
        _of_download(response)
    return response


def _of_download(response: Response) -> None:
    posts = [
        Signpost(rel="type", href="https://schema.org/Dataset"),
        *authors(named_creators(), site_url()),
        *_licences(),
        Signpost(
            rel="describedby",
            href=site_url() + url_for("download.file", name="codebook.md"),
            type="text/markdown",
        ),
    ]
    response.headers.add("Link", _as_header((*posts, *_belonging("event", "", site_url()))))
