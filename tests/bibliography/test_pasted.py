"""What people paste: the five forms, what is left out of each, and texts that mean harm."""

import time

import pytest

from timeline.bibliography.pasted import LONGEST, Pasted, read_pasted
from timeline.records.source import Creator, Identifier

ZOTERO = r"""
@article{smith_order_2010,
  title = {The {{U}}.{{S}}. order: 50% of it \& \emph{more}},
  author = {Smith, Jr., John and {National Immigration Forum} and de la Cruz, Mar{\'i}a and others},
  journal = "Journal of Orders", volume = 4, number = 3, pages = {1--22},
  month = mar, year = 2010,
  doi = {https://doi.org/10.1000/ab_c}, url = {http://example.org/c_d%20e},
  keywords = {a, b}
}
@book{broken, title = {x
"""
RIS = """TY  - JOUR
AU  - Smith, John
AU  - ICE
TI  - A title
that goes on
JO  - Journal
PY  - 2010/03//
SP  - 12
EP  - 40
KW  - detainers
ER  -

TY  - NEWS
TI  - Without an end
DA  - 2011///Spring
"""


def _only(text: str) -> Pasted:
    pasted = read_pasted(text)
    assert len(pasted.drafts) == 1
    return pasted


@pytest.mark.parametrize(
    "text",
    [
        "10.1000/xyz.123",
        "doi: 10.1000/xyz.123",
        "https://doi.org/10.1000/xyz.123",
        "dx.doi.org/10.1000/xyz.123.",
    ],
)
def test_a_doi_drafts_a_source_that_wants_a_title(text: str) -> None:
    pasted = _only(f"  {text}\n")
    draft = pasted.drafts[0]
    assert pasted.form == "doi"
    assert draft.source.identifiers == (Identifier(scheme="doi", value="10.1000/xyz.123"),)
    assert draft.source.url == "https://doi.org/10.1000/xyz.123"
    assert [problem.path for problem in draft.problems] == ["title"]


def test_an_archived_copy_names_the_page_that_it_is_of() -> None:
    source = _only("https://web.archive.org/web/20110301000000/http://www.ice.gov/sc").drafts[0].source
    assert (source.type, source.url) == ("webpage", "http://www.ice.gov/sc")
    assert source.archived_url == "https://web.archive.org/web/20110301000000/http://www.ice.gov/sc"


def test_bibtex_is_read_and_what_is_left_out_is_listed() -> None:
    pasted = _only(ZOTERO)
    source, problems = pasted.drafts[0].source, pasted.drafts[0].problems
    assert (source.id, source.type, source.issued) == ("smith-order-2010", "article-journal", "2010-03")
    assert source.title == "The U.S. order: 50% of it & more"
    assert source.creators == (
        Creator(family="Smith", given="John, Jr."),
        Creator(literal="National Immigration Forum"),
        Creator(family="de la Cruz", given="María"),
    )
    assert (source.volume, source.issue, source.pages) == ("4", "3", "1-22")
    assert source.url == "http://example.org/c_d%20e"
    assert source.identifiers == (Identifier(scheme="doi", value="10.1000/ab_c"),)
    assert [(problem.path, problem.value) for problem in problems] == [
        ("author", "others"),
        ("keywords", "a, b"),
    ]
    assert [problem.path for problem in pasted.problems] == ["line 9"]


def test_ris_is_read_to_the_last_line_even_without_an_end() -> None:
    pasted = read_pasted(RIS)
    first, second = (draft.source for draft in pasted.drafts)
    assert (first.title, first.issued, first.pages) == ("A title that goes on", "2010-03", "12-40")
    assert first.creators == (Creator(family="Smith", given="John"), Creator(literal="ICE"))
    assert (second.type, second.title, second.issued) == ("article-newspaper", "Without an end", "2011-21")
    assert [problem.value for problem in pasted.drafts[0].problems] == ["detainers"]


def test_csl_json_keeps_a_particle_a_season_and_about() -> None:
    pasted = read_pasted(
        '[{"type": "report", "title": "A", "author": [{"family": "Cruz", "non-dropping-particle": "de la"}],'
        ' "issued": {"date-parts": [[2010]], "circa": true}},'
        ' {"type": "webpage", "title": "B", "issued": {"date-parts": [["2011"]], "season": 2}}, 3]'
    )
    first, second = (draft.source for draft in pasted.drafts)
    assert (first.issued, second.issued) == ("2010~", "2011-22")
    assert first.creators[0].family == "de la Cruz" or first.creators[0].literal == "de la Cruz"
    assert [problem.path for problem in pasted.problems] == ["item 3"]


def test_a_date_with_two_meanings_is_not_guessed() -> None:
    draft = _only("@misc{a, title={x}, date={03/04/2011}}").drafts[0]
    assert draft.source.issued == ""
    assert "2011-03-04" in draft.problems[0].cure
    assert "2011-04-03" in draft.problems[0].cure


@pytest.mark.parametrize(
    "text", ["", "   ", "hello", "http://[x", "{", "[1, 2", "@", "TY", "\x00", "a" * (LONGEST + 1)]
)
def test_what_is_no_reference_is_refused_with_a_cure(text: str) -> None:
    pasted = read_pasted(text)
    assert pasted.drafts == ()
    assert all(problem.message and problem.cure for problem in pasted.problems)
    assert pasted.problems


@pytest.mark.parametrize(
    "text",
    [
        "@a{k, t = {" + "{" * 100_000,
        "@misc{k, title = {" + "{" * 5_000 + "x" + "}" * 5_000 + "}}",
        "@a{k," * 5_000,
        "[" * 100_000,
        '{"a":' * 50_000,
        '[{"issued": {"date-parts": [[1e400, -3]]}, "author": {"family": []}, "title": [1], "custom": [3]}]',
        '[{"title": "\\ud800", "type": 3, "id": null, "author": [null, 3, {"family": "\\u0000"}]}]',
        "TY  - \nTI  - " + "x\n" * 50_000,
        "TY  - JOUR\nTY  - JOUR\nER  - \nER  - ",
        "@misc{k, title={a}, author={and and and, , ,}, year={{{}}}}",
        "@string{a = a} @misc{k, title = a # a # b}",
    ],
)
def test_hostile_text_is_read_or_refused_and_never_holds_up(text: str) -> None:
    start = time.perf_counter()
    pasted = read_pasted(text)
    assert time.perf_counter() - start < 5
    assert pasted.drafts or pasted.problems
    for draft in pasted.drafts:
        draft.source.title.encode()


def test_markup_and_control_characters_stay_text() -> None:
    draft = _only("@misc{a, title={<script>alert(1)</script>\x07 \u202eevil}}").drafts[0]
    assert draft.source.title == "<script>alert(1)</script> \u202eevil"
