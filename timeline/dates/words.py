"""A date in words: "spring 2011", "c. November 2009", "7 or 8 September 2010"."""

import datetime as dt
from functools import lru_cache

from timeline.dates.named import name_date, name_inside, name_point, shortened
from timeline.dates.phrases import Language
from timeline.dates.spoken import language as _language
from timeline.dates.value import Choice, Edtf, Point, Span
from timeline.languages.message import Message

_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=4096)
def words(value: Edtf | None, language: str = "en") -> str:
    """Say a date in words; None is "date unknown". `language` is the code of a catalogue."""
    tongue = _language(language)
    return tongue.contracted(_said(value, tongue))


@lru_cache(maxsize=4096)
def the_date(value: Edtf | None, language: str = "en") -> str:
    """Say a date as it stands behind a preposition: with its article, where the language has one."""
    tongue = _language(language)
    if value is None or not isinstance(value.body, Point) or value.precision == "unknown":
        return words(value, language)
    return tongue.contracted(name_point(value.body, tongue).definite)


def said(value: Edtf | None) -> Message:
    """Say a date as a text that can be said in other languages."""
    return Message(lambda catalogue: words(value, catalogue.code))


@lru_cache(maxsize=4096)
def sureness(value: Edtf | None, language: str = "en") -> str:
    """Say how sure a date is: "exact day", "some day in June 2010", "known only to be before …"."""
    tongue = _language(language)
    return tongue.contracted(_surely(value, tongue))


def _said(value: Edtf | None, tongue: Language) -> str:
    if value is None or value.precision == "unknown":
        return tongue.no_date
    body = value.body
    if isinstance(body, Point):
        return name_point(body, tongue).alone
    if isinstance(body, Span):
        return _interval(body, tongue)
    return _choice(body, tongue)


def _surely(value: Edtf | None, tongue: Language) -> str:
    if value is None or value.precision == "unknown":
        return tongue.not_known
    body = value.body
    if isinstance(body, Point):
        return _point_sureness(body, tongue)
    if isinstance(body, Span):
        return _interval_sureness(body, tongue)
    base = _choice_sureness(body, _said(value, tongue), tongue)
    return _with_state(base, tongue, approximate=body.approximate, uncertain=body.uncertain)


def _interval(span: Span, tongue: Language) -> str:
    start, end = _known(span.start), _known(span.end)
    if start and end:
        if start == end and span.earliest == span.latest:
            return name_point(start, tongue).alone
        return _from_to(start, end, tongue.from_to, tongue)
    if start:
        pattern = tongue.from_on if span.open_end else tongue.from_unknown_end
        return pattern.format(name=_name(start, tongue))
    if end:
        pattern = tongue.until if span.open_start else tongue.until_unknown_start
        return pattern.format(name=_name(end, tongue))
    return tongue.no_date


def _known(point: Point | None) -> Point | None:
    return None if point is None or point.precision == "unknown" else point


def _name(point: Point | None, tongue: Language) -> str:
    return tongue.unknown_date if point is None else name_point(point, tongue).definite


def _from_to(start: Point, end: Point, pattern: str, tongue: Language) -> str:
    """Join two ends, the first without the month or year that the other repeats."""
    first = shortened(start, (end,), tongue) or name_point(start, tongue)
    return pattern.format(start=first.definite, end=name_point(end, tongue).definite)


def _choice(choice: Choice, tongue: Language) -> str:
    if choice.all_of:
        every = _listed(choice, tongue) or [_part_of_all(each, tongue) for each in choice.members]
        return tongue.every(every)
    members = choice.members
    if len(members) == 1 and isinstance(members[0], Span):
        return _only_range(members[0], tongue)
    return tongue.either(_listed(choice, tongue) or [_one_of(part, tongue) for part in members])


