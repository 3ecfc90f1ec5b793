"""The words by which a record is found while somebody types."""

from collections.abc import Iterator
from typing import Final

from timeline.models.mapping import Row
from timeline.naming import bare_address, folded_words
from timeline.records.authority import Actor
from timeline.records.kinds import Record
from timeline.records.source import Source

#: More words than this no one types to find a record.
MOST: Final = 24
LONGEST: Final = 40
LONGEST_ADDRESS: Final = 160
_NAMES: Final = ("title", "name", "label", "short_title", "sort_name")


def name_word_rows(record: Record, record_id: int) -> list[Row]:
    """Give the rows of the words of a record's names, each once, the most telling first."""
    words = list(dict.fromkeys(_words(record)))[:MOST]
    return [
        {"record_id": record_id, "position": position, "kind": record.record_kind, "word": word}
        for position, word in enumerate(words, start=1)
    ]


def _words(record: Record) -> Iterator[str]:
    if isinstance(record, Source) and record.url:
        yield bare_address(record.url)[:LONGEST_ADDRESS]
    for text in _texts(record):
        yield from (word[:LONGEST] for word in folded_words(text))


def _texts(record: Record) -> Iterator[str]:
    yield from (getattr(record, name, "") for name in _NAMES)
    if isinstance(record, Actor):
        yield from record.other_names
    if isinstance(record, Source):
        for creator in record.creators:
            yield f"{creator.family} {creator.given} {creator.literal}"
        yield from (identifier.value for identifier in record.identifiers)
    yield record.id
