"""The text of a source, held so that its quotations can be looked for in it. It is never public."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.addresses import list_url, work_url
from timeline.admin.forms.names import name_of
from timeline.admin.permission import current_person, may
from timeline.admin.plain_text import MOST_BYTES, read_plain_text
from timeline.admin.screen import Screen
from timeline.admin.sessions import now
from timeline.differing.words import words_of
from timeline.errors import Problem
from timeline.queries.holding import find_checks, list_quotations, list_texts
from timeline.queries.people import names_of_people
from timeline.queries.records import get_record
from timeline.queries.type_ahead import labels_of
from timeline.records.source import Source
from timeline.records.together import lacking
from timeline.serving import reading, writing
from timeline.store.holding import keep_text, remove_text
from timeline.vocab import LINK_OUTCOMES

pages = Blueprint("admin_held_text", __name__)
SCREEN = Screen(pages=pages)

_ADDRESS = "/admin/sources/<record_id>/text"
_LONGEST_NAME = 200
#: So many quotations that are not in the text are named; the worklist has the rest.
_SHOWN = 50


@pages.get(_ADDRESS)
@may("look")
def show(record_id: str) -> Response:
    """Show what is held of a source, and which quotations stand in it."""
    return _page(record_id)


@pages.post(_ADDRESS)
@may("draft")
def add(record_id: str) -> AnyResponse:
    """Keep a text that was pasted, or that a file holds."""
    source = get_record(reading(), "source", record_id, status=None).record
    upload = request.files.get("file")
    pasted = request.form.get("text", "")
    if upload is not None and upload.filename:
        data, name, field = upload.read(MOST_BYTES + 1), upload.filename, "file"
        upload.close()
    elif pasted.strip():
        data, name, field = pasted.replace("\r\n", "\n").encode("utf-8", "replace"), "", "text"
    else:
        missing = lacking("text", "is missing", "Choose a file of plain text, or paste the text.")
        return _page(record_id, 422, (missing,))
    text, problems = read_plain_text(data, field)
    if problems:
        return _page(record_id, 422, problems)
    name = "".join(sign if sign.isprintable() else " " for sign in name)[:_LONGEST_NAME]
    with writing() as session:
        keep_text(session, source.id, text=text, data=data, file=name, who=current_person(), at_utc=now())
    found = list_quotations(reading(), source.id)
    lost = sum(not one.is_found for one in found)
    said = f"{lost:,} of {len(found):,} quotations are not in it." if lost else "Every quotation is in it."
    flash(f"The text is kept. {said if found else 'Nothing is quoted from this source yet.'}", "done")
    return redirect(url_for(".show", record_id=source.id), 303)


@pages.post(f"{_ADDRESS}/<int(max=2147483647):number>/remove")
@may("draft")
def remove(record_id: str, number: int) -> AnyResponse:
    """Take a text away."""
    with writing() as session:
        remove_text(session, record_id, number, who=current_person())
    flash("The text is taken away. Its quotations are not compared with it any more.", "done")
    return redirect(url_for(".show", record_id=record_id), 303)


def _page(record_id: str, status: int = 200, problems: tuple[Problem, ...] = ()) -> Response:
    session = reading()
    source = get_record(session, "source", record_id, status=None).record
    assert isinstance(source, Source)  # noqa: S101 - that is the kind which was asked for
    texts = list_texts(session, source.id)
    quotations = list_quotations(session, source.id)
    lost = [one for one in quotations if not one.is_found] if texts else []
    checks = find_checks(session, [source.url, source.archived_url])
    page = render_template(
        "admin/held_text/show.html",
        source=source,
        title=source.title or source.id,
        texts=texts,
        lost=lost[:_SHOWN],
        count_of_lost=len(lost),
        quotations=quotations,
        names=labels_of(session, [(one.kind, one.record_id) for one in lost[:_SHOWN]]),
        people=names_of_people(session, {text.by for text in texts}),
        links=[(url, checks.get(url)) for url in (source.url, source.archived_url) if url],
        outcomes=LINK_OUTCOMES,
        words_of=words_of,
        name_of=name_of,
        work_url=work_url,
        list_url=list_url,
        typed=request.form if problems else {},
        problems={problem.path: problem for problem in problems},
    )
    return make_response(page, status)
