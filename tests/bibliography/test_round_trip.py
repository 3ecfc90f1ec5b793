"""What is written of a source is read back as it was, in each of the three forms, whatever stands in it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.dates.strategies import edtf_texts
from timeline import vocab
from timeline.bibliography.bibtex import read_bibtex, write_bibtex
from timeline.bibliography.csl_json import read_csl_json, write_csl_json
from timeline.bibliography.draft import Draft, cleaned
from timeline.bibliography.ris import read_ris, write_ris
from timeline.records.source import Creator, Identifier, Source

Reader = Callable[[str], tuple[tuple[Draft, ...], tuple[object, ...]]]
FORMS: dict[str, tuple[Callable[[list[Source]], str], Reader]] = {
    "bibtex": (write_bibtex, read_bibtex),
    "csl-json": (write_csl_json, read_csl_json),
    "ris": (write_ris, read_ris),
}
_LINES: SearchStrategy[str] = (
    st.text(st.sampled_from("aZ9 é漢ß,.;:&%$#_{}~^\\\"'-–@|=/()[]<>*`"), min_size=1, max_size=24).map(cleaned)
).filter(bool)
_WORDS: SearchStrategy[str] = (
    st.text(st.sampled_from("abcXYZ éñ'-"), min_size=1, max_size=12)
    .map(cleaned)
    .filter(lambda text: bool(text.strip("-' ")) and text.lower() not in ("and", "others"))
)
_ADDRESSES = st.sampled_from(["", "https://example.org/a_b?x=1&y=%20#z~", "http://xn--bcher-kva.example/"])
_CREATORS = st.builds(
    Creator, role=st.sampled_from(sorted(vocab.CREATOR_ROLES)), family=_WORDS.map(str.title), given=_WORDS
) | st.builds(Creator, role=st.sampled_from(sorted(vocab.CREATOR_ROLES)), literal=_LINES)
_SOURCES = st.builds(
    Source,
    id=st.just("a-source"),
    type=st.sampled_from(sorted(vocab.SOURCE_TYPES)),
    title=_LINES,
    short_title=st.just("") | _LINES,
    creators=st.lists(_CREATORS, max_size=3, unique=True).map(tuple),
    container=st.just("") | _LINES,
    publisher=st.just("") | _LINES,
    publisher_place=st.just("") | _LINES,
    issued=st.just("") | edtf_texts(),
    volume=st.just("") | _LINES,
    issue=st.just("") | _LINES,
    pages=st.sampled_from(["", "12-40", "iv-x", "7", "3, 5 and 9"]),
    number=st.just("") | _LINES,
    authority=st.just("") | _LINES,
    language=st.sampled_from(["", "en", "es-MX"]),
    url=_ADDRESSES,
    archived_url=_ADDRESSES,
    identifiers=st.lists(
        st.builds(Identifier, scheme=st.just("docket"), value=_WORDS)
        | st.sampled_from(
            [
                Identifier(scheme="doi", value="10.1000/xyz_(1)"),
                Identifier(scheme="isbn", value="978-0-00-000000-2"),
                Identifier(scheme="issn", value="1234-567X"),
            ]
        ),
        max_size=3,
        unique=True,
    ).map(tuple),
    repository=st.just("") | _LINES,
    box=st.just("") | _LINES,
    folder=st.just("") | _LINES,
    rights=st.just("") | _LINES,
    abstract=st.just("") | _LINES,
    note=st.just("") | _LINES,
)


def _ordered(source: Source) -> Source:
    """Give a source with its makers and identifiers in an order of their own: forms group them."""
    return replace(
        source,
        creators=tuple(sorted(source.creators, key=str)),
        identifiers=tuple(sorted(source.identifiers, key=str)),
    )


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None, max_examples=40)
@given(source=_SOURCES)
def test_a_source_comes_back_as_it_was(form: str, source: Source) -> None:
    write, read = FORMS[form]
    drafts, problems = read(write([source, source]))
    assert problems == ()
    assert [_ordered(draft.source) for draft in drafts] == [_ordered(source)] * 2
    assert [draft.problems for draft in drafts] == [(), ()]
