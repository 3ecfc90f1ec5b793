"""What can be done with a form: keep it as a draft, submit it, publish it, change what is published."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from timeline.admin.edit_page import Standing
from timeline.db import DatabaseSession
from timeline.errors import Problem
from timeline.house_rules import find_review_rule
from timeline.queries.people import Person
from timeline.records.kinds import Record
from timeline.rights import VOCABULARY_KINDS
from timeline.store.act import Act, act_problems
from timeline.store.proposals import propose, revise, submit_proposal
from timeline.store.publishing import change_published, publish
from timeline.store.save import save
from timeline.store.steps import steps, steps_of_new
from timeline.store.workflow import save_draft, submit
from timeline.vocab import PROPOSAL_CHANGES


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
    proposal: int = 0


def steps_for(session: DatabaseSession, standing: Standing, who: Person) -> Mapping[str, Step]:
    """Give the buttons that a person has for a record, by the act that each sends.

    What is allowed is the store's to say; here it gets its words.
    """
    if standing.proposal:
        return _of_proposal(standing.status)
    given: dict[str, Any] = {"who": who, "four_eyes": find_review_rule(session).two_people}
    found = (
        steps(session, standing.kind, standing.record_id, **given, changing=True)
        if standing.version
        else steps_of_new(standing.kind, **given)
    )
    allowed = {step.name for step in found if step.allowed}
    if standing.status == "published":
        return _changes(at_once="change" in allowed) if allowed else {}
    if "edit" not in allowed:
        return {}
    if standing.status == "review":
        return {"save": Step(label="Save", about="It stays in review.", is_complete=True, is_main=True)}
    return _of_draft(at_once="publish" in allowed)


def _of_draft(*, at_once: bool) -> dict[str, Step]:
    found = {
        "save": Step(label="Save draft", about="Only curators see it; it may lack anything."),
        "submit": Step(
            label="Save and submit for review",
            about="A second person looks at it, and publishes it.",
            is_complete=True,
            is_main=not at_once,
        ),
    }
    if at_once:
        found["publish"] = Step(
            label="Save and publish", about="Everybody sees it at once.", is_complete=True, is_main=True
        )
    return found


def _of_proposal(state: str) -> dict[str, Step]:
    words = "What is published stays as it is until somebody accepts the proposal."
    keep_it = Step(
        label="Save the proposal", about=words, is_complete=state == "review", asks_for_account=True
    )
    if state == "review":
        return {"revise": keep_it}
    if state not in ("open", "returned"):
        return {}
    again = Step(
        label="Save and submit for review", about=words, is_complete=True, asks_for_account=True, is_main=True
    )
    return {"revise": keep_it, "resubmit": again}


def _changes(*, at_once: bool) -> dict[str, Step]:
    if at_once:
        words = "Everybody sees it at once, with its note."
        return {
            "change": Step(
                label="Publish the change", about=words, is_complete=True, asks_for_account=True, is_main=True
            )
        }
    words = "A second person looks at it; until then the published version stays."
    return {
        "propose": Step(
            label="Propose the change", about=words, is_complete=True, asks_for_account=True, is_main=True
        )
    }


def account_problems(account: Account) -> tuple[Problem, ...]:
    """List what is wrong with the account of a change: its kind and a public note are asked for."""
    act = Act(by="x", reason=account.reason or "x", change=account.change or "update", note=account.note)
    found = list(act_problems(act))
    if account.change not in PROPOSAL_CHANGES:
        cure = "Say what kind of change it is: each is told to readers in its own way."
        found.insert(0, Problem(path="change", value=account.change, message="is not chosen", cure=cure))
    if not account.note:
        cure = "Tell readers in a sentence what changed and why; it stands in the public list of changes."
        found.append(Problem(path="note", value="", message="is missing", cure=cure))
    return tuple(found)


_MESSAGES: Mapping[str, str] = {
    "save": "Saved as a draft. Submit it when it is ready.",
    "review": "Saved. It is still in review.",
    "submit": "Submitted for review. A second person looks at it and publishes it.",
    "publish": "Published. It is on the public site now.",
    "change": "The change is published, and stands in the public list of changes.",
    "propose": "Proposed. A second person looks at it; until then the published version stays.",
}


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
    kept = Kept(record_id=record.id, message=_MESSAGES["review" if status == "review" else act])
    if act == "propose":
        number = propose(
            session,
            record,
            who=who,
            base_version=base_version,
            change=account.change,
            note=account.note,
            reason=account.reason,
        )
        return replace(kept, proposal=number)
    if act == "change":
        _change(session, record, who=who, base_version=base_version, account=account)
        return kept
    saved = save_draft(session, record, who=who, base_version=base_version, reason=account.reason)
    key = (record.record_kind, record.id)
    if act == "submit":
        submit(session, *key, who=who, base_version=saved.version)
    elif act == "publish":
        rule = find_review_rule(session)
        publish(session, *key, who=who, base_version=saved.version, four_eyes=rule.two_people)
    return kept


def _change(
    session: DatabaseSession, record: Record, *, who: Person, base_version: int, account: Account
) -> None:
    change_published(
        session,
        record,
        who=who,
        base_version=base_version,
        four_eyes=find_review_rule(session).two_people,
        change=account.change,
        note=account.note,
        reason=account.reason,
    )


def keep_proposal(
    session: DatabaseSession, record: Record, standing: Standing, *, act: str, who: Person, account: Account
) -> Kept:
    """Keep what is proposed, and submit it again where that is asked for."""
    revise(
        session,
        standing.proposal,
        record,
        who=who,
        version=standing.version,
        change=account.change,
        note=account.note,
        reason=account.reason,
    )
    if act == "resubmit":
        submit_proposal(session, standing.proposal, who=who, version=standing.version + 1)
        message = "The proposal is submitted. A second person looks at it."
    else:
        message = "The proposal is saved."
    return Kept(record_id=record.id, message=message, proposal=standing.proposal)


def keep_quick(session: DatabaseSession, record: Record, *, who: Person, is_complete: bool = True) -> None:
    """Keep a record that is made while another is written; unless `is_complete`, it lacks something yet.

    It is a draft and goes to the public with what names it; where one person is enough, an editor's actors,
    places and topics are public at once.
    """
    alone = not find_review_rule(session).two_people
    at_once = alone and is_complete and record.record_kind in VOCABULARY_KINDS and who.may("vocabulary")
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
