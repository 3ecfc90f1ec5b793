"""Two archives that do not change: one with nothing that can be left out, and one with everything.

The full one uses every field of every record class, and holds what makes trouble in files: other scripts,
texts from right to left, line breaks, the signs of CSV and of lists, the beginnings of formulas.
"""

from timeline.records.authority import Actor, Place, Topic
from timeline.records.event import Citation, Event, Participation, PolicyChange, Relation, TypedDate
from timeline.records.kinds import Record
from timeline.records.policy import Policy, PolicyState
from timeline.records.question import Claim, Question
from timeline.records.series import Figure, Series
from timeline.records.source import Capture, Creator, Identifier, Mention, Source
from timeline.records.timeline import Timeline

MINIMAL: tuple[Record, ...] = (
    Timeline(id="water", title="Water law", lede="Who may draw water."),
    Source(id="gazette", type="document", title="Gazette"),
    Event(
        id="first-well",
        timelines=("water",),
        title="The first well",
        kind="practice",
        date_basis="unknown",
        summary="A well was dug.",
        citations=(Citation(source="gazette"),),
    ),
)

TIMELINES = (
    Timeline(
        id="water",
        title="Water law — قانون المياه",
        lede="Who may draw water,\nand who says so.",
        about="# Scope\n\nWells, rivers & rain: `a|b` \\ “c”.",
        complete_to="2012-12-31",
        languages=("en", "ar", "zh-Hant"),
        licence="CC-BY-4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
    ),
    Timeline(id="rain", title="=Rain", lede="'=quoted"),
)

TOPICS = (
    Topic(id="water-law", label="Water", definition="All law on water."),
    Topic(id="wells", label="Wells | pumps", definition="Holes:\nwith water.", broader="water-law"),
)

PLACES = (
    Place(id="nation", name="ישראל", kind="nation"),
    Place(
        id="north",
        name="The “North”, county",
        kind="county",
        part_of="nation",
        codes=(Identifier(scheme="iso-3166-2", value="XX-N"), Identifier(scheme="fips", value="06:1|2")),
        description="Line one\nline two",
    ),
)

ACTORS = (
    Actor(id="agency", name="Water Agency", kind="agency"),
    Actor(
        id="ann",
        name="Ann O’Neil-Ōta",
        sort_name="O’Neil-Ōta, Ann",
        kind="person",
        other_names=("@ann", "A|B", "back\\slash", "آن"),
        part_of="agency",
        place="north",
        identifiers=(Identifier(scheme="viaf", value="12:34"),),
        url="https://example.org/ann?a=1&b=é",
        description="-first words",
    ),
)

SOURCES = (
    Source(id="gazette", type="document", title="Gazette", consulted="yes", language=""),
    Source(
        id="letter",
        type="personal-communication",
        title='A "letter", with a comma; 漢字 and 😀',
        short_title="+short",
        creators=(
            Creator(role="author", family="O'Neil", given="Ann: the elder"),
            Creator(role="recipient", literal="Board | of, {Water}"),
            Creator(role="contributor", family="Mononym"),
        ),
        container="The “Daily”\u00a0Post",
        publisher="@Press",
        publisher_place="New\u2028York",
        genre="letter",
        issued="2010-09-07~",
        issued_note="[sic]\nas printed",
        volume="-1",
        issue="=2",
        pages="3–5",
        number="+4",
        authority="Court",
        language="en-GB",
        url="https://example.org/letter",
        archived_url="http://archive.example/letter",
        identifiers=(Identifier(scheme="doi", value="10.1/a:b|c"),),
        repository="Archive",
        box="Box 1",
        folder="'Folder 2'",
        part_of="gazette",
        access="restricted",
        consulted="yes",
        mentions=(Mention(source="gazette", locator="note 3: end"), Mention(source="letter")),
        rights="Public\ndomain",
        captures=(
            Capture(sha256="0" * 64, media_type="text/plain", captured="2020-01", file="a:b.txt"),
            Capture(sha256="f" * 64, media_type="application/pdf", file="c|d.pdf"),
        ),
        abstract="What it *says*.\n\nMore.",
        note='A note,\nwith “quotes” and "these".',
    ),
)

