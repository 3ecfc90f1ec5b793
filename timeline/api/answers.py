"""Answers: JSON with its tag, so that what a program has already need not be sent again."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from flask import Response, request

from timeline.api.declared import Call
from timeline.api.paging import Page, links_of
from timeline.api.places import address, site_url
from timeline.program import program_fingerprint
from timeline.queries.dataset import dataset_state
from timeline.serving import reading

MEDIA_TYPE: Final = "application/json"
#: Links of an answer that stand in its header Link, too, by the names that are registered for them.
_RELATIONS: Final = {
    "first": "first",
    "next": "next",
    "prev": "prev",
    "collection": "collection",
    "html": "alternate",
}


def tag_of_request() -> str:
    """Give what the answer to this request follows from: the program, the record and the address."""
    parts = (
        program_fingerprint(),
        str(dataset_state(reading()).version),
        request.url_root,
        request.full_path,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def is_known() -> bool:
    """Tell whether whoever asks has the answer already; an answer to a token is not kept by anybody."""
    if "Authorization" in request.headers:
        return False
    tag = tag_of_request()
    # Compression tells its kind in a tag; the tag of a record has the record's version before it.
    return any(
        sent.partition(":")[0].rpartition("-")[2] == tag
        for sent in request.if_none_match.as_set(include_weak=True)
    )


def unchanged() -> Response:
    """Answer that nothing has changed, with the tag that was sent."""
    answer = Response(status=304)
    answer.headers["ETag"] = request.headers["If-None-Match"].partition(",")[0].strip()
    return answer


def answer_json(
    document: Mapping[str, Any],
    *,
    status: int = 200,
    version: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with a document; with a `version` the answer can be changed, and its tag names that version."""
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
    answer = Response(body, status=status, content_type=MEDIA_TYPE)
    if version is not None:
        answer.set_etag(f"{version}-{tag_of_request()}")
    elif status == 200:
        answer.set_etag(tag_of_request(), weak=True)
    links = document.get("links", {})
    link = [
        f'<{links[name]}>; rel="{relation}"' + ('; type="text/html"' if name == "html" else "")
        for name, relation in _RELATIONS.items()
        if name in links
    ]
    answer.headers["Link"] = ", ".join([*link, *service_links()])
    answer.headers.update(headers or {})
    return answer


def answer_page(call: Call, page: Page, *, html: str = "", **more: object) -> Response:
    """Answer with one page of a list."""
    document: dict[str, Any] = {"items": list(page.items)}
    if page.total is not None:
        document["total"] = page.total
    document |= {"revision": dataset_state(reading()).revision, **more, "links": links_of(call, page, html)}
    return answer_json(document)


def service_links() -> tuple[str, ...]:
    """Give the links by which a program finds what the API can be asked."""
    return (
        f'<{address("/openapi.json")}>; rel="service-desc"; type="application/json"',
        f'<{site_url()}/api>; rel="service-doc"; type="text/html"',
    )


def with_headers(response: Response) -> Response:
    """Let an answer of the API say who may read it, from where, and how long it may be kept."""
    response.vary.update(("Accept", "Authorization"))
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = (
            "ETag, Link, Location, RateLimit-Limit, RateLimit-Policy, RateLimit-Remaining, RateLimit-Reset,"
            " Retry-After"
        )
    if "Authorization" in request.headers or request.method not in {"GET", "HEAD", "OPTIONS"}:
        response.headers["Cache-Control"] = "private, no-store"
    else:
        response.headers.setdefault("Cache-Control", "no-cache")
    return response
