"""References against those that the three style guides print as right, and against hostile text."""

# ruff: noqa: E501 - a printed reference is not torn more than it must be
import pytest

from timeline.bibliography.styles import STYLES, cite, cite_in_html
from timeline.records.source import Creator, Identifier, Source


def _by(*names: str, role: str = "author") -> tuple[Creator, ...]:
    people = [name.partition(", ") for name in names]
    return tuple(
        Creator(role=role, family=family, given=given) if given else Creator(role=role, literal=family)
        for family, _, given in people
    )


JOURNAL = Source(
    id="emotions",
    type="article-journal",
    title="Emotions in storybooks: A comparison of storybooks that represent ethnic and racial groups in the"
    " United States",
    creators=_by("Grady, Jessica S.", "Her, Mai", "Moreno, Gena", "Perez, Claudia", "Yelinek, Jaimie"),
    container="Psychology of Popular Media Culture",
    issued="2019",
    volume="8",
    issue="3",
    pages="207-217",
    identifiers=(Identifier(scheme="doi", value="10.1037/ppm0000185"),),
)
CHAPTER = Source(
    id="psalter",
    type="chapter",
    title="The Queen Mary Psalter",
    creators=(*_by("Doyle, Kathleen"), *_by("Marks, P. J. M.", "Parkin, Stephen", role="editor")),
    container="The Book by Design: The Remarkable Story of the World’s Greatest Invention",
    publisher="University of Chicago Press",
    issued="2023",
)
NEWS = Source(
    id="flax",
    type="article-newspaper",
    title="Are Flax Seeds All That?",
    creators=_by("Blum, Dani"),
    container="New York Times",
    issued="2023-12-13",
    url="https://www.nytimes.com/2023/12/13/well/eat/flax-seeds-benefits.html",
)
REPORT = Source(
    id="taking-time",
    type="report",
    title="Taking time: Support for people with cancer",
    creators=_by("National Cancer Institute"),
    number="NIH Publication No. 18-2059",
    publisher="U.S. Department of Health and Human Services, National Institutes of Health",
    issued="2019",
    url="https://www.cancer.gov/publications/patient-education/takingtime.pdf",
)
BOOK = Source(
    id="chinatown",
    type="book",
    title="Interior Chinatown",
    creators=_by("Yu, Charles"),
    publisher="Pantheon Books",
    issued="2020",
)
POST = Source(
    id="reading-brain",
    type="post-weblog",
    title="The Reading Brain: Differences between Digital and Print",
    creators=_by("Hollmichel, Stefanie"),
    container="So Many Books",
    issued="2013-04-25",
    url="https://somanybooksblog.com/2013/04/25/the-reading-brain/",
)
PRINTED = [
    (
        JOURNAL,
        "apa",
        "Grady, J. S., Her, M., Moreno, G., Perez, C., & Yelinek, J. (2019). Emotions in storybooks: A comparison"
        " of storybooks that represent ethnic and racial groups in the United States. <i>Psychology of Popular"
        " Media Culture</i>, <i>8</i>(3), 207–217. https://doi.org/10.1037/ppm0000185",
    ),
    (
        JOURNAL,
        "mla",
        "Grady, Jessica S., et al. “Emotions in storybooks: A comparison of storybooks that represent ethnic and"
        " racial groups in the United States.” <i>Psychology of Popular Media Culture</i>, vol. 8, no. 3, 2019,"
        " pp. 207–217, https://doi.org/10.1037/ppm0000185.",
    ),
    (
        JOURNAL,
        "chicago",
        "Grady, Jessica S., Mai Her, Gena Moreno, Claudia Perez, and Jaimie Yelinek. 2019. “Emotions in"
        " storybooks: A comparison of storybooks that represent ethnic and racial groups in the United States.”"
        " <i>Psychology of Popular Media Culture</i> 8 (3): 207–217. https://doi.org/10.1037/ppm0000185.",
    ),
    (
        REPORT,
        "apa",
        "National Cancer Institute. (2019). <i>Taking time: Support for people with cancer</i> (NIH Publication"
        " No. 18-2059). U.S. Department of Health and Human Services, National Institutes of Health."
        " https://www.cancer.gov/publications/patient-education/takingtime.pdf",
    ),
    (
        CHAPTER,
        "apa",
        "Doyle, K. (2023). The Queen Mary Psalter. In P. J. M. Marks & S. Parkin (Eds.), <i>The Book by Design:"
        " The Remarkable Story of the World’s Greatest Invention</i>. University of Chicago Press.",
    ),
    (
        CHAPTER,
        "chicago",
        "Doyle, Kathleen. 2023. “The Queen Mary Psalter.” In <i>The Book by Design: The Remarkable Story of the"
        " World’s Greatest Invention</i>, edited by P. J. M. Marks and Stephen Parkin. University of Chicago"
        " Press.",
    ),
    (
        NEWS,
        "chicago",
        "Blum, Dani. 2023. “Are Flax Seeds All That?” <i>New York Times</i>, December 13."
        " https://www.nytimes.com/2023/12/13/well/eat/flax-seeds-benefits.html.",
    ),
    (
        NEWS,
        "apa",
        "Blum, D. (2023, December 13). Are Flax Seeds All That? <i>New York Times</i>."
        " https://www.nytimes.com/2023/12/13/well/eat/flax-seeds-benefits.html",
    ),
    (
        NEWS,
        "mla",
        "Blum, Dani. “Are Flax Seeds All That?” <i>New York Times</i>, 13 Dec. 2023,"
        " https://www.nytimes.com/2023/12/13/well/eat/flax-seeds-benefits.html.",
    ),
    (BOOK, "apa", "Yu, C. (2020). <i>Interior Chinatown</i>. Pantheon Books."),
    (BOOK, "chicago", "Yu, Charles. 2020. <i>Interior Chinatown</i>. Pantheon Books."),
    (BOOK, "mla", "Yu, Charles. <i>Interior Chinatown</i>. Pantheon Books, 2020."),
    (
        POST,
        "mla",
        "Hollmichel, Stefanie. “The Reading Brain: Differences between Digital and Print.” <i>So Many Books</i>,"
        " 25 Apr. 2013, https://somanybooksblog.com/2013/04/25/the-reading-brain/.",
    ),
]
DATES = [
    ("", "(n.d.)", "n.d.", ""),
    ("2011", "(2011)", "2011.", "2011"),
    ("2011-03", "(2011, March)", "March", "Mar. 2011"),
    ("2011-21", "(2011, Spring)", "Spring", "Spring 2011"),
    ("2009~", "(ca. 2009)", "[ca. 2009]", "Circa 2009"),
    ("2010-11-09/2010-11-12", "(2010, November 9–12)", "November 9–12", "9–12 Nov. 2010"),
    ("2008/2009", "(2008–2009)", "2008–2009", "2008–2009"),
    ("[..2011-03]", "(before April 2011)", "Before April 2011", "Before April 2011"),
    ("[2010-09-07,2010-09-08]", "(7 or 8 September 2010)", "7 or 8 September.", "7 or 8 September 2010"),
]


