"""The form in which a reader reports an error: what was typed, and what is wrong with it.

It needs no account, no cookie and no script. What holds off spam: a field that people do not see, a signed
note of when the form was made, the origin that browsers tell, and limits on length, links and number.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from itsdangerous import BadSignature, URLSafeTimedSerializer

from timeline.languages.catalogue import N_
from timeline.records.kinds import CLASS_OF_KIND
from timeline.records.validate import is_id

LEAST_WRONG: Final = 10
LONGEST: Final[Mapping[str, int]] = {"wrong": 4_000, "evidence": 2_000, "contact": 200}
MOST_LINKS: Final = 5
LONGEST_PAGE: Final = 300
#: Nobody reads a page and writes what is wrong with it in less, in seconds.
FASTEST: Final = 4
SLOWEST: Final = 24 * 3600
#: A field that no person sees, called what programs like to fill in.
TRAP: Final = "website"
_SALT: Final = "report"
_LINK: Final = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)
_UNTYPED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """What is wrong with a field: a text to be translated, with the number that it speaks of."""

    text: str
    number: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportForm:
    """A report as it was typed; `faults` are by field, those of the whole form under "form"."""

    about: tuple[str, str] | None = None
    page: str = ""
    wrong: str = ""
    evidence: str = ""
    contact: str = ""
    token: str = ""
    faults: Mapping[str, Fault]


def new_form(about: tuple[str, str] | None, page: str, secret: str) -> ReportForm:
    """Make an empty form."""
    return ReportForm(about=about, page=page, token=_signer(secret).dumps(""), faults={})


def read_form(fields: Mapping[str, str], secret: str) -> ReportForm:
    """Read what was sent; a token that cannot be used is replaced, so that the form can be sent again."""
    typed = {name: _plain(fields.get(name, "")) for name in LONGEST}
    faults = {name: fault for name, text in typed.items() if (fault := _fault(name, text))}
    token = fields.get("token", "")
    fault = _fault_of_form(fields, token, typed, secret)
    if fault is not None:
        faults["form"] = fault
        if fault is not _TOO_FAST:
            token = _signer(secret).dumps("")
    return ReportForm(
        about=read_about(fields.get("about", "")),
        page=read_page(fields.get("page", "")),
        wrong=typed["wrong"],
        evidence=typed["evidence"],
        contact=typed["contact"],
        token=token,
        faults=faults,
    )


def with_fault(form: ReportForm, fault: Fault) -> ReportForm:
    """Give the form with something wrong with the whole of it."""
    return replace(form, faults={**form.faults, "form": fault})


def read_about(text: str) -> tuple[str, str] | None:
    """Read which record a report is about, from `<kind>/<id>`; None for anything else."""
    kind, _, slug = text.partition("/")
    return (kind, slug) if kind in CLASS_OF_KIND and is_id(slug) else None


def read_page(text: str) -> str:
    """Read which page of this site a report is about; nothing for anything else."""
    is_page = text.startswith("/") and not text.startswith("//") and text.isprintable()
    return text if is_page and len(text) <= LONGEST_PAGE else ""


_TOO_FAST: Final = Fault(
    text=N_(
        "This was sent sooner than anybody can write it. Wait %(number)s seconds and send it again;"
        " nothing is lost."
    ),
    number=FASTEST,
)
_TOO_OLD: Final = Fault(
    text=N_("This form was open for very long, or was not made here. Nothing is lost: send it again.")
)
_TRAPPED: Final = Fault(
    text=N_(
        "A field that is to stay empty was filled in, perhaps by your browser. It is empty now:"
        " send it again."
    )
)
_LINKED: Final = Fault(
    text=N_("There are more than %(number)s addresses of web pages in this. Name the most important ones."),
    number=MOST_LINKS,
)


def _fault(name: str, text: str) -> Fault | None:
    if len(text) > LONGEST[name]:
        words = N_("This is longer than %(number)s characters. Shorten it; several reports are welcome.")
        return Fault(text=words, number=LONGEST[name])
    if name == "wrong" and not text:
        return Fault(text=N_("Say what is wrong."))
    if name == "wrong" and len(text) < LEAST_WRONG:
        words = N_("Say a little more: at least %(number)s characters, so that an editor can find the place.")
        return Fault(text=words, number=LEAST_WRONG)
    return None


def _fault_of_form(
    fields: Mapping[str, str], token: str, typed: Mapping[str, str], secret: str
) -> Fault | None:
    if fields.get(TRAP, ""):
        return _TRAPPED
    try:
        _, made = _signer(secret).loads(token, max_age=SLOWEST, return_timestamp=True)
    except BadSignature:
        return _TOO_OLD
    if (dt.datetime.now(dt.UTC) - made).total_seconds() < FASTEST:
        return _TOO_FAST
    if sum(len(_LINK.findall(text)) for text in typed.values()) > MOST_LINKS:
        return _LINKED
    return None


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=_SALT)


def _plain(text: str) -> str:
    """Give a text as people type it: no control characters, one kind of line end, none at the ends."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _UNTYPED.sub("", lines).strip()
