"""Who made a work: the names of people and bodies in the forms of CSL and of “Family, Given”."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from timeline.bibliography.draft import cleaned
from timeline.records.source import Creator

_SUFFIX = re.compile(r"(?P<given>.*),\s*(?P<suffix>Jr\.?|Sr\.?|I{1,3}|IV|VI{0,3})$", re.IGNORECASE)


def to_csl(creator: Creator) -> dict[str, str]:
    """Give a creator as a name of CSL-JSON."""
    if creator.literal:
        return {"literal": creator.literal}
    found = _SUFFIX.fullmatch(creator.given)
    if found:
        parts = {"family": creator.family, "given": found["given"], "suffix": found["suffix"]}
    else:
        parts = {"family": creator.family, "given": creator.given}
    return {name: value for name, value in parts.items() if value}


def from_csl(name: Mapping[str, Any], role: str) -> Creator | None:
    """Read a name of CSL-JSON; None when it holds no name."""
    part = {key: cleaned(value) for key, value in name.items() if isinstance(value, str)}
    if part.get("literal"):
        return Creator(role=role, literal=part["literal"])
    particles = (part.get("dropping-particle", ""), part.get("non-dropping-particle", ""))
    family = " ".join(filter(None, (*particles, part.get("family", ""))))
    given = ", ".join(filter(None, (part.get("given", ""), part.get("suffix", ""))))
    if not family:
        return Creator(role=role, literal=given) if given else None
    return Creator(role=role, family=family, given=given)


def filed(creator: Creator) -> str:
    """Write a creator as “Family, Given”, or as the body's name stands."""
    return creator.literal or ", ".join(filter(None, (creator.family, creator.given)))


def from_filed(text: str, role: str) -> Creator | None:
    """Read “Family, Given” or “Family, Given, Jr.”; without a comma it is the name of a body as it stands."""
    name = cleaned(text)
    if not name:
        return None
    family, comma, given = name.partition(",")
    if not comma or not family.strip():
        return Creator(role=role, literal=name)
    return Creator(role=role, family=family.strip(), given=given.strip())


def by_role(creators: tuple[Creator, ...], *roles: str) -> Iterator[tuple[str, list[Creator]]]:
    """Yield the creators of each role that has some, in the order of the roles."""
    for role in roles:
        found = [made for made in creators if made.role == role]
        if found:
            yield role, found
