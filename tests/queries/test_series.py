from sqlalchemy import Engine

from timeline.db import read_session
from timeline.queries.series import findings, list_flags, list_flags_of, list_parents, list_series


def test_series_come_by_title(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        titles = [series.title.casefold() for series in list_series(session)]
    assert titles == sorted(titles)
    assert len(titles) > 30


def test_a_page_finds_of_its_series_what_the_whole_archive_finds(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        every = list_flags(session)
        for series in list_series(session):
            about = [(flag.kind, flag.figures) for flag in every if series.id in flag.series]
            assert [(flag.kind, flag.figures) for flag in list_flags_of(session, series.id)] == about


def test_findings_name_their_series(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        lines = findings(session)
        assert len(lines) == len(list_flags(session))
    assert any(line.startswith("series noncriminal-decrease-persons: 5 figures say") for line in lines)


def test_places_and_topics_know_what_is_above_them(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        places, topics = list_parents(session, "place"), list_parents(session, "topic")
    assert (places["us-ca"], places["us"]) == ("us", "")
    assert set(topics.values()) - {""} <= set(topics)
