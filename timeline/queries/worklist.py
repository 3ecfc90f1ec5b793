"""What a worklist is: things that wait for somebody, counted, and listed page by page."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow
from timeline.queries.kept import is_kept, kept
from timeline.queries.titles import titles_of

#: With more records than this, looking through all of their evidence takes longer than a page should.
LARGE: Final = 20_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One thing to do: at which record, in which field (`path`), and what there is to see (`detail`).

    `after` goes on behind this item. `number` is that of a proposal or of a report.
    """

    kind: str
    record_id: str
    title: str
    path: str = ""
    detail: str = ""
    after: str
    number: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """Some items, and where the list goes on; None at its end."""

    items: tuple[Item, ...]
    after: str | None


Count = Callable[[Session], int]
Lister = Callable[[Session, str, int], Page]


def _nothing(_session: Session) -> str:
    return ""


def _always(_session: Session) -> bool:
    return True


@dataclass(frozen=True, kw_only=True, slots=True)
class Worklist:
    """A list of things to do. `list` takes where to go on (empty: the beginning) and how many are wanted.

    `note` says what has to be known of it besides, such as how old it is; empty for nothing. `is_quick` tells
    whether it can be counted while somebody waits for a page on which it is one thing of many.
    """

    id: str
    title: str
    meaning: str
    count: Count
    list: Lister
    note: Callable[[Session], str] = _nothing
    is_quick: Callable[[Session], bool] = _always


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A row of a worklist before it has its title."""

    key: int
    kind: str
    slug: str
    path: str = ""
    detail: str = ""
    after: str = ""
    number: int | None = None


def page_of(session: Session, found: Sequence[Found], limit: int) -> Page:
    """Make a page of the rows found, of which one more than `limit` was asked for."""
    shown = found[:limit]
    titles = titles_of(session, {(one.kind, one.key) for one in shown if one.key})
    items = tuple(
        Item(
            kind=one.kind,
            record_id=one.slug,
            title=titles.get(one.key, one.slug),
            path=one.path,
            detail=one.detail,
            after=one.after or str(one.key),
            number=one.number,
        )
        for one in shown
    )
    return Page(items=items, after=items[-1].after if len(found) > limit else None)


def is_at_hand(session: Session, name: str) -> bool:
    """Tell whether keys that go by a name are found at once: they are kept, or the record is not large."""
    if is_kept(session, ("worklist", name)):
        return True
    return (session.scalar(select(func.max(RecordRow.id))) or 0) <= LARGE


def kept_keys(session: Session, name: str, statement: Select[Any]) -> tuple[int, ...]:
    """Give the keys of the records that a statement selects, in order, once for each state of the record."""
    return kept(session, ("worklist", name), lambda: tuple(sorted(set(session.scalars(statement)))))


def keys_after(keys: Sequence[int], after: str, limit: int) -> Sequence[int]:
    """Give the keys of a page that goes on behind a key, and one more if there is one."""
    start = bisect_right(keys, number_in(after))
    return keys[start : start + limit + 1]


def registered(session: Session, keys: Sequence[int]) -> list[Row[tuple[int, str, str]]]:
    """Give the kinds and the public ids of some records, by their keys."""
    statement = select(RecordRow.id, RecordRow.kind, RecordRow.slug).where(RecordRow.id.in_(keys))
    return list(session.execute(statement.order_by(RecordRow.id)).all())


def number_in(after: str) -> int:
    """Read the number at which a list goes on; anything else stands for its beginning."""
    return int(after) if after.isascii() and after.isdigit() and len(after) <= 15 else 0


def plain_page(session: Session, keys: Sequence[int], path: str, detail: str, after: str, limit: int) -> Page:
    """Give a page of some records, of all of which there is the same to see in the same field."""
    found = [
        Found(key=row.id, kind=row.kind, slug=row.slug, path=path, detail=detail)
        for row in registered(session, keys_after(keys, after, limit))
    ]
    return page_of(session, found, limit)
