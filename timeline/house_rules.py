"""The rules that administrators set, as they are in force. Reads and writes both ask them."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from timeline.models.people import HouseRuleRow, PersonRow
from timeline.rights import roles_with

REVIEW_RULE: Final = "two-people"
"""The name of the rule that whoever publishes is not the last editor; its values are `on` and `off`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewRule:
    """Whether the publisher must be another person than the last editor, and what makes it so."""

    two_people: bool
    is_set: bool
    """Whether an administrator has decided; otherwise it follows from the number of editors."""
    editors: int
    """How many people may publish."""


def find_review_rule(session: Session) -> ReviewRule:
    """Give the rule of review that is in force.

    Unless an administrator has set it, it holds from the second person on who may publish: one person
    alone could not publish anything otherwise.
    """
    editors, value = session.execute(_RULE).one()
    two_people = editors >= 2 if value is None else value == "on"
    return ReviewRule(two_people=two_people, is_set=value is not None, editors=editors)


def count_people_with(session: Session, right: str) -> int:
    """Count the people who can sign in and have a right."""
    return session.scalar(_people_with(right)) or 0


def _people_with(right: str) -> Select[tuple[int]]:
    of_role = PersonRow.role.in_(roles_with(right))
    return select(func.count()).select_from(PersonRow).where(PersonRow.disabled_at.is_(None), of_role)


# In one statement, as every page of the archivists' asks for it.
_RULE: Final = select(
    _people_with("publish").scalar_subquery(),
    select(HouseRuleRow.value).where(HouseRuleRow.name == REVIEW_RULE).scalar_subquery(),
)
