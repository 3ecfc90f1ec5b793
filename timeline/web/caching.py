"""Answers that need not be made again: an unchanged page costs one tiny query and a 304.

What a page shows follows from the record, the program and the address, so its tag is made of the
dataset's version, a fingerprint of the program, the settings that show, the address with its host, and the
form that is accepted.
"""

import hashlib

from flask import Flask, Response, g, request

from timeline.program import program_fingerprint
from timeline.queries.indexes import dataset_version
from timeline.web.negotiation import asked_form
from timeline.web.reading import reading

_NEVER = ("static", "styles.site", "health.healthz")
# What the curation screens show depends on who asks, and on more than the record. The API has its own tags.
_NEVER_UNDER = ("/admin/", "/api/v1/")


def init_caching(app: Flask, *, shown: tuple[object, ...]) -> None:
    """Let an application answer requests for what a reader already has with a 304.

    `shown` are the settings that pages show.
    """
    program = f"{program_fingerprint()} {shown!r}"

    def answer_if_unchanged() -> Response | None:
        if request.method not in {"GET", "HEAD"} or request.endpoint in {None, *_NEVER}:
            return None
        if f"{request.path}/".startswith(_NEVER_UNDER):
            return None
        g.version = dataset_version(reading())
        g.tag = _tag(program, g.version)
        if request.if_none_match.contains_weak(g.tag):
            return _tagged(Response(status=304))
        return None

    app.before_request(answer_if_unchanged)
    app.after_request(_tagged)


def _tagged(response: Response) -> Response:
    if "tag" in g and response.status_code in {200, 304}:
        response.set_etag(g.tag, weak=True)
        response.headers.setdefault("Cache-Control", "no-cache")
    return response


def _tag(program: str, version: int) -> str:
    # As it was asked, and not as it is shown to people: to spell it out takes longer than all else here.
    address = (request.scheme, request.host, request.script_root, request.path)
    query = request.query_string.decode("latin-1")
    parts = (program, str(version), *address, query, asked_form().ending)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
