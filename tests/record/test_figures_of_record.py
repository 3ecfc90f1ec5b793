"""What reckoning finds odd in the figures of the record: each case that the documents hold, and no other.

The documents are named with the passage in which the numbers stand.
"""

from typing import Final

import pytest

from tests.record.seed import Seed
from timeline.figures.flags import Flag, flags_of
from timeline.records.series import Series

#: By kind and series: the passages.
FOUND: Final = {
    # No Rules of the Road, "Targets everyone", bullets 1-5: cumulative counts of five places decreased.
    ("cumulative-falls", ("noncriminal-decrease-percent",)): 5,
    ("cumulative-falls", ("noncriminal-decrease-persons",)): 5,
    # ICE's page, "How does Secure Communities work?", para. 3, and "Advancing ICE's Priorities", para. 4:
    # 89 and 29 percent, once between fiscal years 2008 and 2011, once between October 2008 and 2011.
    ("bases-differ", ("convicted-removals-rise",)): 2,
    ("bases-differ", ("noncriminal-removals-fall",)): 2,
    # NCSL, "Pros and Cons", para. 2: 15 percent of hits; No Rules of the Road, "Targets everyone", para. 3:
    # less than 10 percent of those identified.
    ("bases-differ", ("level-1-share-hits", "level-1-share-identified")): 2,
    # What Is Secure Communities?, "Too wide a net", bullet 2: 5 percent of hits; No Rules of the Road,
    # "Targets everyone", para. 3: 5 percent of those identified.
    ("bases-differ", ("citizens-share-hits", "citizens-share-identified")): 2,
    # NCSL, "Pros and Cons", para. 2: 15 and "the remaining 85%" of hits leave no room for the 5 percent.
    ("more-than-whole", ("citizens-share-hits", "level-1-share-hits", "level-2-3-share-hits")): 3,
    # No Rules of the Road, "Targets everyone", para. 4, and note 25: shares of "those deported".
    ("base-unknown", ("low-level-share-removed",)): 2,
    # ICE's page, "Advancing ICE's Priorities", para. 5: of "all removals", and of those "following
    # identification".
    ("base-unknown", ("misdemeanant-share-removed",)): 2,
}


@pytest.fixture(scope="session")
def flags(seed: Seed) -> tuple[Flag, ...]:
    """Give what is found in the record."""
    return flags_of([record for record in seed.records if isinstance(record, Series)])


def test_reckoning_finds_what_the_documents_hold_and_nothing_else(flags: tuple[Flag, ...]) -> None:
    assert {(flag.kind, flag.series): len(flag.figures) for flag in flags} == FOUND


def test_the_first_counts_of_the_programme_do_not_contradict_each_other(flags: tuple[Flag, ...]) -> None:
    """3,074 jurisdictions in June 2012 and "more than 3,000" later can both be true."""
    assert not [flag for flag in flags if "jurisdictions-active" in flag.series]


def test_what_is_found_is_said_with_the_numbers(flags: tuple[Flag, ...]) -> None:
    said = " ".join(flag.message for flag in flags)
    for words in ("come to 105 percent", "89 percent (2008 to 2011)", "October 2008 to October 2011"):
        assert words in said
