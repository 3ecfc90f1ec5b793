"""What becomes of a button of the review: it is done, or the page comes back and says why it was not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from flask import current_app, render_template, request

from timeline.admin.addresses import history_url, work_url
from timeline.admin.permission import current_person
from timeline.admin.review_page import ReviewPage
from timeline.db import DatabaseSession
from timeline.errors import ConflictError, InvalidRecordError, InvalidRecordsError, NotAllowedError, Problem
from timeline.house_rules import find_review_rule
from timeline.queries.queue import count_queues
from timeline.serving import reading, writing

#: The fields of the page's own forms; problems of others belong to the record.
_ASKED = ("reason", "note", "text")


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """Why nothing was done: what is said above the page, the problems beside its fields, the status."""

    status: int
    message: str = ""
    fields: Mapping[str, Problem] = field(default_factory=dict)
    others: tuple[tuple[str, str, Problem], ...] = ()


def find_refusal(act: Callable[[DatabaseSession], object]) -> Refused | None:
    """Do it in one transaction; give why it could not be done, if it could not."""
    try:
        with writing() as session:
            act(session)
    except ConflictError as error:
        where = " and ".join(
            f"the {stale.kind} “{stale.record_id}” is at version {stale.version} now" for stale in error.stale
        )
        message = f"Nothing was done: somebody came before you, and {where}. This is how it stands."
        return Refused(status=409, message=message)
    except NotAllowedError as error:
        return Refused(status=403, message=str(error))
    except InvalidRecordError as error:
        return _refused((error,))
    except InvalidRecordsError as error:
        return _refused(error.records)
    return None


def _refused(records: tuple[InvalidRecordError, ...]) -> Refused:
    every = [(one.kind, one.record_id, problem) for one in records for problem in one.problems]
    return Refused(
        status=422,
        message="Nothing was done yet. What is missing or wrong is named below.",
        fields={problem.path: problem for _, _, problem in every if problem.path in _ASKED},
        others=tuple(each for each in every if each[2].path not in _ASKED),
    )


def review_body(page: ReviewPage, refused: Refused | None) -> str:
    """Give the page of a review, with what was typed still in it when something was refused."""
    return render_template(
        "admin/review/show.html",
        page=page,
        refused=refused or Refused(status=200),
        typed=request.form if refused else {},
        pressed=request.path.rpartition("/")[2] if refused else "",
        work_url=work_url,
        history_url=history_url,
    )


def what_waits() -> str:
    """Say how much else waits for the person who has just done something."""
    session = reading()
    four_eyes = find_review_rule(session).two_people
    count = count_queues(session, who=current_person(), four_eyes=four_eyes)["waiting"]
    if not count:
        return "Nothing else waits for you."
    return "One more waits for you." if count == 1 else f"{count:,} more wait for you."


def typed_text(name: str) -> str:
    """Give what was typed into a field of the page."""
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def typed_number(name: str) -> int:
    """Give a version that the page carried; 0 for anything else."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def public_url(kind: str, record_id: str) -> str:
    """Give the address of a record's page on the public site."""
    record_url = cast("Callable[[str, str], str]", current_app.jinja_env.globals["record_url"])
    return record_url(kind, record_id)


def typed_place() -> str | None:
    """Give the place of the page that the form stood in, to go back to."""
    place = request.form.get("place", "")
    return place if place.isascii() and place.replace("-", "").isalnum() and len(place) < 200 else None
