"""Who is cited as the creators of a record: people, with ORCID iDs where they have some, and bodies."""

import re
from dataclasses import dataclass
from typing import Final

from timeline.errors import SettingError

_ORCID: Final = re.compile(r"\(?(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\)?$", re.IGNORECASE)
_CURE: Final = (
    "Write “Family, Given” for a person, with the ORCID iD behind the name where there is one, and the name"
    " as it stands for a body, in {braces} if it has a comma; a semicolon between two:"
    " Diaz, Ana 0000-0002-1825-0097; {Archive of Law, Madrid}"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedCreator:
    """A person (`family` and `given`) or a body (`literal`); `orcid` has four groups of four, no address."""

    family: str = ""
    given: str = ""
    literal: str = ""
    orcid: str = ""

    @property
    def orcid_url(self) -> str:
        """The ORCID iD as the address that it is; empty where there is none."""
        return f"https://orcid.org/{self.orcid}" if self.orcid else ""

    @property
    def name(self) -> str:
        """The name as it is read: the given name first."""
        return self.literal or f"{self.given} {self.family}".strip()

    @property
    def filed(self) -> str:
        """The name as lists have it: the family name first."""
        return self.literal or ", ".join(filter(None, (self.family, self.given)))


def parse_creators(text: str, *, setting: str) -> tuple[NamedCreator, ...]:
    """Read the creators from the text of a setting; raise SettingError, which names the one that is wrong."""
    return tuple(_parse(part.strip(), setting) for part in text.split(";") if part.strip())


def _parse(text: str, setting: str) -> NamedCreator:
    found = _ORCID.search(text)
    orcid = found[1].upper() if found else ""
    name = " ".join(text[: found.start()].split()) if found else " ".join(text.split())
    if orcid and not _is_orcid(orcid):
        raise SettingError(f"{setting} has {orcid}, in which a digit is wrong: compare it with orcid.org.")
    if name.startswith("{") and name.endswith("}"):
        family, comma, given = name[1:-1].strip(), "", ""
    else:
        family, comma, given = (part.strip() for part in name.partition(","))
    if not family or (comma and not given) or set("{}") & set(family + given):
        raise SettingError(f"{setting} has “{text}”, which is no name that can be cited. {_CURE}.")
    if comma:
        return NamedCreator(family=family, given=given, orcid=orcid)
    return NamedCreator(literal=family, orcid=orcid)


def _is_orcid(orcid: str) -> bool:
    """Tell whether the last sign is the check digit of the others (ISO 7064, MOD 11-2)."""
    signs = orcid.replace("-", "")
    total = 0
    for digit in signs[:-1]:
        total = (total + int(digit)) * 2
    return signs[-1] == "0123456789X"[(12 - total % 11) % 11]
