"""An example of a value for each column of the tables of lists, for the data dictionary."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LIST_EXAMPLES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "timeline_languages": {
            "timeline_id": "secure-communities",
            "position": "1",
            "value": "en",
        },
        "event_timelines": {
            "event_id": "ab1081-findings",
            "position": "1",
            "timeline": "secure-communities",
        },
        "event_actors": {
            "event_id": "archambeault-earlier-career",
            "position": "1",
            "actor": "ice",
            "role": "issuer",
        },
        "event_places": {
            "event_id": "cumulative-data-decrease",
            "position": "1",
            "place": "us",
        },
        "event_topics": {
            "event_id": "no-rules-of-the-road-published",
            "position": "1",
            "topic": "participation",
        },
        "source_creators": {
            "source_id": "ccr-briefing-guide-2010",
            "position": "1",
            "role": "author",
            "family": "Morton",
            "given": "John",
            "literal": "U.S. Immigration and Customs Enforcement",
        },
        "source_identifiers": {
            "source_id": "ab-1081",
            "position": "1",
            "scheme": "docket",
            "value": "AB 1081",
        },
        "source_mentions": {
            "source_id": "freedom-of-information-act",
            "position": "1",
            "source": "no-rules-of-the-road",
            "locator": "Unfunded mandate, para. 2",
        },
        "source_captures": {
            "source_id": "cosmetic-changes",
            "position": "1",
            "sha256": "9302a83a0bc243dd2d348451bd4fc3999f0f784b394aba283b68b1dd71afefde",
            "media_type": "text/plain",
            "captured": "2020-01",
            "file": "004_38d4e7450437c6cb.txt",
        },
        "actor_other_names": {
            "actor_id": "task-force",
            "position": "1",
            "value": "the Assembly",
        },
        "actor_identifiers": {
            "actor_id": "zoe-lofgren",
            "position": "1",
            "scheme": "viaf",
            "value": "123456789",
        },
        "place_codes": {
            "place_id": "us-az",
            "position": "1",
            "scheme": "iso-3166-2",
            "value": "US-AZ",
        },
        "policy_timelines": {
            "policy_id": "advisory-body",
            "position": "1",
            "timeline": "secure-communities",
        },
        "policy_topics": {
            "policy_id": "statistical-monitoring",
            "position": "1",
            "topic": "detainers",
        },
        "series_timelines": {
            "series_id": "assistant-director-experience",
            "position": "1",
            "timeline": "secure-communities",
        },
        "series_topics": {
            "series_id": "level-2-3-share-hits",
            "position": "1",
            "topic": "statistics",
        },
        "question_timelines": {
            "question_id": "ab-1081-reach",
            "position": "1",
            "timeline": "secure-communities",
        },
        "question_touches": {
            "question_id": "voluntary-or-mandatory",
            "position": "1",
            "value": "policy:priority-levels",
        },
    }
)
