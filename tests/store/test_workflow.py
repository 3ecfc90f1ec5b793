"""Draft, review, publication: who may take a record where, and what comes with it."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.store.archive import ARCHIVE, LETTER, MEMO, current, load, record_now
from timeline.db import read_session, write_transaction
from timeline.errors import ConflictError, InvalidRecordError, InvalidRecordsError, NotAllowedError
from timeline.models.history import RevisionRow
from timeline.records.authority import Actor
from timeline.records.event import Citation
from timeline.records.source import Source
from timeline.rights import Curator
from timeline.store.check import check
from timeline.store.move import rename
from timeline.store.publishing import change_published, publish, publish_all
from timeline.store.restore import earlier_record, undo_batch
from timeline.store.steps import steps
from timeline.store.workflow import (
    bring_back,
    edit_and_pass_on,
    return_to_author,
    save_draft,
    submit,
    take_back,
)

ANN = Curator(handle="ann", role="contributor")
CARL = Curator(handle="carl", role="contributor")
ED = Curator(handle="ed", role="editor")
EVE = Curator(handle="eve", role="editor")
SOURCE = Source(id="new-page", type="webpage", title="A new page")
EVENT = replace(LETTER, id="new-letter", citations=(Citation(source="new-page", locator="p. 1"),))


def do(engine: Engine, act: Any, *arguments: Any, **options: Any) -> Any:
    with write_transaction(engine) as session:
        return act(session, *arguments, **options)


def begin(engine: Engine) -> None:
    load(engine)
    do(engine, save_draft, SOURCE, who=ANN, base_version=0)
    do(engine, save_draft, replace(EVENT, title="A letter"), who=ANN, base_version=0)
    do(engine, save_draft, EVENT, who=ANN, base_version=1)


def status(engine: Engine, kind: str = "event", slug: str = "new-letter") -> tuple[str, int]:
    row = current(engine)[kind, slug]
    return row["status"], row["version"]


def buttons(engine: Engine, who: Curator, *, four_eyes: bool = True, slug: str = "new-letter") -> set[str]:
    with read_session(engine) as session:
        found = steps(session, "event", slug, who=who, four_eyes=four_eyes)
    return {step.name for step in found if step.allowed}


def test_a_draft_comes_to_the_public_by_way_of_a_second_person(engine: Engine) -> None:
    begin(engine)
    assert buttons(engine, ANN) == {"edit", "submit", "take-back"}
    do(engine, submit, "event", "new-letter", who=ANN, base_version=2)
    assert status(engine) == ("review", 3)
    assert status(engine, "source", "new-page") == ("review", 2)
    assert buttons(engine, CARL) == set()
    assert buttons(engine, ED) == {"edit", "return", "edit-and-pass-on", "publish", "take-back"}
    batch = do(engine, publish, "event", "new-letter", who=ED, base_version=3, four_eyes=True)
    assert {(saved.kind, saved.id) for saved in batch.changed} == {
        ("event", "new-letter"),
        ("source", "new-page"),
    }
    assert status(engine) == ("published", 4)
    with read_session(engine) as session:
        assert check(session) == ()
        last = session.query(RevisionRow).order_by(RevisionRow.number.desc()).limit(2).all()
        # Readers are told of a new record, though it was a draft for long.
        assert [(row.by, row.change, row.through) for row in last] == [("ed", "new", "admin")] * 2
    do(engine, undo_batch, batch.batch, by="ed", reason="Too early")
    assert status(engine) == ("review", 5)


def test_the_last_editor_does_not_publish_unless_the_house_allows_it(engine: Engine) -> None:
    begin(engine)
    do(engine, submit, "event", "new-letter", who=ANN, base_version=2)
    do(engine, edit_and_pass_on, replace(EVENT, title="A letter asks"), who=ED, base_version=3)
    with pytest.raises(NotAllowedError, match="You made the last change to the event “new-letter”"):
        do(engine, publish, "event", "new-letter", who=ED, base_version=4, four_eyes=True)
    assert "publish" not in buttons(engine, ED)
    # Submitting and returning change nothing in the record, so they do not count.
    do(engine, return_to_author, "event", "new-letter", who=EVE, base_version=4, reason="Which page?")
    do(engine, submit, "event", "new-letter", who=ED, base_version=5)
    assert status(engine) == ("review", 6)
    assert "publish" in buttons(engine, EVE)
    assert "publish" in buttons(engine, ED, four_eyes=False)
    do(engine, publish, "event", "new-letter", who=ED, base_version=6, four_eyes=False)
    assert status(engine) == ("published", 7)


def test_what_is_missing_is_named_for_each_record(engine: Engine, small_archive: None) -> None:
    do(engine, save_draft, replace(SOURCE, title=""), who=ANN, base_version=0)
    do(engine, save_draft, replace(EVENT, summary=""), who=ANN, base_version=0)
    with pytest.raises(InvalidRecordsError) as caught:
        do(engine, publish, "event", "new-letter", who=ED, base_version=1, four_eyes=True)
    found = {(error.kind, problem.path) for error in caught.value.records for problem in error.problems}
    assert found == {("event", "summary"), ("source", "title")}
    assert status(engine) == ("draft", 1)


def test_contributors_do_not_publish_and_editors_do_not_change_alone(engine: Engine) -> None:
    begin(engine)
    changed = replace(MEMO, title="A memo")
    for act, arguments, options in (
        (publish, ("event", "new-letter"), {"base_version": 2, "four_eyes": False}),
        (return_to_author, ("event", "new-letter"), {"base_version": 2, "reason": "No"}),
        (edit_and_pass_on, (EVENT,), {"base_version": 2}),
        (take_back, ("event", "memo"), {"base_version": 1, "reason": "No"}),
        (bring_back, ("event", "memo"), {"base_version": 1, "reason": "No"}),
        (save_draft, (changed,), {"base_version": 1}),
    ):
        with pytest.raises(NotAllowedError):
            do(engine, act, *arguments, who=CARL, **options)
    given: Any = {"base_version": 1, "change": "correction", "note": "It was wrong."}
    with pytest.raises(NotAllowedError, match="save your change as a proposal"):
        do(engine, change_published, changed, who=ED, four_eyes=True, **given)
    do(engine, change_published, changed, who=ED, four_eyes=False, **given)
    assert record_now(engine, "event", "memo")["title"] == "A memo"


def test_the_rule_of_two_people_holds_for_the_vocabulary_too(engine: Engine, small_archive: None) -> None:
    actor = replace(
        next(record for record in ARCHIVE if isinstance(record, Actor) and record.id == "dhs"),
        description="A department.",
    )
    given: Any = {"base_version": 1, "four_eyes": False, "change": "update", "note": "Described."}
    with pytest.raises(NotAllowedError, match="save your change as a proposal"):
        do(engine, change_published, actor, who=ED, **{**given, "four_eyes": True})
    do(engine, change_published, actor, who=ED, **given)
    assert record_now(engine, "actor", "dhs")["description"] == "A department."
    with pytest.raises(NotAllowedError, match="As contributor you may not change actors"):
        do(engine, change_published, actor, who=ANN, **given)


def test_a_change_of_the_public_record_is_explained(engine: Engine, small_archive: None) -> None:
    with pytest.raises(InvalidRecordError) as caught:
        do(
            engine,
            change_published,
            replace(MEMO, title="A memo"),
            who=ED,
            base_version=1,
            four_eyes=False,
            change="new",
            note=" ",
        )
    assert [problem.path for problem in caught.value.problems] == ["change", "note"]


def test_a_record_is_taken_back_and_made_a_draft_again(engine: Engine) -> None:
    begin(engine)
    do(engine, take_back, "event", "new-letter", who=ANN, base_version=2, reason="A double")
    assert status(engine) == ("withdrawn", 3)
    assert buttons(engine, ED) == {"bring-back"}
    with pytest.raises(
        NotAllowedError, match="is withdrawn; this can be done with what is draft or in review"
    ):
        do(engine, save_draft, EVENT, who=ANN, base_version=3)
    do(engine, bring_back, "event", "new-letter", who=ED, base_version=3, reason="It is none")
    assert status(engine) == ("draft", 4)


def test_every_stale_record_is_named(engine: Engine) -> None:
    begin(engine)
    with pytest.raises(ConflictError) as caught:
        do(
            engine,
            publish_all,
            [("event", "new-letter", 1), ("source", "new-page", 1), ("event", "memo", 3)],
            who=ED,
            four_eyes=False,
        )
    assert [(stale.record_id, stale.base_version, stale.version) for stale in caught.value.stale] == [
        ("new-letter", 1, 2),
        ("memo", 3, 1),
    ]
    with pytest.raises(ConflictError) as both:
        load(engine, (MEMO, LETTER), base_versions={("event", "memo"): 4, ("event", "letter"): 5})
    assert [stale.record_id for stale in both.value.stale] == ["memo", "letter"]
    assert "So it is with the event “letter”." in str(both.value)


def test_an_id_that_is_taken_is_a_problem_of_its_field(engine: Engine) -> None:
    begin(engine)
    for record in (EVENT, MEMO):
        with pytest.raises(InvalidRecordError) as caught:
            do(engine, save_draft, replace(record, title="Another"), who=ANN, base_version=0)
        assert [(problem.path, problem.message) for problem in caught.value.problems] == [("id", "is taken")]


def test_an_earlier_version_is_had_with_the_ids_of_today(engine: Engine) -> None:
    begin(engine)
    do(engine, rename, "source", "new-page", to="the-page", base_version=1, by="ed", reason="Clear")
    with read_session(engine) as session:
        earlier = earlier_record(session, "event", "new-letter", 1)
    assert earlier == replace(
        EVENT, title="A letter", citations=(replace(EVENT.citations[0], source="the-page"),)
    )
