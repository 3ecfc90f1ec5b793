"""A day as a whole, two days compared, and the files of states and intervals."""

import csv
import io
from collections.abc import Callable

import pytest

from tests.web.checking import Site


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_a_day_shows_every_rule_the_events_around_it_and_the_figures(site: Site) -> None:
    page = site.get("/on/2010-09-10")
    assert "On 10 September 2010 the answer was “Voluntary”, since March 2008" in page.text
    assert "/policies/local-participation?on=2010-09-10" in page.links()
    assert "in Massachusetts the answer may already have been “Under an agreement”" in page.text
    before, after = page.text.index("Just before"), page.text.index("Just after")
    assert before < page.text.index("Secretary Napolitano writes to Representative Lofgren") < after
    assert "The latest figures by this day" in page.text
    known, unknown = page.text.index("The rules"), page.text.index("Not known for this day")
    assert known < page.text.index("Local participation") < unknown < page.text.index("Advisory body")


def test_a_day_with_an_event_names_it(site: Site) -> None:
    page = site.get("/on/2010-08-17")
    start = page.text.index("On this day")
    assert "The August 17, 2010 memo" in page.text[start:]


def test_every_policy_is_on_every_day_once(site: Site) -> None:
    rows = rows_of(site.bytes("/download/states.csv"))
    for day in ("0001-01-01", "2010-09-10", "9999-12-31"):
        page = site.get(f"/on/{day}")
        titles = [" ".join(heading.itertext()) for heading in page.all("h3")]
        assert {row["policy_title"] for row in rows} <= set(titles)
        assert len(titles) == len(set(titles))
    assert "it ends before 31 December 9999" in site.get("/on/9999-12-31").text


def test_the_form_leads_to_the_page_of_its_day(site: Site) -> None:
    answer = site.client.get("/on?on=2010-09-10")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/on/2010-09-10")
    assert "31 August 2012" in site.get("/on").text
    assert "31 August 2012" in site.get("/on?on=").text


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("/on/yesterday", "Write a day, such as 2010-09-10."),
        ("/on/2011-02-29", "February 2011 has 28 days"),
        ("/on/2010-09", "is not a single day"),
        ("/on/2010-9-1", "Write 2010-09-01 (1 September 2010)."),
        ("/on?on=2010-09", "is not a single day"),
        ("/on/2010-09-10?place=us-ma", "Take it out of the address."),
        ("/compare?a=2010-09-01", "b is missing"),
        ("/compare?b=2010-09-01", "a is missing"),
        ("/compare?a=x&b=y", "b is not a day"),
        ("/compare?a=2012-01-01&b=2010-01-01", "Exchange the two: a=2010-01-01&b=2012-01-01."),
    ],
)
def test_what_is_not_a_day_is_refused_with_the_cure(site: Site, url: str, said: str) -> None:
    assert said in site.get(url, 400).text


def test_two_days_are_compared_by_what_changed_and_by_which_events(site: Site) -> None:
    page = site.get("/compare?a=2010-09-10&b=2010-10-07")
    changed = page.text[page.text.index("Changed") : page.text.index("Unchanged")]
    assert "1 Voluntary → 2 No local choice" in changed
    assert "6 October 2010: Secretary Napolitano says that DHS does not see" in changed
    assert "changed from 1 Voluntary to 2 No local choice" in changed
    assert "Detainers for minor traffic offences" in page.text[page.text.index("Unchanged") :]


def test_a_change_that_may_lie_outside_two_days_is_marked(site: Site) -> None:
    page = site.get("/compare?a=2011-04-01&b=2011-04-30")
    assert "perhaps outside these days" in page.text
    assert "No answer of the record changed between these days." in page.text


def test_one_day_with_itself_has_no_difference(site: Site) -> None:
    page = site.get("/compare?a=2010-09-10&b=2010-09-10")
    assert "0 of " in page.text
    assert "No answer of the record changed" in page.text


def test_without_days_the_comparison_asks_for_them(site: Site) -> None:
    assert "Choose two days" in site.get("/compare").text


def test_a_day_costs_the_same_number_of_statements_whatever_is_on_it(
    site: Site, statements: Callable[[Callable[[], object]], int]
) -> None:
    site.get("/on/2010-09-10")
    few = statements(lambda: site.get("/on/1900-01-01"))
    many = statements(lambda: site.get("/on/2010-09-10"))
    assert few <= many <= 24
    assert statements(lambda: site.get("/compare?a=2008-01-01&b=2012-12-31")) <= 6


def test_states_of_a_day_as_csv_agree_with_the_pages(site: Site) -> None:
    rows = rows_of(site.bytes("/download/states.csv?on=2010-10-03"))
    (row,) = [row for row in rows if row["policy"] == "local-participation"]
    assert (row["kind"], row["states"]) == ("disputed", "voluntary|no-local-choice")
    assert row["answer"] in site.get("/policies/local-participation?on=2010-10-03").text
    assert row["url"].endswith("/policies/local-participation?on=2010-10-03&place=")
    massachusetts = [row for row in rows if row["place"] == "us-ma"]
    assert [row["policy"] for row in massachusetts] == ["state-participation"]


def test_states_at_a_place_have_the_rule_that_it_inherits(site: Site) -> None:
    rows = rows_of(site.bytes("/download/states.csv?on=2010-09-10&place=us-tx&policy=local-participation"))
    (row,) = rows
    assert (row["place_name"], row["inherited"], row["labels"]) == ("Texas", "true", "Voluntary")
    within = rows_of(site.bytes("/download/states.csv?place=us&policy=state-participation"))
    assert {row["place"] for row in within} == {"us", "us-il", "us-ma", "us-ny", "us-pa"}


def test_histories_as_intervals(site: Site) -> None:
    rows = rows_of(site.bytes("/download/intervals.csv?policy=local-participation"))
    held = [(row["kind"], row["state"], row["from"], row["to_earliest"], row["to_latest"]) for row in rows]
    assert ("state", "voluntary", "2008-03", "2010-10-06", "2010-10-06") in held
    assert ("state", "no-local-choice", "2010-10-06", "2011-03-01", "2011-12-31") in held
    assert all(row["source_ids"] for row in rows)
    assert {row["place"] for row in rows_of(site.bytes("/download/intervals.csv?place=us-ma"))} == {"us-ma"}


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("/download/states.csv?on=2010-09", "is not a single day"),
        ("/download/states.csv?kind=guidance", "There are on, policy, place, timeline, known."),
        ("/download/states.csv?policy=none", "there is no such policy"),
        ("/download/states.csv?place=nowhere", "there is no such place"),
        ("/download/states.csv?place=No%20Such", "is not an id"),
        ("/download/states.csv?known=99999999", "Give a revision from 1 to"),
        ("/download/intervals.csv?on=2010-09-10", "There are policy, place, timeline, known."),
        ("/download/intervals.csv?known=soon", "is neither a revision nor a moment"),
    ],
)
def test_a_file_that_cannot_be_made_is_refused_before_it_begins(site: Site, url: str, said: str) -> None:
    assert said in site.get(url, 400).text


def test_files_say_what_every_column_means(site: Site) -> None:
    book = site.bytes("/download/codebook.md").decode()
    for file in ("states.csv", "intervals.csv"):
        header = site.bytes(f"/download/{file}").decode().splitlines()[0]
        part = book.split(f"## The flat file, {file}")[1].split("\n## ")[0]
        assert [line.split("`")[1] for line in part.splitlines() if line.startswith("| `")] == header.split(
            ","
        )
