"""What people type → the dates that they may mean, and never a guess between two of them.

It reads English, and other languages by the words that their catalogues list; beside EDTF itself.
"""

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from timeline.dates.advice import Advice
from timeline.dates.errors import DateError
from timeline.dates.parse import is_date, parse
from timeline.dates.typed import Order, Part, read_part, tidied
from timeline.dates.typed_words import translated
from timeline.dates.vague import VAGUE_FORMS
from timeline.dates.value import Point
from timeline.dates.words import said, words
from timeline.languages.message import Message, gapped, message, one_of

MAX_TYPED = 100
MAX_PROPOSALS = 6
MAX_PIECES = 12

Reading: TypeAlias = tuple[str, str]  # EDTF, why


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One date that a typed text may mean; `why` says how it was read."""

    edtf: str
    words: str
    earliest: dt.date | None
    latest: dt.date | None
    why: str


def cure_for(error: DateError) -> str:
    """Say what to write instead of a text that is not EDTF: what it may mean, or else what is wrong."""
    proposals = propose(error.text)
    if not proposals:
        # Whoever asks says already that it is not a date.
        return error.message.cure if isinstance(error.message, Advice) else error.message
    return offered(proposals)


def offered(proposals: Iterable["Proposal"]) -> Message:
    """Say to write one of these dates."""
    dates = [
        gapped("{edtf} ({words})", edtf=found.edtf, words=said(parse(found.edtf))) for found in proposals
    ]
    return message("Write {dates}.", dates=one_of(dates))


def propose(text: str) -> tuple[Proposal, ...]:
    """List the dates that a typed text may mean, likeliest first; none when it makes no sense.

    At most `MAX_TYPED` characters are read, and at most `MAX_PROPOSALS` given. More than one
    proposal means that the text is ambiguous: `03/04/2011` is 4 March or 3 April.
    """
    return () if len(text) > MAX_TYPED else _proposed(text)


@lru_cache(maxsize=1024)  # A form reads each of its dates several times, and many are alike.
def _proposed(text: str) -> tuple[Proposal, ...]:
    found: dict[str, Proposal] = {}  # by words: ~2010 and 2010~ are one proposal
    readings = list(_readings(text)) or _readings_in_other_languages(text)
    for proposal in (_proposal(edtf, why) for edtf, why in readings if is_date(edtf)):
        found.setdefault(proposal.words, proposal)
    return tuple(found.values())[:MAX_PROPOSALS]


def _readings_in_other_languages(text: str) -> list[Reading]:
    """Read a text that makes no sense in English by the words of the other languages."""
    return [reading for english in translated(text) for reading in _readings(english)]


def _proposal(edtf: str, why: str) -> Proposal:
    value = parse(edtf)
    return Proposal(edtf=edtf, words=words(value), earliest=value.earliest, latest=value.latest, why=why)


@dataclass(frozen=True, slots=True)
class Turn:
    """How to read numbers, and how many qualifying words may still be taken off."""

    order: Order
    depth: int = 3


def _readings(text: str) -> Iterator[Reading]:
    edtf = re.sub(r" ?([][{},/]) ?", r"\1", " ".join(text.split())).upper()
    if is_date(edtf):
        yield edtf, "It is EDTF as it stands." if edtf == text else "It is EDTF, tidied up."
    tidy = tidied(text)
    if not tidy.isascii():
        return
    if tidy in _UNKNOWN:
        yield "XXXX", "No date is known."
    month_first = _read(tidy, Turn("month first"))
    day_first = _read(tidy, Turn("day first")) if _ORDER_MATTERS.search(tidy) else month_first
    if not (month_first and day_first) or month_first == day_first:
        yield from month_first or day_first
        return
    yield from ((edtf, f"Month before day. {why}") for edtf, why in month_first)
    yield from ((edtf, f"Day before month. {why}") for edtf, why in day_first)


_ORDER_MATTERS = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}")
_UNKNOWN = {"unknown", "date unknown", "unknown date", "undated", "no date", "not known", "nd", "?"}


def _read(text: str, turn: Turn) -> list[Reading]:
    """Read a tidied text: the first rule that makes sense of it decides."""
    inner = replace(turn, depth=turn.depth - 1)
    for pattern, rule in _RULES if turn.depth else ():
        found = pattern.fullmatch(text)
        if found is not None:
            readings = [reading for reading in rule(found, inner) if is_date(reading[0])]
            if readings:
                return readings
    return _read_one(text, turn.order) or _read_dashed(text, turn.order)


def _read_one(text: str, order: Order) -> list[Reading]:
    parts = read_part(text, order, VAGUE_FORMS)
    return [(edtf, part.why) for part in parts if (edtf := part.text())]


def _qualified(mark: str, why: str) -> "_Rule":
    """Make the rule for a word that makes what follows or precedes it approximate or uncertain."""

    def rule(found: re.Match[str], turn: Turn) -> Iterator[Reading]:
        for edtf, inner in _read(found["rest"].strip(" ,"), turn):
            yield _marked(edtf, mark), f"{why} {inner}"

    return rule


def _marked(edtf: str, mark: str) -> str:
    """Put a qualifier behind each date of a text, joining it with one that is there."""
    pieces = re.split(r"(/|\.\.|[][{},])", edtf)
    return "".join(_marked_date(piece, mark) if piece[:1].isdigit() else piece for piece in pieces)


def _marked_date(text: str, mark: str) -> str:
    if text[-1] in "?~%":
        return text if text[-1] == mark else f"{text[:-1]}%"
    return text + mark


def _before(found: re.Match[str], turn: Turn) -> Iterator[Reading]:
    for edtf, _ in _read(found["rest"], turn):
        last = _neighbour(edtf, -1)
        if last:
            yield f"[..{last}]", "Not in it, but some time before it."


def _after(found: re.Match[str], turn: Turn) -> Iterator[Reading]:
    for edtf, _ in _read(found["rest"], turn):
        first = _neighbour(edtf, 1)
        if first:
            yield f"[{first}..]", "Not in it, but some time after it."


def _neighbour(edtf: str, step: int) -> str:
    """Write the day, month or year that comes just before or after a date; empty if there is none.

    Seasons are answered in months, decades and centuries in years. Qualifiers stay.
    """
    value = parse(edtf)
    edge = value.earliest if step < 0 else value.latest
    if not isinstance(value.body, Point) or edge is None or edge in {dt.date.min, dt.date.max}:
        return ""
    next_day = edge + dt.timedelta(days=step)
    length = {"day": 10, "year": 4, "decade": 4, "century": 4, "millennium": 4}
    text = next_day.isoformat()[: length.get(value.precision, 7)]
    mark = {(True, False): "~", (False, True): "?", (True, True): "%"}
    return text + mark.get((value.approximate, value.uncertain), "")


def _at_latest(found: re.Match[str], turn: Turn) -> Iterator[Reading]:
    for edtf, _ in _read(found["rest"], turn):
        yield f"[..{edtf}]", "In it or some time before it."


def _at_earliest(found: re.Match[str], turn: Turn) -> Iterator[Reading]:
    for edtf, _ in _read(found["rest"], turn):
        yield f"[{edtf}..]", "In it or some time after it."


def _until(found: re.Match[str], turn: Turn) -> Iterator[Reading]:
    for edtf, _ in _read(found["rest"], turn):
        yield f"../{edtf}", "Something that went on until then."
        yield f"/{edtf}", "Something that began at an unknown time and went on until then."
        yield f"[..{edtf}]", "Something that happened by then."


def _since(found: re.Match[str], turn: Turn) -> Iterator[Reading]:
    for edtf, _ in _read(found["rest"], turn):
        yield f"{edtf}/..", "Something that has gone on since then."
        yield f"{edtf}/", "Something that began then and ended at an unknown time."
        yield f"[{edtf}..]", "Something that happened then or later."


def _between(found: re.Match[str], turn: Turn) -> Iterator[Reading]:
    for start, end in _pairs([found["start"], found["end"]], turn.order):
        yield f"[{start}..{end}]", "Some time from the one to the other."
        yield f"{start}/{end}", "All the time from the one to the other."


def _from_to(found: re.Match[str], turn: Turn) -> Iterator[Reading]:
    for start, end in _pairs([found["start"], found["end"]], turn.order):
        yield f"{start}/{end}", "All the time from the one to the other."
        yield f"[{start}..{end}]", "Some time from the one to the other."


def _one_of(found: re.Match[str], turn: Turn) -> Iterator[Reading]:
    for dates in _pairs(_listed(found, " or "), turn.order):
        yield f"[{','.join(dates)}]", "One of them."


def _all_of(found: re.Match[str], turn: Turn) -> Iterator[Reading]:
    for dates in _pairs(_listed(found, " and "), turn.order):
        yield f"{{{','.join(dates)}}}", "All of them."


def _listed(found: re.Match[str], conjunction: str) -> list[str]:
    """Split a list; a comma parts two dates unless it stands before the year of a day."""
    *head, last = found[0].split(conjunction)
    pieces: list[str] = []
    for piece in itertools.chain.from_iterable(part.split(",") for part in head):
        text = piece.strip()
        if pieces and re.fullmatch("[0-9]{4}", text) and re.search("[a-z]", pieces[-1]):
            pieces[-1] = f"{pieces[-1]} {text}"
        elif text:
            pieces.append(text)
    return [*pieces, last.strip()]


def _read_dashed(text: str, order: Order) -> list[Reading]:
    """Read "September 7-8, 2010": try each dash as the one between two dates."""
    for found in itertools.islice(re.finditer("-", text), 5):
        pieces = [text[: found.start()], text[found.end() :]]
        readings = [
            reading
            for start, end in _pairs(pieces, order)
            for reading in (
                (f"{start}/{end}", "All the time from the one to the other."),
                (f"[{start}..{end}]", "Some time from the one to the other."),
            )
            if is_date(reading[0])
        ]
        if readings:
            return readings
    return []


def _pairs(pieces: list[str], order: Order) -> Iterator[list[str]]:
    """Complete the pieces of a list or period from each other, in each way that they can be read."""
    if len(pieces) > MAX_PIECES:
        return
    marks = [_mark_of(piece) for piece in pieces]
    each = [read_part(_bare(piece), order, VAGUE_FORMS) for piece in pieces]
    for parts in itertools.islice(itertools.product(*each), MAX_PROPOSALS):
        dates = [part.text() for part in _completed(list(parts))]
        if all(dates):
            yield [
                _marked_date(date, mark) if mark else date for date, mark in zip(dates, marks, strict=True)
            ]


_ABOUT = re.compile(r"(?:(?:circa|ca?|about|around|approx(?:imately)?|roughly) |(?:ca?|~) ?(?=[0-9]))")


def _mark_of(piece: str) -> str:
    about, doubt = _ABOUT.match(piece.strip()) is not None, piece.strip().endswith("?")
    return {(True, True): "%", (True, False): "~", (False, True): "?"}.get((about, doubt), "")


def _bare(piece: str) -> str:
    plain = piece.strip(" ,")
    about = _ABOUT.match(plain)
    return plain[about.end() if about else 0 :].rstrip(" ?")


def _completed(parts: list[Part]) -> list[Part]:
    """Lend each part the year, and each lone day the month, that stands beside it."""
    months = [part.month for part in parts]
    years = [part.year for part in parts]
    whole: list[Part] = []
    for place, part in enumerate(parts):
        month = part.month
        if part.day and not month:
            month = _nearest(months, place, backward_first=True)
        year = part.year
        if year is None and not part.edtf:
            year = _nearest(years, place, backward_first=False)
        whole.append(replace(part, year=year, month=month))
    first, last = whole[0], whole[-1]
    if parts[0].year is None and first.year and first.year == last.year and _turns(first, last):
        whole[0] = replace(first, year=first.year - 1)
    return whole


def _turns(first: Part, last: Part) -> bool:
    """Tell whether two dates can only be in order with New Year between them."""
    return bool(first.month and last.month and first.month > last.month)


def _nearest(values: list[int | None], place: int, *, backward_first: bool) -> int | None:
    before = [value for value in reversed(values[:place]) if value]
    after = [value for value in values[place + 1 :] if value]
    found = [*before, *after] if backward_first else [*after, *before]
    return found[0] if found else None


_Rule: TypeAlias = Callable[[re.Match[str], Turn], Iterator[Reading]]

_REST = r"(?P<rest>.+?)"
_APPROXIMATE = _qualified("~", "Approximate.")
_UNCERTAIN = _qualified("?", "Uncertain.")

_RULES: tuple[tuple[re.Pattern[str], _Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (rf"{_REST} ?(?:\?|\(?(?:uncertain|probably|possibly|perhaps|maybe)\)?)", _UNCERTAIN),
        (rf"(?:probably|possibly|perhaps|maybe|uncertain:?) {_REST}", _UNCERTAIN),
        (rf"(?:before|prior to|earlier than) {_REST}", _before),
        (rf"(?:after|later than) {_REST}", _after),
        (rf"(?:by|not? later than|on or before|up to|at the latest) {_REST}", _at_latest),
        (rf"{_REST},? (?:or (?:earlier|before)|at the latest)", _at_latest),
        (rf"(?:not? (?:before|earlier than)|on or after) {_REST}", _at_earliest),
        (rf"{_REST},? (?:or (?:later|after)|at the earliest)", _at_earliest),
        (rf"(?:until|till|til) {_REST}", _until),
        (rf"(?:since|from) {_REST} (?:on|onwards?|to (?:the )?present)", _since),
        (rf"since {_REST}", _since),
        (rf"{_REST} (?:onwards?|to (?:the )?present)", _since),
        (r"between (?P<start>.+) and (?P<end>.+)", _between),
        (r"(?:from )?(?P<start>.+) (?:to|through|thru|until|till|-) (?P<end>.+)", _from_to),
        (r".+ or .+", _one_of),
        (rf"(?:circa|ca?|about|around|approx(?:imately)?|roughly|~) ?{_REST}", _APPROXIMATE),
        (rf"{_REST} \(?(?:circa|approx(?:imately)?|roughly)\)?", _APPROXIMATE),
        (r".+ and .+", _all_of),
    )
)
