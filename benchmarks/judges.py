"""Let Lighthouse and the Nu validator judge the site: `python -m benchmarks.judges`.

The record is that of seed_data. Lighthouse judges a timeline, an event and a source page, once as on a
phone and once as on a desk; Nu, where Java is present, reads every page that the sitemap names and some
with filters. Ends with 1 when a score is below 100 or a page has an error.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from itertools import groupby
from pathlib import Path

from benchmarks.browsing import served_site
from benchmarks.peers import MODULES, install_peers, version_of
from tests.chromium import OPTIONS, find_chromium
from timeline.db import create_engine, upgrade, write_transaction
from timeline.imports.load import load_package

SEED_DATA = Path(__file__).parent.parent / "seed_data"
JUDGED = (
    "/timelines/secure-communities",
    "/events/setting-the-record-straight-memo",
    "/sources/no-rules-of-the-road",
)
MORE = (
    "/?q=memo",
    "/?q=xyzzy",
    "/?view=lanes",
    "/?view=lanes&by=place",
    "/?from=2010-08&to=2010-12&kind=guidance",
    "/search?q=detainer",
    "/search?q=xyzzy",
    "/on/2010-09-10",
    "/compare?a=2010-09-10&b=2010-10-07",
    "/policies/local-participation?on=2010-10-03",
    "/policies/local-participation?on=2011-02-29",
    "/sources/no-rules-of-the-road?list=events",
    "/report",
    "/nothing",
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
AT_ONCE = 50
_LOCATION = re.compile(r"<loc>([^<]+)</loc>")


def main() -> None:
    install_peers()
    with tempfile.TemporaryDirectory(prefix="timeline-bench-") as name:
        folder = Path(name)
        database = f"sqlite:///{folder / 'record.sqlite3'}"
        engine = create_engine(database)
        upgrade(engine)
        with write_transaction(engine) as session:
            load_package(session, SEED_DATA, by="bench", reason="To measure.")
        engine.dispose()
        with served_site(database) as site:
            fine = [judge(site + path, folder, desk=desk) for path in JUDGED for desk in (False, True)]
            fine.append(validate(site, folder))
    sys.exit(0 if all(fine) else 1)


def judge(address: str, folder: Path, *, desk: bool) -> bool:
    """Let Lighthouse judge a page, print its scores and what is below them; tell whether all are 100."""
    report = folder / "lighthouse.json"
    command = [
        str(MODULES / ".bin/lighthouse"),
        address,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--chrome-flags={' '.join(OPTIONS)}",
        f"--only-categories={','.join(CATEGORIES)}",
        *(["--preset=desktop"] if desk else []),
    ]
    subprocess.run(command, env={**os.environ, "CHROME_PATH": find_chromium() or ""}, check=True)
    result = json.loads(report.read_text(encoding="utf-8"))
    scores = {name: round(result["categories"][name]["score"] * 100) for name in CATEGORIES}
    shown = "  ".join(f"{name} {score}" for name, score in scores.items())
    print(
        f"Lighthouse {version_of('lighthouse')} {'desk ' if desk else 'phone'} {address}: {shown}", flush=True
    )
    for name in CATEGORIES:
        for part in result["categories"][name]["auditRefs"]:
            audit = result["audits"][part["id"]]
            if part["weight"] and audit["score"] not in {1, None}:
                print(f"    {name}: {audit['title']} ({audit.get('displayValue', audit['score'])})")
    return set(scores.values()) == {100}


def validate(site: str, folder: Path) -> bool:
    """Let the Nu validator read every page; print what it finds, and tell whether all are valid."""
    java, jar = shutil.which("java"), MODULES / "vnu-jar/build/dist/vnu.jar"
    if java is None or not jar.exists():
        print("The Nu validator was left out: it needs Java.")
        return True
    pages = folder / "pages"
    pages.mkdir()
    paths = [*_listed(site), *MORE]
    files = {}
    for number, path in enumerate(paths):
        file = pages / f"{number}.html"
        file.write_bytes(_page(site + path))
        files[file.name] = path
    found = []
    names = [str(pages / name) for name in files]
    for first in range(0, len(names), AT_ONCE):
        command = [
            java,
            "-jar",
            str(jar),
            "--errors-only",
            "--format",
            "json",
            *names[first : first + AT_ONCE],
        ]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        found += json.loads(answer.stderr)["messages"]
    print(f"Nu {version_of('vnu-jar')}: {len(paths)} pages, {len(found)} errors")
    for (message, _), group in groupby(sorted(found, key=_kind), key=_kind):
        first, *rest = group
        page = files[Path(first["url"]).name]
        print(f"    {message} ({page}, {first.get('extract', '')!r}, and {len(rest)} more)")
    return not found


def _kind(message: dict[str, str]) -> tuple[str, str]:
    return message["message"], message["type"]


def _listed(site: str) -> list[str]:
    """Give the path of each page that the sitemap names."""
    parts = _LOCATION.findall(_page(f"{site}/sitemap.xml").decode())
    pages = [page for part in parts for page in _LOCATION.findall(_page(part).decode())]
    return sorted({page.removeprefix(site) or "/" for page in pages})


def _page(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        return error.read()


if __name__ == "__main__":
    main()
