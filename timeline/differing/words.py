"""The names of fields in the words of people, for what is said about a difference."""

import re
from typing import Final

_NAMES: Final = {
    "action": "what is done",
    "actors": "actors",
    "archived_url": "archived copy",
    "asserted_date": "date that the source gives",
    "asserted_verbatim": "that date in the source’s words",
    "bears_on": "what it is evidence of",
    "changes": "policy changes",
    "complete_to": "complete to",
    "consulted": "whether it was read",
    "container": "published in",
    "date_basis": "what the date rests on",
    "date_note": "how the archive came to the date",
    "date_verbatim": "date in the source’s words",
    "dates": "further dates",
    "effective": "takes effect",
    "follows": "answer that is followed",
    "id": "id",
    "issued": "date of issue",
    "issued_note": "what the date of issue rests on",
    "lede": "story in a few sentences",
    "locator": "where in the source",
    "note": "remark",
    "part_of": "part of",
    "period_verbatim": "period in the source’s words",
    "principal": "shown under the timeline",
    "says": "what is claimed",
    "sha256": "SHA-256",
    "stated_from": "state before, as the source has it",
    "url": "address",
    "verbatim": "in the source’s words",
    "whole": "whole that it is part of",
    "why": "why it is followed",
}

_ONE_OF: Final = {
    "actors": "actor",
    "captures": "file",
    "changes": "policy change",
    "citations": "citation",
    "claims": "claim",
    "codes": "code",
    "creators": "creator",
    "dates": "further date",
    "figures": "figure",
    "identifiers": "identifier",
    "languages": "language",
    "mentions": "mention",
    "other_names": "other name",
    "places": "place",
    "relations": "relation",
    "states": "state",
    "timelines": "timeline",
    "topics": "topic",
    "touches": "record it bears on",
}
_STEP: Final = re.compile(r"([a-z0-9_]+)(?:\[(\d+)\])?")


def words_of(path: str) -> str:
    """Give a path in words: `citations[2].locator` is “Citation 3, where in the source”."""
    words = ", ".join(_step(name, place) for name, place in _STEP.findall(path))
    return words[:1].upper() + words[1:]


def _step(name: str, place: str) -> str:
    if place:
        return f"{_ONE_OF.get(name, name)} {int(place) + 1}"
    return _NAMES.get(name, name.replace("_", " "))
