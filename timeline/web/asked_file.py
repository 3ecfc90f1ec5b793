"""A file of the archive that an address asks for: the format, the filter, and the state of the record."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Response, current_app, request

from timeline.db import DatabaseEngine
from timeline.exports.format import Format
from timeline.exports.options import ExportOptions, without_options
from timeline.filters import EventFilter, parse_filter
from timeline.queries.archive import SelectedArchive
from timeline.queries.as_of import PastRecords, get_revision, session_at
from timeline.rule_filter import EVERY_RULE, RuleFilter, parse_rule_filter
from timeline.web.reading import engine, past_records, reading

KNOWN = "known"


@dataclass(frozen=True, kw_only=True)
class AskedFile:
    """One file as it was at one revision; the same whenever it is asked for, whatever was saved since.

    `is_dated` tells whether the address named the revision, or a moment; otherwise it is the present one.
    """

    made: Format
    asked: EventFilter
    rules: RuleFilter
    options: ExportOptions
    revision: int
    is_dated: bool
    site_url: str
    live: DatabaseEngine
    past: PastRecords

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Give what was asked as the parameters of an address, in one order, without the revision."""
        return (*self.asked.parameters(), *self.rules.parameters(), *self.options.parameters())

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
            archive = SelectedArchive(session, self.asked, site_url=self.site_url, rules=self.rules)
            yield from self.made.pieces(archive, self.options)


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
    asked, rules = EventFilter(), EVERY_RULE
    if made.parameters:
        rules = replace(parse_rule_filter(parameters, known=made.parameters), known=None)
    else:
        asked = parse_filter(parameters, also=(*made.heeds, KNOWN))
    if timeline:
        asked = replace(asked, timeline=(timeline,))
    return AskedFile(
        made=made,
        asked=asked,
        rules=rules,
        options=options,
        revision=get_revision(reading(), known),
        is_dated=known is not None,
        site_url=current_app.config["SITE_URL"] or request.url_root.rstrip("/"),
        live=engine(),
        past=past_records(),
    )


def asked_known(parameters: Mapping[str, Sequence[str]]) -> int | dt.datetime | None:
    """Read as of which revision or moment the record is asked; None: now. Raises BadRequestError."""
    read = parse_rule_filter({KNOWN: parameters.get(KNOWN, ())}, known=(KNOWN,))
    return read.known


def name_revision(response: Response, file: AskedFile) -> Response:
    """Say in the head of an answer which revision it shows, and at which address it stays the same."""
    response.headers["Timeline-Revision"] = str(file.revision)
    response.headers.add("Link", f'<{file.url}>; rel="cite-as"')
    return response