POLICIES = (
    Policy(
        id="drawing",
        timelines=("water", "rain"),
        title="Drawing water",
        question="May everybody draw water?",
        explanation="It is *not* about rain.",
        topics=("water-law",),
        principal=True,
        states=(
            PolicyState(state="free", label="Yes", definition="Everybody may."),
            PolicyState(state="permit", label='With a permit, "only"', definition="Who has one may."),
        ),
    ),
)

EVENTS = (
    Event(
        id="first-well",
        timelines=("water",),
        title="The first well",
        kind="practice",
        significance=3,
        date_basis="unknown",
        summary="A well was dug.",
        citations=(Citation(source="gazette"),),
    ),
    Event(
        id="permit-order",
        timelines=("water", "rain"),
        title="=SUM(1) the order, “sealed”",
        kind="reform",
        significance=1,
        date="[2010-09-07,2010-09-08]",
        date_verbatim="September 7 or 8, 2010",
        date_basis="inferred",
        date_note="The letter\nbears two dates.",
        summary='-5 wells | one \\ order, said "x".',
        body="First.\n\nSecond: שלום.",
        actors=(Participation(actor="agency", role="issuer"), Participation(actor="ann", role="author")),
        places=("nation", "north"),
        topics=("wells", "water-law"),
        dates=(
            TypedDate(role="signed", date="2010-09-07?", verbatim="the 7th", note="See the\nletter."),
            TypedDate(role="effective", date="2010-10/.."),
        ),
        citations=(
            Citation(
                source="letter",
                locator="p. 1, l. 2",
                quotation="“no well without a permit”",
                stance="supports",
                asserted_date="2010-09-07",
                asserted_verbatim="September 7",
                bears_on=("date", "date:signed", "change:drawing"),
                note="@seen",
            ),
            Citation(source="gazette", stance="disputes", asserted_date="2010-09-08"),
        ),
        relations=(Relation(relation="responds-to", target="first-well", note='"so" it says'),),
        changes=(
            PolicyChange(
                policy="drawing",
                state="permit",
                effective="2010-10-01",
                action="introduced",
                place="north",
                stated_from="free",
                note="for\nall",
            ),
            PolicyChange(policy="drawing", action="ended"),
        ),
        note="+public remark",
    ),
    *(
        Event(
            id=f"dated-{number}",
            timelines=("rain",),
            title=f"Dated {date}",
            kind="statement",
            date=date,
            summary="Something was said.",
            citations=(Citation(source="letter", locator="p. 2"),),
        )
        for number, date in enumerate(("2011-21", "[..2011-03]", "2009-11~", "2008/2011-06?", "201X", "XXXX"))
    ),
)

SERIES = (
    Series(
        id="all-wells",
        timelines=("water",),
        title="Wells",
        definition="Wells of all kinds.",
        unit="wells",
        measure="count",
        figures=(Figure(value="-0.50", source="gazette"),),
    ),
    Series(
        id="deep-wells",
        timelines=("water", "rain"),
        title="Deep wells",
        definition="Wells\ndeeper than others.",
        unit="%",
        measure="share",
        whole="all-wells",
        topics=("wells",),
        figures=(
            Figure(
                value="7.5",
                qualifier="less-than",
                period="2010/2011",
                period_verbatim="in two years",
                place="north",
                source="letter",
                locator="p. 3",
                quotation="under “7.5” per cent",
                attributed_to="gazette",
                event="permit-order",
                note="rounded",
            ),
            Figure(value="-12", source="gazette"),
        ),
        note="=NOTE",
    ),
)

QUESTIONS = (
    Question(
        id="day-of-the-order",
        timelines=("water", "rain"),
        title="Which day, \"7\" or '8'?",
        kind="date",
        explanation="Two\ndays.",
        touches=("event:permit-order", "source:letter"),
        status="settled",
        follows="the-7th",
        why="It is the letter itself.",
        claims=(
            Claim(
                answer="the-7th",
                says="It was the 7th.",
                source="letter",
                locator="p. 1",
                quotation="September 7",
                speaker="ann",
                attributed_to="gazette",
                said="2010",
                note="-remark",
            ),
            Claim(answer="the-8th", says="It was the 8th.", source="gazette"),
        ),
    ),
)

FULL: tuple[Record, ...] = (
    *TIMELINES,
    *TOPICS,
    *PLACES,
    *ACTORS,
    *SOURCES,
    *POLICIES,
    *EVENTS,
    *SERIES,
    *QUESTIONS,
)
