"""The sources of the record as references: each in the three styles and forms, without one odd sign."""

import re
from collections.abc import Callable

import pytest

from tests.record.seed import Seed
from timeline.bibliography.bibtex import bibtex_entry, read_bibtex
from timeline.bibliography.csl_json import read_csl_json, write_csl_json
from timeline.bibliography.draft import Draft
from timeline.bibliography.ris import read_ris, ris_entry
from timeline.bibliography.styles import STYLES, cite
from timeline.records.source import Source

#: What a field that is empty would leave behind.
ODD = re.compile(r"\(\)|\[\]|,,|\.\.|, \.|; \.|: \.|  |“”|^[,.;:]|\bNone\b|—\.")
Read = Callable[[str], tuple[tuple[Draft, ...], tuple[object, ...]]]


def _sources(seed: Seed) -> list[Source]:
    found = [record for record in seed.records if isinstance(record, Source)]
    assert len(found) == 75
    return found


@pytest.mark.parametrize("style", STYLES)
def test_every_source_is_cited_without_a_gap(seed: Seed, style: str) -> None:
    for source in _sources(seed):
        said = cite(source, style)
        assert source.title.replace("“", "‘").replace("”", "’").rstrip(".")[:40] in said.replace(
            "“", "‘"
        ).replace("”", "’") or (source.number and source.title in source.number), said
        assert ODD.search(said) is None, said
        assert said.endswith((".", "?", "/", "]")) or "http" in said, said


@pytest.mark.parametrize("style", STYLES)
def test_no_source_gets_a_day_that_is_not_known(seed: Seed, style: str) -> None:
    for source in _sources(seed):
        if not source.issued:
            assert not re.search(
                r"\b(19|20)\d\d\b", cite(source, style).replace(source.title, "").partition("http")[0]
            )
        elif len(source.issued) == 4:
            assert not re.search(r"January|Jan\.", cite(source, style))


def test_every_source_comes_back_from_every_form(seed: Seed) -> None:
    forms: tuple[tuple[Callable[[Source], str], Read], ...] = (
        (bibtex_entry, read_bibtex),
        (ris_entry, read_ris),
        (lambda source: write_csl_json([source]), read_csl_json),
    )
    for source in _sources(seed):
        for write, read in forms:
            (draft,), problems = read(write(source))
            found = draft.source
            assert (problems, draft.problems) == ((), ())
            assert (found.id, found.type, found.title, found.issued, found.url) == (
                source.id,
                source.type,
                source.title,
                source.issued,
                source.url,
            )
            assert sorted(map(str, found.creators)) == sorted(map(str, source.creators))
