"""Three-way merging: nothing that either side did is lost, and what both did is asked."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.differing.drawing import edited
from tests.records.strategies import BULKY, archives
from tests.store.archive import MEMO
from timeline.differing.merging import UnresolvedError, merge, resolve
from timeline.records.event import Citation

FIRST, SECOND = MEMO.citations
NEW = Citation(source="letter", locator="p. 1")
OTHER = Citation(source="book", locator="p. 9")


def test_what_each_side_changed_alone_is_kept() -> None:
    theirs = replace(MEMO, title="Theirs", citations=(replace(FIRST, locator="note 3"), SECOND))
    mine = replace(MEMO, summary="Mine.", citations=(FIRST, replace(SECOND, note="Mine."), NEW))
    merged = merge(MEMO, theirs, mine)
    assert merged.conflicts == ()
    assert merged.record == replace(
        MEMO,
        title="Theirs",
        summary="Mine.",
        citations=(replace(FIRST, locator="note 3"), replace(SECOND, note="Mine."), NEW),
    )


def test_what_both_changed_is_a_conflict_with_all_three() -> None:
    theirs, mine = replace(MEMO, title="Theirs", kind="reform"), replace(MEMO, title="Mine", kind="reform")
    merged = merge(MEMO, theirs, mine)
    assert [(c.path, c.words, c.base, c.theirs, c.mine) for c in merged.conflicts] == [
        ("title", "Title", MEMO.title, "Theirs", "Mine")
    ]
    assert resolve(merged, {"title": "mine"}) == mine
    assert resolve(merged, {"title": "theirs"}) == theirs
    assert resolve(merged, {"title": "base"}) == replace(MEMO, kind="reform")
    with pytest.raises(UnresolvedError, match="Choose which is to stand: Title"):
        resolve(merged, {})


def test_a_row_taken_out_by_one_and_changed_by_the_other_is_a_conflict() -> None:
    theirs = replace(MEMO, citations=(FIRST,))
    mine = replace(MEMO, citations=(FIRST, replace(SECOND, note="Mine.")))
    merged = merge(MEMO, theirs, mine)
    assert [(c.path, c.base, c.theirs, c.mine) for c in merged.conflicts] == [
        ("citations[1]", SECOND, None, replace(SECOND, note="Mine."))
    ]
    assert resolve(merged, {"citations[1]": "mine"}) == mine
    assert resolve(merged, {"citations[1]": "theirs"}) == theirs


def test_rows_added_by_both_stand_once_and_differ_field_by_field() -> None:
    theirs = replace(MEMO, citations=(*MEMO.citations, NEW, OTHER))
    mine = replace(MEMO, citations=(*MEMO.citations, replace(NEW, note="Mine.")))
    merged = merge(MEMO, theirs, mine)
    assert merged.conflicts == ()
    assert set(merged.record.citations) == {*MEMO.citations, replace(NEW, note="Mine."), OTHER}  # type: ignore[union-attr]
    again = merge(MEMO, replace(MEMO, citations=(*MEMO.citations, replace(NEW, note="Theirs."))), mine)
    assert [conflict.path for conflict in again.conflicts] == ["citations[2].note"]


def test_two_orders_are_a_conflict() -> None:
    three = replace(MEMO, places=("us", "us-ca", "us-ny"))
    theirs = replace(three, places=("us-ca", "us", "us-ny"))
    mine = replace(three, places=("us-ny", "us", "us-ca"))
    merged = merge(three, theirs, mine)
    assert [(c.path, c.words) for c in merged.conflicts] == [("places[order]", "Order of places")]
    assert resolve(merged, {"places[order]": "mine"}) == mine


@given(st.data())
@settings(**BULKY, max_examples=60)
def test_the_laws_of_merging(data: st.DataObject) -> None:
    for base in data.draw(archives()):
        theirs, mine = edited(base, data), edited(base, data)
        assert merge(base, base, mine).record == mine
        assert merge(base, theirs, base).record == theirs
        assert merge(base, mine, mine).record == mine
        here, there = merge(base, theirs, mine), merge(base, mine, theirs)
        assert {c.path for c in here.conflicts} == {c.path for c in there.conflicts}
        for side, other in (("theirs", "mine"), ("mine", "theirs"), ("base", "base")):
            chosen = resolve(here, {c.path: side for c in here.conflicts})  # type: ignore[misc]
            assert chosen == resolve(there, {c.path: other for c in there.conflicts})  # type: ignore[misc]
