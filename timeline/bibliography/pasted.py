"""What somebody pasted: a DOI, an address, BibTeX, RIS or CSL-JSON, and the sources drafted from it.

Nothing is fetched. A DOI or an address alone drafts a source whose title is still to be written.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from timeline.bibliography.bibtex import read_bibtex
from timeline.bibliography.csl_json import read_csl_json
from timeline.bibliography.draft import Draft, Reading, doi_of
from timeline.bibliography.ris import read_ris
from timeline.errors import Problem
from timeline.records.validate import ADDRESS_LONGEST

Form: TypeAlias = Literal["doi", "url", "bibtex", "ris", "csl-json", ""]
_Reader: TypeAlias = Callable[[str], tuple[tuple[Draft, ...], tuple[Problem, ...]]]
LONGEST = 1_000_000
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(https?:/{1,2}.+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pasted:
    """What a pasted text was taken for, the sources drafted from it, and what is wrong with it as a whole.

    The `source` of a draft is a record with a proposed id, a language where one was given, and the rest as
    far as it was understood; it is not valid before it has a title. The `problems` of a draft list what was
    left out of it.
    """

    form: Form
    drafts: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_pasted(text: str) -> Pasted:
    """Draft sources from a pasted text, whichever of the five forms it has."""
    plain = text.removeprefix("\ufeff").strip()
    if not plain:
        return _unread("", "is empty", "Paste a DOI, a web address, BibTeX, RIS or CSL-JSON.")
    if len(plain) > LONGEST:
        return _unread(plain, f"is longer than {LONGEST:,} characters", "Paste it in parts.")
    doi = doi_of(plain)
    if doi:
        return Pasted(form="doi", drafts=(_of_doi(doi),))
    if re.fullmatch(r"https?://\S+", plain, re.IGNORECASE):
        return _of_address(plain)
    return _of_references(plain)


def _of_references(plain: str) -> Pasted:
    form, reader = _reader(plain)
    if reader is None:
        return _unread(
            plain,
            "is neither a DOI, nor a web address, nor BibTeX, RIS or CSL-JSON",
            "A DOI begins with 10., an address with http, BibTeX with @, RIS with TY, CSL-JSON with [ or {.",
        )
    drafts, problems = reader(plain)
    if not drafts and not problems:
        return _unread(
            plain, "holds no reference", "Copy the whole of it, with its first and last line.", form
        )
    return Pasted(form=form, drafts=drafts, problems=problems)


def _reader(plain: str) -> tuple[Form, _Reader | None]:
    if plain[0] in "[{":
        return "csl-json", read_csl_json
    if re.search(r"^\s*TY {1,2}- ", plain, re.MULTILINE):
        return "ris", read_ris
    if re.search(r"@\s*[A-Za-z]+\s*[{(]", plain):
        return "bibtex", read_bibtex
    return "", None


def _of_doi(doi: str) -> Draft:
    reading = Reading()
    reading.add_identifier("doi", doi, path="doi")
    reading.put("url", f"https://doi.org/{doi}", path="url")
    return reading.finished()


def _of_address(address: str) -> Pasted:
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    if not host or len(address) > ADDRESS_LONGEST:
        return _unread(address, "is not a web address", "Copy it from the address line of the browser.")
    reading = Reading(values={"type": "webpage"})
    archived = _ARCHIVED.fullmatch(address)
    if archived:
        reading.put("archived_url", address, path="archived_url")
        address = re.sub(r"^(https?:)/+", r"\1//", archived[1])
    reading.put("url", address, path="url")
    return Pasted(form="url", drafts=(reading.finished(),))


def _unread(plain: str, message: str, cure: str, form: Form = "") -> Pasted:
    problem = Problem(path="text", value=plain[:200], message=message, cure=cure)
    return Pasted(form=form, problems=(problem,))
