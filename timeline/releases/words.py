"""What a release says in words: what changed since the one before, and how it is cited."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from timeline.creators import NamedCreator
from timeline.queries.changes_between import HAPPENED, RecordChange
from timeline.records.kinds import CLASS_OF_KIND

#: So many records are named; of more, the rest is counted.
MOST_NAMED: Final = 2_000
_DONE: Final = {
    "new": ("is new", "are new"),
    "corrected": ("was corrected", "were corrected"),
    "changed": ("was changed", "were changed"),
    "withdrawn": ("was withdrawn", "were withdrawn"),
    "merged": ("was merged into another", "were merged into others"),
}


def day_in_words(moment: dt.datetime) -> str:
    """Say the day of a moment, in UTC."""
    return f"{moment.day} {moment:%B %Y}"


def counted_kind(kind: str, count: int) -> str:
    """Say a number of records of a kind."""
    return f"{count:,} {kind if count == 1 else CLASS_OF_KIND[kind].plural}"


def counted_records(counts: Mapping[str, int]) -> str:
    """Say how many records there are of each kind."""
    listed = [counted_kind(kind, counts[kind]) for kind in CLASS_OF_KIND if counts.get(kind)]
    return _every(listed) or "nothing yet"


def changes_in_words(changes: Mapping[str, Mapping[str, int]]) -> tuple[str, ...]:
    """Say what happened to the records of each kind, a sentence each."""
    said = []
    for kind in CLASS_OF_KIND:
        of_kind = changes.get(kind, {})
        parts = [
            f"{counted_kind(kind, of_kind[what])} {_DONE[what][of_kind[what] > 1]}"
            for what in HAPPENED
            if of_kind.get(what)
        ]
        if parts:
            sentence = _every(parts)
            said.append(f"{sentence[0].upper()}{sentence[1:]}.")
    return tuple(said)


def change_notes(
    *,
    release: str,
    revision: int,
    saved_at_utc: dt.datetime,
    since: tuple[str, int] | None,
    note: str,
    counts: Mapping[str, int],
    changes: Mapping[str, Mapping[str, int]],
    records: Iterable[RecordChange],
) -> Iterator[str]:
    """Yield the lines of `CHANGES.md`; `since` is the release before and its revision."""
    yield f"# Release {release}: what changed"
    yield ""
    yield from (note, "") if note else ()
    yield f"It is the record at revision {revision}, saved on {day_in_words(saved_at_utc)}, with"
    yield f"{counted_records(counts)}."
    yield ""
    if since is None:
        yield "It is the first release."
        return
    yield f"Since release {since[0]}, which was revision {since[1]}:"
    yield ""
    said = changes_in_words(changes)
    yield from (f"- {sentence}" for sentence in said or ("Nothing that readers see has changed.",))
    yield from _named(records)


def _named(records: Iterable[RecordChange]) -> Iterator[str]:
    kind, count = "", 0
    for change in sorted(records, key=_order):
        count += 1
        if count > MOST_NAMED:
            continue
        if change.kind != kind:
            kind = change.kind
            yield from ("", f"## {CLASS_OF_KIND[kind].plural.capitalize()}", "")
        notes = f": {' '.join(change.notes)}" if change.notes else ""
        yield f"- {change.happened}: “{_inline(change.title)}” (`{change.id}`){_inline(notes)}"
    if count > MOST_NAMED:
        yield from ("", f"… and {count - MOST_NAMED:,} more.")


def _order(change: RecordChange) -> tuple[int, int, str]:
    kinds = list(CLASS_OF_KIND)
    return kinds.index(change.kind), HAPPENED.index(change.happened), change.id


def citation_file(
    *,
    title: str,
    release: str,
    saved_at_utc: dt.datetime,
    by: Iterable[NamedCreator],
    url: str,
    licence_url: str,
    doi: str,
) -> str:
    """Give `CITATION.cff` (Citation File Format 1.2.0) of a release."""
    lines = {
        "cff-version": "1.2.0",
        "message": "Please cite this release as follows.",
        "type": "dataset",
        "title": title,
        "version": release,
        "date-released": saved_at_utc.date().isoformat(),
        "doi": doi,
        "url": url,
        "license-url": licence_url,
    }
    # A text of JSON is one of YAML as well.
    said = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in lines.items() if value]
    said += ["authors:", *(line for one in by for line in _author(one))]
    return "\n".join(said) + "\n"


def _author(one: NamedCreator) -> Iterator[str]:
    given = {
        "name": one.literal,
        "family-names": one.family,
        "given-names": one.given,
        "orcid": one.orcid_url,
    }
    said = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in given.items() if value]
    yield from (f"  {' ' if place else '-'} {line}" for place, line in enumerate(said))


def _every(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _inline(text: str) -> str:
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
