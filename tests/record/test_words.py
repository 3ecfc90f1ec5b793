"""The record against the documents: what is quoted stands there, and nothing else is copied from there."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.record.documents import FILES, Document, plain, words
from tests.record.seed import Seed, Statement
from timeline.records.event import Citation, Event
from timeline.records.series import Figure

LONGEST_SHARED_RUN = 7
LONGEST_QUOTATION = 15

Documents = Mapping[str, Document]


def _copied(statement: Statement) -> Iterator[str]:
    """Yield the words that a statement takes from its source."""
    part = statement.part
    yield part.quotation
    if isinstance(part, Citation):
        yield part.asserted_verbatim


def test_every_quotation_stands_at_the_place_that_its_locator_names(seed: Seed, documents: Documents) -> None:
    missing = [
        (statement.where, statement.part.source, statement.part.locator, copied)
        for statement in seed.statements()
        if statement.part.source in documents
        for copied in _copied(statement)
        if plain(copied) not in documents[statement.part.source].places[statement.part.locator]
    ]
    assert missing == []


def test_a_work_that_was_not_read_is_not_quoted(seed: Seed) -> None:
    quoted = [
        (statement.where, statement.part.source)
        for statement in seed.statements()
        if statement.part.source not in FILES and any(_copied(statement))
    ]
    assert quoted == []


def test_quotations_are_a_few_words(seed: Seed) -> None:
    long = [
        (statement.where, statement.part.quotation)
        for statement in seed.statements()
        if len(statement.part.quotation.split()) > LONGEST_QUOTATION
    ]
    assert long == []


def test_dates_in_the_words_of_a_source_stand_in_one_that_is_cited(seed: Seed, documents: Documents) -> None:
    missing = []
    for event in seed.of(Event):
        cited = [documents[part.source].text for part in event.citations if part.source in documents]
        verbatims = (event.date_verbatim, *(dated.verbatim for dated in event.dates))
        missing += [(event.id, each) for each in verbatims if not any(plain(each) in text for text in cited)]
    for statement in seed.statements():
        part = statement.part
        if isinstance(part, Figure) and plain(part.period_verbatim) not in documents[part.source].text:
            missing.append((statement.where, part.period_verbatim))
    assert missing == []


def test_nothing_of_ours_shares_a_run_of_eight_words_with_a_document(
    seed: Seed, documents: Documents
) -> None:
    length = LONGEST_SHARED_RUN + 1
    theirs = {run for document in documents.values() for run in _runs(words(document.text), length)}
    shared = [
        (where, " ".join(run))
        for where, text in seed.own_words()
        for run in _runs(words(text), length)
        if run in theirs
    ]
    assert shared == []


def _runs(of: list[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(of[start : start + length]) for start in range(len(of) - length + 1))


def test_the_record_names_the_files_that_were_read(seed: Seed, documents_folder: Path) -> None:
    for key, name in FILES.items():
        digest = hashlib.sha256((documents_folder / name).read_bytes()).hexdigest()
        assert [(capture.file, capture.sha256) for capture in seed.source(key).captures] == [(name, digest)]


def test_the_five_keys_and_dates_are_those_that_came_with_the_documents(
    seed: Seed, documents_folder: Path
) -> None:
    rows = re.findall(
        r"^\| `([^`]+)` \| `([^`]+)` \|.*\| (?:`([^`]+)`|none) \|$",
        (documents_folder / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert {key: name for name, key, _ in rows} == FILES
    assert {key: issued for _, key, issued in rows} == {key: seed.source(key).issued for key in FILES}
