"""Everything that was done to the record: filtered, as a file, and an act at a time taken back."""

from collections.abc import Container, Mapping
from itertools import groupby

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from timeline import vocab
from timeline.admin.addresses import history_url, work_url
from timeline.admin.asked_acts import Asked, asked_acts
from timeline.admin.list_columns import NAMES_OF
from timeline.admin.permission import current_person, may
from timeline.admin.screen import MenuEntry, Screen
from timeline.admin.sent_csv import sent_csv
from timeline.errors import ConflictError, NotFoundError, TimelineError
from timeline.exports.activity_csv import FILE_NAME, activity_lines
from timeline.queries.activity import (
    NEWEST,
    Activity,
    ActivityFilter,
    Before,
    page_of_activity,
    stream_activity,
)
from timeline.queries.admin_lists import list_editors
from timeline.queries.batches import list_proposed_in
from timeline.queries.people import names_of_people
from timeline.queries.proposal_steps import list_proposers
from timeline.queries.type_ahead import labels_of
from timeline.records.references import RecordKey
from timeline.serving import reading, writing
from timeline.store.bulk import undo as store_undo

pages = Blueprint("admin_activity", __name__)
SCREEN = Screen(
    pages=pages, menu=(MenuEntry(label="Activity", endpoint="admin_activity.index", others=("admin_house",)),)
)
_PAGE_SIZE = 100
_BATCH_SHOWN = 20
_CHOICES: Mapping[str, Mapping[str, vocab.Term]] = {
    "change": vocab.CHANGES,
    "through": vocab.CHANNELS,
    "status": vocab.STATUSES,
}
_PARAMETERS: Mapping[str, Container[str] | None] = {"by": None, "kind": NAMES_OF, **_CHOICES, "batch": None}


@pages.get("/admin/activity")
@may("look")
def index() -> str:
    """List what was done, newest first."""
    asked, session = _asked(), reading()
    page = page_of_activity(session, asked.filter, before=_before(), limit=_PAGE_SIZE, with_proposals=True)
    handles = {handle for kind in NAMES_OF for handle in list_editors(session, kind)}
    handles |= {*list_proposers(session)} | {line.by for line in page.lines} | {asked.filter.by} - {""}
    people = names_of_people(session, handles)
    return render_template(
        "admin/activity/index.html",
        asked=asked,
        groups=[(batch, list(lines)) for batch, lines in groupby(page.lines, lambda line: line.batch)],
        older=asked.url(before=_written(page.before)) if page.before else "",
        is_newest=_before() == NEWEST,
        people=people,
        fields=_fields({handle: people.get(handle, handle) for handle in handles}),
        kinds=NAMES_OF,
        history_url=history_url,
        work_url=work_url,
    )


@pages.get("/admin/activity.csv")
@may("look")
def file() -> Response:
    """Send the lines under the filter as CSV."""
    asked = _asked().filter
    return sent_csv(FILE_NAME, lambda session: activity_lines(stream_activity(session, asked)))


@pages.get("/admin/activity/undo")
@may("bulk")
def ask() -> str:
    """Show what an act did, and ask whether it is to be undone."""
    name = request.args.get("batch", "")
    lines, proposed = _lines_of(name)
    labels = labels_of(reading(), proposed[:_BATCH_SHOWN])
    return render_template(
        "admin/activity/undo.html",
        batch=name,
        lines=lines[:_BATCH_SHOWN],
        proposed=[labels[key].label if key in labels else key[1] for key in proposed[:_BATCH_SHOWN]],
        proposals=len(proposed),
        count=f"{_BATCH_SHOWN}+" if len(lines) > _BATCH_SHOWN else str(len(lines)),
        people=names_of_people(reading(), {line.by for line in lines}),
    )


@pages.post("/admin/activity/undo")
@may("bulk")
def undo() -> AnyResponse:
    """Undo an act, as a new one that can be undone in turn."""
    batch = request.form.get("batch", "")
    _, proposed = _lines_of(batch)
    reason = request.form.get("reason", "").strip() or f"Undoes {batch}."
    try:
        with writing() as session:
            done = store_undo(session, batch, who=current_person(), reason=reason[:2000])
    except ConflictError as error:
        flash(_stale_words(error), "problem")
        return redirect(url_for(".index", batch=batch), 303)
    except TimelineError as error:
        flash(f"Nothing was undone. {error}", "problem")
        return redirect(url_for(".index", batch=batch), 303)
    flash(_undone_words(len(done.changed), len(proposed), done.batch), "done")
    return redirect(url_for(".index", batch=done.batch or None), 303)


def _fields(people: Mapping[str, str]) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Give the choices of the filter: parameter, label, what stands for all, values with their words."""
    return [
        ("by", "Person", "anybody", sorted(people.items(), key=lambda person: person[1].casefold())),
        ("kind", "Kind of record", "any", [(kind, names[1]) for kind, names in NAMES_OF.items()]),
        *(
            (name, label, "any", [(key, term.label) for key, term in _CHOICES[name].items()])
            for name, label in (("change", "Change"), ("through", "Through"), ("status", "Status after"))
        ),
    ]


def _stale_words(error: ConflictError) -> Markup:
    """Say which records keep an act from being undone, with the way to what was saved in them since."""
    labels = labels_of(reading(), [(one.kind, one.record_id) for one in error.stale[:_BATCH_SHOWN]])
    links = [
        Markup('<a href="{}">{}</a>').format(history_url(kind, slug), found.label)
        for (kind, slug), found in labels.items()
    ]
    more = len(error.stale) - len(links)
    rest = Markup(" and {:,} more").format(more) if more else Markup("")
    said = Markup(
        "Nothing was undone: something was saved since in {}{}. Restore in each what is to be as before."
    )
    return said.format(Markup(", ").join(links), rest)


def _undone_words(count: int, proposals: int, batch: str) -> Markup:
    """Say what was undone, with the way back."""
    said = Markup("")
    if count:
        link = url_for("admin_activity.ask", batch=batch)
        records = "1 record is" if count == 1 else f"{count:,} records are"
        said += Markup('{} as before. <a href="{}">Undo the undoing</a>. ').format(records, link)
    if proposals:
        said += Markup("{} withdrawn.").format(
            "1 proposal is" if proposals == 1 else f"{proposals:,} proposals are"
        )
    return said


def _lines_of(batch: str) -> tuple[tuple[Activity, ...], tuple[RecordKey, ...]]:
    """Give the first lines of an act, and what it proposed; raises NotFoundError where there is neither."""
    asked = ActivityFilter(batch=batch)
    lines = page_of_activity(reading(), asked, limit=_BATCH_SHOWN + 1).lines if batch else ()
    proposed = list_proposed_in(reading(), batch) if batch else ()
    if not lines and not proposed:
        raise NotFoundError("act", batch[:60])
    return lines, proposed


def _before() -> Before:
    numbers = request.args.get("before", "").split(".")
    if len(numbers) > 3 or not all(text.isascii() and text.isdigit() and len(text) < 10 for text in numbers):
        return NEWEST
    revision, proposal, version = (*(int(text) for text in numbers), 0, 0)[:3]
    return Before(revision=revision, proposal=proposal, version=version)


def _written(before: Before) -> str:
    return f"{before.revision}.{before.proposal}.{before.version}"


def _asked() -> Asked[ActivityFilter]:
    return asked_acts(ActivityFilter, "admin_activity.index", _PARAMETERS)
