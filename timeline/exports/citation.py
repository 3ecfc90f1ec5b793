"""How the data are cited: `CITATION.cff` (Citation File Format 1.2.0), which goes with the data package.

There is no day of writing and no number of a revision in it unless the archive was asked as of one: the
same records give the same bytes, in whatever store they lie.
"""

import json
import re
from collections.abc import Iterator
from typing import Final

from timeline.exports.archive import Archive
from timeline.records.timeline import Timeline

FILE_NAME: Final = "CITATION.cff"

_SPDX = re.compile(r"[A-Za-z0-9.+-]+")


def citation_cff(archive: Archive) -> bytes:
    """Give the citation file for the archive, or for the selection that it is."""
    return "".join(f"{line}\n" for line in _lines(archive)).encode()


def _lines(archive: Archive) -> Iterator[str]:
    timelines = [record for record in archive.records("timeline") if isinstance(record, Timeline)]
    whole = "; ".join(timeline.title for timeline in timelines) or "Timeline"
    yield "cff-version: 1.2.0"
    yield "message: If you use these data, please cite them as below."
    yield "type: dataset"
    yield f"title: {_text(whole + _selection(archive))}"
    yield "authors:"
    yield f"  - name: {_text(f'Editors of {whole}')}"
    if abstract := "\n\n".join(timeline.lede for timeline in timelines):
        yield f"abstract: {_text(abstract)}"
    yield from _licence(timelines)
    if archive.site_url:
        yield f"url: {_text(archive.site_url)}"


def _selection(archive: Archive) -> str:
    given = [f"{name}={values}" for name, values in sorted(archive.selection.items())]
    return f" (selection: {', '.join(given)})" if given else ""


def _licence(timelines: list[Timeline]) -> Iterator[str]:
    names = list(dict.fromkeys(timeline.licence for timeline in timelines if timeline.licence))
    addresses = list(dict.fromkeys(timeline.licence_url for timeline in timelines if timeline.licence_url))
    if len(names) == 1 and _SPDX.fullmatch(names[0]):
        yield f"license: {names[0]}"
    if len(addresses) == 1:
        yield f"license-url: {_text(addresses[0])}"


def _text(value: str) -> str:
    """Write a text as YAML; a text of JSON is one too."""
    return json.dumps(value, ensure_ascii=False)
