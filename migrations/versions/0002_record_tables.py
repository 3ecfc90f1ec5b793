"""Make the tables of the records: one for each kind, and one for each sort of part.

Revision ID: 0002
Revises: 0001
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: What a table is made of: given the name of the table, a column, a constraint or an index of it.
Item = Callable[[str], sa.schema.SchemaItem]

TABLES = (
    # The records; each may refer to those before it.
    "timelines", "topics", "places", "actors", "sources", "policies", "series", "events", "questions",
    # Their parts.
    "timeline_languages", "record_timelines", "record_topics", "identifiers", "actor_names", "creators",
    "mentions", "captures", "policy_states", "figures", "question_touches", "claims", "event_dates",
    "citations", "citation_bearings", "participations", "event_places", "relations", "policy_changes",
)  # fmt: skip


def upgrade() -> None:
    """Make the tables of the records, then those of their parts."""
    _make_timelines_and_authorities()
    _make_sources_policies_and_series()
    _make_events_and_questions()
    _make_parts_of_many_kinds()
    _make_parts_of_sources_and_policies()
    _make_figures_and_claims()
    _make_evidence_of_events()
    _make_relations_and_changes()


def downgrade() -> None:
    """Take the tables away; the history keeps what they said."""
    for table in reversed(TABLES):
        op.drop_table(table)


def create(table: str, *items: Item, narrow: bool = False) -> None:
    """Make a table and its indexes."""
    made = [item(table) for item in items]
    indexes = [item for item in made if isinstance(item, sa.Index)]
    rest = [item for item in made if not isinstance(item, sa.Index)]
    op.create_table(table, *rest, sqlite_with_rowid=not narrow)
    for item in indexes:
        op.create_index(op.f(str(item.name)), table, list(item.info["columns"]))


def column(name: str, type_: sa.types.TypeEngine[Any], *, nullable: bool = False) -> Item:
    return lambda _: sa.Column(name, type_, nullable=nullable, autoincrement=False)


def texts(*names: str) -> list[Item]:
    return [column(name, sa.Text()) for name in names]


def ordered(name: str) -> Item:
    return column(name, sa.String().with_variant(sa.String(collation="C"), "postgresql"))


def edtf(name: str) -> list[Item]:
    bounds = f"{name}_earliest", f"{name}_latest"
    return [
        column(name, sa.Text()),
        *(column(bound, sa.Date(), nullable=True) for bound in bounds),
        check(f"{name}_bounds", f"{bounds[0]} <= {bounds[1]}"),
    ]


def primary_key(*names: str) -> Item:
    return lambda table: sa.PrimaryKeyConstraint(*names, name=op.f(f"pk_{table}"))


def foreign_key(name: str, target: str, *, deferred: bool = False) -> Item:
    key = "records.id" if target == "records" else f"{target}.record_id"
    return lambda table: sa.ForeignKeyConstraint(
        [name],
        [key],
        name=op.f(f"fk_{table}_{name}"),
        deferrable=deferred or None,
        initially="DEFERRED" if deferred else None,
    )


def reference(name: str, target: str, *, optional: bool = False, deferred: bool = False) -> list[Item]:
    return [column(name, sa.Integer(), nullable=optional), foreign_key(name, target, deferred=deferred)]


def own_key() -> list[Item]:
    return [*reference("record_id", "records"), primary_key("record_id")]


def part_key(owner: str) -> list[Item]:
    return [*reference("record_id", owner), *position(), primary_key("record_id", "position")]


def position() -> list[Item]:
    return [column("position", sa.SmallInteger()), check("position", "position >= 1")]


def citation_part_key() -> list[Item]:
    columns = ["record_id", "citation"]
    return [
        column("record_id", sa.Integer()),
        column("citation", sa.SmallInteger()),
        *position(),
        primary_key(*columns, "position"),
        lambda table: sa.ForeignKeyConstraint(
            columns,
            ["citations.record_id", "citations.position"],
            name=op.f(f"fk_{table}_{'_'.join(columns)}"),
        ),
    ]


def one_of(name: str, terms: str, *, or_empty: bool = False) -> Item:
    listed = ", ".join(f"'{term}'" for term in [*terms.split(), *([""] if or_empty else [])])
    return check(name, f"{name} IN ({listed})")


def check(name: str, rule: str) -> Item:
    return lambda table: sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def unique(*names: str) -> Item:
    return lambda table: sa.UniqueConstraint(*names, name=op.f(f"uq_{table}_{'_'.join(names)}"))


def index(*names: str) -> Item:
    return lambda table: sa.Index(op.f(f"ix_{table}_{'_'.join(names)}"), info={"columns": names})


def _make_timelines_and_authorities() -> None:
    create(
        "timelines",
        *own_key(),
        *texts("title", "lede", "about"),
        *edtf("complete_to"),
        *texts("licence", "licence_url"),
    )
    create(
        "topics",
        *own_key(),
        *texts("label", "definition"),
        *reference("broader_id", "topics", optional=True, deferred=True),
        index("broader_id"),
    )
    create(
        "places",
        *own_key(),
        *texts("name", "kind"),
        *reference("part_of_id", "places", optional=True, deferred=True),
        *texts("description"),
        one_of("kind", "nation state district territory region county city", or_empty=True),
        index("kind"),
        index("part_of_id"),
    )
    create(
        "actors",
        *own_key(),
        *texts("name", "sort_name", "kind"),
        *reference("part_of_id", "actors", optional=True, deferred=True),
        *reference("place_id", "places", optional=True),
        *texts("url", "description"),
        one_of(
            "kind",
            "person agency government legislature court advisory-body organisation publisher",
            or_empty=True,
        ),
        index("kind"),
        index("part_of_id"),
        index("place_id"),
    )


def _make_sources_policies_and_series() -> None:
    create(
        "sources",
        *own_key(),
        *texts("type", "title", "short_title", "container", "publisher", "publisher_place", "genre"),
        *edtf("issued"),
        *texts(
            "issued_note",
            "volume",
            "issue",
            "pages",
            "number",
            "authority",
            "language",
            "url",
            "archived_url",
            "repository",
            "box",
            "folder",
        ),
        *reference("part_of_id", "sources", optional=True, deferred=True),
        *texts("access", "consulted", "rights", "abstract", "note"),
        one_of("consulted", "yes no", or_empty=True),
        one_of("access", "open restricted offline unknown", or_empty=True),
        one_of(
            "type",
            "article-journal article-magazine article-newspaper bill book broadcast chapter dataset document "
            "hearing interview legal-case legislation manuscript map motion-picture pamphlet "
            "paper-conference personal-communication post-weblog press-release regulation report speech "
            "thesis treaty webpage",
            or_empty=True,
        ),
        index("issued_earliest"),
        index("part_of_id"),
        index("type"),
    )
    create(
        "policies",
        *own_key(),
        *texts("title", "question", "explanation"),
        column("principal", sa.Boolean()),
    )
    create(
        "series",
        *own_key(),
        *texts("title", "definition", "unit", "measure"),
        *reference("whole_id", "series", optional=True, deferred=True),
        *texts("note"),
        one_of("measure", "count cumulative-count share change cumulative-decrease limit", or_empty=True),
        index("whole_id"),
    )


def _make_events_and_questions() -> None:
    create(
        "events",
        *own_key(),
        ordered("sort_key"),
        *texts("title", "kind"),
        column("significance", sa.SmallInteger()),
        *edtf("date"),
        column("date_precision", sa.Text(), nullable=True),
        column("date_approximate", sa.Boolean()),
        column("date_uncertain", sa.Boolean()),
        *texts("date_verbatim", "date_basis", "date_note", "summary", "body", "note"),
        one_of(
            "date_precision",
            "day month quarter season quadrimester half year decade century millennium interval set unknown",
        ),
        one_of(
            "kind",
            "announcement activation guidance reform agreement local-action correspondence statement "
            "publication statistics information-request litigation legislation advisory practice "
            "forecast",
            or_empty=True,
        ),
        one_of("date_basis", "stated inferred unknown", or_empty=True),
        check("significance", "significance BETWEEN 1 AND 3"),
        unique("sort_key"),
        index("date_earliest", "date_latest"),
        index("date_latest"),
        index("kind", "sort_key"),
        index("significance", "sort_key"),
    )
    create(
        "questions",
        *own_key(),
        *texts("title", "kind", "explanation", "status", "follows", "why"),
        one_of("kind", "date number definition actor meaning rule fact identity", or_empty=True),
        one_of("status", "open settled", or_empty=True),
        index("kind", "status"),
    )


def _make_parts_of_many_kinds() -> None:
    create(
        "timeline_languages",
        *part_key("timelines"),
        *texts("language"),
        unique("record_id", "language"),
        narrow=True,
    )
    create(
        "record_timelines",
        *part_key("records"),
        *reference("timeline_id", "timelines"),
        unique("record_id", "timeline_id"),
        index("timeline_id", "record_id"),
        narrow=True,
    )
    create(
        "record_topics",
        *part_key("records"),
        *reference("topic_id", "topics"),
        unique("record_id", "topic_id"),
        index("topic_id", "record_id"),
        narrow=True,
    )
    create(
        "identifiers",
        *part_key("records"),
        *texts("scheme", "value"),
        index("scheme", "value"),
    )
    create(
        "actor_names",
        *part_key("actors"),
        *texts("name"),
        unique("record_id", "name"),
        narrow=True,
    )


def _make_parts_of_sources_and_policies() -> None:
    create(
        "creators",
        *part_key("sources"),
        *texts("role", "family", "given", "literal"),
        one_of("role", "author editor recipient contributor"),
    )
    create(
        "mentions",
        *part_key("sources"),
        *reference("source_id", "sources"),
        *texts("locator"),
        index("source_id"),
    )
    create(
        "captures",
        *part_key("sources"),
        *texts("sha256", "media_type"),
        *edtf("captured"),
        *texts("file"),
        index("sha256"),
    )
    create(
        "policy_states",
        *part_key("policies"),
        *texts("state", "label", "definition"),
        unique("record_id", "state"),
    )


def _make_figures_and_claims() -> None:
    create(
        "figures",
        *part_key("series"),
        *texts("value"),
        column("amount", sa.Double()),
        *texts("qualifier"),
        *edtf("period"),
        *texts("period_verbatim"),
        *reference("place_id", "places", optional=True),
        *reference("source_id", "sources"),
        *texts("locator", "quotation"),
        *reference("attributed_to_id", "sources", optional=True),
        *reference("event_id", "events", optional=True),
        *texts("note"),
        one_of("qualifier", "exactly about more-than at-least less-than at-most"),
        index("attributed_to_id"),
        index("event_id"),
        index("place_id"),
        index("record_id", "period_earliest"),
        index("source_id"),
    )
    create(
        "question_touches",
        *part_key("questions"),
        *reference("touched_id", "records"),
        unique("record_id", "touched_id"),
        index("touched_id", "record_id"),
        narrow=True,
    )
    create(
        "claims",
        *part_key("questions"),
        *texts("answer", "says"),
        *reference("source_id", "sources"),
        *texts("locator", "quotation"),
        *reference("speaker_id", "actors", optional=True),
        *reference("attributed_to_id", "sources", optional=True),
        *edtf("said"),
        *texts("note"),
        index("attributed_to_id"),
        index("source_id"),
        index("speaker_id"),
    )


def _make_evidence_of_events() -> None:
    create(
        "event_dates",
        *part_key("events"),
        *texts("role"),
        *edtf("date"),
        *texts("verbatim", "note"),
        one_of(
            "role",
            "announced signed written sent published revised effective started ended decided filed "
            "covers due",
        ),
        index("role", "date_earliest"),
    )
    create(
        "citations",
        *part_key("events"),
        *reference("source_id", "sources"),
        *texts("locator", "quotation", "stance"),
        *edtf("asserted_date"),
        *texts("asserted_verbatim", "note"),
        one_of("stance", "supports disputes mentions"),
        index("source_id", "record_id"),
    )
    create(
        "citation_bearings",
        *citation_part_key(),
        *texts("bearing"),
        unique("record_id", "citation", "bearing"),
        narrow=True,
    )
    create(
        "participations",
        *part_key("events"),
        *reference("actor_id", "actors"),
        *texts("role"),
        one_of(
            "role",
            "author issuer publisher speaker sender recipient decider participant partner requester "
            "plaintiff defendant leader subject",
        ),
        unique("record_id", "actor_id", "role"),
        index("actor_id", "role", "record_id"),
        narrow=True,
    )
    create(
        "event_places",
        *part_key("events"),
        *reference("place_id", "places"),
        unique("record_id", "place_id"),
        index("place_id", "record_id"),
        narrow=True,
    )


def _make_relations_and_changes() -> None:
    create(
        "relations",
        *part_key("events"),
        *texts("relation"),
        *reference("target_id", "events"),
        *texts("note"),
        one_of(
            "relation",
            "responds-to corrects contradicts implements supersedes amends part-of cites reports-on follows",
        ),
        check("not_to_itself", "target_id <> record_id"),
        index("target_id", "relation"),
    )
    create(
        "policy_changes",
        *part_key("events"),
        *reference("policy_id", "policies"),
        *texts("state"),
        *edtf("effective"),
        *texts("action"),
        *reference("place_id", "places", optional=True),
        *texts("stated_from", "note"),
        one_of("action", "introduced clarified changed suspended resumed ended announced disputed"),
        index("place_id"),
        index("policy_id", "effective_earliest"),
    )
