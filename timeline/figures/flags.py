"""What reckoning finds odd about figures, from their numbers, periods and wholes alone.

A flag is a note for readers and a question for archivists. It says that numbers do not go together as they
stand, not which of them is wrong: what documents say is recorded as they say it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final, Literal, TypeAlias

from timeline.dates.words import said as date_said
from timeline.disagreement.numbers import allowed
from timeline.figures.ends import End, counted_from, counted_to
from timeline.figures.reading import Read, is_percentage, read_figures
from timeline.languages.message import Message, all_of, counted, gapped, message
from timeline.languages.names import Name
from timeline.records.quantity import quantity
from timeline.records.series import Series

FlagKind: TypeAlias = Literal[
    "cumulative-falls", "bases-differ", "base-unknown", "more-than-whole", "no-share"
]
FigureKey: TypeAlias = tuple[str, int]

WHOLE: Final = Decimal(100)


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """One thing that is odd.

    `series` are the ids of the series that it is about, `figures` the series and number of each figure that
    it names; `message` says it in a sentence or two.
    """

    kind: FlagKind
    series: tuple[str, ...]
    figures: tuple[FigureKey, ...]
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Given:
    """A figure with its series."""

    series: Series
    read: Read

    @property
    def key(self) -> FigureKey:
        return self.series.id, self.read.number

    @property
    def least(self) -> Decimal:
        """Give the least number that the figure allows, of those that a share or a part can be."""
        low = allowed(self.read.figure.value, self.read.figure.qualifier).low
        return Decimal(0) if low is None else low

    @property
    def dated(self) -> Message:
        """Say the number with its unit and when."""
        pattern = "{number} {unit} ({period})" if self.read.period else "{number} {unit}"
        period = date_said(self.read.period)
        return gapped(pattern, number=self.read.words, unit=Name(self.series.unit), period=period)

    @property
    def said(self) -> Message:
        """Say the number, with what it counts and when."""
        pattern = "{number} (“{title}”, {period})" if self.read.period else "{number} (“{title}”)"
        period = date_said(self.read.period)
        return gapped(pattern, number=self.read.words, title=Name(self.series.title), period=period)


def flags_of(series: Sequence[Series]) -> tuple[Flag, ...]:
    """List what is odd about series, and about series taken together.

    A series is compared with its whole and with other parts of that whole as far as they are among
    those given.
    """
    found = [*_by_series(series), *_bases_of_shares(series), *_parts(series)]
    return tuple(sorted(found, key=lambda flag: (flag.series, flag.kind, flag.figures)))


def _by_series(series: Sequence[Series]) -> Iterator[Flag]:
    for each in series:
        yield from _falls(each)
        yield from _decreases(each)
        yield from _starts(each)
        yield from _unknown_base(each)
        yield from _out_of_range(each)


def _falls(series: Series) -> Iterator[Flag]:
    """Find each figure of a cumulative count that is surely below an earlier one of its place."""
    if series.measure != "cumulative-count":
        return
    given = _given(series)
    for later in given:
        higher = [earlier for earlier in given if _falls_from(earlier.read, later.read)]
        if higher:
            first = max(higher, key=lambda found: (found.least, -found.read.number))
            yield Flag(
                kind="cumulative-falls",
                series=(series.id,),
                figures=(first.key, later.key),
                message=message(
                    "A number counted from a start on should never fall, but this one does: from {before} to "
                    "{after}.",
                    before=first.dated,
                    after=later.dated,
                ),
            )


def _falls_from(earlier: Read, later: Read) -> bool:
    if earlier.figure.place != later.figure.place or not (earlier.period and later.period):
        return False
    if not counted_to(earlier.period).surely_before(counted_to(later.period)):
        return False
    one, other = counted_from(earlier.period), counted_from(later.period)
    if one.is_known and other.is_known and not one.may_be(other):
        return False
    before = allowed(earlier.figure.value, earlier.figure.qualifier)
    after = allowed(later.figure.value, later.figure.qualifier)
    return (
        before.low is not None
        and after.high is not None
        and not before.meets(after)
        and (before.low >= after.high)
    )


def _decreases(series: Series) -> Iterator[Flag]:
    """Find the figures that are themselves a decrease of a cumulative count."""
    given = [found for found in _given(series) if found.read.amount > 0]
    if series.measure == "cumulative-decrease" and given:
        yield Flag(
            kind="cumulative-falls",
            series=(series.id,),
            figures=tuple(found.key for found in given),
            message=counted(
                "One figure says by how much a number fell that was counted from a start on. Such a number "
                "should never fall.",
                "{count} figures say by how much a number fell that was counted from a start on. Such a "
                "number should never fall.",
                len(given),
            ),
        )


def _starts(series: Series) -> Iterator[Flag]:
    """Find percentages of change at one place that are reckoned from different starts."""
    if series.measure != "change" or not is_percentage(series):
        return
    ordered = sorted(_given(series), key=lambda found: (found.read.figure.place, found.read.number))
    for _, inside in groupby(ordered, key=lambda found: found.read.figure.place):
        by_start: dict[End, list[_Given]] = {}
        for found in inside:
            start = counted_from(found.read.period) if found.read.period else End()
            if start.is_known:
                by_start.setdefault(start, []).append(found)
        if len(by_start) > 1:
            given = [found for alike in by_start.values() for found in alike]
            yield Flag(
                kind="bases-differ",
                series=(series.id,),
                figures=tuple(sorted(found.key for found in given)),
                message=message(
                    "These percentages are changes from different starts: {figures}. Percentages of "
                    "different numbers cannot be compared.",
                    figures=all_of([found.dated for found in given]),
                ),
            )


def _unknown_base(series: Series) -> Iterator[Flag]:
    if series.measure == "share" and not series.whole and len(series.figures) > 1:
        yield Flag(
            kind="base-unknown",
            series=(series.id,),
            figures=tuple(found.key for found in _given(series)),
            message=message(
                "The archive holds no number of which these are shares, and they may be shares of different "
                "things: compare the words of each before the numbers."
            ),
        )


def _out_of_range(series: Series) -> Iterator[Flag]:
    if series.measure != "share" or not is_percentage(series):
        return
    for found in _given(series):
        numbers = allowed(found.read.figure.value, found.read.figure.qualifier)
        over = numbers.low is not None and numbers.low > WHOLE
        under = numbers.high is not None and numbers.high < 0
        if over or under:
            yield Flag(
                kind="no-share",
                series=(series.id,),
                figures=(found.key,),
                message=message(
                    "A share lies between 0 and 100 percent, but this one is {figure}.", figure=found.dated
                ),
            )


def _bases_of_shares(series: Sequence[Series]) -> Iterator[Flag]:
    """Find shares about the same topics that are shares of different wholes."""
    titles = {each.id: each.title for each in series}
    alike: dict[frozenset[str], list[Series]] = {}
    for each in series:
        if each.measure == "share" and each.whole and each.topics:
            alike.setdefault(frozenset(each.topics), []).append(each)
    for shares in alike.values():
        if len({share.whole for share in shares}) > 1:
            listed = [
                message(
                    "“{share}” of “{whole}”",
                    share=Name(share.title),
                    whole=Name(titles.get(share.whole, share.whole)),
                )
                for share in shares
            ]
            yield Flag(
                kind="bases-differ",
                series=tuple(sorted(share.id for share in shares)),
                figures=tuple(sorted(found.key for share in shares for found in _given(share))),
                message=message(
                    "These are shares of different wholes and cannot be compared: {shares}.",
                    shares=all_of(listed),
                ),
            )


def _parts(series: Sequence[Series]) -> Iterator[Flag]:
    """Find parts of one whole, of one place and time, that come to more than the whole."""
    wholes = {each.id: each for each in series}
    by_whole: dict[tuple[str, bool], list[Series]] = {}
    for each in series:
        is_share = each.measure == "share" and is_percentage(each)
        if each.whole and (is_share or each.measure in {"count", "cumulative-count"}):
            by_whole.setdefault((each.whole, is_share), []).append(each)
    for (whole, is_share), parts in by_whole.items():
        if is_share:
            yield from _too_many(parts, wholes.get(whole))
        elif whole in wholes:
            same = [part for part in parts if part.unit == wholes[whole].unit]
            yield from _too_many(same, wholes[whole], counted=True)


def _too_many(parts: Sequence[Series], whole: Series | None, *, counted: bool = False) -> Iterator[Flag]:
    given = [found for part in parts for found in _given(part)]
    for place, period in dict.fromkeys(
        (found.read.figure.place, found.read.figure.period) for found in given
    ):
        if not period and any(found.read.figure.period for found in given):
            continue
        chosen = _least_of_each(given, place, period)
        total = sum((found.least for found in chosen), Decimal(0))
        most = _most(whole, place, period) if counted else WHOLE
        if most is not None and total > most and len(chosen) > (0 if counted else 1):
            yield _over(chosen, whole, total, most, counted=counted)


def _least_of_each(given: Sequence[_Given], place: str, period: str) -> list[_Given]:
    """Choose of each series the least figure that can be of this place and time; without a period, it can."""
    eligible = [
        found
        for found in given
        if found.read.figure.place == place and found.read.figure.period in {"", period}
    ]
    chosen: dict[str, _Given] = {}
    for found in sorted(eligible, key=lambda found: (found.least, found.read.number)):
        chosen.setdefault(found.series.id, found)
    return sorted(chosen.values(), key=lambda found: found.key)


def _most(whole: Series | None, place: str, period: str) -> Decimal | None:
    """Give the most that the whole can be at a place and time; None where nothing bounds it."""
    highs = [
        allowed(figure.value, figure.qualifier).high
        for figure in (whole.figures if whole else ())
        if figure.place == place and figure.period == period
    ]
    known = [high for high in highs if high is not None]
    return max(known) if highs and len(known) == len(highs) else None


def _over(
    chosen: Sequence[_Given], whole: Series | None, total: Decimal, most: Decimal, *, counted: bool
) -> Flag:
    title = Name(whole.title if whole else chosen[0].series.whole)
    unit = Name(chosen[0].series.unit)
    shares, parts = message("Shares of “{whole}”", whole=title), message("Parts of “{whole}”", whole=title)
    than = message(", more than the {most} of the whole", most=quantity(f"{most:f}")) if counted else ""
    undated = any(found.read.period is None for found in chosen)
    doubt = message(", not all are of the same time") if undated else ""
    at_least = any(found.read.figure.qualifier != "exactly" for found in chosen)
    return Flag(
        kind="more-than-whole",
        series=tuple(found.series.id for found in chosen),
        figures=tuple(found.key for found in chosen),
        message=message(
            "{of_what} come to {total} {unit}{at_least}{than}: {figures}. Some are counted twice{doubt}, or "
            "the numbers do not go together.",
            of_what=parts if counted else shares,
            total=quantity(f"{total:f}"),
            unit=unit,
            at_least=message(" at least") if at_least else "",
            than=than,
            figures=all_of([found.said for found in chosen]),
            doubt=doubt,
        ),
    )


def _given(series: Series) -> tuple[_Given, ...]:
    return tuple(_Given(series=series, read=read) for read in read_figures(series))
