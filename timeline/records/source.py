"""The source: a work that is cited, described with the fields of CSL-JSON."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from timeline import vocab
from timeline.records.fields import (
    Address,
    Code,
    Coded,
    Date,
    Id,
    LocatorText,
    Many,
    Markdown,
    Ref,
    Text,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Creator:
    """A person (family and given name) or a body (`literal`) that made or received the work."""

    role: Annotated[str, Coded("The role, as in CSL.", vocab.CREATOR_ROLES)] = "author"
    family: Annotated[str, Text("The family name of a person.", longest=200)] = ""
    given: Annotated[str, Text("The given name of a person.", longest=200)] = ""
    literal: Annotated[str, Text("The name of a body, as it is written.", longest=300)] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Identifier:
    """An identifier of the work in a scheme outside the archive, such as a DOI or docket number."""

    scheme: Annotated[
        str,
        Code(
            "The scheme.",
            r"[a-z][a-z0-9-]{0,39}",
            "Write a scheme such as doi, isbn, docket or foia in lower case.",
            required=True,
        ),
    ]
    value: Annotated[str, Text("The identifier.", required=True, longest=300)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A source in which this work is named, and where; how the archive knows of it."""

    source: Annotated[str, Ref("The source that names this work.", "source", required=True)]
    locator: Annotated[str, LocatorText("Where it does.", longest=300)] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Capture:
    """A file of the work that the archive holds or has read, and its fixity."""

    sha256: Annotated[
        str,
        Code(
            "The SHA-256 of the file.",
            r"[0-9a-f]{64}",
            "Write 64 hexadecimal digits in lower case, as sha256sum prints them.",
            required=True,
        ),
    ]
    media_type: Annotated[
        str,
        Code(
            "The media type of the file.",
            r"[a-z0-9.+-]+/[a-z0-9.+-]+",
            "Write a media type such as text/plain or application/pdf.",
            required=True,
        ),
    ]
    captured: Annotated[str, Date("When the file was taken.")] = ""
    file: Annotated[str, Text("The name of the file.", required=True, longest=300)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A work that is cited: a law, a letter, an article, a page, a report."""

    record_kind: ClassVar[str] = "source"
    plural: ClassVar[str] = "sources"

    id: Annotated[str, Id("The source's public id; its citation key.", example="cosmetic-changes")]
    type: Annotated[str, Coded("What kind of work it is.", vocab.SOURCE_TYPES)]
    title: Annotated[
        str,
        Text(
            "Its title as the work or the document that names it gives it; a description in square"
            " brackets where it has none.",
            required=True,
        ),
    ]
    short_title: Annotated[str, Text("A short form for lists.", longest=120)] = ""
    creators: Annotated[
        tuple[Creator, ...],
        Many(
            "Who made it, each `role:Family, Given`; a body in braces.",
            example="author:Nystrom, Brittney|author:{National Immigration Forum}",
        ),
    ] = ()
    container: Annotated[str, Text("The newspaper, site or collection it is part of.")] = ""
    publisher: Annotated[str, Text("Who published it.")] = ""
    publisher_place: Annotated[str, Text("Where it was published.")] = ""
    genre: Annotated[str, Text("Its genre in words, such as “brochure”.", longest=120)] = ""
    issued: Annotated[str, Date("When it was issued; empty: not known.", example="2011-03")] = ""
    issued_note: Annotated[str, Text("What the date of issue rests on.", lines=True, longest=2000)] = ""
    volume: Annotated[str, Text("The volume.", longest=60)] = ""
    issue: Annotated[str, Text("The issue or number within a volume.", longest=60)] = ""
    pages: Annotated[str, Text("The pages, or how many there are.", longest=60)] = ""
    number: Annotated[str, Text("A report, bill or docket number.", longest=120)] = ""
    authority: Annotated[str, Text("The court or body that a legal work comes from.")] = ""
    language: Annotated[str, Text("Its language (BCP 47).", longest=35)] = "en"
    url: Annotated[str, Address("Its address, as the document that names it gives it.")] = ""
    archived_url: Annotated[str, Address("An archived copy.")] = ""
    identifiers: Annotated[
        tuple[Identifier, ...],
        Many("Outside identifiers, each `scheme:value`.", example="docket:10-CV-3488"),
    ] = ()
    repository: Annotated[str, Text("The institution that keeps the original.")] = ""
    box: Annotated[str, Text("The box, reel or series there.", longest=120)] = ""
    folder: Annotated[str, Text("The folder or item there.", longest=120)] = ""
    part_of: Annotated[str, Ref("The source that this one is part of.", "source")] = ""
    access: Annotated[str, Coded("Whether it can be read.", vocab.ACCESS)] = "unknown"
    consulted: Annotated[str, Coded("Whether the archive has read it.", vocab.CONSULTED)] = "no"
    mentions: Annotated[
        tuple[Mention, ...],
        Many(
            "The sources that name it, each `source:locator`.",
            example="no-rules-of-the-road:note 3",
        ),
    ] = ()
    rights: Annotated[str, Text("Who holds the rights, and its licence.", lines=True)] = ""
    captures: Annotated[
        tuple[Capture, ...],
        Many("Files of it, each `sha256:media type:EDTF date:file name`."),
    ] = ()
    abstract: Annotated[str, Markdown("What it is and says, in the archive's own words.")] = ""
    note: Annotated[str, Text("A public remark of the archive.", lines=True, longest=4000)] = ""
