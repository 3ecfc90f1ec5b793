"""What is done with the form of an editor: it is kept, or given back with all that was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.addresses import new_url
from timeline.admin.conflicting import CHOICE, Meeting, chosen, meet, meet_proposal
from timeline.admin.drafted import Drafts, cite_pasted, draft_names, fill_in, read_reference
from timeline.admin.edit_page import ACCOUNT, KINDS_OF_CHANGE, QUICKLY, Standing, edit_page
from timeline.admin.forms.tree import Tree, compacted, tree_of
from timeline.admin.keeping import Account, Kept, account_problems, keep, keep_proposal, steps_for
from timeline.admin.permission import current_person
from timeline.admin.review_answers import public_url
from timeline.admin.typed_form import TypedForm, missing_names, read_form, typed_tree
from timeline.errors import (
    ConflictError,
    InvalidRecordError,
    InvalidRecordsError,
    NotAllowedError,
    Problem,
)
from timeline.queries.history import list_versions
from timeline.queries.proposals import get_proposal, list_waiting_on
from timeline.queries.type_ahead import labels_of
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.serving import reading, writing

#: More blank rows than this make a page long; those who have no script ask for more by a button.
BLANK_ROWS: Final = 1
#: So many versions are looked at for the one with which a draft came back.
_LOOKED_BACK: Final = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Why a form was not kept: what is said above it, the problems beside its fields, the status."""

    status: int
    message: str = ""
    problems: tuple[Problem, ...] = ()
    account_problems: tuple[Problem, ...] = ()


def answer_form(standing: Standing) -> AnyResponse:
    """Do what the form asks for: a row more or less, another look, or to be kept."""
    tree, pressed = typed_tree(standing.kind)
    act = request.form.get("act", "")
    if "resolving" in request.form:
        return _resolved(standing, tree, act)
    if act == "paste" and (standing.kind == "event" or is_filled_by_paste(standing)):
        return _with_pasted(standing, tree, request.form.get("paste-source", ""))
    if act == "add-names":
        tree = compacted(CLASS_OF_KIND[standing.kind], tree)
        return _with_drafts(standing, tree, draft_names(standing.kind, tree))
    if pressed:
        return show_form(standing, tree, blank_rows=0)
    if act == "look":
        return show_form(standing, compacted(CLASS_OF_KIND[standing.kind], tree))
    return _kept_or_back(standing, tree, act)


def _with_drafts(standing: Standing, tree: Tree, done: Drafts) -> AnyResponse:
    """Give the form back with what was drafted for it."""
    if not (done.made or done.known):
        return show_form(standing, tree, refusal=Refusal(status=200, message=done.words))
    flash(f"{done.words} Nothing of this form is saved yet.", "done")
    return show_form(standing, tree)


def is_filled_by_paste(standing: Standing) -> bool:
    """Tell whether a pasted reference fills this form in: that of a source which is not there yet."""
    return standing.kind == "source" and not standing.version


def _with_pasted(standing: Standing, tree: Tree, text: str) -> AnyResponse:
    """Cite what was pasted in an event; fill it in where nothing was typed in the form of a new source."""
    if standing.kind == "event":
        return _with_drafts(standing, tree, cite_pasted(tree, text))
    read = read_reference(text)
    if isinstance(read, Drafts):
        return _with_drafts(standing, tree, read)
    if read.known:
        link = url_for("admin_editor.edit", plural=standing.plural, record_id=read.known)
        label = labels_of(reading(), [("source", read.known)])["source", read.known].label
        message = Markup('That is here already: <a href="{}">“{}”</a>. Nothing was filled in.').format(
            link, label
        )
        return show_form(standing, tree, refusal=Refusal(status=200, message=message))
    kept = fill_in(tree, read)
    typed = f" What you had typed stays: {', '.join(kept)}." if kept else ""
    flash(f"Filled in from what you pasted.{typed} Nothing is saved yet.", "done")
    return show_form(standing, tree, left=read.left)


