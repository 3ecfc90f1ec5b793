"""A small archive in which everything refers to something, for tests that need one they can read."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from timeline.db import read_session, write_transaction
from timeline.models.schema import metadata
from timeline.records.authority import Actor, Place, Topic
from timeline.records.event import Citation, Event, Participation, PolicyChange, Relation, TypedDate
from timeline.records.kinds import Record
from timeline.records.policy import Policy, PolicyState
from timeline.records.question import Claim, Question
from timeline.records.references import RecordKey
from timeline.records.series import Figure, Series
from timeline.records.source import Creator, Identifier, Mention, Source
from timeline.records.timeline import Timeline
from timeline.store.save import SavedBatch, save_all

MEMO = Event(
    id="memo",
    timelines=("secure-communities",),
    title="A memo says how to stay out",
    kind="guidance",
    significance=1,
    date="2010-08-17",
    summary="The agency says what a county does that wants to stay out.",
    actors=(Participation(actor="ice", role="issuer"), Participation(actor="ice", role="sender")),
    places=("us", "us-ca"),
    topics=("participation",),
    dates=(TypedDate(role="published", date="2010-09"),),
    citations=(
        Citation(source="report", locator="note 2", quotation="opt out", bears_on=("title",)),
        Citation(source="page", asserted_date="2010-08", bears_on=("change:may-stay-out", "summary")),
    ),
    relations=(Relation(relation="responds-to", target="letter"),),
    changes=(
        PolicyChange(policy="may-stay-out", state="yes", action="introduced", place="us"),
        PolicyChange(policy="may-stay-out", state="yes", action="announced", effective="2010-09/.."),
    ),
)
LETTER = Event(
    id="letter",
    timelines=("secure-communities",),
    title="A letter asks how to stay out",
    kind="correspondence",
    date="[2010-07-27,2010-07-28]",
    summary="A representative asks how a county stays out.",
    citations=(Citation(source="report", stance="mentions"),),
    relations=(Relation(relation="follows", target="start", note="Two years later."),),
)
START = Event(
    id="start",
    timelines=("secure-communities",),
    title="The programme starts",
    kind="activation",
    date="2008~",
    date_basis="inferred",
    date_note="From the first report.",
    summary="The programme starts in a few counties.",
    citations=(Citation(source="page"),),
)
ARCHIVE: tuple[Record, ...] = (
    Question(
        id="what-day",
        timelines=("secure-communities",),
        title="On which day was the memo sent?",
        kind="date",
        touches=("event:memo", "source:page"),
        claims=(
            Claim(answer="day", says="On the 17th.", source="report", speaker="ice", said="2011"),
            Claim(answer="month", says="In August.", source="page", attributed_to="report"),
        ),
    ),
    MEMO,
    LETTER,
    START,
    Series(
        id="places",
        timelines=("secure-communities",),
        title="Places that take part",
        definition="Counties in which the programme is active.",
        unit="counties",
        measure="count",
        figures=(
            Figure(value="14", period="2008", place="us", source="report", event="start"),
            Figure(value="1049.5", qualifier="about", source="page", attributed_to="report"),
        ),
    ),
    Series(
        id="share",
        timelines=("secure-communities",),
        title="Share of all places",
        definition="Counties in which the programme is active, of all.",
        unit="percent",
        measure="share",
        whole="places",
        topics=("participation",),
        figures=(Figure(value="30", source="report"),),
    ),
    Policy(
        id="may-stay-out",
        timelines=("secure-communities",),
        title="Staying out",
        question="May a county stay out?",
        topics=("participation",),
        principal=True,
        states=(
            PolicyState(state="yes", label="Yes", definition="It may."),
            PolicyState(state="no", label="No", definition="It may not."),
        ),
    ),
    Source(
        id="report",
        type="report",
        title="No Rules of the Road",
        creators=(Creator(family="Nyström", given="Ann"), Creator(role="editor", literal="A Body")),
        issued="2011-03",
        identifiers=(Identifier(scheme="docket", value="10-CV-3488"),),
        mentions=(Mention(source="page", locator="note 1"),),
        consulted="yes",
    ),
    Source(id="page", type="webpage", title="A page", part_of="report", url="https://example.org/"),
    Actor(
        id="ice",
        name="Immigration and Customs Enforcement",
        kind="agency",
        other_names=("ICE",),
        part_of="dhs",
        place="us",
    ),
    Actor(id="dhs", name="Department of Homeland Security", kind="agency"),
    Place(id="us-ca", name="California", kind="state", part_of="us"),
    Place(id="us", name="United States", kind="nation", codes=(Identifier(scheme="fips", value="00"),)),
    Topic(id="participation", label="Taking part", definition="Who takes part.", broader="programme"),
    Topic(id="programme", label="The programme", definition="All of it."),
    Timeline(id="secure-communities", title="Secure Communities", lede="A programme.", complete_to="2012"),
)


#: Without the question, nothing refers to the memo, so that it can be taken back.
UNASKED: tuple[Record, ...] = tuple(record for record in ARCHIVE if not isinstance(record, Question))


def load(engine: Engine, records: tuple[Record, ...] = ARCHIVE, **options: Any) -> SavedBatch:
    """Save records as one batch, in a transaction of its own."""
    with write_transaction(engine) as session:
        return save_archive(session, records, **options)


def save_archive(session: Session, records: tuple[Record, ...] = ARCHIVE, **options: Any) -> SavedBatch:
    """Save records as one batch in a transaction that is open."""
    return save_all(session, records, **{"by": "Ann Archivist", "reason": "First load", **options})


def current(engine: Engine) -> dict[RecordKey, dict[str, Any]]:
    """Give what the registry says of each record."""
    records = metadata.tables["records"]
    with read_session(engine) as session:
        rows = session.execute(select(records)).mappings()
        return {(row["kind"], row["slug"]): dict(row) for row in rows}


def record_now(engine: Engine, kind: str, slug: str) -> dict[str, Any]:
    """Give the document of a record's latest revision."""
    query = text(
        "SELECT document FROM revisions JOIN records ON records.revision = revisions.number"
        " WHERE records.kind = :kind AND records.slug = :slug"
    )
    with read_session(engine) as session:
        document: dict[str, Any] = json.loads(session.scalars(query, {"kind": kind, "slug": slug}).one())
        return document


def contents(engine: Engine, *, besides: tuple[str, ...] = ()) -> dict[str, list[dict[str, Any]]]:
    """Give all rows of all tables."""
    with read_session(engine) as session:
        return {
            name: [
                dict(row) for row in session.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for name, table in metadata.tables.items()
            if name not in besides
        }


@contextmanager
def tampering(engine: Engine) -> Iterator[Session]:
    """Open a session in which nothing guards the store: no triggers, no foreign keys."""
    if engine.dialect.name == "postgresql":
        with write_transaction(engine) as session:
            session.execute(text("SET LOCAL session_replication_role = replica"))
            yield session
        return
    with engine.execution_options(timeline_mode="migrate").connect() as connection:
        with connection.begin():
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            for name in list(names.scalars()):
                connection.execute(text(f"DROP TRIGGER {name}"))
            yield Session(connection)
        connection.invalidate()
