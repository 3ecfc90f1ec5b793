"""Every command explains itself."""

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from timeline.cli.main import main


def _commands(group: click.Group, *above: str) -> Iterator[tuple[str, ...]]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _commands(command, *above, name)
        else:
            yield (*above, name)


COMMANDS = list(_commands(main))


def test_the_commands_are_those_that_the_readme_names() -> None:
    assert [" ".join(command) for command in COMMANDS] == [
        "check",
        "db check",
        "db downgrade",
        "db upgrade",
        "export",
        "links check",
        "load",
        "release create",
        "release doi",
        "release list",
        "release rebuild",
        "release show",
        "release verify",
        "serve",
        "user add",
        "user disable",
        "user enable",
        "user list",
        "user passwd",
        "user role",
    ]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_has_help_with_an_example_of_itself(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*command, "--help"])
    assert result.exit_code == 0
    example = result.output.partition("Example")[2]
    assert f"timeline {' '.join(command)}" in example


def test_the_whole_explains_settings_and_exit_codes() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert "Exit codes: 0" in result.output
    assert "environment" in result.output


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(main, ["--version"]).output.startswith("timeline 0.")
