"""Releases, and the DOI that one is given after it was made: for editors."""

from typing import Final

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.permission import current_person, may
from timeline.admin.screen import MenuEntry, Screen
from timeline.errors import InvalidReleaseError
from timeline.queries.releases import get_release, list_releases
from timeline.serving import reading, writing
from timeline.store.releases import set_doi

pages = Blueprint("admin_releases", __name__)


@pages.get("/admin/releases")
@may("releases")
def index() -> Response:
    """List the releases, each with a box for its DOI."""
    return _page(200)


@pages.post("/admin/releases/<release_id>/doi")
@may("releases")
def change(release_id: str) -> AnyResponse:
    """Note the DOI that a release was given; an empty one takes it away."""
    before = get_release(reading(), release_id).doi
    try:
        with writing() as session:
            doi = request.form.get("doi", "")
            now = set_doi(session, release_id, doi=doi, by=current_person().handle)
    except InvalidReleaseError:
        return _page(422, wrong=release_id)
    flash(_told(release_id, before, now), "done")
    return redirect(url_for(".index"), 303)


def _told(release_id: str, before: str, now: str) -> str:
    if now == before:
        return f"Release {release_id} has the DOI {now} as before." if now else "There was no DOI to note."
    if not now:
        return f"Release {release_id} has no DOI any more; it was {before}."
    instead = f", in place of {before}" if before else ""
    return f"Release {release_id} has the DOI {now}{instead}. Readers see it, and references name it."


def _page(status: int, *, wrong: str = "") -> Response:
    page = render_template(
        "admin/releases/index.html",
        releases=list_releases(reading()),
        wrong=wrong,
        typed=request.form.get("doi", ""),
    )
    return make_response(page, status)


SCREEN: Final = Screen(pages=pages, menu=(MenuEntry(label="Releases", endpoint="admin_releases.index"),))
