"""The text that is searched: what is in it, and that both engines find the same by it."""

import random
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.store.archive import ARCHIVE, MEMO, load
from timeline.db import read_session, write_transaction
from timeline.records.event import Citation
from timeline.store.check import check
from timeline.store.rebuild import rebuild
from timeline.store.save import save
from timeline.store.search_index import LONGEST, LONGEST_BYTES, SearchText, search_text

RECORDS: dict[str, Any] = {record.id: record for record in ARCHIVE}
QUERIES = {
    "sqlite": "SELECT rowid FROM search_index WHERE search_index MATCH :words",
    "postgresql": (
        "SELECT record_id FROM search_texts WHERE vector @@ plainto_tsquery('timeline', search_words(:words))"
    ),
}


def found(engine: Engine, words: str) -> set[str]:
    """Find records by words, as plainly as each engine can."""
    query = f"SELECT slug FROM records WHERE id IN ({QUERIES[engine.dialect.name]})"
    with read_session(engine) as session:
        return set(session.scalars(text(query), {"words": words}))


def test_words_have_their_weight() -> None:
    assert search_text(RECORDS["report"]) == SearchText(
        title="No Rules of the Road",
        names="Nyström\nAnn\nA Body",
        text="10-CV-3488",
        quotations="",
    )
    assert search_text(MEMO) == SearchText(
        title="A memo says how to stay out",
        names="",
        text="The agency says what a county does that wants to stay out.",
        quotations="opt out",
    )


def test_other_names_are_words_and_keys_are_none() -> None:
    assert search_text(RECORDS["ice"]).names == "ICE"
    policy = search_text(RECORDS["may-stay-out"])
    assert policy.text == "May a county stay out?\nYes\nIt may.\nNo\nIt may not."


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("opt out", {"memo"}),
        ("nystrom", {"report"}),
        ("Nyström", {"report"}),
        ("department", {"dhs"}),
        ("representatives asking", {"letter"}),
        ("atlantis", set()),
    ],
)
def test_words_are_found_without_accents_and_in_all_forms(
    engine: Engine, small_archive: None, words: str, slugs: set[str]
) -> None:
    assert found(engine, words) == slugs


def test_the_index_follows_each_save(engine: Engine, small_archive: None) -> None:
    with write_transaction(engine) as session:
        changed = replace(MEMO, title="A circular")
        save(session, changed, base_version=1, by="Ed", change="update", reason="It is one")
    assert found(engine, "circular") == {"memo"}
    assert "memo" not in found(engine, "memo")
    with write_transaction(engine) as session:
        rebuild(session)
    assert found(engine, "circular") == {"memo"}


@pytest.mark.parametrize("letters", ["abcdefghij", "漢字仮名交じり文章語", "ﷺﷻ\ufdfaﷲﷴﷵﷶ"])
def test_a_very_long_record_is_kept_whole_and_found_by_its_beginning(engine: Engine, letters: str) -> None:
    """PostgreSQL refuses a vector of more than a megabyte, which a record's words could make."""
    chance = random.Random(1)

    def words(length: int) -> str:
        return " ".join("".join(chance.choices(letters, k=7)) for _ in range(length // 8 + 1))[
            :length
        ].strip()

    load(engine)
    citations = tuple(Citation(source="page", quotation=words(400), note=words(2000)) for _ in range(400))
    long = replace(MEMO, id="long", title="Endless", body=words(20_000), citations=citations)
    with write_transaction(engine) as session:
        save(session, long, base_version=0, by="Ed", change="new", reason="Much to say")
    kept = search_text(long)
    assert 5_000 < len(kept.text) <= LONGEST
    assert len(kept.text.encode()) <= LONGEST_BYTES * 2
    assert found(engine, "endless") == {"long"}
    with read_session(engine) as session:
        assert [one.field for one in check(session) if not one.field.startswith("citations[")] == []
