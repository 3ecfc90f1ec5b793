"""A day as a whole: every rule, the events around it, the figures known for it; and two days compared."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from timeline.errors import BadRequestError, Problem
from timeline.figures.reading import Read, read_figures
from timeline.languages.message import message
from timeline.queries.days import around_day
from timeline.queries.kept import kept
from timeline.queries.policy_archive import policy_archive
from timeline.queries.records import list_records
from timeline.queries.told_policies import ToldPolicy, list_told
from timeline.records.series import Series
from timeline.rule_filter import day_of
from timeline.states.answer import Answer, is_known, state_on
from timeline.states.change import AFTER, BEFORE
from timeline.states.change import day_of as day_at
from timeline.states.history import History
from timeline.states.words import beyond
from timeline.web.answers import Said, said
from timeline.web.asked_days import asked_day, require_known
from timeline.web.comparing import GROUPS, compared, in_words
from timeline.web.feeds import site_url
from timeline.web.languages import current_language
from timeline.web.list_pages import asked_page
from timeline.web.policies import all_in_order
from timeline.web.reading import reading

pages = Blueprint("days", __name__)

MOST_PLACES: Final = 12
MOST_EVENTS: Final = 8
MOST_FIGURES: Final = 25
#: How many elements the rules of a page come to at most, about, and those of the page that has more to tell.
MOST_ELEMENTS: Final = 1_000
MOST_OF_FIRST: Final = 640
#: How many rules a page compares at most.
COMPARED_PAGE_SIZE: Final = 90


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleOfDay:
    """A policy on a day: its answer, and those of the places that have changes of their own.

    `more` is how many places there are beside these; `is_answered` tells whether the record knows the rule
    of that day, anywhere.
    """

    said: Said
    places: tuple[Said, ...]
    more: int
    is_answered: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class FiguresOfDay:
    """The latest figures of a series for a time that had ended by a day."""

    series: Series
    figures: tuple[Read, ...]


@pages.get("/on")
def ask() -> Response | str:
    """Go to the page of the day that a form asks for; without one, show that of the record's end."""
    require_known("on", in_pages=True)
    if request.args.get("on", "").strip():
        return redirect(url_for("days.show", day=asked_day("on").isoformat()))
    return _page(None)


@pages.get("/on/<day>")
def show(day: str) -> str:
    """Show the whole picture of a day."""
    require_known(in_pages=True)
    return _page(day_of("on", day))


def _page(asked: dt.date | None) -> str:
    archive = policy_archive(reading())
    histories = archive.all_histories(reading())
    day = list_told(reading(), ()).end if asked is None else asked
    ordered = all_in_order()
    answered = [facts for facts in ordered if is_known(histories[facts.id], day)]
    known = {facts.id for facts in answered}
    rules_of_day = [*answered, *(facts for facts in ordered if facts.id not in known)]
    page = asked_page(
        rules_of_day,
        lambda facts: facts.id,
        size=MOST_ELEMENTS,
        first=MOST_OF_FIRST,
        weight=lambda facts: _weight(histories[facts.id]),
    )
    told = list_told(reading(), [facts.id for facts in page.items], on=day, most_places=MOST_PLACES)
    rules = [_rule(told.policies[facts.id], day, is_answered=facts.id in known) for facts in page.items]
    previous, following = _changes_around(histories.values(), day)
    return render_template(
        "day/show.html",
        day=day,
        complete_to=told.complete_to,
        rules=rules,
        total=page.total,
        page=page,
        page_url=lambda **cursor: url_for("days.show", day=day.isoformat(), **cursor),
        beyond=next((rule.said.beyond for rule in rules if rule.said.beyond), ""),
        answered=len(answered),
        around=around_day(reading(), day, most_on=MOST_EVENTS) if page.is_first else None,
        figures=list(_figures(day)) if page.is_first else [],
        most_figures=MOST_FIGURES,
        previous=previous,
        following=following,
        canonical=site_url() + url_for("days.show", day=day.isoformat()),
    )


