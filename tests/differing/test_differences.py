"""What differs between two versions of a record, and applying it."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.differing.drawing import edited
from tests.records.strategies import BULKY, archives
from tests.store.archive import ARCHIVE, MEMO
from timeline.differing.differences import apply, differences
from timeline.differing.pairing import combine, side_by_side
from timeline.differing.places import place_now, value_at
from timeline.differing.words import words_of
from timeline.records.event import Citation, Participation

RECORDS: dict[tuple[str, str], Any] = {(record.record_kind, record.id): record for record in ARCHIVE}


def told(before: Any, after: Any) -> list[tuple[str, str, Any, Any]]:
    return [(d.sort, d.path, d.before, d.after) for d in differences(before, after)]


def test_a_field_is_named_with_what_it_was_and_is() -> None:
    after = replace(MEMO, title="A memo", significance=2)
    assert told(MEMO, after) == [
        ("changed", "title", MEMO.title, "A memo"),
        ("changed", "significance", 1, 2),
    ]


def test_a_row_is_the_same_one_by_what_it_is_about() -> None:
    first, second = MEMO.citations
    moved = (replace(second, locator="page 2"), replace(first, quotation="to opt out"))
    assert told(MEMO, replace(MEMO, citations=moved)) == [
        ("changed", "citations[0].locator", "", "page 2"),
        ("changed", "citations[1].quotation", "opt out", "to opt out"),
        ("moved", "citations", MEMO.citations, moved),
    ]
    new = Citation(source="letter", locator="p. 1")
    assert told(MEMO, replace(MEMO, citations=(new, second))) == [
        ("added", "citations[0]", None, new),
        ("removed", "citations[0]", first, None),
    ]


def test_plain_values_are_rows_too() -> None:
    assert told(MEMO, replace(MEMO, topics=("programme", *MEMO.topics), places=("us-ca", "us"))) == [
        ("moved", "places", ("us", "us-ca"), ("us-ca", "us")),
        ("added", "topics[0]", None, "programme"),
    ]


def test_one_difference_is_taken_back_without_the_others() -> None:
    after = replace(
        MEMO,
        title="A memo",
        actors=(Participation(actor="dhs", role="issuer"), MEMO.actors[1]),
        citations=(MEMO.citations[1],),
    )
    back = {difference.key: difference for difference in differences(after, MEMO)}
    assert apply(after, [back["added:citations[0]"]]) == replace(after, citations=MEMO.citations)
    assert apply(after, [back["changed:title"]]) == replace(after, title=MEMO.title)
    assert apply(after, back.values()) == MEMO


def test_a_place_is_found_again_where_its_row_stands_now() -> None:
    first, second = Citation(source="page", locator="p. 1"), Citation(source="report", locator="p. 2")
    then = replace(MEMO, citations=(first, second))
    now = replace(MEMO, citations=(replace(second, locator="p. 3"),))
    assert place_now(then, now, "citations[1].locator") == "citations[0].locator"
    assert place_now(then, now, "citations[0]") is None
    assert place_now(then, now, "citations[7]") is None
    assert place_now(then, now, "title") == "title"
    assert place_now(then, now, "no such field") is None
    found = value_at(now, "citations[0].locator")
    assert found is not None
    assert (found[0].name, found[1]) == ("locator", "p. 3")
    assert value_at(now, "citations[1].locator") is None


def test_the_words_name_the_place() -> None:
    assert words_of("citations[2].locator") == "Citation 3, where in the source"
    assert words_of("date_verbatim") == "Date in the source’s words"
    after = replace(MEMO, places=("us-ca", "us"))
    assert [difference.words for difference in differences(MEMO, after)] == ["Order of places"]


@given(st.data())
@settings(**BULKY, max_examples=60)
def test_applying_all_differences_gives_the_later_version(data: st.DataObject) -> None:
    for record in data.draw(archives()):
        after = edited(record, data)
        found = differences(record, after)
        assert apply(record, found) == after
        assert (found == ()) == (record == after)
        assert len({difference.key for difference in found}) == len(found)
        some = [difference for difference in found if data.draw(st.booleans())]
        partly = apply(record, some)
        assert type(partly) is type(record)


def test_two_records_side_by_side_lose_nothing_unless_told_to() -> None:
    report, page = RECORDS["source", "report"], RECORDS["source", "page"]
    pairs = {pair.field: pair for pair in side_by_side(report, page)}
    assert "id" not in pairs
    assert (pairs["title"].suggested, pairs["url"].suggested) == ("keep", "other")
    both: Any = combine(
        report, replace(page, creators=(report.creators[0], replace(report.creators[1], literal="B")))
    )
    assert (both.title, both.url) == (report.title, page.url)
    assert [creator.literal for creator in both.creators] == ["", "A Body", "B"]
    chosen: Any = combine(report, page, {"title": "other", "creators": "other", "url": "keep"})
    assert (chosen.title, chosen.creators, chosen.url) == (page.title, (), "")
