"""Reports of errors from readers: the form, and the thanks for it.

They are an entry point of their own, since public pages cannot write. They need no JavaScript, no cookie
and no account.
"""

import datetime as dt
from typing import Any, Final
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from timeline.errors import NotFoundError, TooManyReportsError
from timeline.languages.catalogue import N_
from timeline.queries.names import names_of
from timeline.queries.reports import get_report
from timeline.records.kinds import CLASS_OF_KIND
from timeline.reporting.form import (
    LONGEST,
    TRAP,
    Fault,
    ReportForm,
    new_form,
    read_about,
    read_form,
    read_page,
    with_fault,
)
from timeline.reporting.sender import sender_of
from timeline.serving import reading, writing
from timeline.store.reports import save_report

pages = Blueprint("reports", __name__)

_MOST_SENT: Final = 100_000
_GREATEST: Final = 2_147_483_647
#: The page of each kind of record is named after its plural; the timelines' is of older make.
_KIND_OF_PAGE: Final = {f"{cls.plural}.show": kind for kind, cls in CLASS_OF_KIND.items()} | {
    "timeline.show": "timeline"
}
_EXTENSION: Final = "timeline.reports"


def init_reporting(app: Flask, *, takes_reports: bool, contact: str) -> None:
    """Let an application take reports from readers, unless its house does not want any."""
    app.jinja_env.globals |= {"contact": contact, "report_form": report_form, "report_url": report_url}
    app.extensions[_EXTENSION] = takes_reports
    if not takes_reports:
        return
    app.register_blueprint(pages)
    if "csrf" in app.extensions:
        # Its tokens live in a cookie, which readers do not get; see `_refuse_other_sites`.
        app.extensions["csrf"].exempt(pages)


def report_url() -> str:
    """Give the address at which an error of the page in hand is reported; nothing where there is none."""
    endpoint = request.endpoint or ""
    if not current_app.extensions[_EXTENSION] or endpoint.startswith("reports."):
        return ""
    slug = (request.view_args or {}).get("record_id", "")
    if endpoint in _KIND_OF_PAGE and slug:
        return url_for("reports.ask", about=f"{_KIND_OF_PAGE[endpoint]}/{slug}")
    return url_for("reports.ask", page=read_page(request.path) or None)


def report_form() -> str:
    """Give the address of the form for whatever one likes; nothing where no reports are taken."""
    return url_for("reports.ask") if current_app.extensions[_EXTENSION] else ""


@pages.before_request
def _refuse_other_sites() -> None:
    """Take what was sent from a form of this site only; a browser says from where a form was sent."""
    g.pop("tag", None)  # Each form has a time of its own, so that none may be kept.
    if request.method != "POST":
        return
    request.max_content_length = _MOST_SENT
    origin = request.headers.get("Origin", "")
    own = {request.host, urlsplit(current_app.config["SITE_URL"]).netloc} - {""}
    is_elsewhere = request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
    if is_elsewhere or (origin and urlsplit(origin).netloc not in own):
        abort(403)


@pages.after_request
def _never_kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/report")
def ask() -> AnyResponse:
    """Show the form."""
    about = read_about(request.args.get("about", ""))
    return _page(new_form(about, read_page(request.args.get("page", "")), _secret()))


@pages.post("/report")
def take() -> AnyResponse:
    """Keep a report, or show the form again with what is wrong and everything that was typed."""
    form = read_form(request.form, _secret())
    _name_of(form)
    if form.faults:
        return _page(form, 422)
    now = dt.datetime.now(dt.UTC)
    try:
        with writing() as session:
            number = save_report(
                session,
                about=form.about,
                page=form.page,
                wrong=form.wrong,
                evidence=form.evidence,
                contact=form.contact,
                sender=sender_of(request.remote_addr or "", _secret(), now.date()),
                at_utc=now,
            )
    except TooManyReportsError as error:
        return _too_many(form, error.seconds)
    return redirect(url_for("reports.thank", number=number), 303)


@pages.get(f"/report/<int(max={_GREATEST}):number>")
def thank(number: int) -> AnyResponse:
    """Thank for a report and give its number; what it says stays with the editors."""
    try:
        report = get_report(reading(), number)
    except NotFoundError:
        abort(404)
    name = names_of(reading(), [report.about]).get(report.about, "") if report.about else ""
    return make_response(render_template("report/thanks.html", report=report, name=name))


def _page(form: ReportForm, status: int = 200) -> Response:
    page = render_template("report/form.html", form=form, name=_name_of(form), longest=LONGEST, trap=TRAP)
    return make_response(page, status)


def _name_of(form: ReportForm) -> str:
    """Give the name of the record that a report is about; raises NotFoundError where it is not public."""
    if form.about is None:
        return ""
    names = names_of(reading(), [form.about])
    if form.about not in names:
        raise NotFoundError(*form.about)
    return names[form.about]


def _too_many(form: ReportForm, seconds: int) -> Response:
    words = N_(
        "Many reports came from here, or from everywhere, in the last hour, and this one was not taken."
        " Keep this page open and send it again in %(number)s minutes; nothing is lost."
    )
    answer = _page(with_fault(form, Fault(text=words, number=-(-seconds // 60))), 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _secret() -> str:
    secret: Any = current_app.config["SECRET_KEY"]
    return str(secret)
