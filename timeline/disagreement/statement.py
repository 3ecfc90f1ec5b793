"""What a disagreement is: answers to one point, and who gives which of them, where, in which words."""

from collections.abc import Iterator
from dataclasses import dataclass

from timeline.records.references import RecordKey

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One answer to the point.

    `value` is an EDTF date, a number or the key of an answer, by the kind of the disagreement; `label`
    says it in words. `agrees_with` are the letters of other answers that can be true together with this
    one, such as a month and a day within it.
    """

    letter: str
    value: str
    label: str
    agrees_with: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One source gives one of the answers; `speaker` is whose words they are, where not its own."""

    letter: str
    says: str
    source: str
    locator: str = ""
    quotation: str = ""
    speaker: str = ""
    attributed_to: str = ""
    said: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreement:
    """A point on which sources, or a source and itself, do not say the same.

    `key` names it for good: the kind of record, its id and what of it. `subject` is the record on whose
    page it stands: the question itself where an archivist wrote it down, and otherwise the record in
    which it was found by computing. `follows` are the letters of the answers that the archive follows.
    `question` is the question that takes a computed disagreement up; empty where none does.
    """

    key: str
    computed: bool
    kind: str
    title: str
    explanation: str = ""
    subject: RecordKey
    touches: tuple[RecordKey, ...]
    status: str
    follows: tuple[str, ...] = ()
    why: str = ""
    question: str = ""
    answers: tuple[Answer, ...]
    statements: tuple[Statement, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """List the sources that take part, each once, in the order of their statements."""
        return tuple(dict.fromkeys(statement.source for statement in self.statements))

    @property
    def is_settled(self) -> bool:
        """Tell whether the archive holds the point for settled."""
        return self.status == "settled"

    def answer(self, letter: str) -> Answer:
        """Give the answer with this letter."""
        return next(answer for answer in self.answers if answer.letter == letter)

    def statements_of(self, letter: str) -> tuple[Statement, ...]:
        """List who gives an answer."""
        return tuple(statement for statement in self.statements if statement.letter == letter)

    def letters_of(self, source: str) -> tuple[str, ...]:
        """List the letters of the answers that a source gives."""
        given = {statement.letter for statement in self.statements if statement.source == source}
        return tuple(answer.letter for answer in self.answers if answer.letter in given)

    def references(self) -> Iterator[RecordKey]:
        """Yield every record that is named."""
        yield self.subject
        yield from self.touches
        if self.question:
            yield "question", self.question
        for statement in self.statements:
            yield "source", statement.source
            if statement.speaker:
                yield "actor", statement.speaker
            if statement.attributed_to:
                yield "source", statement.attributed_to


def letter_at(position: int) -> str:
    """Give the letter of the answer at a position from 0: A to Z, then AA, AB and so on."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, len(LETTERS))
        letters = LETTERS[rest] + letters
    return letters
