"""Read rows of all records, or of some, for what is kept of a database in memory."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Final, TypeAlias

from sqlalchemy import Select
from sqlalchemy.orm import Session

_CHUNK: Final = 500
_AT_ONCE: Final = 20_000

#: Makes the statement for all records, or for those with these keys.
Among: TypeAlias = Callable[[Sequence[int] | None], Select[Any]]


def rows_of(session: Session, among: Among, keys: Collection[int] | None) -> Iterator[Any]:
    """Yield the rows of all records, or of those with these keys, without the objects of a mapping."""
    connection = session.connection()
    if keys is None:
        result = connection.execute(among(None), execution_options={"yield_per": _AT_ONCE})
        for rows in result.partitions():
            yield from rows
        return
    asked = sorted(keys)
    for start in range(0, len(asked), _CHUNK):
        yield from connection.execute(among(asked[start : start + _CHUNK]))
