"""What changed in the record, and why: the list of all changes, and what one act of saving did."""

from itertools import groupby

from flask import Blueprint, render_template, request, url_for

from timeline import vocab
from timeline.errors import BadRequestError, Problem
from timeline.house_rules import find_review_rule
from timeline.languages.message import message
from timeline.queries.names import Names, names_of
from timeline.queries.public_changes import PublicChange, page_of_act, page_of_changes
from timeline.web.reading import reading
from timeline.web.speaking import gettext

pages = Blueprint("changelog", __name__)

PAGE_SIZE = 50
PAGE_SIZE_OF_ACT = 100
# What a database's whole number holds.
GREATEST = 2_147_483_647


@pages.get("/changes")
def index() -> str:
    """List every public change of the record, newest first."""
    change, before = asked_change(), _asked_before()
    page = page_of_changes(reading(), change=change, before=before, limit=PAGE_SIZE)
    rule = find_review_rule(reading())
    return render_template(
        "changes/index.html",
        description=gettext("Every public change of the record: what was changed, when, and why."),
        change=change,
        kinds=vocab.CHANGES,
        groups=_folded(page.changes, change),
        names=_names(page.changes),
        older=url_for("changelog.index", change=change or None, before=page.before) if page.before else "",
        is_newest=before is None,
        # An archive that nobody curates on these screens has no rule to tell.
        one_person_is_enough=rule.editors > 0 and not rule.two_people,
    )


@pages.get(f"/changes/<int(max={GREATEST}):number>")
def show(number: int) -> str:
    """Show one change, with all that was changed in the same act."""
    page = page_of_act(reading(), number, before=_asked_before(), limit=PAGE_SIZE_OF_ACT)
    older = url_for("changelog.show", number=number, before=page.before) if page.before else ""
    return render_template(
        "changes/show.html",
        number=number,
        changes=page.changes,
        names=_names(page.changes),
        older=older,
    )


def _folded(changes: tuple[PublicChange, ...], change: str) -> list[tuple[bool, list[PublicChange]]]:
    """Put changes that follow one another and are of wording only together, to be folded.

    Whoever asks for them alone sees them unfolded.
    """
    if change == "editorial":
        return [(False, list(changes))]
    grouped = groupby(changes, lambda found: found.change == "editorial")
    return [(is_editorial, list(found)) for is_editorial, found in grouped]


def _names(changes: tuple[PublicChange, ...]) -> Names:
    return names_of(reading(), [(change.kind, change.record_id) for change in changes])


def asked_change() -> str:
    """Read which kind of change is asked for, empty for all; raises BadRequestError."""
    change = request.args.get("change", "")
    if change and change not in vocab.CHANGES:
        raise _refused(
            "change",
            change,
            message("is not a kind of change"),
            message("Write one of: {choices}.", choices=", ".join(vocab.CHANGES)),
        )
    return change


def _asked_before() -> int | None:
    text = request.args.get("before", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 10 or int(text) > GREATEST:
        raise _refused(
            "before",
            text,
            message("is not the number of a change"),
            message("Follow the link “Older changes”."),
        )
    return int(text)


def _refused(path: str, value: str, message: str, cure: str) -> BadRequestError:
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in value[:60])
    return BadRequestError((Problem(path=path, value=shown, message=message, cure=cure),))
