"""What can be done with a form: keep it as a draft, submit it, publish it, propose a change."""

from collections.abc import Mapping
from dataclasses import dataclass

from timeline.admin.edit_page import Standing
from timeline.db import DatabaseSession
from timeline.errors import Problem
from timeline.queries.people import Person
from timeline.records.kinds import Record
from timeline.store.act import Act, act_problems
from timeline.store.save import save


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A button of the form; `is_complete`: nothing may be lacking, `asks_for_account`: readers are told."""

    label: str
    about: str
    is_complete: bool = False
    asks_for_account: bool = False
    is_main: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """What is said of a change of a published record: its kind, the public note, the reason for editors."""

    change: str = ""
    note: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What was kept, under which id, and what the person is told."""

    record_id: str
    message: str


def steps_for(standing: Standing, person: Person) -> Mapping[str, Step]:
    """Give the buttons that a person has for a record, by the act that each sends."""
    draft = Step(label="Save draft", about="Only curators see it. It may lack anything.")
    submit = Step(
        label="Submit for review", about="A second person looks at it.", is_complete=True, is_main=True
    )
    publish = Step(label="Publish", about="Everybody sees it at once.", is_complete=True)
    if standing.status == "published":
        change = Step(
            label="Save the change",
            about="With its public note.",
            is_complete=True,
            asks_for_account=True,
            is_main=True,
        )
        return {"change": change} if person.may("publish") else {}
    steps = {"save": draft, "submit": submit}
    return steps | {"publish": publish} if person.may("publish") else steps


def account_problems(account: Account) -> tuple[Problem, ...]:
    """List what is wrong with the account of a change: its kind and a public note are asked for."""
    found = list(
        act_problems(Act(by="x", reason=account.reason or "x", change=account.change, note=account.note))
    )
    if account.change not in {"correction", "update", "editorial"}:
        found = [problem for problem in found if problem.path != "change"]
        cure = "Say what kind of change it is: each is told to readers in its own way."
        found.insert(0, Problem(path="change", value="", message="is not chosen", cure=cure))
    if not account.note:
        cure = "Tell readers in a sentence what changed and why; it stands in the public list of changes."
        found.append(Problem(path="note", value="", message="is missing", cure=cure))
    return tuple(found)


def keep(
    session: DatabaseSession,
    record: Record,
    *,
    act: str,
    who: Person,
    base_version: int,
    status: str,
    account: Account,
) -> Kept:
    """Keep a record as a button asks."""
    target = {"save": status or "draft", "submit": "review", "publish": "published", "change": "published"}[
        act
    ]
    change = account.change if act == "change" else ("new" if base_version == 0 else "update")
    save(
        session,
        record,
        by=who.handle,
        base_version=base_version,
        change=change,
        reason=account.reason or "Edited.",
        note=account.note,
        through="admin",
        status=target,
    )
    messages = {
        "save": "Saved as a draft. Submit it when it is ready.",
        "submit": "Submitted. A second person will look at it.",
        "publish": "Published. It is on the public site now.",
        "change": "The change is published, and stands in the public list of changes.",
    }
    return Kept(record_id=record.id, message=messages[act])


def keep_quick(session: DatabaseSession, record: Record, *, who: Person) -> None:
    """Keep a record that is made while another is written: an editor's vocabulary is public at once."""
    at_once = record.record_kind in {"actor", "place", "topic"} and who.may("vocabulary")
    save(
        session,
        record,
        by=who.handle,
        base_version=0,
        change="new",
        reason="Added while another record was written.",
        through="admin",
        status="published" if at_once else "draft",
    )
