"""From when and to when a figure counts: the two ends of its period, each with what is known of it."""

import datetime as dt
from dataclasses import dataclass

from timeline.dates.value import Edtf, Point, Span


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """A day between `earliest` and `latest`; both None where nothing is known of it."""

    earliest: dt.date | None = None
    latest: dt.date | None = None

    @property
    def is_known(self) -> bool:
        """Tell whether it is bounded on both sides."""
        return self.earliest is not None and self.latest is not None

    def surely_before(self, other: "End") -> bool:
        """Tell whether it lies before another, whichever days they are."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest

    def may_be(self, other: "End") -> bool:
        """Tell whether it can be the same day as another."""
        return not self.surely_before(other) and not other.surely_before(self)


def counted_from(period: Edtf) -> End:
    """Give the start of a period. What is not an interval is a moment or a day, and starts nothing."""
    body = period.body
    return _of(body.start) if isinstance(body, Span) else End()


def counted_to(period: Edtf) -> End:
    """Give the end of a period; for what is not an interval, the day that it is itself."""
    body = period.body
    return _of(body.end) if isinstance(body, Span) else End(earliest=period.earliest, latest=period.latest)


def _of(point: Point | None) -> End:
    return End(earliest=point.earliest, latest=point.latest) if point else End()
