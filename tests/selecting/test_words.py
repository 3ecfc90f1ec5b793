"""The index of words: it finds what a plain list of records would, in its order; it grows, and is packed."""

from collections.abc import Mapping, Sequence
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from timeline.selecting import finding, postings
from timeline.selecting.finding import all_of, any_of, best, having
from timeline.selecting.framing import UnreadableIndexError
from timeline.selecting.stored_words import pack_words, unpack_words
from timeline.selecting.word_index import RecordWords, WordIndex, collect
from timeline.selecting.word_levels import HIGHEST, RecordTexts, word_levels, worth

STEMS = ("agreement", "agre", "counti", "fingerprint", "memo", "état")
LEVELS = st.dictionaries(st.sampled_from(STEMS), st.integers(1, HIGHEST))
RECORDS = st.lists(
    st.builds(
        RecordWords,
        key=st.one_of(st.integers(1, 30), st.integers(65_000, 66_000)),
        kind=st.sampled_from(("event", "source", "topic")),
        is_public=st.booleans(),
        levels=LEVELS,
    ),
    max_size=40,
    unique_by=itemgetter(0),
)


def said(index: WordIndex) -> dict[str, dict[int, int | str | bool]]:
    """Tell all that an index says of each record."""
    told: dict[str, dict[int, int | str | bool]] = {
        "kinds": {key: kind for kind, keys in index.kinds.items() for key in keys},
        "public": dict.fromkeys(index.public, True),
    }
    for stem in sorted(index.stems_beginning("")):
        found: dict[int, int | str | bool] = {
            key: level for level, keys in index.levels(stem).items() for key in keys
        }
        told |= {stem: found} if found else {}
    return told


@given(RECORDS)
def test_each_record_is_found_at_the_level_of_its_words(records: Sequence[RecordWords]) -> None:
    index = collect(records)
    assert index.size == len(records)
    told = said(index)
    assert told["kinds"] == {one.key: one.kind for one in records}
    assert set(told["public"]) == {one.key for one in records if one.is_public}
    for stem in STEMS:
        assert told.get(stem, {}) == {one.key: one.levels[stem] for one in records if stem in one.levels}
    assert index.levels("never") == {}
    assert index.stems_beginning("agre") == {s for one in records for s in one.levels if s.startswith("agre")}


@given(RECORDS, st.lists(RECORDS, max_size=3))
def test_an_index_grows_to_what_would_be_made_anew(
    records: Sequence[RecordWords], writings: Sequence[Sequence[RecordWords]]
) -> None:
    index, now = collect(records), {one.key: one for one in records}
    before = said(index)
    grown = index
    for written in writings:
        grown = grown.with_records(written)
        now |= {one.key: one for one in written}
        assert said(grown) == said(collect(list(now.values())))
        assert grown.size == len(now)
    assert said(index) == before


@given(RECORDS)
def test_an_index_comes_back_from_its_bytes(records: Sequence[RecordWords]) -> None:
    index = collect(records)
    packed = pack_words(index, {"version": 7})
    read, told = unpack_words(packed)
    assert (said(read), told) == (said(index), {"version": 7})
    assert pack_words(read, told) == packed
    with pytest.raises(UnreadableIndexError):
        unpack_words(packed[:-1])


def test_what_is_gathered_in_pieces_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    records = [RecordWords(key, "event", True, {"memo": 1 + key % 3}) for key in range(1, 20)]
    whole = pack_words(collect(records), {})
    monkeypatch.setattr(postings, "_AT_ONCE", 4)
    assert pack_words(collect(records), {}) == whole


WORD = st.sampled_from((*STEMS, "never"))


@given(RECORDS, st.lists(st.lists(WORD, min_size=1, max_size=3), max_size=4), st.integers(0, 45))
def test_the_best_come_first_as_in_a_plain_list(
    records: Sequence[RecordWords], wanted: Sequence[Sequence[str]], most: int
) -> None:
    index = collect(records)
    groups = [any_of([index.levels(word) for word in group]) for group in wanted]
    public = {one.key: one.levels for one in records if one.is_public}
    level = [
        {key: max(levels.get(word, 0) for word in group) for key, levels in public.items()}
        for group in wanted
    ]
    number = [sum(map(bool, levels.values())) for levels in level]

    def rated(key: int) -> tuple[int, int]:
        return -sum(worth(of[key], n, len(public)) for of, n in zip(level, number, strict=True)), key

    plain = sorted((key for key in public if all(of[key] for of in level)), key=rated)
    among = BitMap.intersection(index.public, *map(having, groups)) if groups else index.public
    assert set(plain) == set(among)
    assert best(groups, among, of=index.public, most=most) == plain[:most]


@given(RECORDS, st.lists(WORD, min_size=1, max_size=3), st.sets(st.integers(1, 30)))
def test_a_phrase_says_as_much_as_the_least_of_its_words(
    records: Sequence[RecordWords], words: Sequence[str], has: set[int]
) -> None:
    index = collect(records)
    found = all_of([index.levels(word) for word in words], BitMap(has))
    plain = {one.key: min(one.levels.get(word, 0) for word in words) for one in records if one.key in has}
    assert {key: level for level, keys in found.items() for key in keys} == {
        key: level for key, level in plain.items() if level
    }


def test_among_many_sums_those_that_are_hardly_apart_count_as_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records = [
        RecordWords(1 + key, "event", True, {s: 1 + key * n % HIGHEST for n, s in enumerate(STEMS, start=2)})
        for key in range(600)
    ]
    index = collect(records)
    groups = [index.levels(stem) for stem in STEMS]

    def order(most_sums: int) -> list[int]:
        monkeypatch.setattr(finding, "_MOST_SUMS", most_sums)
        return best(groups, index.public, of=index.public, most=600)

    exact, nearly = order(100_000), order(48)
    assert sorted(nearly) == sorted(exact) == list(range(1, 601))
    assert len(set(nearly[:50]) & set(exact[:60])) > 40
    assert order(48) == nearly


def _levels(**texts: str) -> Mapping[str, int]:
    return word_levels(RecordTexts(**{"title": "", "names": "", "text": "", "quotations": "", **texts}))


def test_a_title_says_more_than_a_name_a_text_and_a_quotation() -> None:
    rest = "word " * 150
    four = [_levels(**{part: "Memo", "text": rest if part != "text" else f"{rest} memo"})["memo"]
            for part in ("title", "names", "text", "quotations")]  # fmt: skip
    assert four == sorted(four, reverse=True)
    assert len(set(four)) == 4


def test_often_says_more_than_once_and_a_short_text_more_than_a_long_one() -> None:
    lone, often = _levels(text="memo " + "word " * 200), _levels(text="memo " * 9 + "word " * 192)
    assert lone["memo"] < often["memo"] < often["word"] <= HIGHEST
    assert _levels(text="memo " + "word " * 20_000)["memo"] == 1
    assert _levels(text="memo")["memo"] > lone["memo"]
    assert _levels(text="a " * 90_000) == {"a": HIGHEST}
    assert _levels() == {}


def test_words_are_folded_and_stemmed() -> None:
    assert set(_levels(title="Médina’s Policies", text="TERMINATED, possibly (methodology)")) == {
        "medina", "s", "polici", "termin", "possibl", "methodolog",
    }  # fmt: skip


@given(st.integers(1, HIGHEST - 1), st.integers(0, 1000), st.integers(0, 1000))
def test_a_higher_level_and_a_rarer_word_are_worth_more(level: int, having: int, more: int) -> None:
    records = having + more
    assert 0 <= worth(level, having, records) <= worth(level + 1, having, records)
    assert worth(level, having, records) >= worth(level, records, records)
