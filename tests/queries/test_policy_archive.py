"""Histories that are folded once and kept."""

import threading
from collections import Counter
from collections.abc import Collection

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from timeline.db import read_session
from timeline.queries import policy_archive as kept
from timeline.queries.policy_facts import PolicyFacts

READERS = 4


@pytest.fixture
def folded(monkeypatch: pytest.MonkeyPatch) -> "Counter[str]":
    """Count how often the history of each policy is folded."""
    counted: Counter[str] = Counter()
    fold = kept.PolicyArchive._fold

    def count(self: kept.PolicyArchive, session: Session, policies: Collection[PolicyFacts]) -> None:
        counted.update(policy.id for policy in policies)
        fold(self, session, policies)

    monkeypatch.setattr(kept.PolicyArchive, "_fold", count)
    monkeypatch.setattr(kept, "_AT_ONCE", 2)
    return counted


def test_readers_who_come_at_once_have_each_history_folded_once(
    record_engine: Engine, folded: "Counter[str]"
) -> None:
    with read_session(record_engine) as session:
        kept.forget(session)
    start, archives = threading.Barrier(READERS), []

    def read() -> None:
        with read_session(record_engine) as session:
            start.wait()
            archive = kept.policy_archive(session)
            archive.all_histories(session)
            archives.append(archive)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    assert len(archives) == READERS
    assert all(archive is archives[0] for archive in archives)
    assert set(folded) == set(archives[0].facts.policies)
    assert set(folded.values()) == {1}
