"""The pages of contested points over the record: the list, the matrix, one point, the lines elsewhere."""

import csv
import io
from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest

from tests.web.checking import HTML, Site
from timeline.web.questions import PAGE_SIZE

LETTER = "letter-to-lofgren-date"


def rows(site: Site, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site.bytes(f"/download/disagreements.csv{query}").decode())))


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def points(site: Site, url: str) -> list[str]:
    page = site.get(url)
    return [text(found) for found in page.all("article")]


def test_the_list_shows_questions_and_what_was_computed(site: Site) -> None:
    page = site.get("/questions")
    assert "4 of them computed" in page.text
    assert f"/questions/{LETTER}" in page.links()
    (computed,) = points(site, "/questions?found=computed&touches=event:napolitano-letter-to-lofgren")
    for said in ("7 September 2010", "8 September 2010", "computed", "Discussed in", "open"):
        assert said in computed


def test_the_list_goes_on_over_pages(site: Site) -> None:
    pages = [points(site, f"/questions?page={number}") for number in (1, 2, 3)]
    assert pages[0] == points(site, "/questions")
    assert len(pages[0]) == len(pages[1]) == PAGE_SIZE
    shown = [point for page in pages for point in page]
    keys = {row["disagreement"] for row in rows(site)}
    assert len(shown) == len(set(shown)) == len(keys)


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("kind=date&status=settled", {"kind": "date", "status": "settled"}),
        ("found=computed", {"found": "computed"}),
        ("source=cosmetic-changes&kind=meaning", {"kind": "meaning"}),
    ],
)
def test_filters_of_the_list_and_of_the_file_are_the_same(
    site: Site, query: str, holds: dict[str, str]
) -> None:
    found = rows(site, f"?{query}")
    assert {name: {row[name] for row in found} for name in holds} == {k: {v} for k, v in holds.items()}
    assert len(points(site, f"/questions?{query}")) == len({row["disagreement"] for row in found})
    if "source=" in query:
        by_point: dict[str, set[str]] = {}
        for row in found:
            by_point.setdefault(row["disagreement"], set()).add(row["source_id"])
        assert all("cosmetic-changes" in sources for sources in by_point.values())


def test_each_choice_of_the_filter_says_how_much_it_would_leave(site: Site) -> None:
    page = site.get("/questions?status=settled")
    options = [text(option) for option in page.all("option")]
    settled = len(points(site, "/questions?status=settled"))
    of_dates = len(points(site, "/questions?status=settled&kind=date"))
    assert f"Settled ({settled})" in options
    assert f"Date ({of_dates})" in options


def test_filters_in_force_can_be_taken_off(site: Site) -> None:
    page = site.get("/questions?kind=date&source=cosmetic-changes")
    assert "/questions?source=cosmetic-changes" in page.links()
    assert "/questions?kind=date" in page.links()


@pytest.mark.parametrize("page", ["/questions", "/questions/matrix"])
def test_a_filter_that_nothing_meets_says_so(site: Site, page: str) -> None:
    found = site.get(f"{page}?source=no-such-source")
    assert "No point meets this filter" in found.text
    assert "Remove the filter" in found.text


@pytest.mark.parametrize(
    ("query", "cure"),
    [
        ("kind=nonsense", "Write one of"),
        ("status=closed", "open, settled"),
        ("souce=x", "Did you mean source?"),
        ("source=No%20Such", "id of a source"),
        ("touches=letter", "event:first-activation"),
        ("touches=event:%00", "event:first-activation"),
        ("source=%3Cscript%3E", "id of a source"),
    ],
)
@pytest.mark.parametrize("page", ["/questions", "/questions/matrix", "/download/disagreements.csv"])
def test_a_wrong_filter_gets_a_page_with_the_cure(site: Site, page: str, query: str, cure: str) -> None:
    assert cure in site.get(f"{page}?{query}", 400).text


@pytest.mark.parametrize("number", ["0", "9", "-1", "two", "99999999999999999999", "²"])
def test_a_page_that_is_not_there_is_refused(site: Site, number: str) -> None:
    assert "Write a number from 1 to 3" in site.get(f"/questions?page={number}", 400).text


def test_a_question_that_is_not_there(site: Site) -> None:
    assert "no-such" in site.get("/questions/no-such", 404).text


