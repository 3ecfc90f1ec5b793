"""How a file of the archive, under any filter, is cited, so that who reads the citation gets its bytes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, abort, current_app, url_for
from markupsafe import Markup

from timeline.bibliography.styles import STYLES, cite, cite_html
from timeline.exports.registry import FORMATS
from timeline.queries.as_of import at_revision, session_at
from timeline.queries.names import names_of_kind
from timeline.queries.selection import names_asked, require_known, require_named
from timeline.records.source import Source
from timeline.web.asked_file import KNOWN, AskedFile, asked_file
from timeline.web.citing import FORMS, CiteBox, as_creators, named_creators
from timeline.web.filtering import chips_of
from timeline.web.measuring import Measured, find_measured, measure
from timeline.web.reading import reading

pages = Blueprint("export_citations", __name__)

_BY_FILE = {made.file_name: made for made in FORMATS.values()}


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportCitation:
    """All that a citation of a file says. `measured` is None where the file was not written yet.

    `query` is the filter and the options as parameters, `url` the address that gives the same bytes later,
    `page` that of the citation with the checksum.
    """

    title: str
    file_name: str
    query: str
    revision: int
    saved: str
    url: str
    page: str
    measured: Measured | None
    box: CiteBox
    references: tuple[tuple[str, str], ...]


def init_export_citations(app: Flask) -> None:
    """Let the templates of an application say how a file is cited."""
    app.jinja_env.globals["cite_export"] = lambda file: export_citation(file, find_measured(file))


@pages.get("/download/<path:name>.citation")
def show(name: str) -> Response:
    """Say how a file is cited, with its checksum, as plain text."""
    said = export_citation(*_asked(name))
    return Response("\n".join([*_lines(said), ""]), content_type="text/plain; charset=utf-8")


@pages.get("/download/<path:name>.citation.<any(bib, ris, json):ending>")
def reference(name: str, ending: str) -> Response:
    """Send the reference to a file, for a reference manager."""
    file, measured = _asked(name)
    form = FORMS[ending]
    answer = Response(
        form.write(export_as_source(file, measured)), content_type=f"{form.media_type}; charset=utf-8"
    )
    plain = file.made.file_name.replace("/", "-")
    answer.headers["Content-Disposition"] = f'attachment; filename="{plain}.{ending}"'
    return answer


def export_citation(file: AskedFile, measured: Measured | None) -> ExportCitation:
    """Give the citation of a file."""
    source = export_as_source(file, measured)
    query = urlencode(file.parameters)
    known = urlencode((*file.parameters, (KNOWN, str(file.revision))))
    name = file.made.file_name
    return ExportCitation(
        title=source.title,
        file_name=name,
        query=query,
        revision=file.revision,
        saved=source.issued,
        url=file.url,
        page=f"{url_for('export_citations.show', name=name)}?{known}",
        measured=measured,
        box=CiteBox(
            references=tuple(
                # The text is escaped where the italics are put in.
                (label, Markup(cite_html(source, style)))  # noqa: S704
                for style, (label, _) in STYLES.items()
            ),
            files=tuple(
                (
                    form.label,
                    f"{url_for('export_citations.reference', name=name, ending=ending)}?{known}",
                )
                for ending, form in FORMS.items()
            ),
        ),
        references=tuple((label, cite(source, style)) for style, (label, _) in STYLES.items()),
    )


def export_as_source(file: AskedFile, measured: Measured | None) -> Source:
    """Give a file as data that can be cited, in the names that its records had at its revision."""
    site_name = str(current_app.jinja_env.globals["site_name"])
    with session_at(file.live, file.past, file.revision) as session:
        timelines = names_of_kind(session, "timeline")
        chosen = [
            f"{chip.label.lower()}: {chip.text}"
            for chip in chips_of(file.asked, names_asked(session, file.asked), lambda _: "")
        ]
        saved = at_revision(session, file.revision).at_utc
    others = (*file.rules.parameters(), *file.points.parameters(), *file.options.parameters())
    chosen += [f"{name}: {value}" for name, value in others]
    of = [title for record_id, title in timelines.items() if record_id in (file.asked.timeline or timelines)]
    said = [f"revision {file.revision}"]
    if measured is not None:
        rows = "1 row" if measured.rows == 1 else f"{measured.rows} rows"
        said = [*([rows] if measured.rows is not None else []), *said, f"SHA-256 {measured.sha256}"]
    return Source(
        id=_key(file),
        type="dataset",
        title=f"{'; '.join(of) or site_name}: {file.made.file_name}"
        + (f" ({'; '.join(chosen)})" if chosen else ""),
        creators=as_creators(named_creators(), site_name),
        publisher=site_name,
        number=", ".join(said),
        issued=saved.date().isoformat(),
        url=file.url,
    )


def _key(file: AskedFile) -> str:
    """Name a file for reference managers: two parts of the record are two entries of a bibliography."""
    said = f"{file.made.file_name.replace('/', '-')}-revision-{file.revision}"
    query = urlencode(file.parameters)
    return f"{said}-{hashlib.sha256(query.encode()).hexdigest()[:6]}" if query else said


def _asked(name: str) -> tuple[AskedFile, Measured]:
    made = _BY_FILE.get(name)
    if made is None:
        abort(404)
    # What is cited is the file of the address with the revision, even while that is the present one.
    file = replace(asked_file(made), is_dated=True)
    require_known(reading(), file.asked)
    require_named(reading(), file.points.named())
    return file, measure(file)


def _lines(said: ExportCitation) -> Iterator[str]:
    """Yield the lines of the citation as text: references first, then what they rest on."""
    yield said.title
    for label, text in said.references:
        yield from ("", label, text)
    rows = [
        ("Address", said.url),
        ("Query", said.query or "none: the whole record"),
        ("Revision", f"{said.revision}, saved on {said.saved}"),
    ]
    if said.measured is not None:
        rows += [("Rows", str(said.measured.rows))] if said.measured.rows is not None else []
        rows += [("Bytes", str(said.measured.bytes)), ("SHA-256", said.measured.sha256)]
    yield ""
    yield from (f"{name:<10}{value}" for name, value in rows)
    yield ""
    yield "The address gives the same bytes as long as the archive keeps its history. To compare a file with"
    yield f"the checksum: sha256sum {said.file_name.rpartition('/')[2]}"
