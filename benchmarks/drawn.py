"""Addresses of pages that ask the same of the site and of Datasette, drawn with a fixed seed."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.timeline_page import WORDS

PAGES = 600


class Drawn:
    """Addresses of pages, drawn with a fixed seed; those of Datasette ask the same."""

    def __init__(self, database: Path) -> None:
        chance = random.Random(2010)
        self._ranges = [
            (f"{chance.randint(2005, 2045)}-{chance.randint(1, 12):02d}", chance.randint(0, 6))
            for _ in range(PAGES)
        ]
        self._words = [" ".join(chance.sample([w for w in WORDS if '"' not in w], 2)) for _ in range(PAGES)]
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            query = "SELECT id, slug FROM records WHERE kind = 'event'"
            events = connection.execute(query).fetchall()
        self._events = chance.sample(events, min(PAGES, len(events)))

    def lists(self, name: str = "") -> list[str]:
        """Give the events from a month on for some years."""
        return [self._list(name, start, int(start[:4]) + more) for start, more in self._ranges]

    def _list(self, name: str, start: str, end: int) -> str:
        if not name:
            return "/?" + urlencode({"from": start, "to": end})
        asked = {"date_latest__gte": f"{start}-01", "date_earliest__lte": f"{end}-12-31", "_sort": "sort_key"}
        return f"/{name}/events?{urlencode(asked)}"

    def searches(self, name: str = "") -> list[str]:
        """Give searches for two words."""
        if not name:
            return ["/search?" + urlencode({"q": words}) for words in self._words]
        return [f"/{name}/search_texts?" + urlencode({"_search": words}) for words in self._words]

    def records(self, name: str = "") -> list[str]:
        """Give the pages of events."""
        return [f"/{name}/events/{key}" if name else f"/events/{slug}" for key, slug in self._events]

    def days(self) -> list[str]:
        """Give the rules on days."""
        return [f"/on/{start}-15" for start, _ in self._ranges]

    def facets(self, name: str) -> list[str]:
        """Give lists of Datasette with three facets."""
        facets = "&_facet=kind&_facet=significance&_facet=date_precision"
        return [address + facets for address in self.lists(name)]
