"""All tables together; whoever needs the whole schema imports it from here."""

from timeline.models import (
    authority,
    event,
    history,
    policy,
    question,
    search,
    series,
    source,
    timeline,
)
from timeline.models.base import Base

FAMILIES = (history, timeline, authority, source, policy, series, event, question, search)

metadata = Base.metadata
