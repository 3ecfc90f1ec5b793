"""The canonical form: one for each record, and back again."""

import json

import pytest
from hypothesis import given, settings

from tests.records.strategies import BULKY, archives
from tests.store.archive import ARCHIVE, MEMO
from timeline.errors import InvalidRecordError
from timeline.records.canonical import canonical_json, fingerprint, from_document, from_json, to_document
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.references import keys_referred_to, references, with_moved
from timeline.records.validate import problems


@settings(max_examples=15, **BULKY)
@given(archives())
def test_any_record_comes_back_from_its_form(records: tuple[Record, ...]) -> None:
    for record in records:
        assert problems(record) == ()
        text = canonical_json(record)
        again = from_json(record.record_kind, text)
        assert again == record
        assert canonical_json(again) == text
        assert json.loads(text) == to_document(record)


@settings(max_examples=10, **BULKY)
@given(archives())
def test_the_records_referred_to_are_those_of_the_references_each_once(records: tuple[Record, ...]) -> None:
    for record in records:
        assert keys_referred_to(record) == list(dict.fromkeys(ref.key for ref in references(record)))


@settings(max_examples=10, **BULKY)
@given(archives())
def test_references_move_there_and_back(records: tuple[Record, ...]) -> None:
    there = {(record.record_kind, record.id): f"{record.id}-moved" for record in records}
    back = {(kind, new): old for (kind, old), new in there.items()}
    for record in records:
        moved = with_moved(record, there)
        assert [(ref.path, ref.kind, ref.id) for ref in references(moved)] == [
            (ref.path, ref.kind, there[ref.key]) for ref in references(record)
        ]
        assert with_moved(moved, back) == record
        assert with_moved(record, {}) is record


def test_the_form_is_small_and_sorted() -> None:
    place = next(record for record in ARCHIVE if record.id == "us-ca")
    assert canonical_json(place) == '{"id":"us-ca","kind":"state","name":"California","part_of":"us"}'
    assert fingerprint(place) == "3a828ddd5015cc7bdbceaf5bd67497bf95455f9b8b693d44a99068e319c89ada"


def test_letters_stand_as_they_are() -> None:
    source = next(record for record in ARCHIVE if record.id == "report")
    assert '"family":"Nyström"' in canonical_json(source)


@pytest.mark.parametrize(
    ("document", "lines"),
    [
        (
            {"id": "us", "colour": "red", "name": 7, "codes": "fips:00", "kind": None},
            [
                "colour: there is no such field. The fields are: codes, description, id, kind, name,"
                " part_of.",
                "name: must be text (found “7”).",
                "kind: must be text (found “None”).",
                "codes: must be a list (found “fips:00”).",
            ],
        ),
        (
            {"codes": [{"scheme": "fips", "value": 1, "x": 2}, "fips:00"]},
            [
                "codes[0].x: there is no such field. The fields are: scheme, value.",
                "codes[0].value: must be text (found “1”).",
                "codes[1]: must be an object with named fields (found “fips:00”).",
            ],
        ),
    ],
)
def test_a_document_of_the_wrong_form_is_refused(document: dict[str, object], lines: list[str]) -> None:
    with pytest.raises(InvalidRecordError) as caught:
        from_document("place", document)
    assert sorted(map(str, caught.value.problems)) == sorted(lines)


def test_whole_numbers_and_flags_are_no_texts() -> None:
    with pytest.raises(InvalidRecordError, match="significance: must be a whole number"):
        from_document("event", {**to_document(MEMO), "significance": True})
    with pytest.raises(InvalidRecordError, match="principal: must be true or false"):
        from_document("policy", {"principal": "yes"})


@pytest.mark.parametrize("kind", CLASS_OF_KIND)
def test_an_empty_document_is_a_record_with_problems(kind: str) -> None:
    record = from_document(kind, {})
    assert any(problem.message == "is missing" for problem in problems(record))


def test_a_merged_place_is_named_once() -> None:
    moved = with_moved(MEMO, {("place", "us-ca"): "us"})
    assert [ref.id for ref in references(moved) if ref.path.startswith("places")] == ["us"]
