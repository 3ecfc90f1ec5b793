"""Questions as disagreements, where a source stands, and the filter."""

import pytest

from timeline.disagreement.asked import Asked, counts, parse_asked, select
from timeline.disagreement.questions import in_words, of_question, taken_up
from timeline.disagreement.standing import contradicts_itself, stands_alone
from timeline.disagreement.statement import Disagreement, letter_at
from timeline.errors import BadRequestError
from timeline.records.question import Claim, Question


def question(
    name: str, *claims: tuple[str, str], kind: str = "date", touches: tuple[str, ...] = ()
) -> Question:
    return Question(
        id=name,
        timelines=("t",),
        title=name.title(),
        kind=kind,
        touches=touches,
        claims=tuple(
            Claim(answer=answer, says=f"It was in {answer.title()}.", source=source)
            for answer, source in claims
        ),
    )


def point(*claims: tuple[str, str]) -> Disagreement:
    return of_question(question("when", *claims))


def test_answers_have_letters_in_the_order_of_their_first_claims() -> None:
    found = point(("june", "one"), ("july", "two"), ("june", "three"))
    assert [(answer.letter, answer.label) for answer in found.answers] == [("A", "June"), ("B", "July")]
    assert [statement.letter for statement in found.statements] == ["A", "B", "A"]
    assert found.letters_of("three") == ("A",)


@pytest.mark.parametrize(("position", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (702, "AAA")])
def test_letters_go_on_after_z(position: int, letters: str) -> None:
    assert letter_at(position) == letters


@pytest.mark.parametrize(
    ("key", "about", "words"),
    [
        ("ice-and-crcl", ("ICE", "CRCL"), "ICE and CRCL"),
        ("april-june", ("June",), "April June"),
        ("more-than-110000", (), "More than 110,000"),
        ("notice", ("Notice", "notice"), "Notice"),
        ("given-notice", ("Notice", "notice"), "Given notice"),
    ],
)
def test_keys_are_said_in_words(key: str, about: tuple[str, ...], words: str) -> None:
    assert in_words(key, about) == words


def test_a_source_stands_alone_with_an_answer_that_no_other_gives() -> None:
    found = point(("june", "one"), ("july", "two"), ("july", "three"), ("may", "three"))
    assert stands_alone(found, "one") == ("A",)
    assert stands_alone(found, "two") == ()
    assert stands_alone(found, "three") == ("C",)
    assert contradicts_itself(found, "three")
    assert not contradicts_itself(found, "two")


def test_nobody_stands_alone_where_one_source_contradicts_itself() -> None:
    found = point(("june", "one"), ("july", "one"))
    assert stands_alone(found, "one") == ()
    assert contradicts_itself(found, "one")


def test_a_computed_point_is_taken_up_by_the_question_that_is_most_about_it() -> None:
    computed = Disagreement(
        key="event:letter:date",
        computed=True,
        kind="date",
        title="Date of: A letter",
        subject=("event", "letter"),
        touches=(("event", "letter"),),
        status="open",
        answers=(),
        statements=(),
    )
    claims = (("june", "one"), ("july", "two"))
    broad = question("broad", *claims, touches=("event:letter", "event:other"))
    other = question("other", *claims, touches=("event:letter",), kind="meaning")
    narrow = question("narrow", *claims, touches=("event:letter",))
    points = [of_question(each) for each in (broad, other, narrow)]
    assert [found.question for found in taken_up([computed, *points])] == [
        "narrow",
        "broad",
        "other",
        "narrow",
    ]
    assert taken_up([computed, points[1]])[0].question == ""


def test_filters_narrow_together_and_values_of_one_are_alternatives() -> None:
    every = [
        of_question(question("a", ("x", "one"), ("y", "two"), touches=("event:e",))),
        of_question(question("b", ("x", "one"), ("y", "one"), kind="rule")),
        of_question(question("c", ("x", "two"), ("y", "three"), kind="rule", touches=("event:e",))),
    ]
    assert select(every, Asked()) == tuple(every)
    assert [found.title for found in select(every, Asked(source=("one", "three")))] == ["A", "B", "C"]
    assert [found.title for found in select(every, Asked(kind=("rule",), source=("one",)))] == ["B"]
    assert counts(every, Asked(kind=("rule",)), "kind") == {"date": 1, "rule": 2}
    assert counts(every, Asked(kind=("rule",)), "source") == {"one": 1, "two": 1, "three": 1}
    assert counts(every, Asked(kind=("rule",)), "touches") == {"event:e": 1}


def test_a_filter_and_its_parameters_are_two_forms_of_one_thing() -> None:
    parameters = {
        "kind": ["rule", "date", "", "rule"],
        "touches": ["event:e"],
        "found": ["computed"],
        "page": ["2"],
    }
    asked = parse_asked(parameters, also=("page",))
    assert asked.parameters() == (
        ("kind", "date"),
        ("kind", "rule"),
        ("touches", "event:e"),
        ("found", "computed"),
    )
    assert asked.without("kind", "rule") == Asked(kind=("date",), touches=("event:e",), found=("computed",))
    assert parse_asked({"utm_source": ["x"], "kind": [""]}).is_empty


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("kind", "guidance", "Write one of: date"),
        ("status", "closed", "open, settled"),
        ("found", "guess", "archive, computed"),
        ("source", "No Such", "id of a source"),
        ("touches", "letter", "event:first-activation"),
        ("touches", "ghost:letter", "event:first-activation"),
        ("souce", "one", "Did you mean source?"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_with_the_cure(name: str, value: str, cure: str) -> None:
    with pytest.raises(BadRequestError) as caught:
        parse_asked({name: [value]})
    assert cure in str(caught.value)


def test_too_many_values_are_refused() -> None:
    with pytest.raises(BadRequestError, match="20 times at most"):
        parse_asked({"source": [f"s{number}" for number in range(21)]})
