"""RIS, both ways: tagged lines, as EndNote, Zotero and library catalogues read and write them.

What RIS has no tag for stands in notes that begin with a name and a colon, which people can read and we read
back. No value can begin a line of its own, so that no text can put in a tag.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from timeline.bibliography import issued, names
from timeline.bibliography.draft import Draft, Reading, cleaned, doi_of, split_identifiers
from timeline.bibliography.kinds import KINDS, kind_of_ris, with_label
from timeline.dates.parse import is_date
from timeline.errors import Problem
from timeline.records.source import Creator, Source

_TAGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "TI",
        "short_title": "ST",
        "container": "T2",
        "publisher": "PB",
        "publisher_place": "CY",
        "volume": "VL",
        "issue": "IS",
        "number": "M1",
        "language": "LA",
        "repository": "DB",
        "abstract": "AB",
    }
)
_READ: Final = {tag: name for name, tag in _TAGS.items()} | {
    "BT": "container", "J2": "container", "JA": "container", "JF": "container", "JO": "container",
    "N2": "abstract", "PP": "publisher_place", "T1": "title", "DP": "repository", "AV": "folder",
}  # fmt: skip
#: Fields that RIS has no tag for, by the name that they have in a note.
_NOTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "issued": "Date of issue (EDTF)",
        "authority": "Authority",
        "archived_url": "Archived copy",
        "box": "Box",
        "folder": "Folder",
        "rights": "Rights",
    }
)
_ROLES: Final = {"author": "AU", "editor": "A2", "recipient": "A3", "contributor": "A4"}
_ROLES_READ: Final = {tag: role for role, tag in _ROLES.items()} | {"A1": "author", "ED": "editor"}
_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*)|)")
_LEFT_ALONE: Final = frozenset({"TY", "ID", "M3", "SP", "EP", "PY", "Y1", "DA", "ER"})

Tagged = tuple[str, str]


def write_ris(sources: Iterable[Source]) -> str:
    """Write sources as RIS, in the order given."""
    return "\n".join(ris_entry(source) for source in sources)


def ris_entry(source: Source, url: str = "") -> str:
    """Write one source; `url` stands in where the source has no address."""
    return "".join(f"{tag}  - {cleaned(value)}\n" for tag, value in _written(source, url)) + "ER  - \n"


def read_ris(text: str) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:
    """Draft sources from RIS; lines that belong to no reference are problems."""
    drafts, problems = [], []
    for entry in _entries(text):
        if entry and entry[0][0] == "TY":
            drafts.append(_draft(entry))
        else:
            line = f"{entry[0][0]}  - {entry[0][1]}" if entry[0][0] else entry[0][1]
            problems.append(
                Problem(
                    path="text",
                    value=cleaned(line)[:80],
                    message="belongs to no reference",
                    cure="A reference of RIS begins with a line “TY  - ” and its type.",
                )
            )
    return tuple(drafts), tuple(problems)


def _written(source: Source, url: str) -> Iterator[Tagged]:
    kind = KINDS[source.type]
    yield "TY", kind.ris
    yield "ID", source.id
    for role, creators in names.by_role(source.creators, *_ROLES):
        yield from ((_ROLES[role], _name(creator)) for creator in creators)
    for name, tag in _TAGS.items():
        if getattr(source, name):
            yield tag, getattr(source, name)
    if kind.ris_label or source.genre:
        yield "M3", with_label(kind.ris_label, source.genre)
    for tag, date in zip(("PY", "DA"), issued.to_ris(source.issued), strict=True):
        if date:
            yield tag, date
    yield from _written_pages(source.pages)
    first, others = split_identifiers(source, "doi", "isbn", "issn")
    for scheme, value in first.items():
        yield ("DO" if scheme == "doi" else "SN"), value if scheme == "doi" else f"{scheme.upper()} {value}"
    yield from (("AN", f"{known.scheme}:{known.value}") for known in others)
    if source.url or url:
        yield "UR", (source.url or url).replace(";", "%3B")
    yield from _written_notes(source)


def _written_pages(pages: str) -> Iterator[Tagged]:
    found = re.fullmatch(r"([0-9A-Za-z]+)[-–]([0-9A-Za-z]+)", pages)
    if found:
        yield "SP", found[1]
        yield "EP", found[2]
    elif pages:
        yield "SP", pages


def _written_notes(source: Source) -> Iterator[Tagged]:
    for name, label in _NOTES.items():
        value = getattr(source, name)
        if value and (name != "issued" or issued.from_ris(issued.to_ris(value)[1]) != (value, "")):
            yield "N1", f"{label}: {value}"
    if source.note:
        yield "N1", source.note


def _entries(text: str) -> Iterator[list[Tagged]]:
    """Yield each reference as tags and values; a line without a tag goes on with the last value."""
    entry: list[Tagged] = []
    for line in text.removeprefix("\ufeff").splitlines():
        found = _LINE.fullmatch(line.strip())
        if found is None:
            if not line.strip():
                continue
            if entry:
                entry[-1] = (entry[-1][0], f"{entry[-1][1]} {line.strip()}")
            else:
                yield [("", line.strip())]
            continue
        tag, value = found[1], (found[2] or "").strip()
        if tag in ("TY", "ER") and entry:
            yield entry
            entry = []
        if tag != "ER":
            entry.append((tag, value))
    if entry:
        yield entry


def _draft(entry: list[Tagged]) -> Draft:
    first = dict(reversed(entry))
    reading = Reading(key=first.get("ID", ""))
    _read_kind(first, reading)
    for tag, value in entry:
        if value and tag not in _LEFT_ALONE:
            _read_tag(tag, value, reading)
    _read_pages(first, reading)
    _read_dates(entry, reading)
    return reading.finished()


def _read_kind(first: Mapping[str, str], reading: Reading) -> None:
    name, genre = first["TY"].upper(), first.get("M3", "")
    found = kind_of_ris(name, genre)
    if found is None:
        reading.leave("type", name, "is not a type that we have", "Choose the type; “document” stands there.")
        found = ("document", genre)
    reading.values["type"] = found[0]
    reading.put("genre", found[1], path="M3")


def _read_tag(tag: str, value: str, reading: Reading) -> None:
    if tag in _ROLES_READ:
        made = _creator(value, _ROLES_READ[tag])
        reading.add_creators([made] if made else [])
    elif tag in ("DO", "SN", "AN"):
        _read_identifier(tag, value, reading)
    elif tag == "UR":
        for address in filter(None, re.split(r"\s*;\s*(?=https?://)", value)):
            reading.put("url", address, path=tag)
    elif tag == "N1":
        _read_note(value, reading)
    elif tag in _READ:
        reading.put(_READ[tag], value, path=tag)
    else:
        reading.leave(tag, value)


def _read_identifier(tag: str, value: str, reading: Reading) -> None:
    if tag == "DO":
        reading.add_identifier("doi", value, path=tag)
        return
    scheme, sign, rest = value.partition(" " if tag == "SN" else ":")
    if tag == "SN":
        is_named = scheme.upper() in ("ISBN", "ISSN")
        number = rest if is_named else value
        digits = len(re.findall(r"[0-9Xx]", number))
        guessed = "issn" if digits == 8 else "isbn"
        reading.add_identifier(scheme.lower() if is_named else guessed, number, path=tag)
    elif sign and doi_of(value) == "":
        reading.add_identifier(scheme, rest, path=tag)
    else:
        reading.leave(tag, value)


def _read_note(value: str, reading: Reading) -> None:
    label, _, rest = value.partition(": ")
    name = next((name for name, said in _NOTES.items() if said == label), "")
    if name == "issued":
        if is_date(rest):
            reading.values["issued"] = rest
        else:
            reading.leave("N1", value, "was not understood")
    elif name:
        reading.put(name, rest, path="N1")
    else:
        known = reading.values.get("note", "")
        reading.values["note"] = "\n\n".join(filter(None, (known, cleaned(value, lines=True))))


def _read_pages(first: Mapping[str, str], reading: Reading) -> None:
    start, end = first.get("SP", ""), first.get("EP", "")
    reading.put("pages", f"{start}-{end}" if start and end and start != end else start or end, path="SP")


def _read_dates(entry: list[Tagged], reading: Reading) -> None:
    if reading.values.get("issued"):
        return
    said = [value for wanted in ("DA", "PY", "Y1") for tag, value in entry if tag == wanted and value]
    left = ""
    for value in said:
        date, left_of_this = issued.from_ris(value)
        if date:
            reading.values["issued"] = date
            left = left_of_this
            break
        left = left or left_of_this
    if left:
        reading.leave("DA", left, "was not understood", issued.meanings(left))


def _name(creator: Creator) -> str:
    # EndNote's way to write the name of a body that has a comma in it.
    return creator.literal.replace(",", ",,", 1) if creator.literal else names.filed(creator)


def _creator(value: str, role: str) -> Creator | None:
    name = value.strip()
    if ",," in name:
        return Creator(role=role, literal=cleaned(name.replace(",,", ",", 1)))
    return names.from_filed(name.rstrip(","), role)
