"""What readers report: the list by state, one report, and what became of it."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from timeline import vocab
from timeline.admin.addresses import work_url
from timeline.admin.permission import current_person, may
from timeline.admin.screen import MenuEntry, Screen
from timeline.admin.sessions import now
from timeline.errors import InvalidReportError, Problem
from timeline.queries.people import names_of_people
from timeline.queries.reports import count_reports, get_report, list_reports
from timeline.queries.type_ahead import labels_of
from timeline.records.fields import Text
from timeline.records.validate import text_problems
from timeline.serving import reading, writing
from timeline.store.reports import handle_report

pages = Blueprint("admin_reports", __name__)
SCREEN = Screen(pages=pages, menu=(MenuEntry(label="Reports", endpoint="admin_reports.index"),))
_NUMBER = "int(max=2147483647)"
_PAGE_SIZE = 50
_ANSWER = Text("What became of the report, for whoever looks into it again.", lines=True, longest=2000)


@pages.get("/admin/reports/")
@may("look")
def index() -> str:
    """List the reports in a state, the newest first."""
    state = request.args.get("state", "new")
    state = state if state in vocab.REPORT_STATES else "new"
    before = request.args.get("before", "")
    is_number = before.isascii() and before.isdigit() and len(before) < 10
    found = list_reports(
        reading(), state=state, before=int(before) if is_number else None, limit=_PAGE_SIZE + 1
    )
    shown = found[:_PAGE_SIZE]
    return render_template(
        "admin/reports/index.html",
        state=state,
        states=vocab.REPORT_STATES,
        counts=count_reports(reading()),
        reports=shown,
        names=labels_of(reading(), [report.about for report in shown if report.about]),
        older=url_for(".index", state=state, before=shown[-1].number) if len(found) > _PAGE_SIZE else "",
    )


@pages.get(f"/admin/reports/<{_NUMBER}:number>")
@may("look")
def show(number: int) -> Response:
    """Show a report, and ask what became of it."""
    return _page(number, 200)


@pages.post(f"/admin/reports/<{_NUMBER}:number>")
@may("publish")
def answer(number: int) -> AnyResponse:
    """Say what became of a report."""
    state = request.form.get("state", "")
    words = request.form.get("answer", "").replace("\r\n", "\n").strip()
    problems = tuple(text_problems(_ANSWER, words, "answer"))
    if state == "declined" and not words:
        cure = "Say in a sentence why the record stays as it is."
        problems = (Problem(path="answer", value="", message="is missing", cure=cure),)
    try:
        if problems:
            raise InvalidReportError(problems)
        with writing() as session:
            handle_report(
                session, number, state=state, by=current_person().handle, at_utc=now(), answer=words
            )
    except InvalidReportError as error:
        return _page(number, 422, error.problems)
    waiting = count_reports(reading())["new"]
    rest = f"{waiting} {'waits' if waiting == 1 else 'wait'} still." if waiting else "None waits any more."
    flash(f"Report {number}: {vocab.REPORT_STATES[state].label.lower()}. {rest}", "done")
    return redirect(url_for(".index"), 303)


def _page(number: int, status: int, problems: tuple[Problem, ...] = ()) -> Response:
    report = get_report(reading(), number)
    about = labels_of(reading(), [report.about]) if report.about else {}
    page = render_template(
        "admin/reports/show.html",
        report=report,
        about=next(iter(about.values()), None),
        work_url=work_url,
        states=vocab.REPORT_STATES,
        people=names_of_people(reading(), [report.handled_by]),
        typed=request.form,
        problems={problem.path: problem for problem in problems},
    )
    return make_response(page, status)
