"""The worklists: each finds what it is for and nothing else, counts it, and goes on page by page."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from tests.store.archive import ARCHIVE, LETTER, MEMO, START, load
from tests.store.test_workflow import ANN, EVENT, SOURCE, do
from timeline.db import read_session, write_transaction
from timeline.errors import NotFoundError
from timeline.models.report import ReportRow
from timeline.queries.worklist import Item
from timeline.queries.worklists import WORKLISTS, get_worklist
from timeline.records.event import Citation, PolicyChange, Relation
from timeline.records.kinds import Record
from timeline.records.policy import Policy
from timeline.records.source import Source
from timeline.store.holding import keep_link_check, keep_text, remove_text
from timeline.store.proposals import propose
from timeline.store.save import save, save_all
from timeline.store.workflow import save_draft, submit

WHO: Any = {"by": "ann", "reason": "-", "change": "update"}


def walked(engine: Engine, worklist_id: str, *, step: int = 1) -> list[Item]:
    """Walk a worklist some items at a time; its count must be that of the items."""
    worklist = get_worklist(worklist_id)
    found: list[Item] = []
    with read_session(engine) as session:
        after: str | None = ""
        while after is not None:
            page = worklist.list(session, after, step)
            found += page.items
            after = page.after
        assert worklist.list(session, "", 500).items == tuple(found)
        assert worklist.count(session) == len(found)
    return found


def told(engine: Engine, worklist_id: str) -> list[tuple[str, str, str]]:
    return [(item.kind, item.record_id, item.path) for item in walked(engine, worklist_id)]


def keep(engine: Engine, *records: Record, **options: Any) -> None:
    with write_transaction(engine) as session:
        for record in records:
            save(session, record, **{"base_version": 0, **WHO, **options})


def test_every_worklist_is_empty_in_an_empty_store_and_says_what_it_is(engine: Engine) -> None:
    for worklist in WORKLISTS:
        assert walked(engine, worklist.id) == []
        assert worklist.title
        assert worklist.meaning.endswith(".")
    assert len({worklist.id for worklist in WORKLISTS}) == len(WORKLISTS)
    with pytest.raises(NotFoundError):
        get_worklist("no-such-list")


@pytest.mark.parametrize("worklist", WORKLISTS, ids=lambda worklist: worklist.id)
def test_an_address_that_was_tampered_with_begins_at_the_beginning(
    engine: Engine, small_archive: None, worklist: Any
) -> None:
    with read_session(engine) as session:
        for after in ("x", "-1", "event.x", "\x00", "9" * 30, "²"):
            worklist.list(session, after.replace("\x00", ""), 5)


def test_statements_without_a_source(engine: Engine, small_archive: None) -> None:
    assert told(engine, "unsourced") == []
    keep(engine, replace(LETTER, id="bare", citations=()), replace(LETTER, id="gone", citations=()))
    keep(engine, replace(LETTER, id="gone", citations=()), base_version=1, status="withdrawn")
    limited = replace(
        LETTER,
        id="limited",
        citations=(Citation(source="report", bears_on=("title",)),),
        changes=(PolicyChange(policy="may-stay-out", state="yes", action="clarified"),),
    )
    keep(engine, limited)
    by_name = replace(limited.citations[0], bears_on=("change:may-stay-out",))
    keep(engine, replace(limited, id="named", citations=(by_name,)))
    assert told(engine, "unsourced") == [
        ("event", "bare", "citations"),
        ("event", "limited", "changes"),
    ]


def test_missing_locators_lead_to_the_first(engine: Engine, small_archive: None) -> None:
    assert sorted(told(engine, "missing-locators")) == sorted(
        [
            ("event", "memo", "citations[1].locator"),
            ("event", "letter", "citations[0].locator"),
            ("event", "start", "citations[0].locator"),
            ("question", "what-day", "claims[0].locator"),
            ("series", "places", "figures[0].locator"),
            ("series", "share", "figures[0].locator"),
        ]
    )
    details = {item.record_id: item.detail for item in walked(engine, "missing-locators", step=4)}
    assert (details["memo"], details["places"]) == ("1 place is missing.", "2 places are missing.")


def test_dates_in_conflict_until_a_question_is_about_them(engine: Engine, small_archive: None) -> None:
    differing = (
        Citation(source="report", asserted_date="2010-07-27"),
        Citation(source="page", asserted_date="2010-07-29"),
    )
    keep(engine, replace(START, citations=differing), replace(MEMO, citations=differing), base_version=1)
    # The question about the day of the memo is there.
    assert told(engine, "dates-in-conflict") == [("event", "start", "citations")]


def test_relations_that_hold_from_one_side(engine: Engine, small_archive: None) -> None:
    assert told(engine, "one-sided-relations") == []
    keep(engine, replace(LETTER, id="gone"), replace(LETTER, id="back", relations=()))
    keep(engine, replace(LETTER, id="one", relations=(Relation(relation="cites", target="gone"),)))
    keep(engine, replace(LETTER, id="gone"), base_version=1, status="withdrawn")
    keep(engine, replace(START, relations=(Relation(relation="follows", target="letter"),)), base_version=1)
    assert {(item.record_id, item.detail) for item in walked(engine, "one-sided-relations")} == {
        ("letter", "Follows “start”, which says the same of this event."),
        ("start", "Follows “letter”, which says the same of this event."),
        ("one", "Cites “gone”, which readers cannot see."),
    }


def test_rules_that_fall_silent_in_between(engine: Engine, small_archive: None) -> None:
    policy = next(record for record in ARCHIVE if isinstance(record, Policy))
    asked = replace(policy, id="asked")
    yes, no = (state.state for state in policy.states[:2])
    changes = {
        "2009-01-01": PolicyChange(policy="asked", state=yes, action="introduced"),
        "2010-01-01": PolicyChange(policy="asked", action="ended"),
        "2011-01-01": PolicyChange(policy="asked", state=no, action="introduced"),
    }
    events = [
        replace(LETTER, id=f"on-{day}", date=day, relations=(), changes=(change,))
        for day, change in changes.items()
    ]
    with write_transaction(engine) as session:
        save_all(session, [asked, *events[:2]], by="ann", reason="-")
    assert [item for item in walked(engine, "gaps") if item.record_id == "asked"] == []
    with write_transaction(engine) as session:
        save_all(session, events[2:], by="ann", reason="-")
    (gap,) = (item for item in walked(engine, "gaps") if item.record_id == "asked")
    assert gap.title == policy.title
    assert gap.detail.startswith("Nothing is said about 2010-01-0")
    assert gap.detail.endswith("to 2010-12-31.")


def test_sources_that_nobody_can_compare_or_find_again(engine: Engine, small_archive: None) -> None:
    assert told(engine, "uncompared") == [("source", "report", "")]
    assert told(engine, "unarchived") == [("source", "page", "archived_url")]
    page = next(record for record in ARCHIVE if isinstance(record, Source) and record.id == "page")
    keep(engine, replace(page, archived_url="https://example.org/copy"), base_version=1)
    assert told(engine, "unarchived") == []
    asked: Any = {"status": 404, "detail": "Not Found", "at_utc": dt.datetime(2026, 3, 1, tzinfo=dt.UTC)}
    later: Any = {**asked, "at_utc": dt.datetime(2026, 4, 1, tzinfo=dt.UTC)}
    assert "No address has been asked yet" in note_of(engine, "links")
    do(engine, keep_link_check, "https://example.org/copy", outcome="gone", broken=True, **asked)
    do(engine, keep_link_check, "https://example.org/copy", outcome="gone", broken=True, **later)
    (item,) = walked(engine, "links")
    assert (item.record_id, item.path) == ("page", "archived_url")
    assert item.detail == "Gone (404) since 1 March 2026: https://example.org/copy"
    assert note_of(engine, "links") == "One address was asked, the last on 1 April 2026."
    do(engine, keep_link_check, "https://example.org/copy", outcome="answers", broken=False, **later)
    assert told(engine, "links") == []


def note_of(engine: Engine, worklist_id: str) -> str:
    with read_session(engine) as session:
        return get_worklist(worklist_id).note(session)


def test_quotations_are_looked_for_in_the_text_of_their_source(engine: Engine, small_archive: None) -> None:
    held: Any = {"file": "report.txt", "who": ANN, "at_utc": dt.datetime(2026, 3, 1, tzinfo=dt.UTC)}
    do(engine, keep_text, "report", text="They may not stay in.", data=b"They may not stay in.", **held)
    (item,) = walked(engine, "quotations")
    assert (item.kind, item.record_id, item.path) == ("event", "memo", "citations[0].quotation")
    assert item.detail == "“opt out” is not in the text of report."
    assert told(engine, "uncompared") == []
    first = do(engine, keep_text, "report", text="They may opt\nout.", data=b"They may opt out.", **held)
    assert do(engine, keep_text, "report", text="", data=b"They may opt out.", **held) == first
    assert told(engine, "quotations") == []
    with pytest.raises(NotFoundError):
        do(engine, remove_text, "page", first, who=ANN)
    do(engine, remove_text, "report", first, who=ANN)
    assert [item.record_id for item in walked(engine, "quotations")] == ["memo"]


def test_what_waits_for_a_person(engine: Engine, small_archive: None) -> None:
    given: Any = {"who": ANN, "base_version": 1, "change": "correction", "note": "It was wrong."}
    number = do(engine, propose, replace(MEMO, title="A memo"), **given)
    do(engine, save_draft, SOURCE, who=ANN, base_version=0)
    do(engine, save_draft, EVENT, who=ANN, base_version=0)
    assert told(engine, "in-review") == []
    do(engine, submit, "source", "new-page", who=ANN, base_version=1)
    assert told(engine, "in-review") == [("source", "new-page", "")]
    (item,) = walked(engine, "proposals")
    assert (item.number, item.record_id, item.title) == (number, "memo", MEMO.title)
    assert told(engine, "stale-drafts") == []


def test_a_draft_goes_stale_after_a_month(engine: Engine) -> None:
    old = dt.datetime.now(dt.UTC) - dt.timedelta(days=31)
    load(engine, at_utc=old)
    keep(engine, replace(LETTER, id="left"), at_utc=old)
    keep(engine, replace(LETTER, id="fresh"))
    (item,) = walked(engine, "stale-drafts")
    assert (item.record_id, item.detail) == ("left", f"Last touched by ann on {old:%Y-%m-%d}.")


def test_reports_from_readers_wait_until_they_are_answered(engine: Engine) -> None:
    report = {
        "at_utc": dt.datetime.now(dt.UTC), "about_kind": "event", "about_id": "memo", "page": "/events/memo",
        "wrong": "The day is wrong.", "evidence": "", "contact": "", "state": "new", "times": 1,
        "fingerprint": "x", "sender": "", "handled_by": "", "handled_at_utc": None, "answer": "",
    }  # fmt: skip
    with write_transaction(engine) as session:
        session.execute(insert(ReportRow).values(**report, number=1))
        session.execute(insert(ReportRow).values(**{**report, "state": "declined", "number": 2}))
    (item,) = walked(engine, "reports")
    assert (item.number, item.kind, item.record_id, item.detail) == (1, "event", "memo", "The day is wrong.")
