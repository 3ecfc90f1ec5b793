"""Policies: the list with its bands, and the page that answers for a day, with evidence and bad input."""

import re
from collections.abc import Callable

import pytest

from tests.web.checking import HTML, Page, Site

PARTICIPATION = "/policies/local-participation"
AGREEMENT = "/policies/state-agreement"
TRAFFIC = "/policies/minor-traffic-detainers"
STATES = "/policies/state-participation"

#: What issue by issue the record must answer; the passages behind are tested with the record itself.
ANSWERS = [
    (f"{PARTICIPATION}?on=2008-12-01", "state", "1 Voluntary"),
    (f"{PARTICIPATION}?on=2010-08-31", "state", "1 Voluntary"),
    (f"{PARTICIPATION}?on=2010-10-06", "state", "2 No local choice"),
    (f"{PARTICIPATION}?on=2010-10-07", "state", "2 No local choice"),
    (f"{PARTICIPATION}?on=2011-04-15", "changing", "Uncertain: 2 No local choice or 3 Mandatory"),
    (f"{PARTICIPATION}?on=2012-01-15", "state", "3 Mandatory"),
    (f"{PARTICIPATION}?on=2010-10-03", "disputed", "Disputed: 1 Voluntary against 2 No local choice"),
    (f"{PARTICIPATION}?on=2007-01-01", "unknown", "Not known"),
    (f"{AGREEMENT}?on=2008-12-01", "state", "1 Needed"),
    (f"{AGREEMENT}?on=2010-08-31", "state", "1 Needed"),
    (f"{AGREEMENT}?on=2010-10-06", "state", "3 Called a formality"),
    (f"{AGREEMENT}?on=2010-10-07", "state", "3 Called a formality"),
    (f"{AGREEMENT}?on=2011-04-15", "changing", "Uncertain: 3 Called a formality or 4 Not needed"),
    (f"{AGREEMENT}?on=2012-01-15", "state", "4 Not needed"),
    (f"{TRAFFIC}?on=2012-03-15", "state", "1 After arrest"),
    (f"{TRAFFIC}?on=2012-05-01", "state", "2 After conviction"),
    (f"{STATES}?on=2011-12-31&place=us-ma", "state", "4 Regardless of the state"),
    (f"{STATES}?on=2011-12-31&place=us-ny", "state", "4 Regardless of the state"),
    (f"{STATES}?on=2011-12-31&place=us-il", "state", "4 Regardless of the state"),
]


def answer_of(page: Page) -> tuple[str, str]:
    """Give the kind of a page's answer, and the answer at a glance."""
    (box,) = [box for box in page.all("div") if "data-answer" in box.attrib]
    (glance,) = [line for line in box.iter(f"{HTML}p") if line.attrib.get("class") == "glance"]
    return box.attrib["class"].split("answer-")[1], " ".join(" ".join(glance.itertext()).split())


@pytest.mark.parametrize(("url", "kind", "glance"), ANSWERS)
def test_the_record_answers_for_the_days_that_matter(site: Site, url: str, kind: str, glance: str) -> None:
    assert answer_of(site.get(url)) == (kind, glance)


def test_an_answer_rests_on_events_and_on_passages_of_sources(site: Site) -> None:
    page = site.get(f"{PARTICIPATION}?on=2010-09-10")
    assert "On 10 September 2010 the answer was “Voluntary”, since March 2008" in page.text
    assert "/events/programme-launch" in page.links()
    assert "/sources/no-rules-of-the-road" in page.links()
    for said in ("At: DHS is imposing, para. 1.", "“the program’s launch in March 2008”", "Said again"):
        assert said in page.text


def test_a_place_without_a_rule_of_its_own_has_that_of_a_wider_one_and_it_is_said(site: Site) -> None:
    page = site.get(f"{PARTICIPATION}?on=2010-09-10&place=us-tx")
    assert "in Texas the answer was “Voluntary”" in page.text
    assert "no rule of its own for Texas" in page.text
    assert "Massachusetts has a rule of its own" in site.get(f"{STATES}?on=2011-12-31&place=us-ma").text