def _kept_or_back(standing: Standing, tree: Tree, act: str) -> AnyResponse:
    typed = read_form(reading(), standing.kind, tree, record_id=standing.record_id)
    account = Account(**{name: request.form.get(f"account-{name}", "").strip() for name in ACCOUNT})
    refusal = _refusal(standing, typed, account, act)
    if refusal is None:
        try:
            return _done(standing, _kept(standing, typed, account, act), act)
        except InvalidRecordError as error:
            refusal = Refusal(status=422, problems=error.problems)
        except InvalidRecordsError as error:
            refusal = _refusal_of_several(typed.record, error)
        except NotAllowedError as error:
            refusal = Refusal(status=403, message=str(error))
        except ConflictError as error:
            return _conflict(standing, typed, act, version=error.version)
    problems = (*typed.wrong, *refusal.problems)
    return show_form(standing, typed.tree, problems, refusal=refusal)


def _refusal_of_several(record: Record, error: InvalidRecordsError) -> Refusal:
    """Put the problems of this record beside its fields, and those of others above the form."""
    own = [
        found for found in error.records if (found.kind, found.record_id) == (record.record_kind, record.id)
    ]
    others = [found for found in error.records if found not in own]
    message = " ".join(
        f"The {found.kind} “{found.record_id}”, which this record names, cannot be published yet:"
        f" {'; '.join(str(problem) for problem in found.problems)}"
        for found in others
    )
    return Refusal(
        status=422, message=message, problems=tuple(problem for found in own for problem in found.problems)
    )


def _conflict(
    standing: Standing, typed: TypedForm, act: str, *, version: int, missing: bool = False
) -> AnyResponse:
    """Show the three versions that meet, and let them be chosen from."""
    if not standing.version:
        # A new record whose id was given to another one meanwhile.
        message = "Another record has taken this id meanwhile. Give this one another id, below."
        return show_form(standing, typed.tree, typed.wrong, refusal=Refusal(status=409, message=message))
    meeting = _met(standing, typed.record, version)
    if meeting is None:
        message = "This form starts from a version that is not there. Copy what you need, and open it anew."
        return show_form(standing, typed.tree, typed.wrong, refusal=Refusal(status=409, message=message))
    kept = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {"csrf_token", "act", "resolving"} and not name.startswith(CHOICE)
    ]
    body = render_template(
        "admin/edit/conflict.html",
        standing=standing,
        meeting=meeting,
        fields=kept,
        act=act,
        picked=request.form if missing else {},
        missing=missing,
    )
    return make_response(body, 409)


def _met(standing: Standing, record: Record, version: int) -> Meeting | None:
    if standing.proposal:
        return meet_proposal(
            reading(), standing.proposal, record, base_version=standing.version, version=version
        )
    return meet(reading(), record, base_version=standing.version, version=version)


def _resolved(standing: Standing, tree: Tree, act: str) -> AnyResponse:
    """Go on from the choices: keep what they come to, on top of the version that they were made for."""
    typed = read_form(reading(), standing.kind, tree, record_id=standing.record_id)
    version = number_in(request.form["resolving"])
    meeting = _met(standing, typed.record, version)
    if meeting is None or typed.wrong:
        return show_form(standing, typed.tree, typed.wrong, refusal=Refusal(status=422))
    record = chosen(meeting, request.form)
    if record is None:
        return _conflict(standing, typed, act, version=version, missing=True)
    onto = replace(standing, version=version)
    if act == "look":
        return show_form(onto, tree_of(record))
    return _kept_or_back(onto, tree_of(record), act)


