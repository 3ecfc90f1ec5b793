"""The index of a database's words, made once in a process and kept in step with what is written.

To make it takes all texts apart, a minute for a million of them; to bring it up to date after a write, the
texts of the records that were written.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow
from timeline.models.search import SearchTextRow
from timeline.queries.dataset import DatasetState, written_since
from timeline.queries.index_file import read_index, schema_of, write_index
from timeline.queries.rows_of import rows_of
from timeline.queries.shelves import Shelves
from timeline.selecting.stored_words import pack_words, unpack_words
from timeline.selecting.word_index import RecordWords, WordIndex, collect
from timeline.selecting.word_levels import RecordTexts, word_levels

#: What the file is called.
NAME: Final = "words.index"
#: After more writes than this, or than one in ten of the records, the index is made anew.
_MOST_WRITES: Final = 1000
#: Of so many records the index is worth a file.
_MANY: Final = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexedWords:
    """The index of one state of a database."""

    state: DatasetState
    index: WordIndex


def indexed_words(session: Session) -> WordIndex:
    """Give the index of the words as the session sees them."""
    return _SHELVES.get(session).index


def words_at_hand(session: Session) -> WordIndex | None:
    """Give the index of the words as the session sees them; None where it would have to be made.

    For whoever can do without: a command that asks once had better ask the database.
    """
    return indexed_words(session) if _SHELVES.is_near(session) else None


def keep_words_in(engine: Engine, folder: Path) -> None:
    """Let the index of an engine's database be read from a folder, and written there when it is made."""
    _SHELVES.keep_in(engine, folder)


def forget_words(session: Session) -> None:
    """Let go of what is kept of the session's database, as if nothing had been asked yet."""
    _SHELVES.forget(session)


def _made(
    session: Session, state: DatasetState, newest: IndexedWords | None, file: Path | None
) -> IndexedWords:
    """Bring the newest index up to date, or make one where that cannot be done or would not be faster."""
    former = _read(session, file) if newest is None and file is not None else newest
    if former is not None:
        if former.state == state:
            return former
        most = max(_MOST_WRITES, former.index.size // 10)
        written = written_since(session, former.state, state, most=most)
        if written is not None and len(former.index.late) + len(written) <= most:
            renewed = list(_records(session, {key for _, key in written}))
            return IndexedWords(state=state, index=former.index.with_records(renewed))
    index = _made_anew(session)
    if file is not None and index.size >= _MANY:
        write_index(file, schema_of(session), state, index, pack_words)
    return IndexedWords(state=state, index=index)


def _read(session: Session, file: Path) -> IndexedWords | None:
    """Read the index that an earlier process has made."""
    found = read_index(file, schema_of(session), unpack_words)
    return None if found is None else IndexedWords(state=found[0], index=found[1])


def _made_anew(session: Session) -> WordIndex:
    return collect(_records(session))


def _records(session: Session, keys: Collection[int] | None = None) -> Iterator[RecordWords]:
    """Yield what the index keeps of all records, or of those with these keys."""
    for key, kind, status, *texts in rows_of(session, _texts, keys):
        yield RecordWords(key, kind, status == "published", word_levels(RecordTexts(*texts)))


def _texts(keys: Sequence[int] | None) -> Select[Any]:
    return _TEXTS if keys is None else _TEXTS.where(SearchTextRow.record_id.in_(keys))


_TEXTS: Final = select(
    SearchTextRow.record_id,
    RecordRow.kind,
    RecordRow.status,
    SearchTextRow.title,
    SearchTextRow.names,
    SearchTextRow.text,
    SearchTextRow.quotations,
).join(RecordRow, RecordRow.id == SearchTextRow.record_id)
_SHELVES: Final = Shelves(NAME, _made)
