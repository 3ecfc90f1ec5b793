"""BibTeX, both ways: written for BibLaTeX and for classic BibTeX at once, read from either.

Titles stand in double braces, so that no style changes the capitals of a title that the archive keeps as
it is. A date goes into `date` where BibLaTeX understands it, and into `year` and `month` for classic styles;
where neither holds it exactly it stands in `edtf` too, which programs pass over.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import (
    InvalidNameError,
    NameParts,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

from timeline.bibliography import issued, names
from timeline.bibliography.draft import Draft, Reading, cleaned, split_identifiers
from timeline.bibliography.kinds import KINDS, kind_of_bibtex
from timeline.bibliography.latex import from_latex, to_latex
from timeline.dates.parse import is_date
from timeline.errors import Problem
from timeline.records.source import Creator, Source

# It says of each block that it cannot read so in the log, and we say it to who pasted the text.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

_ARTICLES: Final = ("article-journal", "article-magazine", "article-newspaper")
_CONTAINER: Final = {
    "article": "journal", "incollection": "booktitle", "inproceedings": "booktitle",
    "online": "organization",
}  # fmt: skip
_PUBLISHER: Final = {"techreport": "institution", "phdthesis": "school"}
#: Fields of ours and of BibTeX, where the type makes no difference.
_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "short_title": "shorttitle",
        "publisher_place": "address",
        "genre": "type",
        "volume": "volume",
        "pages": "pages",
        "authority": "authority",
        "language": "language",
        "repository": "library",
        "box": "archivebox",
        "folder": "archivefolder",
        "rights": "copyright",
        "abstract": "abstract",
        "note": "annotation",
    }
)
_READ: Final = {field: name for name, field in _FIELDS.items()} | {
    "annote": "note", "booktitle": "container", "court": "authority", "eid": "number",
    "howpublished": "note", "institution": "publisher", "issue": "issue", "journal": "container",
    "journaltitle": "container", "location": "publisher_place", "note": "note",
    "maintitle": "container", "organization": "publisher", "publisher": "publisher", "rights": "rights",
    "school": "publisher", "shortjournal": "container", "langid": "language",
}  # fmt: skip
_VERBATIM: Final = {"archivedurl": "archived_url", "url": "url"}
_IDENTIFIERS: Final = ("doi", "isbn", "issn")
_ROLES: Final = ("author", "editor", "recipient", "contributor")
_ABOUT_DATES: Final = ("date", "year", "month", "day", "edtf")
_LEFT_ALONE: Final = frozenset({"title", "subtitle", "entrysubtype", "identifiers", *_ABOUT_DATES})
MOST: Final = 200
_KEY = re.compile(r"[^A-Za-z0-9:._-]+")


def write_bibtex(sources: Iterable[Source]) -> str:
    """Write sources as BibTeX, in the order given."""
    return "\n".join(bibtex_entry(source) for source in sources)


def bibtex_entry(source: Source, url: str = "") -> str:
    """Write one source as an entry; `url` stands in where the source has no address."""
    kind = KINDS[source.type]
    fields = "".join(f"  {name} = {value},\n" for name, value in _written(source, url))
    return f"@{kind.bibtex}{{{_KEY.sub('-', source.id) or 'source'},\n{fields}}}\n"


def read_bibtex(text: str) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:
    """Draft sources from BibTeX or BibLaTeX; what is no entry is a problem."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ")
    library = parse_string(plain)
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for block in library.blocks:
        if len(drafts) + len(problems) == MOST:
            problems.append(_too_many())
            break
        if isinstance(block, Entry):
            drafts.append(_draft(block))
        elif isinstance(block, DuplicateBlockKeyBlock):
            # Two works with one key are two works; its reader leaves the second as it is written.
            strings = "\n".join(string.raw or "" for string in library.strings)
            drafts.extend(_draft(entry) for entry in parse_string(f"{strings}\n{block.raw}").entries)
        elif isinstance(block, ParsingFailedBlock):
            problems.append(_failed(block))
    return tuple(drafts), tuple(problems)


