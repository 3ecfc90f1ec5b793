"""How the curation screens show a moment: its day, with the minute for whoever points at it."""

import datetime as dt
from functools import lru_cache

from markupsafe import Markup

_MOST = 4_096


@lru_cache(maxsize=_MOST)
def mark_of_moment(moment: dt.datetime) -> Markup:
    """Give the mark of a moment of UTC; a list has one in each row, so that it is made in one piece."""
    day = f"{moment.day} {moment:%b} {moment.year}"
    at = f"{moment:%H:%M:%S}"
    return Markup(  # noqa: S704 - of numbers and names of months alone
        f'<time datetime="{moment.date().isoformat()}T{at}Z"'
        f' title="{moment.day} {moment:%B} {moment.year}, {at[:5]} UTC">{day}</time>'
    )
