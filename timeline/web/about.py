"""About the archive: scope, method, numbers, how its dates are to be read, and what to do about errors."""

from collections.abc import Mapping

from flask import Blueprint, render_template

from timeline.dates.rules import RULES
from timeline.languages.catalogue import N_
from timeline.queries.indexes import count_records
from timeline.queries.record_figures import RecordFigures, record_figures
from timeline.queries.records import list_records
from timeline.records.kinds import RECORD_CLASSES
from timeline.web.reading import reading
from timeline.web.speaking import gettext, kinds_name

pages = Blueprint("about", __name__)


@pages.get("/about")
def show() -> str:
    """Show what the archive says about itself."""
    counts = count_records(reading())
    figures = record_figures(reading())
    return render_template(
        "about/show.html",
        timelines=[stored.record for stored in list_records(reading(), "timeline")],
        counts=[
            (kinds_name(cls.record_kind), counts[cls.record_kind])
            for cls in RECORD_CLASSES
            if cls.record_kind in counts
        ],
        figures=figures,
        known=_known(figures, counts),
        date_rules=[gettext(rule) for rule in RULES],
    )


def _known(figures: RecordFigures, counts: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Say how well the record is known: the words, a number, and of how many (0 where it is of none)."""
    events, sources = counts.get("event", 0), counts.get("source", 0)
    questions = counts.get("question", 0)
    rows = (
        (N_("Citations of events"), figures.citations, 0),
        (N_("Citations with the source’s own words"), figures.quotations, figures.citations),
        (N_("Events that cite more than one source"), figures.rests_on_several, events),
        (N_("Events whose date a source states"), figures.date_bases.get("stated", 0), events),
        (N_("Events whose date is an inference"), figures.date_bases.get("inferred", 0), events),
        (N_("Events without a date"), figures.date_bases.get("unknown", 0), events),
        (N_("Sources that the archive has read"), figures.sources.get("yes", 0), sources),
        (N_("Sources known from a citation"), figures.sources.get("no", 0), sources),
        (N_("Contested points without an answer"), figures.questions.get("open", 0), questions),
        (N_("Contested points with an answer"), figures.questions.get("settled", 0), questions),
        (N_("Corrections"), figures.corrections, 0),
    )
    return [(gettext(words), number, whole) for words, number, whole in rows]
