"""Where sources differ: the list of contested points, and the page of one with its claims."""

from flask import Blueprint, render_template, url_for

from timeline.queries.names import names_of
from timeline.queries.records import get_record, list_records
from timeline.records.question import Question
from timeline.records.references import references
from timeline.web.reading import reading

pages = Blueprint("questions", __name__)


@pages.get("/questions")
def index() -> str:
    """List all contested points."""
    questions = [stored.record for stored in list_records(reading(), "question")]
    return render_template("question/index.html", questions=questions)


@pages.get("/questions/<record_id>")
def show(record_id: str) -> str:
    """Show one contested point."""
    stored = get_record(reading(), "question", record_id)
    question = stored.record
    assert isinstance(question, Question)  # noqa: S101 - get_record gives the kind asked for
    return render_template(
        "question/show.html",
        question=question,
        stored=stored,
        description=question.explanation or question.title,
        canonical=url_for("questions.show", record_id=record_id, _external=True),
        names=names_of(reading(), [reference.key for reference in references(question)]),
    )
