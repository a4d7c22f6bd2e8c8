"""What starts quickly stays quick: heavy modules are loaded by the commands that need them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml

from generator import __version__
from generator.cli import main_group
from generator.commands import Folder
from tests.bench.synthetic import write
from tests.small_platform import small_platform

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("cookiecutter", "requests", "rich", "jinja2", "jsonschema_rs", "ruamel", "yaml_edit")

PROBE = """
import os, sys
from generator.__main__ import main
os._exit = sys.exit
sys.argv = ["helm-blueprint", *{arguments!r}]
try:
    main()
except SystemExit:
    pass
loaded = [name for name in {heavy!r} if name in sys.modules]
sys.stderr.write("loaded: " + " ".join(loaded))
"""


def loaded_by(*arguments: str, heavy: tuple[str, ...] = HEAVY) -> str:
    probe = PROBE.format(arguments=arguments, heavy=heavy)
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=ROOT, check=True)
    return done.stderr.rpartition("loaded:")[2].strip()


def test_version_loads_not_even_click() -> None:
    assert loaded_by("--version", heavy=(*HEAVY, "click", "yaml")) == ""


@pytest.mark.parametrize(
    "arguments", [("list",), ("list", "--output", "json"), ("new", "--help"), ("nope",), ("--help",)]
)
def test_light_commands_load_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert loaded_by(*arguments) == ""


@pytest.mark.parametrize("arguments", [("get", "web"), ("explain", "web.replicaCount"), ("matrix",)])
def test_reading_values_loads_nothing_heavy(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    write(small_platform(), tmp_path)
    heavy = (*HEAVY, "cookiecutter.generate", "tarfile", "subprocess", "difflib")
    assert loaded_by("values", *arguments, "--platform", str(tmp_path), heavy=heavy) == ""


def test_help_names_commands_without_loading_them() -> None:
    commands = [f"generator.commands.{name}" for name in ("new", "list", "refresh", "advise")]
    assert loaded_by("--help", heavy=(*commands, "generator.core.values.files", "yaml")) == ""


@pytest.mark.parametrize("group", [[], ["values"], ["service"]])
def test_help_names_each_command_as_it_names_itself(group: list[str]) -> None:
    """What is known without loading a command is what the command says of itself."""
    folder, context = main_group(), click.Context(main_group())
    for word in group:
        found = folder.get_command(context, word)
        assert isinstance(found, Folder)
        folder = found
    with click.Context(folder, terminal_width=100) as here:
        expected = here.make_formatter()
        click.Group.format_commands(folder, here, expected)
        shown = here.make_formatter()
        folder.format_commands(here, shown)
        completed = [(one.value, one.help) for one in folder.shell_complete(here, "")]
        assert completed == [(one.value, one.help) for one in click.Group.shell_complete(folder, here, "")]
    assert shown.getvalue() == expected.getvalue() != ""
    assert completed != []


def test_new_loads_only_a_part_of_cookiecutter(tmp_path: Path) -> None:
    blueprint = "tests/fixtures/blueprints/tiny"
    heavy = ("cookiecutter.generate", "cookiecutter.main", "requests", "arrow", "slugify")
    assert (
        loaded_by("new", blueprint, str(tmp_path / "x"), "--defaults", heavy=heavy) == "cookiecutter.generate"
    )


def test_probe_can_fail() -> None:
    assert loaded_by("--version", heavy=("sys",)) == "sys"


def test_version_is_told() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "--version"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout == f"helm-blueprint {__version__}\n"


def test_plugin_has_the_version_of_the_package() -> None:
    assert yaml.safe_load((ROOT / "plugin.yaml").read_text())["version"] == __version__
