"""About the archive: scope, method, numbers, and how its dates are to be read."""

from flask import Blueprint, render_template

from timeline.dates.rules import RULES
from timeline.queries.indexes import count_records
from timeline.queries.records import list_records
from timeline.records.kinds import RECORD_CLASSES
from timeline.web.reading import reading

pages = Blueprint("about", __name__)


@pages.get("/about")
def show() -> str:
    """Show what the archive says about itself."""
    counts = count_records(reading())
    return render_template(
        "about/show.html",
        timelines=[stored.record for stored in list_records(reading(), "timeline")],
        counts=[
            (cls.plural.capitalize(), counts[cls.record_kind])
            for cls in RECORD_CLASSES
            if cls.record_kind in counts
        ],
        date_rules=RULES,
    )
