"""A record goes into its form and comes back from it the same, whatever its kind."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records.strategies import parts, pools
from timeline.admin.forms.names import ANY_ROW
from timeline.admin.forms.rows import act_on_rows
from timeline.admin.forms.tree import blank_tree, compacted, record_of, tree_of
from timeline.admin.forms.typed import read_tree
from timeline.admin.forms.view import Control, Form, Group, form_of
from timeline.errors import Problem
from timeline.records.event import Event
from timeline.records.kinds import CLASS_OF_KIND, RECORD_CLASSES

IDS = {kind: (f"{kind}-one", f"{kind}-two", f"{kind}-three") for kind in CLASS_OF_KIND}


def sent(form: Form) -> Iterator[tuple[str, str]]:
    """Yield what a browser sends of a form, in the order of the page."""
    for part in form.parts.values():
        if isinstance(part, Control):
            yield from _sent(part)
            continue
        assert isinstance(part, Group)
        for row in part.rows:
            for control in (*row.controls, *row.behind):
                yield from _sent(control)


def _sent(control: Control) -> Iterator[tuple[str, str]]:
    if control.widget != "flag" or control.value:
        # A text area sends its newlines as two characters.
        if control.widget == "locator":
            yield f"{control.name}-kind", control.located
        yield control.name, control.value.replace("\n", "\r\n")


@pytest.mark.parametrize("cls", RECORD_CLASSES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_record_comes_back_from_its_form_as_it_was(cls: type, data: st.DataObject) -> None:
    record = data.draw(parts(cls, data.draw(pools(IDS))))
    form = form_of(cls, tree_of(record), blank_rows=2)
    tree = compacted(cls, read_tree(cls, sent(form)))
    read: tuple[Any, Any] = record_of(cls, tree)
    again, problems = read
    assert problems == ()
    assert again == record


def test_rows_stand_in_the_order_in_which_they_are_sent() -> None:
    tree = read_tree(
        Event,
        [("citations-7-source", "second"), ("citations-2-source", "first"), ("citations-7-locator", "p. 1")],
    )
    assert [row["source"] for row in tree["citations"]] == ["second", "first"]
    assert tree["citations"][0]["locator"] == "p. 1"


@pytest.mark.parametrize(
    "name",
    [
        "citations-x-source",
        "citations-9999999-source",
        "nothing",
        "title-1-2-3-4-5",
        "",
        "-",
        "citations",
        "places-",
    ],
)
def test_a_name_that_means_nothing_is_left_alone(name: str) -> None:
    assert read_tree(Event, [(name, "x")]) == read_tree(Event, [])


@pytest.mark.parametrize(
    ("button", "places"),
    [
        ("add:places", ["a", "b", "c", ""]),
        ("remove:places-1", ["a", "c"]),
        ("up:places-2", ["a", "c", "b"]),
        ("up:places-0", ["a", "b", "c"]),
        ("down:places-0", ["b", "a", "c"]),
        ("down:places-2", ["a", "b", "c"]),
    ],
)
def test_buttons_add_take_away_and_move_rows(button: str, places: list[str]) -> None:
    tree = read_tree(Event, [("places-0", "a"), ("places-1", "b"), ("places-2", "c")])
    assert act_on_rows(Event, tree, button)
    assert tree["places"] == places


@pytest.mark.parametrize(
    "button", ["", "add:title", "up:places-9", "remove:places", "drop:places-0", "add:nothing"]
)
def test_what_is_no_button_of_a_row_changes_nothing(button: str) -> None:
    tree = read_tree(Event, [("places-0", "a")])
    assert not act_on_rows(Event, tree, button)
    assert tree["places"] == ["a"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2011-03", "2011-03"),
        ("spring 2011", "2011-21"),
        ("c. 2010", "2010~"),
        ("before April 2011", "[..2011-03]"),
    ],
)
def test_a_date_is_kept_as_what_it_can_only_mean(typed: str, kept: str) -> None:
    event, problems = record_of(
        Event, compacted(Event, read_tree(Event, [("date", typed), ("significance", "2")]))
    )
    assert (event.date, problems) == (kept, ())


def test_a_date_that_can_mean_two_is_asked_for_and_the_choice_is_taken() -> None:
    tree = compacted(Event, read_tree(Event, [("date", "03/04/2011")]))
    _, problems = record_of(Event, tree)
    assert "date" in {problem.path for problem in problems}
    form = form_of(Event, tree, problems)
    date = form["date"]
    assert isinstance(date, Control)
    assert date.value == "03/04/2011"
    assert {found.edtf for found in date.proposals} == {"2011-03-04", "2011-04-03"}
    chosen = read_tree(Event, [("date", "03/04/2011"), ("date-choice", "2011-04-03")])
    assert chosen["date"] == "2011-04-03"
    stale = read_tree(Event, [("date", "1999"), ("date-choice", "2011-04-03")])
    assert stale["date"] == "1999"


def test_problems_stand_beside_their_fields_and_none_is_lost() -> None:
    tree = compacted(Event, read_tree(Event, [("citations-4-locator", "p. 1"), ("topics-0", "x y")]))
    paths = ("title", "citations[0].source", "citations[0]", "citations", "topics[0]", "nowhere")
    form = form_of(Event, tree, [Problem(path=path, value="", message="is wrong") for path in paths])
    assert [problem.path for _, _, problem in form.wrong()] == [
        "title",
        "topics[0]",
        "citations",
        "citations[0]",
        "citations[0].source",
        "nowhere",
    ]
    assert [name for name, _, _ in form.wrong()][-3:] == ["citations-0", "citations-0-source", "form"]


def test_what_bears_on_stands_a_line_each_and_its_problems_beside_it() -> None:
    tree = read_tree(Event, [("citations-0-bears_on", "date\r\n\r\n summary "), ("citations-0-source", "s")])
    assert tree["citations"][0]["bears_on"] == ["date", "summary"]
    problem = Problem(path="citations[0].bears_on[1]", value="", message="is wrong")
    form = form_of(Event, compacted(Event, tree), [problem])
    citations = form["citations"]
    assert isinstance(citations, Group)
    assert citations.rows[0]["bears_on"].problems == (problem,)


@pytest.mark.parametrize("cls", RECORD_CLASSES, ids=lambda cls: cls.record_kind)
def test_a_row_that_is_copied_in_the_page_is_read_like_one_that_was_sent(cls: Any) -> None:
    form = form_of(cls, blank_tree(cls))
    for field, group in form.parts.items():
        if not isinstance(group, Group):
            continue
        named = [control.name for control in (*group.pattern.controls, *group.pattern.behind)]
        assert named
        sent = [(name.replace(ANY_ROW, "1000"), "typed") for name in named]
        assert len(read_tree(cls, sent)[field]) == 1, named