def number_in(text: str) -> int:
    """Give the number that a text is, and 0 for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _refusal(standing: Standing, typed: TypedForm, account: Account, act: str) -> Refusal | None:
    step = steps_for(reading(), standing, current_person()).get(act)
    if step is None:
        return Refusal(status=422, message="This cannot be done with the record now. Choose another button.")
    wrong = account_problems(account) if step.asks_for_account else ()
    lacking = typed.lacking if step.is_complete else ()
    if typed.wrong or lacking or wrong:
        return Refusal(status=422, problems=lacking, account_problems=wrong)
    return None


def _kept(standing: Standing, typed: TypedForm, account: Account, act: str) -> Kept:
    with writing() as session:
        if standing.proposal:
            return keep_proposal(
                session, typed.record, standing, act=act, who=current_person(), account=account
            )
        return keep(
            session,
            typed.record,
            act=act,
            who=current_person(),
            base_version=standing.version,
            status=standing.status,
            account=account,
        )


def _done(standing: Standing, kept: Kept, act: str) -> AnyResponse:
    said = [escape(kept.message)]
    if act in {"publish", "change"}:
        link = public_url(standing.kind, kept.record_id)
        said.append(Markup('<a href="{}">See its public page</a>.').format(link))
    if not standing.version or act == "submit":
        link = new_url(standing.kind)
        said.append(Markup('<a href="{}">Begin another {}</a>.').format(link, standing.kind))
    flash(Markup(" ").join(said), "done")
    if kept.proposal:
        return redirect(url_for("admin_proposals.show", number=kept.proposal, kept=1), 303)
    address = url_for("admin_editor.edit", plural=standing.plural, record_id=kept.record_id, kept=1)
    return redirect(address, 303)


def show_form(
    standing: Standing,
    tree: Tree,
    problems: tuple[Problem, ...] = (),
    *,
    refusal: Refusal | None = None,
    blank_rows: int = BLANK_ROWS,
    account: Mapping[str, str] | None = None,
    left: Sequence[str] = (),
) -> Response:
    """Show the form of an editor over what was typed, with what is wrong beside its fields.

    `left` tells what of a pasted reference was left out.
    """
    told = account or {name: request.form.get(f"account-{name}", "") for name in ACCOUNT}
    page = edit_page(
        reading(),
        standing,
        tree,
        problems,
        blank_rows=blank_rows,
        account=told,
        account_problems={found.path: found for found in refusal.account_problems} if refusal else {},
        message=refusal.message if refusal else "",
    )
    body = render_template(
        "admin/edit/form.html",
        page=page,
        standing=standing,
        steps=steps_for(reading(), standing, current_person()),
        kinds_of_change=KINDS_OF_CHANGE,
        looking=request.form.get("act") == "look",
        fills=is_filled_by_paste(standing),
        pasted=_unused_paste(page.message),
        left=left,
        waiting=list_waiting_on(reading(), (standing.kind, standing.record_id)),
        returned=_returned(standing),
        missing=[
            (named, text)
            for _, _, named, text in missing_names(reading(), CLASS_OF_KIND[standing.kind], tree)
            if named in QUICKLY
        ]
        if problems
        else [],
    )
    return make_response(body, refusal.status if refusal else 200)


def _unused_paste(message: str) -> str:
    """Give what was pasted and has not become anything yet, so that it is not lost."""
    is_used = request.form.get("act") == "paste" and not message
    return "" if is_used else request.form.get("paste-source", "").replace("\r\n", "\n")


def _returned(standing: Standing) -> str:
    """Say why it came back to its author, until it is submitted again."""
    if standing.proposal:
        steps = get_proposal(reading(), standing.proposal).steps
        since = list(takewhile(lambda step: step.state == "returned", reversed(steps)))
        return since[-1].reason if since else ""
    if standing.status != "draft":
        return ""
    versions = list_versions(reading(), standing.kind, standing.record_id, limit=_LOOKED_BACK)
    drafts = list(takewhile(lambda version: version.status == "draft", versions))
    came_back = len(drafts) < len(versions) and versions[len(drafts)].status == "review"
    return drafts[-1].reason if came_back and drafts else ""
