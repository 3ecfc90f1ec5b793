"""Who may import whom: the contracts in setup.cfg, and what they cannot say."""

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "timeline").rglob("*.py"))


def test_the_contracts_are_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    failed = lint_imports(config_filename="setup.cfg", no_cache=True)
    assert not failed, capsys.readouterr().out


def test_package_roots_are_empty() -> None:
    roots = [path for path in MODULES if path.name == "__init__.py"]
    assert [path for path in roots if path.read_text(encoding="utf-8").strip()] == []


def test_functions_do_not_import_our_own_modules() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{statement.lineno}"
        for path in MODULES
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for statement in ast.walk(function)
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("timeline")
    ]
    assert hidden == []
