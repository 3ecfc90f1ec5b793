"""The built wheel holds everything, and serves the same site from an empty folder."""

import json
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.cli.serving import PROGRAM, served

ROOT = Path(__file__).parent.parent
# What is in the wheel, and from where; the folders beside the package are mapped into it.
MAPPED = {
    "timeline": "timeline",
    "migrations": "timeline/migrations",
    "seed_data": "timeline/seed_data",
    "templates": "timeline/templates",
}
NEEDED_TO_BUILD = ("setup.cfg", "pyproject.toml", "requirements.in", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of the tree, so that nothing of an earlier build gets into it."""
    copy = tmp_path_factory.mktemp("tree")
    for folder in MAPPED:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in NEEDED_TO_BUILD:
        shutil.copy(ROOT / file, copy)
    _pip("wheel", "--no-build-isolation", "--wheel-dir", copy / "dist", copy)
    (built,) = (copy / "dist").iterdir()
    return built


def _pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", *arguments, "--no-deps", "--no-index", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_file_of_the_tree_is_in_the_wheel(wheel: Path) -> None:
    tree = wheel.parent.parent
    expected = {
        f"{target}/{path.relative_to(tree / folder).as_posix()}"
        for folder, target in MAPPED.items()
        for path in (tree / folder).rglob("*")
        if path.is_file()
    }
    with zipfile.ZipFile(wheel) as files:
        found = {name for name in files.namelist() if ".dist-info/" not in name}
    assert found == expected


def test_the_wheel_names_its_licence_and_what_it_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        (name,) = (name for name in files.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = files.read(name).decode()
    assert "License: MIT" in metadata
    needed = re.findall(r"^Requires-Dist: ([A-Za-z-]+)(?!.*; extra ==)", metadata, re.MULTILINE)
    wanted = re.findall(r"^([A-Za-z-]+)", (ROOT / "requirements.in").read_text(), re.MULTILINE)
    assert sorted(needed) == sorted(wanted)


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel where only what it needs is found beside it, and not this tree."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder)
    python = folder / "bin" / "python"
    paths = sysconfig.get_paths("venv", vars={"base": str(folder), "platbase": str(folder)})
    # A folder that is named here is searched, but the files in it that lead on to this tree are not read.
    needed = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (Path(paths["purelib"]) / "needed.pth").write_text("\n".join(needed))
    _pip("--python", python, "install", wheel)
    place = subprocess.run(
        [python, "-c", "import timeline, timeline.templates as t; print(timeline.__file__, t.__file__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
    ).stdout
    assert all(part.startswith(str(folder)) for part in place.split())
    return folder / "bin" / "timeline"


def test_the_wheel_serves_the_site_from_an_empty_folder(program: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "tree").mkdir()
    from_wheel = _pages(tmp_path / "here", program)
    assert json.loads(from_wheel.pop("/healthz"))["status"] == "ok"
    assert any(address.endswith(".css") or ".css?" in address for address in from_wheel)
    from_tree = _pages(tmp_path / "tree", PROGRAM)
    assert {address: from_tree[address] for address in from_wheel} == from_wheel
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["instance"]


def _pages(folder: Path, program: Path) -> dict[str, str]:
    """Serve in a folder and fetch what a newcomer sees, less the address that it was served at."""
    with served(folder, program=program) as site:
        styles = re.findall(r'<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"', site.fetch("/"))
        addresses = ("/", "/healthz", "/download/events.csv", *styles)
        pages = {address: site.fetch(address).replace(site.address, "") for address in addresses}
        assert site.end() == 0
    return pages
