"""A file of the archive that an address asks for: the format, the filter, and the state of the record."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Response, request

from timeline import vocab
from timeline.db import DatabaseEngine
from timeline.disagreement.asked import PARAMETERS, Asked, parse_asked, select
from timeline.disagreement.statement import Disagreement
from timeline.exports.format import Format
from timeline.exports.options import ExportOptions, without_options
from timeline.filters import FILTER_PARAMETERS, EventFilter, parse_filter
from timeline.queries.archive import SelectedArchive
from timeline.queries.as_of import PastRecords, get_revision, session_at
from timeline.rule_filter import EVERY_RULE, RuleFilter, parse_rule_filter
from timeline.web.feeds import site_url
from timeline.web.reading import engine, past_records, reading

KNOWN = "known"
#: The format that takes the filter of the points on which sources differ, as their list does, as well as
#: that of events; both have a kind and a source.
_OF_POINTS = "disagreements-csv"
_OF_EVENTS_ONLY = frozenset(FILTER_PARAMETERS) - frozenset(PARAMETERS)


@dataclass(frozen=True, kw_only=True)
class AskedFile:
    """One file as it was at one revision; the same whenever it is asked for, whatever was saved since.

    `is_dated` tells whether the address named the revision, or a moment; otherwise it is the present one.
    """

    made: Format
    asked: EventFilter
    rules: RuleFilter
    points: Asked
    options: ExportOptions
    revision: int
    is_dated: bool
    site_url: str
    live: DatabaseEngine
    past: PastRecords

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Give what was asked as the parameters of an address, in one order, without the revision."""
        each = self.asked, self.rules, self.points, self.options
        return tuple(parameter for one in each for parameter in one.parameters())

    @property
    def url(self) -> str:
        """Give the address that gives the same bytes later: with the revision, whatever was asked."""
        query = urlencode((*self.parameters, (KNOWN, str(self.revision))))
        return f"{self.site_url}/download/{self.made.file_name}?{query}"

    def pieces(self) -> Iterator[bytes]:
        """Yield the file in pieces, read from one unchanging state of the record."""
        # The session belongs to the file, which goes on after the request has been answered.
        exactly = self.is_dated and bool(self.asked.q)
        with session_at(self.live, self.past, self.revision, exactly=exactly) as session:
            archive = _Archive(session, self.asked, site_url=self.site_url, rules=self.rules)
            archive.points = self.points
            yield from self.made.pieces(archive, self.options)


class _Archive(SelectedArchive):
    """An archive under the filter of points, too."""

    points = Asked()

    def disagreements(self) -> Iterator[Disagreement]:
        yield from select(super().disagreements(), self.points)


def asked_file(
    made: Format, given: Mapping[str, Sequence[str]] | None = None, *, timeline: str = ""
) -> AskedFile:
    """Read from this request, or from other parameters, how a file is asked for; raises BadRequestError.

    With `timeline` the file has the events of that timeline alone.
    """
    parameters = dict(request.args.lists()) if given is None else dict(given)
    options = made.options(parameters)
    parameters = without_options(parameters)
    known = asked_known(parameters)
    asked, rules, points = EventFilter(), EVERY_RULE, Asked()
    if made.parameters:
        rules = replace(parse_rule_filter(parameters, known=made.parameters), known=None)
    elif made.name == _OF_POINTS and _asks_for_points(parameters):
        points = parse_asked(parameters, also=(*made.heeds, KNOWN))
    else:
        asked = parse_filter(parameters, also=(*made.heeds, KNOWN))
    if timeline:
        asked = replace(asked, timeline=(timeline,))
    return AskedFile(
        made=made,
        asked=asked,
        rules=rules,
        points=points,
        options=options,
        revision=get_revision(reading(), known),
        is_dated=known is not None,
        site_url=site_url(),
        live=engine(),
        past=past_records(),
    )


def _asks_for_points(parameters: Mapping[str, Sequence[str]]) -> bool:
    given = {name for name, values in parameters.items() if any(values)}
    of_events = set(parameters.get("kind", ())) & (set(vocab.EVENT_KINDS) - set(vocab.QUESTION_KINDS))
    return not of_events and given.isdisjoint(_OF_EVENTS_ONLY)


def asked_known(parameters: Mapping[str, Sequence[str]]) -> int | dt.datetime | None:
    """Read as of which revision or moment the record is asked; None: now. Raises BadRequestError."""
    read = parse_rule_filter({KNOWN: parameters.get(KNOWN, ())}, known=(KNOWN,))
    return read.known


def name_revision(response: Response, file: AskedFile) -> Response:
    """Say in the head of an answer which revision it shows, and at which address it stays the same."""
    response.headers["Timeline-Revision"] = str(file.revision)
    response.headers.add("Link", f'<{file.url}>; rel="cite-as"')
    return response
