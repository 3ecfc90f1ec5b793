"""Where one person wrote and published a version, the public history says so, and where the rule is off."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.store.archive import LETTER
from tests.web.checking import Site
from timeline.config import Settings
from timeline.db import read_session, write_transaction
from timeline.factory import create_app
from timeline.queries.public_changes import list_changes_of
from timeline.records.authority import Topic
from timeline.rights import Curator
from timeline.store.accepting import accept
from timeline.store.people import add_person, set_review_rule
from timeline.store.proposals import propose
from timeline.store.publishing import change_published, publish
from timeline.store.workflow import save_draft, submit

ONE = "Written and published by one person."
OFF = "At present one person may write a change here and publish it."
ANA = Curator(handle="ana", role="editor")
BEN = Curator(handle="ben", role="editor")
EVENT = replace(LETTER, id="another-letter", title="Another letter")


@pytest.fixture
def archive(engine: Engine, small_archive: None) -> Engine:
    """Give an archive that was brought in by an import."""
    return engine


def _site(engine: Engine) -> Site:
    return Site(create_app(Settings(secret_key="k" * 40), engine=engine))


def _alone(engine: Engine, record_id: str, kind: str = "event") -> list[bool]:
    """Tell of each public version of a record, newest first, whether one person made it."""
    with read_session(engine) as session:
        return [change.by_one_person for change in list_changes_of(session, kind, record_id)]


def _publish(engine: Engine, writer: Curator, publisher: Curator) -> None:
    with write_transaction(engine) as session:
        save_draft(session, EVENT, who=writer, base_version=0)
        submit(session, "event", EVENT.id, who=writer, base_version=1)
        publish(session, "event", EVENT.id, who=publisher, base_version=2, four_eyes=False)


def test_what_one_person_wrote_and_published_says_so(archive: Engine) -> None:
    _publish(archive, ANA, ANA)
    assert _alone(archive, EVENT.id) == [True]
    site = _site(archive)
    assert ONE in site.get(f"/events/{EVENT.id}").text
    assert ONE in site.get("/changes").text


def test_what_two_people_made_says_nothing(archive: Engine) -> None:
    _publish(archive, ANA, BEN)
    assert _alone(archive, EVENT.id) == [False]
    assert ONE not in _site(archive).get(f"/events/{EVENT.id}").text


def test_a_change_at_once_is_one_persons_whatever_the_kind(archive: Engine) -> None:
    _publish(archive, ANA, BEN)
    changed: dict[str, Any] = {"change": "correction", "note": "It was wrong.", "four_eyes": False}
    with write_transaction(archive) as session:
        change_published(session, replace(EVENT, title="A third"), who=BEN, base_version=3, **changed)
        topic = Topic(id="programme", label="The programme", definition="All of it, and more.")
        change_published(session, topic, who=BEN, base_version=1, **changed)
    assert _alone(archive, EVENT.id) == [True, False]
    assert _alone(archive, "programme", "topic") == [True, False]


@pytest.mark.parametrize(("publisher", "alone"), [(ANA, True), (BEN, False)])
def test_a_proposal_belongs_to_whoever_made_it(archive: Engine, publisher: Curator, alone: bool) -> None:
    _publish(archive, BEN, ANA)
    with write_transaction(archive) as session:
        proposed = replace(EVENT, title="As proposed")
        number = propose(
            session, proposed, who=ANA, base_version=3, change="correction", note="The title was wrong."
        )
        accept(session, number, who=publisher, version=1, record_version=3, four_eyes=False)
    assert _alone(archive, EVENT.id) == [alone, False]


def test_what_came_by_an_import_says_nothing(archive: Engine) -> None:
    assert _alone(archive, LETTER.id) == [False]


def test_the_list_of_changes_says_whether_the_rule_is_off(archive: Engine) -> None:
    site = _site(archive)
    assert OFF not in site.get("/changes").text
    with write_transaction(archive) as session:
        add_person(session, handle="ana", name="Ana", role="editor")
        set_review_rule(session, two_people=False, by="ana")
    assert OFF in site.get("/changes").text
    with write_transaction(archive) as session:
        set_review_rule(session, two_people=True, by="ana")
    assert OFF not in site.get("/changes").text
