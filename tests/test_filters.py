"""The filter: every parameter, every fault, and one address for one question."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.dates.strategies import edtf_texts, garbled_texts
from tests.records.strategies import slugs
from timeline import vocab
from timeline.errors import BadRequestError, Problem
from timeline.filters import DETAILS, FILTER_PARAMETERS, MOST_VALUES, WHENS, EventFilter, parse_filter

IDS = ("timeline", "topic", "actor", "place", "source", "policy")


def _parse(query: str, *, also: Sequence[str] = ()) -> EventFilter:
    """Read the filter from a query string as a server takes it apart."""
    return parse_filter(parse_qs(query, keep_blank_values=True), also=also)


def _problems(query: str) -> tuple[Problem, ...]:
    with pytest.raises(BadRequestError) as caught:
        _parse(query)
    return caught.value.problems


# --- What is right ------------------------------------------------------------------------------------


def test_no_parameters_ask_for_everything() -> None:
    assert _parse("") == EventFilter()
    assert EventFilter().is_empty
    assert EventFilter().parameters() == ()


def test_a_form_sends_empty_values() -> None:
    query = "&".join(f"{name}=" for name in FILTER_PARAMETERS)
    assert _parse(query).is_empty


def test_every_parameter_is_read() -> None:
    query = (
        "q=fingerprint+sharing&kind=reform&kind=guidance&timeline=a&topic=b&actor=c&place=d&source=e&policy=f"
        "&from=2010-08&to=2012&when=within&detail=landmarks"
    )
    assert _parse(query) == EventFilter(
        q="fingerprint sharing",
        kind=("guidance", "reform"),
        timeline=("a",),
        topic=("b",),
        actor=("c",),
        place=("d",),
        source=("e",),
        policy=("f",),
        from_text="2010-08",
        to_text="2012",
        start=dt.date(2010, 8, 1),
        end=dt.date(2012, 12, 31),
        when="within",
        significance=1,
    )


def test_the_parameters_have_one_order() -> None:
    query = "detail=main&when=within&to=2012&from=2010&place=b&place=a&kind=reform&kind=guidance&q=x"
    assert _parse(query).parameters() == (
        ("q", "x"),
        ("kind", "guidance"),
        ("kind", "reform"),
        ("place", "a"),
        ("place", "b"),
        ("from", "2010"),
        ("to", "2012"),
        ("when", "within"),
        ("detail", "main"),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kind=reform&kind=guidance", "kind=guidance&kind=reform&kind=guidance"),
        ("q=++two++words+", "q=two+words"),
        ("q=two%09words%0A", "q=two+words"),
        ("q=cafe%CC%81", "q=caf%C3%A9"),
        ("from=+2010+", "from=2010"),
        ("place=us-ca%0A", "place=us-ca"),
        ("when=within", ""),
        ("when=overlaps&detail=all", ""),
        ("utm_source=x&fbclid=1&ref=y&mc_cid=2", ""),
    ],
)
def test_the_same_question_has_the_same_address(one: str, other: str) -> None:
    assert _parse(one) == _parse(other)
    assert _parse(one).parameters() == _parse(other).parameters()


@pytest.mark.parametrize(
    ("query", "start", "end"),
    [
        ("from=2010", dt.date(2010, 1, 1), None),
        ("to=2010", None, dt.date(2010, 12, 31)),
        ("from=2010-24&to=2010-24", dt.date(2010, 12, 1), dt.date(2011, 2, 28)),
        ("from=2010-08-17&to=2010-08-17", dt.date(2010, 8, 17), dt.date(2010, 8, 17)),
        ("from=2010/..", dt.date(2010, 1, 1), None),
        ("to=[..2010-03]", None, dt.date(2010, 3, 31)),
    ],
)
def test_a_range_is_from_the_first_day_to_the_last(
    query: str, start: dt.date | None, end: dt.date | None
) -> None:
    assert (_parse(query).start, _parse(query).end) == (start, end)


def test_parameters_of_the_page_are_left_to_the_page() -> None:
    assert _parse("after=some-event", also=("after",)).is_empty


# --- What is wrong ------------------------------------------------------------------------------------

#: A query string, the parameter at fault, what is said of it, and a part of the cure.
FAULTS = (
    ("from=yesterday", "from", "cannot be understood", "Write"),
    ("to=03/04/2011", "to", "cannot be understood", "2011"),
    ("from=2011-02-29", "from", "cannot be understood", "2011"),
    ("from=../2010", "from", "is a date without a first day", "Write a year, a month or a day"),
    ("to=2010/..", "to", "is a date without a last day", "Write a year, a month or a day"),
    ("to=XXXX", "to", "is a date without a last day", "Write a year, a month or a day"),
    ("from=2010&from=2011", "from", "is given too often", "Give it once."),
    ("from=2012&to=2010", "from", "begins after it ends", "Exchange from and to."),
    ("q=%00", "q", "holds a control character", "Search for words as you would type them."),
    ("q=a%1B%5B31m", "q", "holds a control character", "Search for words"),
    ("q=" + "x" * 201, "q", "is longer than 200 characters", "Search for fewer words."),
    ("q=a&q=b", "q", "is given too often", "Give it once."),
    ("kind=party", "kind", "is not a choice", "Write one of: announcement, "),
    ("kind=reform%00", "kind", "is not a choice", "Write one of: announcement, "),
    ("when=during", "when", "is not a choice", "Write one of: overlaps, within."),
    ("detail=7", "detail", "is not a choice", "Write one of: landmarks, main, all."),
    ("actor=John+Morton", "actor", "is not an id", "take one from a page's address"),
    ("actor=../../etc/passwd", "actor", "is not an id", "lower-case letters"),
    ("topic=" + "x" * 81, "topic", "is not an id", "lower-case letters"),
    (
        "&".join(f"topic=t{n}" for n in range(MOST_VALUES + 1)),
        "topic",
        "is given too often",
        "20 times at most",
    ),
    (
        "page=99999999999999999999",
        "page",
        "there is no such filter here",
        "Did you mean place? There are q, kind",
    ),
    ("form=2010", "form", "there is no such filter here", "Did you mean from?"),
    ("From=2010", "From", "there is no such filter here", "Did you mean from?"),
    ("search=x", "search", "there is no such filter here", "Did you mean q?"),
    ("year=2010", "year", "there is no such filter here", "Did you mean from?"),
    ("refine=x", "refine", "there is no such filter here", "There are q, kind, timeline"),
    ("=x", "(no name)", "there is no such filter here", "There are q"),
    ("%00=x", "\ufffd", "there is no such filter here", "There are q"),
)


@pytest.mark.parametrize(("query", "path", "message", "cure"), FAULTS)
def test_a_fault_names_the_parameter_and_the_cure(query: str, path: str, message: str, cure: str) -> None:
    (problem,) = _problems(query)
    assert (problem.path, problem.message) == (path, message)
    assert cure in problem.cure


def test_a_page_number_leads_to_the_cursor_where_there_is_one() -> None:
    with pytest.raises(BadRequestError, match=r"Did you mean after\?"):
        _parse("page=2", also=("after", "before"))


def test_every_fault_is_reported_at_once() -> None:
    found = [problem.path for problem in _problems("from=x&to=y&kind=z&actor=A&actor=B&foo=1&when=w")]
    assert sorted(found) == ["actor", "actor", "foo", "from", "kind", "to", "when"]


def test_what_is_shown_of_an_address_is_short_and_printable() -> None:
    (value, name) = _problems("kind=" + "%1B" * 3_000 + "&" + "%0A" * 3_000 + "=1")[::-1]
    assert value.value == "\ufffd" * 59 + "…"
    assert name.path == "\ufffd" * 59 + "…"


def test_thousands_of_unknown_parameters_are_counted() -> None:
    found = _problems("&".join(f"p{number}=1" for number in range(900)))
    assert len(found) == 21
    assert found[-1].message == "there are 880 more parameters that are not known"


# --- The law ------------------------------------------------------------------------------------------


@st.composite
def filters(draw: st.DrawFn) -> EventFilter:
    """Draw filters as an address can ask for them."""
    query: dict[str, list[str]] = {
        name: draw(st.lists(slugs(), max_size=3)) for name in IDS if draw(st.booleans())
    }
    query["kind"] = draw(st.lists(st.sampled_from(sorted(vocab.EVENT_KINDS)), max_size=3))
    query["q"] = [draw(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40))]
    query["when"] = [draw(st.sampled_from(WHENS))]
    query["detail"] = [draw(st.sampled_from(sorted(DETAILS)))]
    for name in ("from", "to"):
        query[name] = [draw(st.just("") | edtf_texts())]
    try:
        return parse_filter(query)
    except BadRequestError:
        return parse_filter({name: values for name, values in query.items() if name not in {"from", "to"}})


def _as_mapping(found: EventFilter) -> Mapping[str, Sequence[str]]:
    return parse_qs(urlencode(found.parameters()))


@given(filters())
def test_a_filter_and_its_address_are_the_same_thing(found: EventFilter) -> None:
    assert parse_filter(_as_mapping(found)) == found
    assert parse_filter(_as_mapping(found)).parameters() == found.parameters()
    assert found.is_empty == (found == EventFilter())


@given(filters())
def test_a_filter_less_each_of_its_parameters_is_empty(found: EventFilter) -> None:
    left = found
    for name, value in found.parameters():
        left = left.without(name, value)
        assert (name, value) not in left.parameters()
    assert left.is_empty


def test_without_takes_one_value_and_leaves_the_others() -> None:
    found = _parse("kind=reform&kind=guidance&from=2010&to=2011&when=within")
    assert found.without("kind", "reform") == replace(found, kind=("guidance",))
    assert found.without("from", "2010") == replace(found, from_text="", start=None)
    assert found.without("to", "2011") == replace(found, to_text="", end=None)
    assert found.without("when", "within") == replace(found, when="overlaps")


@given(
    st.dictionaries(
        st.sampled_from(FILTER_PARAMETERS) | st.text(max_size=8),
        st.lists(st.text(max_size=12) | garbled_texts(), max_size=3),
        max_size=5,
    )
)
@example({"q": ["\ud800"]})
@example({"from": ["９９９９"]})
def test_any_parameters_are_read_or_refused_in_words(parameters: dict[str, list[str]]) -> None:
    found = _read(parameters)
    if isinstance(found, EventFilter):
        assert parse_filter(_as_mapping(found)) == found
    else:
        assert found
        assert all(problem.message and problem.cure for problem in found)
        assert "\0" not in "".join(map(str, found))


def _read(parameters: Mapping[str, Sequence[str]]) -> EventFilter | tuple[Problem, ...]:
    try:
        return parse_filter(parameters)
    except BadRequestError as error:
        return error.problems