def test_after_the_end_of_the_record_the_page_says_so(site: Site) -> None:
    page = site.get(f"{PARTICIPATION}?on=2013-01-01")
    assert "The record is complete to 31 August 2012; it ends before 1 January 2013" in page.text
    assert answer_of(page) == ("state", "Last known: 3 Mandatory")
    assert "is complete to" not in site.get(f"{PARTICIPATION}?on=2012-08-31").text


def test_without_a_day_the_answer_is_that_of_the_end_of_the_record(site: Site) -> None:
    assert "On 31 August 2012 the answer was" in site.get(PARTICIPATION).text
    assert "On 31 August 2012 the answer was" in site.get(f"{PARTICIPATION}?on=&place=").text


def test_from_change_to_change_and_back(site: Site) -> None:
    days = ["2007-01-01"]
    while True:
        links = _ways(site.get(f"{PARTICIPATION}?on={days[-1]}"))
        if "next" not in links:
            break
        days.append(re.findall("on=([0-9-]+)", links["next"])[0])
    assert {"2010-09-30", "2010-10-06", "2011-03-01"} <= set(days)
    assert days == sorted(set(days))
    back = [days[-1]]
    while "prev" in (links := _ways(site.get(f"{PARTICIPATION}?on={back[-1]}"))):
        back.append(re.findall("on=([0-9-]+)", links["prev"])[0])
    assert back == days[:0:-1]


def _ways(page: Page) -> dict[str, str]:
    return {
        link.attrib["rel"]: link.attrib["href"]
        for link in page.all("a")
        if link.get("rel") in {"prev", "next"}
    }


def test_the_history_says_from_which_state_to_which_and_what_does_not_fit(site: Site) -> None:
    rows = [" ".join(" ".join(row.itertext()).split()) for row in site.get(PARTICIPATION).all("tr")]
    (press,) = [row for row in rows if "does not see an opt-in" in row]
    assert "6 October 2010" in press
    assert "from 1 Voluntary to 2 No local choice everywhere" in press


def test_an_event_says_from_which_state_to_which(site: Site) -> None:
    page = site.get("/events/napolitano-press-conference")
    assert "from 1 Voluntary to 2 No local choice" in page.text
    states = site.get("/events/ice-terminates-moas-2011")
    assert "from 3 State has withdrawn to 4 Regardless of the state" in states.text


def test_every_edge_of_a_band_is_a_link_to_its_event(site: Site) -> None:
    page = site.get(f"{PARTICIPATION}?on=2010-09-10")
    svg = "{http://www.w3.org/2000/svg}"
    edges = [link for link in page.tree.iter(f"{svg}a") if link.attrib.get("class") == "edge"]
    assert "/events/napolitano-press-conference" in {link.attrib["href"] for link in edges}
    assert all(link.attrib["aria-label"] for link in edges)
    fills = {piece.attrib.get("class", "") for piece in page.tree.iter(f"{svg}rect")}
    for kind in ("piece state-0", "piece piece-disputed", "piece piece-changing", "piece piece-unknown"):
        assert kind in fills


def test_a_policy_of_places_has_a_band_for_each(site: Site) -> None:
    page = site.get(f"{STATES}?place=us-ma")
    headings = [" ".join(caption.itertext()) for caption in page.all("figcaption")]
    assert headings == ["Massachusetts", "Everywhere", "Illinois", "New York", "Pennsylvania"]


def test_the_list_shows_every_policy_with_its_question_and_its_state(site: Site) -> None:
    page = site.get("/policies")
    titles = ["".join(heading.itertext()) for heading in page.all("h3")]
    assert len(titles) == len(set(titles)) >= 25
    assert titles[:3] == sorted(titles[:3])
    assert "May a county or city stay out?" in page.text
    assert "3 Mandatory by a change dated between March and December 2011" in page.text
    assert "the answer on 31 August 2012" in page.text


