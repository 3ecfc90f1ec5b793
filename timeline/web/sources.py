"""Sources: the list of all, and the page of one with all that rests on it."""

from itertools import groupby

from flask import Blueprint, render_template, url_for

from timeline.dates.parse import parse
from timeline.disagreement.standing import contradicts_itself, stands_alone
from timeline.languages.catalogue import N_
from timeline.queries.disagreements import list_touching
from timeline.queries.indexes import list_sources
from timeline.queries.names import names_of
from timeline.queries.records import get_record
from timeline.queries.rests_on import list_citations, list_claims, list_figures, list_named_works
from timeline.records.references import references
from timeline.records.source import Creator, Source
from timeline.web.citing import cite_box
from timeline.web.feeds import site_url
from timeline.web.letters import by_letter
from timeline.web.reading import reading
from timeline.web.speaking import gettext

pages = Blueprint("sources", __name__)

_DETAILS = (
    ("genre", N_("Genre")),
    ("container", N_("In")),
    ("publisher", N_("Publisher")),
    ("publisher_place", N_("Place of publication")),
    ("authority", N_("Court or body")),
    ("number", N_("Number")),
    ("volume", N_("Volume")),
    ("issue", N_("Issue")),
    ("pages", N_("Pages")),
    ("repository", N_("Original kept at")),
    ("box", N_("Box")),
    ("folder", N_("Folder")),
)


@pages.get("/sources")
def index() -> str:
    """List all sources."""
    rows = list_sources(reading())
    return render_template(
        "source/index.html",
        rows=rows,
        consulted=[row for row in rows if row.consulted],
        letters=by_letter(rows, lambda row: row.title),
    )


@pages.get("/sources/<record_id>")
def show(record_id: str) -> str:
    """Show one source."""
    stored = get_record(reading(), "source", record_id)
    source = stored.record
    assert isinstance(source, Source)  # noqa: S101 - get_record gives the kind asked for
    differ = list_touching(reading(), "source", record_id)
    points = [point for point in (*differ.computed, *differ.curated) if record_id in point.sources]
    return render_template(
        "source/show.html",
        source=source,
        stored=stored,
        description=source.abstract or source.title,
        canonical=site_url() + url_for("sources.show", record_id=record_id),
        issued=parse(source.issued) if source.issued else None,
        creators=_creators(source.creators),
        details=[
            (gettext(label), getattr(source, name)) for name, label in _DETAILS if getattr(source, name)
        ],
        names=names_of(reading(), [reference.key for reference in references(source)]),
        cite=cite_box(source, kind="source", record_id=record_id),
        cited=list_citations(reading(), record_id),
        figures=list_figures(reading(), record_id),
        claims=list_claims(reading(), record_id),
        names_others=list_named_works(reading(), record_id),
        points=points,
        alone=[(point, letters) for point in points if (letters := stands_alone(point, record_id))],
        against_itself=[point for point in points if contradicts_itself(point, record_id)],
        differ_names=differ.names,
    )


def _creators(creators: tuple[Creator, ...]) -> list[tuple[str, list[str]]]:
    ordered = sorted(creators, key=lambda creator: creator.role)
    return [
        (role, [" ".join(filter(None, (made.given, made.family))) or made.literal for made in found])
        for role, found in groupby(ordered, lambda creator: creator.role)
    ]
