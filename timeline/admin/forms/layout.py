"""How the fields of each kind of record are laid out and called in its form.

What a field may hold follows from its mark; only the order, the headings and a few names are said here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """Fields under one heading. `folded` ones are opened by whoever needs them; `beside` stands aside."""

    key: str
    title: str
    fields: tuple[str, ...]
    about: str = ""
    folded: bool = False
    beside: bool = False


def _section(key: str, title: str, fields: str, **more: bool | str) -> Section:
    return Section(
        key=key,
        title=title,
        fields=tuple(fields.split()),
        about=str(more.get("about", "")),
        folded=bool(more.get("folded")),
        beside=bool(more.get("beside")),
    )


LAYOUTS: Final[Mapping[str, tuple[Section, ...]]] = {
    "event": (
        _section("what", "What happened", "title date date_verbatim kind significance summary"),
        _section("basis", "What the date rests on", "date_basis date_note dates", folded=True),
        _section("who", "Who, where, about what", "actors places topics"),
        _section("changes", "What it changed", "changes", about="What this event did to a policy."),
        _section("relations", "Related events", "relations", folded=True),
        _section("more", "More text", "body note", folded=True),
        _section("record", "The record", "timelines id", folded=True),
        _section("evidence", "Evidence", "citations", beside=True),
    ),
    "source": (
        _section("what", "The work", "type title creators issued container publisher url"),
        _section("reading", "Reading it", "consulted access archived_url mentions"),
        _section(
            "detail",
            "Bibliographic detail",
            "short_title genre volume issue pages number authority publisher_place language identifiers"
            " part_of issued_note",
            folded=True,
        ),
        _section("where", "Where the original is", "repository box folder rights captures", folded=True),
        _section("more", "More text", "abstract note", folded=True),
        _section("record", "The record", "id", folded=True),
    ),
    "policy": (
        _section("what", "The rule", "title question explanation"),
        _section(
            "states",
            "The states that it can have",
            "states",
            about="Each possible answer to the question. At least two.",
        ),
        _section("more", "Where it belongs", "topics principal timelines id", folded=True),
    ),
    "series": (
        _section("what", "What is counted", "title definition unit measure whole"),
        _section(
            "figures",
            "Figures",
            "figures",
            about="Paste rows from a spreadsheet into any cell: they fill the grid from there.",
        ),
        _section("more", "Where it belongs", "topics note timelines id", folded=True),
    ),
    "question": (
        _section("what", "The point", "title kind explanation touches"),
        _section(
            "claims",
            "What each source says",
            "claims",
            about="Claims that say the same share an answer; those that differ have different ones.",
        ),
        _section("answer", "What the archive follows", "status follows why"),
        _section("record", "The record", "timelines id", folded=True),
    ),
    "actor": (
        _section("what", "The actor", "name kind sort_name other_names part_of place description"),
        _section("more", "Elsewhere", "url identifiers", folded=True),
        _section("record", "The record", "id", folded=True),
    ),
    "place": (
        _section("what", "The place", "name kind part_of codes description"),
        _section("record", "The record", "id", folded=True),
    ),
    "topic": (
        _section("what", "The topic", "label definition broader"),
        _section("record", "The record", "id", folded=True),
    ),
    "timeline": (
        _section("what", "The timeline", "title lede complete_to about"),
        _section("more", "Languages and licence", "languages licence licence_url", folded=True),
        _section("record", "The record", "id", folded=True),
    ),
}

#: What a form that opens beside another asks for first; the rest can be filled in later.
QUICK: Final[Mapping[str, tuple[str, ...]]] = {
    "source": ("type", "title", "creators", "issued", "container", "url"),
    "actor": ("name", "kind"),
    "place": ("name", "kind", "part_of"),
    "topic": ("label", "definition"),
}

#: The fields of a part that stand behind “More”.
BEHIND: Final[Mapping[str, tuple[str, ...]]] = {
    "Citation": ("asserted_verbatim", "bears_on", "note"),
    "TypedDate": ("note",),
    "Relation": ("note",),
    "PolicyChange": ("stated_from", "note"),
    "Claim": ("speaker", "attributed_to", "said", "note"),
    "Figure": (),
}

#: The parts whose rows are the rows of a table.
GRIDS: Final = frozenset({"Figure"})

_LABELS: Final[Mapping[str, str]] = {
    "Event.date": "Date",
    "Event.date_verbatim": "The source’s wording of the date",
    "Event.date_basis": "The date is",
    "Event.date_note": "How the archive came to the date",
    "Event.dates": "Other dates",
    "Event.body": "Text",
    "Event.actors": "Who took part",
    "Event.changes": "Policy changes",
    "Event.relations": "Related events",
    "Citation.asserted_date": "Date it gives",
    "Citation.asserted_verbatim": "That date in its words",
    "Citation.bears_on": "Evidence of",
    "Citation.stance": "Stance",
    "Citation.quotation": "Its words",
    "Citation.locator": "Where in it",
    "Claim.locator": "Where in it",
    "Claim.quotation": "Its words",
    "Figure.quotation": "Its words",
    "Figure.locator": "Where in it",
    "Figure.period_verbatim": "Period in its words",
    "TypedDate.verbatim": "In the source’s words",
    "PolicyChange.state": "State from then on",
    "PolicyChange.effective": "Takes effect",
    "PolicyChange.stated_from": "The source says it was",
    "Relation.target": "The other event",
    "Relation.relation": "This event",
    "Source.type": "Kind of work",
    "Source.container": "In (newspaper, site, collection)",
    "Source.creators": "Who made it",
    "Source.url": "Web address",
    "Source.archived_url": "Archived copy",
    "Source.consulted": "The archive has",
    "Source.mentions": "Named in",
    "Source.captures": "Files of it",
    "Creator.literal": "or a body",
    "Creator.family": "Family name",
    "Creator.given": "Given name",
    "Capture.sha256": "SHA-256",
    "Policy.principal": "Show its band under the timeline as a whole",
    "Series.whole": "Share or part of",
    "Question.follows": "The answer that it follows",
    "Question.why": "Why",
    "Timeline.lede": "Its story in a few sentences",
    "Timeline.complete_to": "Complete up to",
    "Actor.url": "Web address",
}
_ANY: Final = {"id": "Public id", "part_of": "Part of", "url": "Web address", "note": "Public remark"}
_OF_PARTS: Final = {"note": "Remark"}


def label_of(cls: type, field: str) -> str:
    """Give the name of a field as the form shows it."""
    given = _LABELS.get(f"{cls.__name__}.{field}")
    if given is None:
        own = _ANY if hasattr(cls, "record_kind") else _OF_PARTS
        given = own.get(field) or field.replace("_", " ").capitalize()
    return given