def _listed(choice: Choice, tongue: Language) -> list[str]:
    """List days or months that share a year or a month: "7 or 8 September 2010"."""
    points = [member for member in choice.members if isinstance(member, Point)]
    if len(points) != len(choice.members):
        return []
    short = [shortened(point, tuple(points), tongue) for point in points[:-1]]
    listed = [each.bare for each in short if each]
    return [*listed, name_point(points[-1], tongue).bare] if len(listed) == len(short) else []


def _one_of(part: Point | Span, tongue: Language) -> str:
    if isinstance(part, Point):
        return name_point(part, tongue).definite
    if part.start and part.end:
        return _from_to(part.start, part.end, tongue.between, tongue)
    return _or_beyond(part, tongue)


def _or_beyond(span: Span, tongue: Language) -> str:
    if span.start:
        return tongue.or_later.format(name=name_point(span.start, tongue).definite)
    return tongue.or_earlier.format(name=_name(span.end, tongue))


def _only_range(span: Span, tongue: Language) -> str:
    """Say `[..2011-03]` as people do: before April 2011."""
    if span.start and span.end:
        return _from_to(span.start, span.end, tongue.between, tongue)
    point = span.start or span.end
    if point and point.is_plain and point.period is None:
        if span.start and point.earliest and point.earliest > dt.date.min:
            limit = name_date(point.earliest - _DAY, point.precision, tongue)
            return tongue.after.format(name=limit)
        if span.end and point.latest and point.latest < dt.date.max:
            limit = name_date(point.latest + _DAY, point.precision, tongue)
            return tongue.before.format(name=limit)
    return _or_beyond(span, tongue)


def _part_of_all(part: Point | Span, tongue: Language) -> str:
    if isinstance(part, Point):
        return name_point(part, tongue).definite
    if part.start and part.end:
        return _from_to(part.start, part.end, tongue.from_to, tongue)
    if part.start:
        pattern = tongue.every_from.get(part.start.precision, tongue.all_from)
        return pattern.format(name=name_point(part.start, tongue).definite)
    pattern = tongue.every_until.get(part.end.precision, tongue.all_until) if part.end else ""
    return pattern.format(name=_name(part.end, tongue))


def _point_sureness(point: Point, tongue: Language) -> str:
    if point.earliest == point.latest and point.earliest is not None:
        state = _state(tongue, approximate=point.approximate, uncertain=point.uncertain)
        return state or tongue.exact_day
    base = name_inside(point, tongue) if point.solid else tongue.partly_unknown
    return _with_state(base, tongue, approximate=point.approximate, uncertain=point.uncertain)


def _interval_sureness(span: Span, tongue: Language) -> str:
    start = _end_sureness(span.start, tongue, is_open=span.open_start)
    end = _end_sureness(span.end, tongue, is_open=span.open_end)
    if start == end == tongue.exact_day:
        return tongue.exact_ends
    return tongue.start_and_end.format(start=start, end=end)


def _end_sureness(point: Point | None, tongue: Language, *, is_open: bool) -> str:
    if is_open:
        return tongue.open_end
    if point is None or point.precision == "unknown":
        return tongue.unknown_end
    return _point_sureness(point, tongue)


def _choice_sureness(choice: Choice, said: str, tongue: Language) -> str:
    if choice.all_of:
        return tongue.all_of_several
    members = choice.members
    if len(members) == 1:
        only = members[0]
        if isinstance(only, Point):
            return _point_sureness(only, tongue)
        return tongue.known_only.format(words=said)
    if all(isinstance(member, Point) and member.earliest == member.latest for member in members):
        return tongue.one_of_days.format(count=len(members))
    return tongue.one_of_several


def _state(tongue: Language, *, approximate: bool, uncertain: bool) -> str:
    if approximate and uncertain:
        return tongue.both_state
    if approximate:
        return tongue.approximate_state
    return tongue.uncertain_state if uncertain else ""


def _with_state(base: str, tongue: Language, *, approximate: bool, uncertain: bool) -> str:
    state = _state(tongue, approximate=approximate, uncertain=uncertain)
    return tongue.with_state.format(name=base, state=state) if state else base
