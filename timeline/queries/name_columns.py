"""The column of each kind of record that holds what a link to it says."""

from collections.abc import Mapping

from sqlalchemy.orm import InstrumentedAttribute

from timeline.models.authority import ActorRow, PlaceRow, TopicRow
from timeline.models.event import EventRow
from timeline.models.policy import PolicyRow
from timeline.models.question import QuestionRow
from timeline.models.series import SeriesRow
from timeline.models.source import SourceRow
from timeline.models.timeline import TimelineRow

NAME_COLUMNS: Mapping[str, InstrumentedAttribute[str]] = {
    "timeline": TimelineRow.title,
    "event": EventRow.title,
    "source": SourceRow.title,
    "actor": ActorRow.name,
    "place": PlaceRow.name,
    "topic": TopicRow.label,
    "policy": PolicyRow.title,
    "series": SeriesRow.title,
    "question": QuestionRow.title,
}