def test_the_list_stays_light(site: Site) -> None:
    page = site.get("/policies")
    assert sum(1 for _ in page.tree.iter()) < 1_400
    assert len(page.html) < 100_000


def test_pages_ask_the_database_equally_often_whatever_there_is(
    site: Site, statements: Callable[[Callable[[], object]], int]
) -> None:
    site.get("/policies")  # The histories are folded once, and kept.
    assert statements(lambda: site.get("/policies")) <= 6
    simple = statements(lambda: site.get(f"{TRAFFIC}?on=2012-05-01"))
    rich = statements(lambda: site.get(f"{STATES}?on=2011-12-31&place=us-ma"))
    assert max(simple, rich) <= 45


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("on=2011-02-29", "February 2011 has 28 days"),
        ("on=yesterday", "Write a day, such as 2010-09-10."),
        ("on=2010-09", "write one day, such as 2010-09-01"),
        ("on=2010-09-10~", "is not a single day"),
        ("on=September 10, 2010", "Write 2010-09-10 (10 September 2010)."),
        ("on=09/10/2010", "Write 2010-09-10 (10 September 2010) or 2010-10-09 (9 October 2010)."),
        ("on=12345-01-01", "Years run from 0001 to 9999"),
        ("on=%00", "is not a day"),
        ("on=2010-09-10&on=2010-09-11", "is given more than once"),
        ("date=2010-09-10", "There are on, place, known."),
        ("plase=us-ma", "Did you mean place?"),
        ("place=nowhere", "is not a place of this record"),
        ("place=us-mm", "Did you mean us-ma?"),
        ("place=" + "x" * 5_000, "is not a place of this record"),
        ("known=0", "Give a revision from 1 to"),
        ("known=99999999", "Give a revision from 1 to"),
        ("known=soon", "or a moment in UTC such as"),
        ("known=2010-02-30T00:00:00Z", "is neither a revision nor a moment"),
        ("known=9999-01-01T00:00:00Z", "has not come yet"),
        ("known=2001-01-01T00:00:00Z", "Give a moment from 2"),
        ("known=1", "Give the last of them"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_cure(site: Site, query: str, said: str) -> None:
    assert said in site.get(f"{PARTICIPATION}?{query}", 400).text


@pytest.mark.parametrize("day", ["0001-01-01", "1066-10-14", "2007-12-31"])
def test_days_before_the_record_are_not_known(site: Site, day: str) -> None:
    page = site.get(f"{PARTICIPATION}?on={day}")
    assert answer_of(page) == ("unknown", "Not known")
    assert "the first change that it has is dated March 2008" in page.text


def test_the_last_day_that_can_be_asked_has_a_page(site: Site) -> None:
    assert "The record is complete to 31 August 2012" in site.get(f"{PARTICIPATION}?on=9999-12-31").text


def test_a_policy_that_there_is_not_has_no_page(site: Site) -> None:
    site.get("/policies/none?on=2010-09-10", 404)


def test_the_archive_can_be_asked_as_it_stood(site: Site) -> None:
    rows = site.bytes("/download/states.csv?policy=local-participation&on=2010-09-10").decode().splitlines()
    now = site.get(f"{PARTICIPATION}?on=2010-09-10")
    last = re.findall(r"from 1 to (\d+)", site.get(f"{PARTICIPATION}?known=99999999", 400).text)[0]
    then = site.get(f"{PARTICIPATION}?on=2010-09-10&known={last}")
    assert answer_of(then) == answer_of(now)
    assert f"as it stood at revision {last}" in then.text
    assert all(f"known={last}" in link for link in _ways(then).values())
    url = f"/download/states.csv?policy=local-participation&on=2010-09-10&known={last}"
    known_rows = site.bytes(url).decode().splitlines()
    assert known_rows == rows
