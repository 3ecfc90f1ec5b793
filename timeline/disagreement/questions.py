"""The contested points that archivists wrote down, in the form of every disagreement."""

import re
from collections.abc import Iterable
from dataclasses import replace

from timeline.disagreement.statement import Answer, Disagreement, Statement, letter_at
from timeline.records.question import Question
from timeline.records.references import RecordKey


def of_question(question: Question) -> Disagreement:
    """Give a question as a disagreement; its answers have letters in the order of their first claims."""
    keys = dict.fromkeys(claim.answer for claim in question.claims)
    letters = {key: letter_at(position) for position, key in enumerate(keys)}
    return Disagreement(
        key=f"question:{question.id}",
        computed=False,
        kind=question.kind,
        title=question.title,
        explanation=question.explanation,
        subject=("question", question.id),
        touches=tuple(_touched(text) for text in question.touches),
        status=question.status,
        follows=(letters[question.follows],) if question.follows in letters else (),
        why=question.why,
        question=question.id,
        answers=tuple(
            Answer(letter=letter, value=key, label=in_words(key, _words_about(question, key)))
            for key, letter in letters.items()
        ),
        statements=tuple(
            Statement(
                letter=letters[claim.answer],
                says=claim.says,
                source=claim.source,
                locator=claim.locator,
                quotation=claim.quotation,
                speaker=claim.speaker,
                attributed_to=claim.attributed_to,
                said=claim.said,
                note=claim.note,
            )
            for claim in question.claims
        ),
    )


def taken_up(items: Iterable[Disagreement]) -> tuple[Disagreement, ...]:
    """Say of each computed disagreement which of the questions takes it up, and whether that settles it.

    It is a question of the same kind that bears on the record; of several the one that bears on the
    fewest records, since it is the most about this one.
    """
    items = tuple(items)
    best: dict[tuple[str, RecordKey], Disagreement] = {}
    for question in sorted((item for item in items if not item.computed), key=_breadth):
        for touched in question.touches:
            best.setdefault((question.kind, touched), question)
    return tuple(_with_question(item, best.get((item.kind, item.subject))) for item in items)


def _breadth(question: Disagreement) -> tuple[int, str]:
    return len(question.touches), question.key


def _with_question(item: Disagreement, question: Disagreement | None) -> Disagreement:
    if not item.computed or question is None:
        return item
    return replace(item, question=question.question, status=question.status)


def in_words(key: str, about: Iterable[str] = ()) -> str:
    """Say the key of an answer in words, as far as a key can.

    `about` are words of the claims: where one of them is written with a capital, such as ICE or June, so it
    is here.
    """
    written = {word.lower(): word for word in about}
    words = (written.get(part, part) for part in key.split("-"))
    text = re.sub(r"[0-9]{5,}", lambda number: f"{int(number[0]):,}", " ".join(words))
    return text[:1].upper() + text[1:]


def _words_about(question: Question, key: str) -> list[str]:
    """List the words of an answer's claims and of the question, those in lower case last."""
    said = [claim.says for claim in question.claims if claim.answer == key]
    text = " ".join((question.title, question.explanation, *said))
    return sorted(re.findall(r"[A-Za-z]+", text), key=str.islower)


def _touched(text: str) -> tuple[str, str]:
    kind, _, record_id = text.partition(":")
    return kind, record_id