def _written(source: Source, url: str) -> Iterator[tuple[str, str]]:
    kind = KINDS[source.type]
    for role, creators in names.by_role(source.creators, *_ROLES):
        yield role, f"{{{' and '.join(_name(creator) for creator in creators)}}}"
    yield "title", f"{{{{{to_latex(source.title)}}}}}"
    for name, field in _placed(source):
        if getattr(source, name):
            yield field, f"{{{to_latex(cleaned(getattr(source, name)))}}}"
    if kind.bibtex_subtype:
        yield "entrysubtype", f"{{{kind.bibtex_subtype}}}"
    yield from _dates(source.issued)
    first, others = split_identifiers(source, *_IDENTIFIERS)
    for scheme, value in first.items():
        yield scheme, f"{{{_verbatim(value)}}}"
    if source.url or url:
        yield "url", f"{{{_verbatim(source.url or url)}}}"
    if source.archived_url:
        yield "archivedurl", f"{{{_verbatim(source.archived_url)}}}"
    rest = "; ".join(f"{known.scheme}:{known.value.replace(';', ',')}" for known in others)
    if rest:
        yield "identifiers", f"{{{to_latex(rest)}}}"


def _placed(source: Source) -> Iterator[tuple[str, str]]:
    """Yield our fields and theirs, where the type says which."""
    kind = KINDS[source.type]
    yield "container", _CONTAINER.get(kind.bibtex, "journaltitle")
    yield "publisher", _PUBLISHER.get(kind.bibtex, "publisher")
    yield "issue", "number" if source.type in _ARTICLES else "issue"
    yield "number", "eid" if source.type in _ARTICLES else "number"
    yield from _FIELDS.items()


def _dates(text: str) -> Iterator[tuple[str, str]]:
    date = issued.to_biblatex(text)
    if date:
        yield "date", f"{{{date}}}"
    year, month = issued.to_year_and_month(text)
    if year:
        yield "year", f"{{{to_latex(year)}}}"
    if month:
        yield "month", month
    if text and not date:
        yield "edtf", f"{{{text}}}"


def _name(creator: Creator) -> str:
    if creator.literal:
        return f"{{{to_latex(creator.literal)}}}"
    family = to_latex(creator.family)
    if re.search(r",|\band\b", family) or not creator.given:
        family = f"{{{family}}}"
    given, comma, suffix = creator.given.rpartition(", ")
    if comma:
        return f"{family}, {{{to_latex(suffix)}}}, {{{to_latex(given)}}}"
    return f"{family}, {_guarded(to_latex(creator.given))}" if creator.given else family


def _guarded(given: str) -> str:
    return f"{{{given}}}" if re.search(r",|\band\b|\\", given) else given


def _verbatim(text: str) -> str:
    """Write an address or a DOI: nothing in it is escaped, so that braces must go."""
    return text.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _draft(entry: Entry) -> Draft:
    reading = Reading(key=entry.key)
    said = {field.key.lower(): str(field.value) for field in entry.fields}
    _read_kind(entry.entry_type.lower(), said, reading)
    title, subtitle = (_text(said.get(name, ""), name, reading) for name in ("title", "subtitle"))
    reading.put("title", ": ".join(filter(None, (title, subtitle))), path="title")
    for name, value in said.items():
        _read_field(name, value, reading)
    _read_dates(said, reading)
    for known in filter(None, _text(said.get("identifiers", ""), "identifiers", reading).split(";")):
        scheme, _, rest = known.partition(":")
        reading.add_identifier(scheme, rest, path="identifiers")
    return reading.finished()


def _read_kind(name: str, said: Mapping[str, str], reading: Reading) -> None:
    kind = kind_of_bibtex(name, said.get("entrysubtype", ""))
    if kind is None:
        reading.leave(
            "type", f"@{name}", "is not a type that we have", "Choose the type; “document” stands there."
        )
    reading.values["type"] = kind or "document"


