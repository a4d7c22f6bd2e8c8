"""Errors become text and exit statuses in one place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator import __version__, commands
from generator.cli import main_group, run
from generator.completion import complete
from generator.errors import BlueprintError, Findings, Invalid, MissingProgram, UsageError

ROOT = Path(__file__).resolve().parent.parent


def test_errors_have_the_statuses_of_the_manual() -> None:
    assert [e.exit_code for e in (BlueprintError, UsageError, Invalid, Findings, MissingProgram)] == [
        2,
        2,
        2,
        1,
        3,
    ]


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (BlueprintError("it is wrong"), "it is wrong"),
        (BlueprintError("it is wrong", where="f:3"), "f:3: it is wrong"),
        (BlueprintError("it is wrong", hint="Do so."), "it is wrong\n  Do so."),
        (
            Invalid("two things", [BlueprintError("one", where="f:1", hint="Do."), BlueprintError("two")], where="f", hint="See."),
            "f: two things\n  f:1: one\n    Do.\n  two\n  See.",
        ),
    ],
)  # fmt: skip
def test_error_is_a_sentence_a_place_and_a_hint(error: BlueprintError, text: str) -> None:
    assert str(error) == text


@pytest.mark.parametrize(
    ("error", "status"),
    [(UsageError("no"), 2), (Findings("found"), 1), (MissingProgram("gone"), 3), (KeyboardInterrupt(), 130)],
)
def test_error_of_a_command_becomes_its_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, status: int
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr("generator.commands.list.list_builtin", fail)
    assert run(["list"]) == status
    assert capsys.readouterr().out == ""


def test_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("generator.commands.list.list_builtin", fail)
    with pytest.raises(ZeroDivisionError):
        run(["list"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nwe"], 'Error: There is no command "nwe". Did you mean "new"?'),
        (["xyz"], 'Error: There is no command "xyz".'),
        (["new"], "Error: Missing argument 'BLUEPRINT'."),
        (["new", "x", "--defualts"], "Error: No such option"),
        (["list", "--output", "xml"], "Error: Invalid value for '--output'"),
    ],
)
def test_wrong_usage_is_status_two(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run(arguments) == 2
    assert message in capsys.readouterr().err


def test_every_file_in_commands_is_a_command() -> None:
    group = main_group()
    found = group.list_commands(None)  # type: ignore[arg-type]
    assert {"list", "show", "new"} <= set(found)
    for name in found:
        command = group.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert command.help, f"{name} says nothing about itself"


def test_command_named_like_a_keyword_lives_in_a_file_with_an_underscore(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "verbs"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "import_.py").write_text("import click\n\n@click.command()\ndef command():\n    'Take in.'\n")
    (package / "set_all.py").write_text("import click\n\n@click.command()\ndef command():\n    'Set.'\n")
    monkeypatch.syspath_prepend(tmp_path)
    group = commands.folder("verbs", str(package / "__init__.py"), "x")
    assert group.list_commands(None) == ["import", "set-all"]  # type: ignore[arg-type]
    assert group.get_command(None, "import").help == "Take in."  # type: ignore[arg-type, union-attr]
    assert group.get_command(None, "set-all").help == "Set."  # type: ignore[arg-type, union-attr]
    assert group.get_command(None, "gone") is None  # type: ignore[arg-type]


def test_reader_that_has_seen_enough_is_no_error() -> None:
    command = f"'{sys.executable}' -m generator new --help | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_of_the_plugin_says_helm_blueprint(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HELM_PLUGIN_NAME", "blueprint")
    assert run(["list", "--help"]) == 0
    assert "Usage: helm blueprint list" in capsys.readouterr().out


def test_version_is_told_by_the_group_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version", "list"]) == 0
    assert capsys.readouterr().out == f"helm-blueprint {__version__}\n"


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (["sh"], ["show\tShow a blueprint's options, services and...", ":4"]),
        (["list", "--output", ""], ["text", "json", ":4"]),
        (["new", "x", ""], [":0"]),
        (["new", "x", "--answers", ""], [":0"]),
        (["nope", ""], []),
    ],
)
def test_completion_answers_as_helm_wants_it(words: list[str], lines: list[str]) -> None:
    assert complete(words)[: len(lines)] == lines
    assert complete(words)[-1] in (":0", ":4")
