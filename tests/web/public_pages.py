"""Every kind of page that readers can reach, in each state that looks different, for gates of all.

`test_public_pages.py` compares the list with the routes of the application, so that a new page cannot be
left out unnoticed.
"""

from typing import Final

# By endpoint. The first address of each is the plain page, the others are states of it.
PAGES: Final = {
    "timeline.home": ("/",),
    "timeline.show": (
        "/timelines/secure-communities",
        "/?detail=landmarks",
        "/?from=2010-08&to=2010-12",
        "/?q=memo&topic=participation&disputed=dates",
        "/?q=xyzzy",
        "/?q=detianer&kind=litigation",
        "/?view=lanes",
        "/?view=lanes&by=actor",
        "/?view=lanes&by=place",
        "/?view=lanes&by=policy",
        "/?view=lanes&q=xyzzy",
        "/es/",
        "/es/?q=xyzzy",
    ),
    "events.show": (
        "/events/setting-the-record-straight-memo",
        "/events/napolitano-letter-to-lofgren",
        "/es/events/setting-the-record-straight-memo",
    ),
    "sources.index": ("/sources", "/es/sources"),
    "sources.show": (
        "/sources/no-rules-of-the-road",
        "/sources/no-rules-of-the-road?list=events",
        "/es/sources/no-rules-of-the-road",
    ),
    "actors.index": ("/actors",),
    "actors.show": ("/actors/ice",),
    "places.index": ("/places",),
    "places.show": ("/places/us-ca",),
    "topics.index": ("/topics",),
    "topics.show": ("/topics/detainers",),
    "policies.index": ("/policies",),
    "policies.show": (
        "/policies/local-participation",
        "/policies/local-participation?on=2010-10-03",
        "/policies/state-participation?on=2011-04-15&place=us-ma",
        "/policies/fingerprint-sharing?on=2013-01-01",
        "/policies/local-participation?on=2011-02-29",
        "/es/policies/local-participation?on=2010-10-03",
    ),
    "days.ask": ("/on",),
    "days.show": ("/on/2010-09-10", "/on/1990-01-01", "/es/on/2010-09-10"),
    "days.compare": ("/compare", "/compare?a=2010-09-10&b=2010-10-07", "/compare?a=2010-09-10&b=x"),
    "questions.index": ("/questions", "/questions?source=no-rules-of-the-road"),
    "questions.matrix": ("/questions/matrix",),
    "questions.show": ("/questions/level-1-share", "/es/questions/level-1-share"),
    "series.index": ("/series",),
    "series.show": ("/series/database-hits",),
    "search.show": (
        "/search",
        "/search?q=detainer",
        "/search?q=detianer",
        "/search?q=xyzzy",
        "/es/search?q=xyzzy",
    ),
    "about.show": ("/about", "/es/about"),
    "api_reference.show": ("/api", "/es/api"),
    "api_reference.writing": ("/api/writing",),
    "api_reference.records": ("/api/records",),
    "changelog.index": ("/changes",),
    "changelog.show": ("/changes/1",),
    "download.index": (
        "/download",
        "/download?rows=citation&columns=event_id,source,locator&place=us-ca",
        "/download?file=states.csv&on=2010-09-10",
        "/download?q=xyzzy",
        "/es/download?file=package.zip",
    ),
    "download.codebook": ("/download/codebook",),
    "download.codebook_table": ("/download/codebook/flat-events", "/download/codebook/table-events"),
    "releases.index": ("/releases", "/es/releases"),
    "reports.ask": ("/report", "/report?about=event/napolitano-letter-to-lofgren", "/es/report"),
    "embed.show": ("/embed?timeline=secure-communities", "/embed?q=xyzzy", "/embed?show=strip"),
}  # fmt: skip

# Pages that say that something is not as it should be, by their status.
FAULTY: Final = {
    400: ("/?kind=nonsense", "/embed?limit=x", "/es/?kind=nonsense"),
    404: ("/nothing", "/events/nothing", "/es/nothing"),
}

# What answers no page of its own, and why.
EXCUSED: Final = {
    "api_reference.catalog": "JSON for programs",
    "cards.picture": "a picture",
    "citations.file": "a file",
    "citations.of_event": "a file",
    "discovery.pages_of_site": "XML for search engines",
    "discovery.part": "XML for search engines",
    "discovery.robots": "text for search engines",
    "discovery.sitemap": "XML for search engines",
    "download.file": "files",
    "download.timelinejs": "JSON",
    "embed.oembed": "JSON",
    "feeds.changes": "a feed",
    "feeds.events": "a feed",
    "health.healthz": "JSON",
    "languages.choose": "leads on to a page of the list",
    "representations.show": "records as data",
    "export_citations.reference": "a file",
    "export_citations.show": "text",
    "releases.file": "a file",
    "releases.reference": "a file",
    "releases.show": "the record of the tests has none: tests of releases hold it to the same",
    "reports.thank": "stands only after a report was sent: tests of reports hold it to the same",
    "static": "files",
    "styles.site": "the style sheet",
}

ALL: Final = tuple(
    dict.fromkeys(path for group in (PAGES, FAULTY) for paths in group.values() for path in paths)
)