def _read_field(name: str, value: str, reading: Reading) -> None:
    if name in _LEFT_ALONE:
        return
    if name in _ROLES:
        _read_names(name, value, reading)
    elif name in _VERBATIM:
        address = re.sub(r"\\([%#&_~{}])", r"\1", re.sub(r"^\\url\{(.*)\}$", r"\1", value.strip()))
        reading.put(_VERBATIM[name], address, path=name)
    elif name in _IDENTIFIERS:
        reading.add_identifier(name, re.sub(r"\\(?=[%#&_])|[{}]", "", value), path=name)
    elif name in ("eprint", "pmid"):
        scheme = "arxiv" if name == "eprint" and "arxiv" in value.lower() + reading.key.lower() else name
        reading.add_identifier(scheme, _text(value, name, reading), path=name)
    elif name == "number":
        is_article = reading.values["type"] in _ARTICLES
        reading.put("issue" if is_article else "number", _text(value, name, reading), path=name)
    elif name == "organization" and reading.values["type"] in ("webpage", "post-weblog"):
        reading.put("container", _text(value, name, reading), path=name)
    elif name in _READ:
        text = _text(value, name, reading, lines=name in ("abstract", "annotation", "annote", "note"))
        reading.put(_READ[name], re.sub(r"(?<=\d)–(?=\d)", "-", text) if name == "pages" else text, path=name)
    else:
        reading.leave(name, _text(value, name, reading))


def _read_names(role: str, value: str, reading: Reading) -> None:
    for name in split_multiple_persons_names(" ".join(value.split())):
        made = _creator(name, role, reading)
        if made is not None:
            reading.add_creators([made])


def _creator(name: str, role: str, reading: Reading) -> Creator | None:
    if name.strip().lower() == "others":
        reading.leave(role, "others", "are not named", "Add the other names, if you know them.")
        return None
    if re.fullmatch(r"\{(?:[^{}]|\\[{}]|\{[^{}]*\})*\}", name.strip()):
        text = cleaned(_text(name, role, reading))
        return Creator(role=role, literal=text) if text else None
    try:
        parts: NameParts = parse_single_name_into_parts(name, strict=False)
    except InvalidNameError:
        text = cleaned(_text(name, role, reading))
        return Creator(role=role, literal=text) if text else None
    family, given, suffix = (
        cleaned(_text(" ".join(words), role, reading))
        for words in ([*parts.von, *parts.last], parts.first, parts.jr)
    )
    if not given and not suffix:
        return Creator(role=role, literal=family) if family else None
    return Creator(role=role, family=family, given=", ".join(filter(None, (given, suffix))))


def _read_dates(said: Mapping[str, str], reading: Reading) -> None:
    for name in ("edtf", "date"):
        if is_date(said.get(name, "").strip()):
            reading.values["issued"] = said[name].strip()
            return
    typed = said.get("date") or " ".join(
        filter(None, (_plain_day(said.get(name, "")) for name in ("day", "month", "year")))
    )
    text = _text(_month_and_year(typed, said), "year", reading)
    date, left = issued.from_text(text)
    reading.put("issued", date, path="date")
    if left:
        reading.leave("date", left, "was not understood", issued.meanings(left))


def _month_and_year(typed: str, said: Mapping[str, str]) -> str:
    """Write a month that is a number before its year as BibTeX's name of it."""
    month = said.get("month", "").strip()
    if "date" not in said and month.isdigit() and 1 <= int(month) <= 12:
        return " ".join(
            filter(None, (said.get("day", ""), issued.MONTHS[int(month) - 1], said.get("year", "")))
        )
    return typed


def _plain_day(value: str) -> str:
    return re.sub(r'\s*#\s*|"', " ", value).replace("~", " ").strip()


def _text(value: str, path: str, reading: Reading, *, lines: bool = False) -> str:
    text, left_out = from_latex(value)
    for command in left_out:
        reading.leave(
            path, command, "is a command of LaTeX that was not understood", "Look at the text again."
        )
    return cleaned(text, lines=lines)


def _failed(block: ParsingFailedBlock) -> Problem:
    line = (block.start_line or 0) + 1
    raw = cleaned(block.raw or "")
    return Problem(
        path=f"line {line}",
        value=raw[:80],
        message="could not be read as BibTeX",
        cure="Look for a missing brace, comma or quotation mark, and paste it again.",
    )


def _too_many() -> Problem:
    return Problem(
        path="text", value="", message=f"has more than {MOST} references", cure="Paste them in parts."
    )
