"""Series: the list of all, and the page of one with its figures."""

from flask import Blueprint, render_template, url_for

from timeline.dates.parse import parse
from timeline.queries.names import names_of
from timeline.queries.records import get_record
from timeline.queries.series import list_series
from timeline.records.references import references
from timeline.records.series import Series
from timeline.web.reading import reading

pages = Blueprint("series", __name__)


@pages.get("/series")
def index() -> str:
    """List all series."""
    return render_template("series/index.html", rows=list_series(reading()))


@pages.get("/series/<record_id>")
def show(record_id: str) -> str:
    """Show one series."""
    stored = get_record(reading(), "series", record_id)
    series = stored.record
    assert isinstance(series, Series)  # noqa: S101 - get_record gives the kind asked for
    return render_template(
        "series/show.html",
        series=series,
        stored=stored,
        description=series.definition,
        canonical=url_for("series.show", record_id=record_id, _external=True),
        periods=[parse(figure.period) if figure.period else None for figure in series.figures],
        names=names_of(reading(), [reference.key for reference in references(series)]),
    )
