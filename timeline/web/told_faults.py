"""What is wrong, told in the form that whoever asks can read: a page, problem details, or plain text.

A browser gets a page. A program that asks for JSON of any kind gets problem details (RFC 9457), as from the
API; one that asks for another kind of file gets plain text, so that a page is never taken for a table.
"""

import json
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Any, Final

from flask import Response, request

from timeline.errors import Problem
from timeline.web.negotiation import PAGE, asked_form

PAGES: Final = "page"
PROBLEM: Final = "problem"
TEXT: Final = "text"
#: What these answer with is a file, also to somebody who takes anything.
_FILES: Final = frozenset(
    {"download.file", "download.timelinejs", "export_citations.reference", "export_citations.show"}
    | {"releases.file", "releases.reference", "representations.show"}
)


def told_as() -> str:
    """Give the form in which this request is told what is wrong with it."""
    accepted = request.headers.get("Accept", "")
    if "html" in accepted:
        return PAGES
    form = asked_form()
    if form is not PAGE:
        return PROBLEM if "json" in form.media_type else TEXT
    if "json" in accepted:
        return PROBLEM
    if accepted and "*/*" not in accepted:
        return TEXT
    if request.endpoint in _FILES and accepted:
        return PROBLEM if "json" in PurePosixPath(request.path).suffix else TEXT
    return PAGES


def problem_details(
    status: int, heading: str, detail: str, problems: Sequence[Problem] = (), **more: object
) -> Response:
    """Tell it as problem details; a problem's place, value and cure are members of `errors`."""
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": f"{heading}: {'; '.join(str(problem) for problem in problems) or detail}",
    }
    if problems:
        document["errors"] = [
            {
                "parameter": problem.path,
                "value": problem.value,
                "message": str(problem.message),
                "cure": str(problem.cure),
            }
            for problem in problems
        ]
    document |= more
    body = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    answer = Response(body.encode(errors="replace"), status, content_type="application/problem+json")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def plain_text(status: int, heading: str, detail: str, problems: Sequence[Problem] = ()) -> Response:
    """Tell it as plain text, a line a problem."""
    lines = [heading, *(map(str, problems) if problems else [detail]), ""]
    return Response(
        "\n".join(lines).encode(errors="replace"), status, content_type="text/plain; charset=utf-8"
    )