@pages.get("/compare")
def compare() -> str:
    """Show what changed from one day to another; without days, the form that asks for them."""
    require_known("a", "b", in_pages=True)
    told = list_told(reading())
    end = told.end
    if not request.args.get("a") and not request.args.get("b"):
        return render_template("day/compare.html", a=None, b=end)
    a, b = _two_days()
    found = compared((told.policies[one.id] for one in all_in_order()), a, b)
    counts = Counter(one.group for one in found)
    page = asked_page(
        found,
        lambda one: one.key,
        size=MOST_ELEMENTS,
        weight=lambda one: max(MOST_ELEMENTS // COMPARED_PAGE_SIZE, one.weight),
    )
    return render_template(
        "day/compare.html",
        a=a,
        b=b,
        page=page,
        page_url=lambda **cursor: url_for("days.compare", a=a.isoformat(), b=b.isoformat(), **cursor),
        counts=counts,
        shown={group: [in_words(one, a, b) for one in page.items if one.group == group] for group in GROUPS},
        beyond=next((last for one in found if (last := beyond(one.now, current_language()))), ""),
        names={key: name for one in page.items for key, name in one.told.names.items()},
    )


def _two_days() -> tuple[dt.date, dt.date]:
    problems: list[Problem] = []
    days: list[dt.date] = []
    for name in ("a", "b"):
        try:
            days.append(asked_day(name))
        except BadRequestError as error:
            problems += error.problems
    if not problems and days[0] > days[1]:
        problems.append(
            Problem(
                path="a",
                value=f"{days[0]} to {days[1]}",
                message=message("comes after b"),
                cure=message("Exchange the two: {address}.", address=f"a={days[1]}&b={days[0]}"),
            )
        )
    if problems:
        raise BadRequestError(tuple(problems))
    return days[0], days[1]


def _weight(history: History) -> int:
    """Give how many elements a rule comes to, about: a few, and some for each place that is told of."""
    own = len(history.levels) - (history.widest in history.levels)
    return 15 + 10 * min(own, MOST_PLACES)


def _rule(told: ToldPolicy, day: dt.date, *, is_answered: bool) -> RuleOfDay:
    widest = told.history.widest
    own = [place for place in told.history.places if place != widest]
    return RuleOfDay(
        said=said(told, _answer(told, day, widest)),
        places=tuple(said(told, _answer(told, day, place)) for place in own[:MOST_PLACES]),
        more=max(0, len(own) - MOST_PLACES),
        is_answered=is_answered,
    )


def _answer(told: ToldPolicy, day: dt.date, place: str) -> Answer:
    return state_on(told.history, day, place, complete_to=told.facts.complete_to)


def _changes_around(histories: Iterable[History], day: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """Give the last day before a day by which any rule had changed, and the first after it."""
    firsts, lasts = kept(reading(), "days of changes", lambda: _days_of_changes(histories))
    before, after = bisect_left(lasts, day.toordinal()), bisect_right(firsts, day.toordinal())
    return (
        day_at(lasts[before - 1] if before else BEFORE),
        day_at(firsts[after] if after < len(firsts) else AFTER),
    )


def _days_of_changes(histories: Iterable[History]) -> tuple[Sequence[int], Sequence[int]]:
    """List the first days on which a change can have come, and the last ones, each once."""
    levels = [level for history in histories for level in history.levels.values()]
    firsts = {day for level in levels for day in level.first_days}
    return sorted(firsts), sorted({day for level in levels for day in level.last_days})


def _figures(day: dt.date) -> Iterator[FiguresOfDay]:
    """Yield for each series its figures for the time that ended last by the day, by title."""
    series = [stored.record for stored in list_records(reading(), "series")]
    for one in sorted((one for one in series if isinstance(one, Series)), key=_title):
        ended = [
            (read.period.latest, read)
            for read in read_figures(one)
            if read.period is not None and read.period.latest is not None and read.period.latest <= day
        ]
        if ended:
            last = max(end for end, _ in ended)
            yield FiguresOfDay(series=one, figures=tuple(read for end, read in ended if end == last))


def _title(series: Series) -> tuple[str, str]:
    return series.title.casefold(), series.id
