"""Errors become text and exit statuses in one place."""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from generator import __version__, commands
from generator.cli import main_group, run
from generator.completion import complete
from generator.errors import BlueprintError, Findings, Invalid, MissingProgram, UsageError
from tests.bench.synthetic import write
from tests.small_platform import small_platform

ROOT = Path(__file__).resolve().parent.parent


def test_errors_have_the_statuses_of_the_manual() -> None:
    kinds = (BlueprintError, UsageError, Invalid, Findings, MissingProgram)
    assert [kind.exit_code for kind in kinds] == [2, 2, 2, 1, 3]


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
    [(UsageError("no"), 2), (Findings(), 1), (MissingProgram("gone"), 3), (KeyboardInterrupt(), 130)],
)
def test_error_of_a_command_becomes_its_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, status: int
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr("generator.commands.list.list_builtin", fail)
    assert run(["list"]) == status
    assert capsys.readouterr().out == ""


def test_findings_are_shown_by_the_command_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def find() -> None:
        raise Findings

    monkeypatch.setattr("generator.commands.list.list_builtin", find)
    assert run(["list"]) == 1
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("code", [0, 1, 4, "this ends here"])
def test_who_ends_the_program_means_it(monkeypatch: pytest.MonkeyPatch, code: int | str) -> None:
    def end() -> None:
        sys.exit(code)

    monkeypatch.setattr("generator.commands.list.list_builtin", end)
    with pytest.raises(SystemExit) as caught:
        run(["list"])
    assert caught.value.code == code


@pytest.mark.parametrize("file", sorted((ROOT / "generator").rglob("*.py")), ids=lambda file: file.name)
def test_statuses_are_made_by_errors_alone(file: Path) -> None:
    text = file.read_text()
    own = file.relative_to(ROOT / "generator").as_posix()
    assert not re.search(r"\bctx\.exit\(|exceptions\.Exit\b|\bExit\(", text), (
        "raise an error of generator.errors"
    )
    assert own == "__main__.py" or "sys.exit" not in text


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


@pytest.mark.parametrize("words", [[], ["values"]])
def test_group_without_a_command_shows_its_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run(words)
    shown = capsys.readouterr()
    assert run([*words, "--help"]) == 0
    assert (shown.out + shown.err).strip() == capsys.readouterr().out.strip()


def test_every_file_in_commands_is_a_command() -> None:
    group = main_group()
    found = group.list_commands(None)  # type: ignore[arg-type]
    assert {"list", "show", "new"} <= set(found)
    for name in found:
        command = group.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert command.help, f"{name} says nothing about itself"


def every_command(group: click.Group, *above: str) -> Iterator[tuple[str, ...]]:
    for name in group.list_commands(None):  # type: ignore[arg-type]
        command = group.get_command(None, name)  # type: ignore[arg-type]
        yield (*above, name)
        if isinstance(command, click.Group):
            yield from every_command(command, *above, name)


@pytest.mark.parametrize("words", list(every_command(main_group())), ids=" ".join)
def test_help_shows_its_examples_one_per_line(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    group: click.Command | None = main_group()
    for word in words:
        assert isinstance(group, click.Group)
        group = group.get_command(None, word)  # type: ignore[arg-type]
    assert group is not None
    # The text of the module is what its author sees: an example is a line of four spaces more.
    source = inspect.getsource(group.callback) if group.callback else ""
    examples = re.findall(r"^ {6}(?=\S)(.*)$", source.partition('"""')[2].partition('"""')[0], re.MULTILINE)
    assert run([*words, "--help"]) == 0
    out = capsys.readouterr().out
    assert "\\b" not in out
    assert "\b" not in out
    assert [line.strip() for line in out.splitlines() if line.strip() in examples] == examples


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "ascii", "utf-8"])
def test_console_that_is_not_utf8_gets_other_letters(tmp_path: Path, encoding: str) -> None:
    tree = small_platform(values_dev='web: {env: {A: "→ \N{SNOWMAN} \N{GRINNING FACE} é"}}\n')
    root = write(tree, tmp_path / "shop")

    def told(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "generator", *arguments],
            cwd=ROOT, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": encoding},
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, b"")
        # click takes a console of ASCII for one that is set up wrongly, and writes UTF-8.
        return done.stdout.decode("utf-8" if encoding == "ascii" else encoding)

    here = ("--platform", str(root), "--only", "web.env")
    diff = told("values", "diff", "dev", "prod", *here)
    assert diff == {
        "latin-1": "web\n  env.A  -> \\u2603 \\ud83d\\ude00 é -> -\n\n1 difference.\n",
        "cp1252": "web\n  env.A  -> \\u2603 \\ud83d\\ude00 é -> —\n\n1 difference.\n",
    }.get(encoding, "web\n  env.A  → \N{SNOWMAN} \N{GRINNING FACE} é → —\n\n1 difference.\n")
    shown = json.loads(told("values", "diff", "dev", "prod", "--output", "json", *here))
    assert shown["differences"][0]["from"] == "→ \N{SNOWMAN} \N{GRINNING FACE} é"


def test_page_is_utf8_whatever_the_console_is(tmp_path: Path) -> None:
    root = write(small_platform(), tmp_path / "shop")
    command = [sys.executable, "-m", "generator", "values", "matrix", "--output", "html", "--platform", root]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, env=environment)
    assert "—" in done.stdout.decode()


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