def test_a_question_shows_its_answers_side_by_side(site: Site) -> None:
    page = site.get("/questions/first-year-identified-number")
    sides = [text(found) for found in page.all("section") if found.attrib.get("class", "").startswith("side")]
    assert [side[:1] for side in sides] == ["A", "B", "C"]
    assert "followed here" in sides[2]
    for said in ("No Rules of the Road", "note 23", "More Than 110,000 Criminal Aliens"):
        assert said in sides[1]
    for said in ("settled", "The archive follows answer", "Found by computing", "What it bears on"):
        assert said in page.text
    assert "/series/identified-first-year" in page.links()


def test_an_open_question_says_that_no_answer_is_followed(site: Site) -> None:
    assert "The archive follows none of the answers." in site.get(f"/questions/{LETTER}").text


def test_the_matrix_is_a_table_that_says_who_says_what(site: Site) -> None:
    page = site.get("/questions/matrix")
    (table,) = page.all("table")
    head, *bodies = [part for part in table if part.tag in {f"{HTML}thead", f"{HTML}tbody"}]
    columns = [text(cell) for cell in head.iter(f"{HTML}th")]
    assert columns[0] == "Point"
    assert len(set(columns)) == len(columns), "two sources have one name"
    for body in bodies:
        for row in body:
            if "matrix-kind" in row.attrib.get("class", ""):
                continue
            assert row[0].tag == f"{HTML}th"
            assert row[0].attrib["scope"] == "row"
            assert len(row) == len(columns)
            answered = [text(cell) for cell in row if "nothing" not in cell.attrib.get("class", "")]
            assert len(answered) > 1


def test_rows_of_the_matrix_name_their_source_in_each_cell(site: Site) -> None:
    page = site.get("/questions/matrix?kind=date&touches=event:napolitano-letter-to-lofgren")
    cells = [text(cell) for cell in page.all("td")]
    assert "No Rules of the Road A September 7 B September 8" in cells


def test_an_event_says_in_one_line_that_its_dates_differ(site: Site) -> None:
    page = site.get("/events/napolitano-letter-to-lofgren")
    first = next(text(line) for line in page.all("summary"))
    assert first == "One source gives 2 dates that do not agree"
    (table, *_) = page.all("table")
    assert "“September 7, 2010”" not in text(table)
    assert "September 7, 2010" in text(table)
    assert "note 3" in text(table)
    assert f"/questions/{LETTER}" in page.links()


def test_a_list_marks_the_events_that_sources_differ_on(site: Site) -> None:
    contested = {
        touched.removeprefix("event:")
        for row in rows(site)
        if row["found"] == "archive"
        for touched in row["touches"].split("|")
        if touched.startswith("event:")
    }
    cards = {card.get("id", ""): text(card) for card in site.get("/?view=print").all("article")}
    marked = {event for event, said in cards.items() if "sources differ" in said}
    assert contested & cards.keys() <= marked < cards.keys()
    on_the_date = {event for event in marked - contested if "sources differ on the date" in cards[event]}
    assert marked == contested & cards.keys() | on_the_date


def test_a_source_says_where_it_stands_alone_and_against_itself(site: Site) -> None:
    page = site.get("/sources/ncsl-secure-communities")
    assert "It stands alone on" in page.text
    assert "It gives more than one answer on" in page.text
    assert "When did the Task Force report?" in page.text
    assert "Where it differs" not in site.get("/sources/moa-template").text


def test_the_file_has_a_row_for_each_statement(site: Site) -> None:
    found = rows(site)
    letter = [row for row in found if row["disagreement"] == "event:napolitano-letter-to-lofgren:date"]
    assert [(row["letter"], row["answer"], row["locator"], row["followed"]) for row in letter] == [
        ("A", "2010-09-07", "DHS is imposing, para. 2", "false"),
        ("B", "2010-09-08", "note 3", "false"),
    ]
    assert {row["question"] for row in letter} == {LETTER}
    assert all(row["url"].startswith("http") for row in found)
    claims = [row for row in found if row["found"] == "archive"]
    assert len({row["disagreement"] for row in claims}) > 80


def test_the_pages_cost_a_fixed_number_of_statements(
    site: Site, statements: Callable[[Callable[[], object]], int]
) -> None:
    few = statements(lambda: site.get("/questions?kind=identity&status=settled"))
    many = statements(lambda: site.get("/questions"))
    assert abs(many - few) <= 6  # the names of a kind of record that nothing names are not asked for
    assert many <= 35
    assert statements(lambda: site.get("/questions/matrix")) <= 35
    narrow = statements(lambda: site.get(f"/questions/{LETTER}"))
    wide = statements(lambda: site.get("/questions/voluntary-or-mandatory"))
    assert max(narrow, wide) <= 30
