"""The programs that the site is compared with, and the tools that judge pages, from npm.

They are installed into `benchmarks/peers/`, which is not kept, exactly as `package-lock.json` pins them.
"""

import json
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE / "installed"
MODULES = FOLDER / "node_modules"
PINS = ("package.json", "package-lock.json")

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{name}</title>
<link rel="stylesheet" href="{style}">
<style>#line {{ height: 600px }}</style>
<body><div id="line"></div>
<script src="{script}"></script>
<script>
fetch("data.json").then(answer => answer.json()).then(data => {{ {start} }});
</script>
"""
# Both tell themselves when the first view stands.
_TIMELINEJS = """
  const line = new TL.Timeline("line", data, {hash_bookmark: false});
  line.on("ready", () => { window.readyAt = performance.now(); });
"""
_VIS = """
  const moment = parts => parts && [parts.year, parts.month, parts.day]
      .filter(part => part !== undefined).map(part => String(part).padStart(2, "0")).join("-");
  const items = data.events.map((event, id) => ({
    id, content: event.text.headline, start: moment(event.start_date),
    ...(event.end_date ? {end: moment(event.end_date)} : {}),
  }));
  const line = new vis.Timeline(document.getElementById("line"), items, {maxHeight: 600});
  line.on("changed", () => { window.readyAt ??= performance.now(); });
"""


def install_peers() -> None:
    """Install what `package-lock.json` pins, unless it stands there already."""
    if MODULES.is_dir() and all(_is_installed(pin) for pin in PINS):
        return
    FOLDER.mkdir(exist_ok=True)
    for pin in PINS:
        shutil.copy(HERE / pin, FOLDER / pin)
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("The peers come from npm, which is not on this machine: install Node.js.")
    subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--silent"], cwd=FOLDER, check=True)


def _is_installed(pin: str) -> bool:
    installed = FOLDER / pin
    return installed.exists() and installed.read_bytes() == (HERE / pin).read_bytes()


def version_of(package: str) -> str:
    """Give the version of an installed package."""
    described = json.loads((MODULES / package / "package.json").read_text(encoding="utf-8"))
    return str(described["version"])


def write_pages(folder: Path, slides: bytes) -> dict[str, str]:
    """Write a page for each peer over the same events, and give the pages' names.

    `slides` are the events in TimelineJS's own format, as the site exports them.
    """
    timelinejs, vis = MODULES / "@knight-lab/timelinejs/dist", MODULES / "vis-timeline"
    shutil.copytree(timelinejs, folder / "timelinejs", dirs_exist_ok=True)
    shutil.copy(vis / "standalone/umd/vis-timeline-graph2d.min.js", folder / "vis.js")
    shutil.copy(vis / "styles/vis-timeline-graph2d.min.css", folder / "vis.css")
    (folder / "data.json").write_bytes(slides)
    pages = {
        f"TimelineJS {version_of('@knight-lab/timelinejs')}": (
            "timelinejs/css/timeline.css",
            "timelinejs/js/timeline.js",
            _TIMELINEJS,
        ),
        f"vis-timeline {version_of('vis-timeline')}": ("vis.css", "vis.js", _VIS),
    }
    names = {}
    for number, (name, (style, script, start)) in enumerate(pages.items()):
        page = _PAGE.format(name=name, style=style, script=script, start=start)
        (folder / f"peer-{number}.html").write_text(page, encoding="utf-8")
        names[name] = f"peer-{number}.html"
    return names
