"""Releases: the record frozen at a revision, with its files, its changes and how it is cited."""

from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Flask, Response, abort, current_app, g, render_template, send_file, url_for
from markupsafe import Markup

from timeline.bibliography.styles import STYLES, cite_html
from timeline.languages.catalogue import N_
from timeline.queries.changes_between import HAPPENED
from timeline.queries.releases import Release, get_release, list_releases
from timeline.records.kinds import CLASS_OF_KIND
from timeline.records.source import Identifier, Source
from timeline.web.citing import FORMS, CiteBox, as_creators
from timeline.web.feeds import site_url
from timeline.web.linked_data import as_agents
from timeline.web.reading import reading
from timeline.web.signposts import authors
from timeline.web.speaking import gettext, kinds_name

pages = Blueprint("releases", __name__)

FOLDER: Final = "timeline.releases"
MANIFEST: Final = "manifest.json"
_FOR_GOOD: Final = 31_536_000
#: What a release has beside the files of the manifest.
_BESIDE: Final = {MANIFEST: "application/json", "SHA256SUMS": "text/plain; charset=utf-8"}
_HAPPENED: Final = {
    "new": N_("New"),
    "corrected": N_("Corrected"),
    "changed": N_("Changed"),
    "withdrawn": N_("Withdrawn"),
    "merged": N_("Merged"),
}


def init_releases(app: Flask, folder: Path) -> None:
    """Let an application serve the files of releases from a folder."""
    app.extensions[FOLDER] = folder.absolute()


@pages.get("/releases")
def index() -> str:
    """List the releases."""
    return render_template("releases/index.html", releases=list_releases(reading()))


@pages.get("/releases/<release_id>")
def show(release_id: str) -> Response:
    """Show one release: what it holds, what changed, its files, and how it is cited."""
    release = get_release(reading(), release_id)
    page = render_template(
        "releases/show.html",
        release=release,
        counts=[(kinds_name(kind), release.counts[kind]) for kind in CLASS_OF_KIND if kind in release.counts],
        happened=[gettext(_HAPPENED[what]) for what in HAPPENED],
        changes=[
            (kinds_name(kind), [release.changes[kind].get(what, 0) for what in HAPPENED])
            for kind in CLASS_OF_KIND
            if kind in release.changes
        ],
        cite=_cite_box(release),
        source=release_as_source(release),
        dataset=_as_dataset(release),
        canonical=_address(release),
        description=release.note or release.title,
    )
    answer = Response(page)
    for link in _signposts(release):
        answer.headers.add("Link", link)
    return answer


@pages.get("/releases/<release_id>/<name>")
def file(release_id: str, name: str) -> Response:
    """Send a file of a release; it may be kept for ever, since it never changes."""
    release = get_release(reading(), release_id)
    found = release.file(name)
    media_type = found.media_type if found else _BESIDE.get(name)
    path: Path = current_app.extensions[FOLDER] / release.id / name
    if media_type is None or not path.is_file():
        abort(404)
    answer = send_file(
        path,
        mimetype=media_type,
        as_attachment=True,
        download_name=name,
        etag=found.sha256 if found else True,
        max_age=_FOR_GOOD,
    )
    answer.headers["Content-Type"] = media_type
    g.pop("tag", None)  # The tag of the whole record, which would change where the file does not.
    answer.cache_control.public = True
    answer.cache_control.no_cache = None
    answer.cache_control.immutable = True
    answer.headers.add("Link", f'<{_address(release)}>; rel="collection"; type="text/html"')
    return answer


@pages.get("/releases/<release_id>/cite.<any(bib, ris, json):ending>")
def reference(release_id: str, ending: str) -> Response:
    """Send the reference to a release, for a reference manager; with its DOI as soon as it has one."""
    release = get_release(reading(), release_id)
    form = FORMS[ending]
    answer = Response(
        form.write(release_as_source(release)), content_type=f"{form.media_type}; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="release-{release.id}.{ending}"'
    return answer


def release_as_source(release: Release) -> Source:
    """Give a release as data that can be cited."""
    return Source(
        id=f"release-{release.id}",
        type="dataset",
        title=f"{release.title}, release {release.id}",
        creators=as_creators(release.creators, release.site_name),
        publisher=release.site_name,
        number=f"revision {release.revision}",
        issued=release.saved_at_utc.date().isoformat(),
        url=_lasting(release),
        identifiers=(Identifier(scheme="doi", value=release.doi),) if release.doi else (),
    )


def _as_dataset(release: Release) -> dict[str, Any]:
    """Describe a release with schema.org, as search engines for data read it."""
    said = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": _lasting(release),
        "url": _address(release),
        "identifier": f"https://doi.org/{release.doi}" if release.doi else None,
        "name": f"{release.title}, release {release.id}",
        "description": release.note or release.title,
        "version": release.id,
        "datePublished": release.saved_at_utc.date().isoformat(),
        "license": list(release.licences),
        "creator": as_agents(release.creators)
        or {"@type": "Organization", "name": release.site_name, "url": f"{site_url()}/"},
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.name,
                "encodingFormat": file.media_type.partition(";")[0],
                "contentSize": f"{file.bytes} B",
                "sha256": file.sha256,
                "contentUrl": f"{_address(release)}/{file.name}",
            }
            for file in release.files
        ],
    }
    return {name: value for name, value in said.items() if value}


def _cite_box(release: Release) -> CiteBox:
    source = release_as_source(release)
    return CiteBox(
        references=tuple(
            # The text is escaped where the italics are put in.
            (label, Markup(cite_html(source, style)))  # noqa: S704
            for style, (label, _) in STYLES.items()
        ),
        files=(
            *(
                (form.label, url_for(".reference", release_id=release.id, ending=ending))
                for ending, form in FORMS.items()
            ),
            ("CITATION.cff", url_for(".file", release_id=release.id, name="CITATION.cff")),
        ),
    )


def _signposts(release: Release) -> list[str]:
    """Give the links by which programs find their way from the page to what it is about (signposting.org)."""
    return [
        f'<{_lasting(release)}>; rel="cite-as"',
        '<https://schema.org/Dataset>; rel="type"',
        *(f'<{post.href}>; rel="{post.rel}"' for post in authors(release.creators, site_url())),
        *(
            f'<https://spdx.org/licenses/{name}>; rel="license"'
            for name in release.licences
            if " " not in name
        ),
        f'<{_address(release)}/{MANIFEST}>; rel="describedby"; type="application/json"',
        *(
            f'<{_address(release)}/{file.name}>; rel="item"; type="{file.media_type.partition(";")[0]}"'
            for file in release.files
        ),
    ]


def _lasting(release: Release) -> str:
    return f"https://doi.org/{release.doi}" if release.doi else _address(release)


def _address(release: Release) -> str:
    # Not as a route, which would be in the reader's language.
    return f"{site_url()}/releases/{release.id}"
