"""Sources that date one event differently: found from the dates that its citations assert.

Two dates differ when they have no day in common; a day within a month is the same date told more finely.
A date that a citation gives for one of the event's further dates (`bears_on` names `date:signed` and not
the event's own `date`) is compared with others for that date only, because the day of signing and the day
of publication are two facts and not two accounts of one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from timeline import vocab
from timeline.dates.compare import relation, sort_key
from timeline.dates.parse import parse
from timeline.dates.words import said
from timeline.disagreement.statement import Answer, Disagreement, Statement, letter_at
from timeline.languages.message import Message, message
from timeline.languages.names import Name
from timeline.records.event import Event

OWN_DATE = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DatedCitation:
    """A citation with the date (EDTF) that its source asserts."""

    date: str
    verbatim: str = ""
    bears_on: tuple[str, ...] = ()
    source: str = ""
    locator: str = ""
    quotation: str = ""
    note: str = ""

    @property
    def roles(self) -> tuple[str, ...]:
        """List the dates of the event that it speaks of: roles, or the empty text for the event's own."""
        roles = tuple(
            bearing.removeprefix("date:") for bearing in self.bears_on if bearing.startswith("date:")
        )
        return roles if roles and "date" not in self.bears_on else (OWN_DATE, *roles)


@dataclass(frozen=True, kw_only=True, slots=True)
class DatedEvent:
    """What is to be known of an event to compare the dates that its sources give.

    `dates` are its further dates: the role and the EDTF text of each.
    """

    id: str
    title: str
    date: str
    date_note: str = ""
    dates: tuple[tuple[str, str], ...] = ()
    citations: tuple[DatedCitation, ...]


def dates_differ(citations: Sequence[DatedCitation]) -> bool:
    """Tell whether two of the dates that citations of one event assert have no day in common."""
    return any(_differ({citation.date for citation in given}) for _, given in _by_role(citations))


def of_event(event: DatedEvent) -> Iterator[Disagreement]:
    """Yield what the sources of an event disagree about: its own date first, then each further one."""
    for role, given in _by_role(event.citations):
        texts = dict.fromkeys(citation.date for citation in given)
        if _differ(texts):
            yield _disagreement(event, role, tuple(texts), given)


def dated(event: Event) -> DatedEvent:
    """Take from an event what is to be compared."""
    return DatedEvent(
        id=event.id,
        title=event.title,
        date=event.date,
        date_note=event.date_note,
        dates=tuple((further.role, further.date) for further in event.dates),
        citations=tuple(
            DatedCitation(
                date=citation.asserted_date,
                verbatim=citation.asserted_verbatim,
                bears_on=citation.bears_on,
                source=citation.source,
                locator=citation.locator,
                quotation=citation.quotation,
                note=citation.note,
            )
            for citation in event.citations
            if citation.asserted_date
        ),
    )


def _by_role(citations: Sequence[DatedCitation]) -> list[tuple[str, list[DatedCitation]]]:
    found: dict[str, list[DatedCitation]] = {}
    for citation in citations:
        if citation.date:
            for role in citation.roles:
                found.setdefault(role, []).append(citation)
    return sorted(found.items())


def _differ(texts: Iterable[str]) -> bool:
    dates = [parse(text) for text in texts]
    return any(relation(one, other) == "disjoint" for one, other in combinations(dates, 2))


def _disagreement(
    event: DatedEvent, role: str, texts: tuple[str, ...], given: list[DatedCitation]
) -> Disagreement:
    answers = _answers(texts)
    letters = {answer.value: answer.letter for answer in answers}
    follows = _followed(_date_of(event, role), answers)
    return Disagreement(
        key=f"event:{event.id}:date:{role}" if role else f"event:{event.id}:date",
        computed=True,
        kind="date",
        title=_title(event, role),
        subject=("event", event.id),
        touches=(("event", event.id),),
        status="settled" if follows else "open",
        follows=follows,
        why=event.date_note if role == OWN_DATE else "",
        answers=answers,
        statements=tuple(
            Statement(
                letter=letters[citation.date],
                says=said(parse(citation.date)),
                source=citation.source,
                locator=citation.locator,
                quotation=citation.verbatim or citation.quotation,
                note=citation.note,
            )
            for citation in given
        ),
    )


def _title(event: DatedEvent, role: str) -> str:
    if role == OWN_DATE:
        return message("Date of: {event}", event=Name(event.title))
    label = vocab.DATE_ROLES[role].label
    named = Message(lambda catalogue: catalogue.pgettext("DATE_ROLES", label).lower())
    return message("Date “{role}” of: {event}", role=named, event=Name(event.title))


def _answers(texts: tuple[str, ...]) -> tuple[Answer, ...]:
    dates = sorted((parse(text) for text in texts), key=lambda date: sort_key(date, date.text))
    letters = [letter_at(position) for position in range(len(dates))]
    return tuple(
        Answer(
            letter=letter,
            value=date.text,
            label=said(date),
            agrees_with=tuple(
                other
                for other, against in zip(letters, dates, strict=True)
                if other != letter and relation(date, against) != "disjoint"
            ),
        )
        for letter, date in zip(letters, dates, strict=True)
    )


def _date_of(event: DatedEvent, role: str) -> str:
    """Give the date that the archive has for the role; empty where it has none, or several."""
    if role == OWN_DATE:
        return event.date
    found = {date for of_role, date in event.dates if of_role == role}
    return found.pop() if len(found) == 1 else ""


def _followed(date: str, answers: tuple[Answer, ...]) -> tuple[str, ...]:
    """List the answers that the archive's own date is, or lies within.

    Where it covers more than one of them, as a set of both does, the archive follows none.
    """
    if not date:
        return ()
    own = parse(date)
    return tuple(
        answer.letter for answer in answers if relation(own, parse(answer.value)) in {"same", "finer"}
    )
