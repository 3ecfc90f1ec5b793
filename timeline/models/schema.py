"""All tables together; whoever needs the whole schema imports it from here."""

from timeline.models import (
    authority,
    curation,
    event,
    history,
    holding,
    house,
    naming,
    people,
    policy,
    question,
    release,
    report,
    search,
    series,
    source,
    timeline,
)
from timeline.models.base import Base

FAMILIES = (history, timeline, authority, source, policy, series, event, question, search, naming)

#: Families of tables that are no part of the record: it is neither made from them nor compared with them.
BESIDE = (curation, holding, house, people, release, report)

metadata = Base.metadata

#: The names of the tables of those families.
BESIDE_THE_RECORD = frozenset(
    mapper.class_.__tablename__
    for mapper in Base.registry.mappers
    if mapper.class_.__module__ in {family.__name__ for family in BESIDE}
)
