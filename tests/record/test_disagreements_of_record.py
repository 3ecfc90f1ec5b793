"""What computing alone finds in the record, beside the questions about dates that archivists wrote down."""

from itertools import combinations
from typing import Final

import pytest

from tests.record.seed import Seed
from timeline.dates.parse import parse
from timeline.disagreement import dates, numbers
from timeline.disagreement.questions import of_question, taken_up
from timeline.disagreement.statement import Disagreement
from timeline.records.event import Event
from timeline.records.question import Question
from timeline.records.series import Series

#: By event: the question that takes the disagreement up, and the dates that differ.
FOUND_BY_COMPUTING: Final = {
    "napolitano-letter-to-lofgren": ("letter-to-lofgren-date", {"2010-09-07", "2010-09-08"}),
    "record-breaking-statistics-release": ("statistics-release-date", {"2010-10-05", "2010-10-06"}),
    "task-force-report-november-2011": ("task-force-report-date", {"2011-11", "2012"}),
}

#: Questions about a date whose sources give overlapping dates for one event: consistent as dates, though an
#: archivist sees a difference in what is said of them.
OVERLAPPING: Final = {
    "corrected-headline-date": (
        "The day lies within the month; that the corrected headline bears the day of the first is no"
        " difference between two dates."
    ),
    "noncriminal-decrease-period": "April to June lies within April to July.",
    "programme-start-date": (
        "October 2008 lies within 2008; the launch of March 2008 is an event of its own, which no source"
        " dates otherwise."
    ),
    "removal-change-period": "The fiscal years are only approximate in the record, and overlap the months.",
    "end-of-voluntary-period": (
        "The press conference is dated by month and by day within it; what ended when is told of several"
        " events."
    ),
}

#: Questions about a date which set dates of different events, or of sources, against each other: no one
#: event has two asserted dates, so there is nothing to compare.
ACROSS_EVENTS: Final = {
    "advisory-body-created-when": "Each source dates another step, and perhaps another body.",
    "agreements-unneeded-since-when": "Each source tells of another event in which ICE held so.",
    "date-of-1049-jurisdictions": "One date is of the count, the other of the list that gives it.",
    "martin-county-memo-older-than-programme": "The memo's date is set against the start of the programme.",
    "narrow-meaning-when": "The meaning is told from a report, a rule and an e-mail, each of its own day.",
    "nationwide-by-when": "Calendar and fiscal year 2013 are forecasts kept as two events.",
    "ncsl-page-date": "The revision and the footer are kept as two events of the page.",
    "post-article-a-week-before": "“A week before” is no date, and the article's own date is not contested.",
}


@pytest.fixture(scope="module")
def computed(seed: Seed) -> dict[str, Disagreement]:
    """Compute from asserted dates alone; the questions are not looked at."""
    return {
        point.subject[1]: point for event in seed.of(Event) for point in dates.of_event(dates.dated(event))
    }


@pytest.fixture(scope="module")
def about_dates(seed: Seed) -> dict[str, Question]:
    return {question.id: question for question in seed.of(Question) if question.kind == "date"}


def _asserted(event: Event) -> list[str]:
    return list(
        dict.fromkeys(citation.asserted_date for citation in event.citations if citation.asserted_date)
    )


def _touched_events(seed: Seed, question: Question) -> list[Event]:
    ids = [touched.removeprefix("event:") for touched in question.touches if touched.startswith("event:")]
    return [seed.event(event_id) for event_id in ids]


def test_every_disagreement_that_is_visible_from_asserted_dates_is_found(
    seed: Seed, computed: dict[str, Disagreement]
) -> None:
    visible = set()
    for event in seed.of(Event):
        for one, other in combinations(map(parse, _asserted(event)), 2):
            if one.latest and other.earliest and one.latest < other.earliest:
                visible.add(event.id)
            if other.latest and one.earliest and other.latest < one.earliest:
                visible.add(event.id)
    assert visible == set(computed)


def test_computing_finds_these_and_no_others(computed: dict[str, Disagreement]) -> None:
    found = {event: {answer.value for answer in point.answers} for event, point in computed.items()}
    assert found == {event: given for event, (_, given) in FOUND_BY_COMPUTING.items()}


def test_every_computed_disagreement_is_taken_up_by_its_question(
    seed: Seed, computed: dict[str, Disagreement]
) -> None:
    points = taken_up([*computed.values(), *(of_question(question) for question in seed.of(Question))])
    assert {point.subject[1]: point.question for point in points if point.computed} == {
        event: question for event, (question, _) in FOUND_BY_COMPUTING.items()
    }


def test_every_question_about_a_date_is_found_by_computing_or_explained(
    about_dates: dict[str, Question],
) -> None:
    found = {question for question, _ in FOUND_BY_COMPUTING.values()}
    assert found | set(OVERLAPPING) | set(ACROSS_EVENTS) == set(about_dates)
    assert len(found) + len(OVERLAPPING) + len(ACROSS_EVENTS) == len(about_dates)


@pytest.mark.parametrize("question", sorted(OVERLAPPING))
def test_overlapping_dates_are_consistent(
    seed: Seed, about_dates: dict[str, Question], computed: dict[str, Disagreement], question: str
) -> None:
    events = _touched_events(seed, about_dates[question])
    assert any(len(_asserted(event)) > 1 for event in events), "there is nothing that could overlap"
    assert not {event.id for event in events} & set(computed)


@pytest.mark.parametrize("question", sorted(ACROSS_EVENTS))
def test_dates_of_different_events_are_not_compared(
    seed: Seed, about_dates: dict[str, Question], question: str
) -> None:
    for event in _touched_events(seed, about_dates[question]):
        # The first activation bears on the memo's question and is dated by month and by year, which agree.
        if event.id != "first-activation":
            assert len(_asserted(event)) < 2, event.id


def test_the_figures_that_differ_are_those_of_the_corrected_headline(seed: Seed) -> None:
    found = [point for series in seed.of(Series) for point in numbers.of_series(series)]
    assert [(point.subject, [answer.label for answer in point.answers]) for point in found] == [
        (("series", "identified-first-year"), ["110,000", "more than 110,000", "more than 111,000"])
    ]
    (settled,) = [
        point
        for point in taken_up([*found, *(of_question(question) for question in seed.of(Question))])
        if point.computed
    ]
    assert (settled.question, settled.status) == ("first-year-identified-number", "settled")