@pytest.mark.parametrize(("source", "style", "printed"), PRINTED)
def test_a_reference_is_as_its_guide_prints_it(source: Source, style: str, printed: str) -> None:
    assert cite_in_html(source)[style].replace("&amp;", "&") == printed


@pytest.mark.parametrize(("issued", "apa", "chicago", "mla"), DATES)
def test_a_date_says_what_is_known_and_no_more(issued: str, apa: str, chicago: str, mla: str) -> None:
    source = Source(id="a", type="document", title="A letter", issued=issued)
    cited = {style: cite(source, style) for style in STYLES}
    assert apa in cited["apa"]
    assert chicago in cited["chicago"]
    assert mla in cited["mla"]
    if not issued.startswith("2010-11"):
        assert not any(said in "".join(cited.values()) for said in ("January 1", "1 Jan."))


def test_a_description_is_neither_quoted_nor_in_italics() -> None:
    source = Source(id="a", type="report", title="[A report on detention]")
    assert all(
        "<i>" not in cite_in_html(source)[style] and "“" not in cite(source, style) for style in STYLES
    )


def test_a_publisher_that_is_the_author_stands_once() -> None:
    source = Source(id="a", type="report", title="Report", creators=_by("The Agency"), publisher="The Agency")
    assert [cite(source, style).count("The Agency") for style in STYLES] == [1, 1, 1]


def test_text_of_people_renders_inert() -> None:
    hostile = '<script>alert(1)</script>\x01\x02 & “x” "y" </i>'
    source = Source(
        id="a",
        type="report",
        title=hostile,
        creators=(Creator(literal=hostile), Creator(family=hostile, given=hostile)),
        container=hostile,
        publisher=hostile,
        number=hostile,
        url="https://example.org/?a=1&b=<b>",
    )
    for style in STYLES:
        rendered = cite_in_html(source)[style]
        assert "<script" not in rendered
        assert "<b>" not in rendered
        assert rendered.count("<i>") == rendered.count("</i>") > 0
        assert "\x01" not in cite(source, style)
