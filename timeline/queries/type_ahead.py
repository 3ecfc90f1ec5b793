"""What is offered while somebody types the name of a record: by the beginnings of its words, and fast.

Names are found in `name_words` (see `timeline.models.naming`), whole titles in the listing; both by an
index that is read from its beginning, so that a single letter in a hundred thousand records costs no more
than a long word.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, exists, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from timeline import vocab
from timeline.dates.parse import is_date, parse
from timeline.dates.words import words as date_words
from timeline.models.event import EventRow
from timeline.models.history import RecordRow
from timeline.models.listing import ListingRow
from timeline.models.naming import NameWordRow
from timeline.models.source import CreatorRow, SourceRow
from timeline.naming import bare_address, folded, folded_words
from timeline.queries.name_columns import NAME_COLUMNS
from timeline.records.references import RecordKey

LIMIT: Final = 10
LONGEST: Final = 200
#: So many records are looked at; the best of them are offered.
CANDIDATES: Final = 120
MOST_WORDS: Final = 6

_TERMS: Final[Mapping[str, Mapping[str, vocab.Term]]] = {
    "event": vocab.EVENT_KINDS,
    "source": vocab.SOURCE_TYPES,
    "actor": vocab.ACTOR_KINDS,
    "place": vocab.PLACE_KINDS,
    "series": vocab.SERIES_MEASURES,
    "question": vocab.QUESTION_KINDS,
}
_DATES: Final[Mapping[str, ColumnElement[str] | InstrumentedAttribute[str]]] = {
    "event": EventRow.date,
    "source": SourceRow.issued,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """A record that may be meant: its name, what tells it from others of that name, and its status."""

    kind: str
    id: str
    label: str
    detail: str
    status: str


def suggest(
    session: Session, kind: str, typed: str, *, first: Sequence[str] = (), limit: int = LIMIT
) -> tuple[Suggestion, ...]:
    """Offer the records of a kind whose names have words that begin as the typed ones do.

    Withdrawn records are left out. `first` are ids that come before others, such as those of sources that
    were just used; with nothing typed they are what is offered, and then the records that changed last.
    """
    # A database may refuse a text with signs that nobody sees.
    typed = "".join(sign if sign.isprintable() else " " for sign in typed[:LONGEST])
    text = folded(typed).strip()
    keys = _keys(session, kind, typed, text)
    if not text:
        keys += _keys_of(session, kind, first)
    order = {slug: place for place, slug in enumerate(first)}
    rows = session.execute(_described(kind, keys)).all() if keys else []
    ranked = sorted(rows, key=lambda row: (order.get(row.slug, len(order)), *_rank(row, text)))
    return _suggestions(session, ranked[:limit])


def labels_of(session: Session, keys: Iterable[RecordKey]) -> dict[RecordKey, Suggestion]:
    """Give what records are called, whatever their status; those that are not there are left out."""
    slugs: dict[str, set[str]] = {}
    for kind, slug in keys:
        if kind in NAME_COLUMNS:
            slugs.setdefault(kind, set()).add(slug)
    found: dict[RecordKey, Suggestion] = {}
    for kind, some in slugs.items():
        rows = session.execute(_described(kind, _keys_of(session, kind, sorted(some)))).all()
        found |= {(one.kind, one.id): one for one in _suggestions(session, rows)}
    return found


def find_by_name(session: Session, kind: str, name: str) -> tuple[Suggestion, ...]:
    """Find the records of a kind that are called exactly so, but for case and accents."""
    wanted = folded(name[:LONGEST]).strip()
    return tuple(
        found
        for found in suggest(session, kind, name, limit=CANDIDATES)
        if wanted in (folded(found.label), found.id)
    )


def _keys(session: Session, kind: str, typed: str, text: str) -> list[int]:
    words = folded_words(typed)[:MOST_WORDS]
    if not text:
        latest = select(ListingRow.record_id).where(
            ListingRow.kind == kind, ListingRow.status.in_(("draft", "review", "published"))
        )
        return list(session.scalars(latest.order_by(ListingRow.revision.desc()).limit(LIMIT)))
    if not words:
        return []
    titled = select(ListingRow.record_id).where(
        ListingRow.kind == kind, ListingRow.title_key >= text, ListingRow.title_key < _after(text)
    )
    found = list(session.scalars(titled.order_by(ListingRow.title_key).limit(CANDIDATES // 2)))
    found += session.scalars(_with_words(kind, words))
    if "." in typed and " " not in typed.strip():
        found += session.scalars(_with_words(kind, [bare_address(typed)]))
    return list(dict.fromkeys(found))


def _with_words(kind: str, words: Sequence[str]) -> Select[tuple[int]]:
    longest, *others = sorted(set(words), key=lambda word: (-len(word), word))
    statement = select(NameWordRow.record_id).where(NameWordRow.kind == kind, _begins(NameWordRow, longest))
    for other in others:
        also = aliased(NameWordRow)
        statement = statement.where(
            exists().where(and_(also.record_id == NameWordRow.record_id, _begins(also, other)))
        )
    return statement.order_by(NameWordRow.word, NameWordRow.record_id).limit(CANDIDATES)


def _begins(row: type[NameWordRow], text: str) -> ColumnElement[bool]:
    return and_(row.word >= text, row.word < _after(text))


def _after(text: str) -> str:
    """Give a text that stands after all that begin with this one."""
    return text + "\U0010ffff"


def _keys_of(session: Session, kind: str, slugs: Sequence[str]) -> list[int]:
    plain = [slug for slug in slugs if slug.isprintable()]
    return list(
        session.scalars(select(RecordRow.id).where(RecordRow.kind == kind, RecordRow.slug.in_(plain)))
    )


def _described(kind: str, keys: Sequence[int]) -> Select[Any]:
    name = NAME_COLUMNS[kind]
    listed = and_(ListingRow.kind == kind, ListingRow.record_id == RecordRow.id)
    return (
        select(
            RecordRow.id,
            RecordRow.kind,
            RecordRow.slug,
            RecordRow.status,
            name.label("title"),
            ListingRow.title_key,
            ListingRow.term,
            _DATES.get(kind, literal("")).label("date"),
        )
        .join(name.class_, name.class_.record_id == RecordRow.id)
        .join(ListingRow, listed)
        .where(RecordRow.id.in_(keys), RecordRow.status != "withdrawn")
    )


def _rank(row: Row[Any], text: str) -> tuple[bool, bool, bool, bool, int, str]:
    """Put first what is called so, what begins so, what has the words in a row; then the public and short."""
    key, slug = row.title_key, row.slug
    begins = key.startswith(text) or slug.startswith(text)
    in_a_row = text in folded(row.title)
    return text not in (key, slug), not begins, not in_a_row, row.status != "published", len(key), slug


def _suggestions(session: Session, rows: Sequence[Row[Any]]) -> tuple[Suggestion, ...]:
    creators = _creators(session, [row.id for row in rows if row.kind == "source"])
    return tuple(_suggestion(row, creators.get(row.id, "")) for row in rows)


def _suggestion(row: Row[Any], byline: str) -> Suggestion:
    terms = _TERMS.get(row.kind, {})
    term = terms[row.term].label if row.term in terms else ""
    date = date_words(parse(row.date)) if row.date and is_date(row.date) else ""
    parts = [date, term] if row.kind == "event" else [byline, date, "" if byline else term]
    return Suggestion(
        kind=row.kind,
        id=row.slug,
        label=row.title or row.slug,
        detail=" · ".join(part for part in parts if part),
        status=row.status,
    )


def _creators(session: Session, keys: Sequence[int]) -> dict[int, str]:
    if not keys:
        return {}
    found: dict[int, list[str]] = {}
    statement = (
        select(CreatorRow.record_id, CreatorRow.family, CreatorRow.literal)
        .where(CreatorRow.record_id.in_(keys), CreatorRow.role == "author")
        .order_by(CreatorRow.record_id, CreatorRow.position)
    )
    for key, family, body in session.execute(statement):
        found.setdefault(key, []).append(body or family)
    return {key: names[0] if len(names) == 1 else f"{names[0]} and others" for key, names in found.items()}
