"""All worklists: what is there to do next? One line here makes a new one."""

from typing import Final

from timeline.errors import NotFoundError
from timeline.queries import worklist_acts as acts
from timeline.queries import worklist_records as records
from timeline.queries import worklist_sources as sources
from timeline.queries import worklist_states as states
from timeline.queries.worklist import Worklist

#: In the order in which they are shown: what waits for a person first.
WORKLISTS: Final[tuple[Worklist, ...]] = (
    Worklist(
        id="reports",
        title="Reports from readers",
        meaning="Somebody has written that something is wrong, and nobody has answered yet.",
        count=acts.count_reports,
        list=acts.list_reports,
    ),
    Worklist(
        id="proposals",
        title="Proposals that wait",
        meaning="Changes of published records that wait for a second person.",
        count=acts.count_proposals,
        list=acts.list_proposals,
    ),
    Worklist(
        id="in-review",
        title="Records in review",
        meaning="Submitted, and neither published nor returned.",
        count=acts.count_in_review,
        list=acts.list_in_review,
    ),
    Worklist(
        id="stale-drafts",
        title="Drafts gone stale",
        meaning=f"Drafts that nobody has touched for {acts.STALE.days} days.",
        count=acts.count_stale,
        list=acts.list_stale,
    ),
    Worklist(
        id="unsourced",
        title="Unsourced statements",
        meaning="Events, questions and series without any evidence, and policy changes that no citation of"
        " their event bears on.",
        count=records.count_unsourced,
        list=records.list_unsourced,
        is_quick=records.is_quick_unsourced,
    ),
    Worklist(
        id="missing-locators",
        title="Missing locators",
        meaning="Citations, figures and claims that do not say where in the source.",
        count=records.count_unlocated,
        list=records.list_unlocated,
    ),
    Worklist(
        id="dates-in-conflict",
        title="Dates in conflict",
        meaning="Events whose sources give dates without a day in common, and about whose date no question"
        " has been written.",
        count=records.count_disputed,
        list=records.list_disputed,
    ),
    Worklist(
        id="one-sided-relations",
        title="One-sided relations",
        meaning="Relations to an event that readers cannot see, and one-way relations that two events say of"
        " each other.",
        count=records.count_one_sided,
        list=records.list_one_sided,
    ),
    Worklist(
        id="gaps",
        title="States with gaps",
        meaning="Rules of which it is not known what held between two days of which it is known.",
        count=states.count_gaps,
        list=states.list_gaps,
        is_quick=states.is_quick,
    ),
    Worklist(
        id="quotations",
        title="Quotations not found",
        meaning="Quotations that do not stand in the text of their source, where a text of it is held.",
        count=sources.count_unfound,
        list=sources.list_unfound,
    ),
    Worklist(
        id="uncompared",
        title="Quoted without a text",
        meaning="Sources that are quoted and of which no text is held, so that nobody can find the quotation"
        " again. Add the text, and its quotations are looked for in it.",
        count=sources.count_uncompared,
        list=sources.list_uncompared,
        is_quick=sources.is_quick_uncompared,
    ),
    Worklist(
        id="links",
        title="Broken links",
        meaning="Sources of which an address, their own or the copy’s, did not answer when it was asked.",
        count=sources.count_broken,
        list=sources.list_broken,
        note=sources.when_links_were_asked,
    ),
    Worklist(
        id="unarchived",
        title="Links without a copy",
        meaning="Sources with an address and without an archived copy: the link breaks when the page goes.",
        count=sources.count_unarchived,
        list=sources.list_unarchived,
    ),
)

_BY_ID: Final = {worklist.id: worklist for worklist in WORKLISTS}


def get_worklist(worklist_id: str) -> Worklist:
    """Get a worklist by its id; raises NotFoundError."""
    if worklist_id not in _BY_ID:
        raise NotFoundError("worklist", worklist_id)
    return _BY_ID[worklist_id]
