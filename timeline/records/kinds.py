"""The registry of record kinds: one line for each."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from timeline.records.authority import Actor, Place, Topic
from timeline.records.event import Event
from timeline.records.policy import Policy
from timeline.records.question import Question
from timeline.records.series import Series
from timeline.records.source import Source
from timeline.records.timeline import Timeline

Record = Timeline | Event | Source | Actor | Place | Topic | Policy | Series | Question

RECORD_CLASSES: Final[tuple[type[Record], ...]] = (
    Timeline,
    Event,
    Source,
    Actor,
    Place,
    Topic,
    Policy,
    Series,
    Question,
)

CLASS_OF_KIND: Final[Mapping[str, type[Record]]] = MappingProxyType(
    {cls.record_kind: cls for cls in RECORD_CLASSES}
)

CLASS_OF_PLURAL: Final[Mapping[str, type[Record]]] = MappingProxyType(
    {cls.plural: cls for cls in RECORD_CLASSES}
)
