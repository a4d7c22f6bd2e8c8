"""Every refusal is a sentence: what once ended in a traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.commands.conftest import Result, Run
from tests.commands.values.conftest import Here

TEMPLATES = "{{cookiecutter.name}}"


def is_sentence(result: Result) -> bool:
    return result.status == 2 and result.err.startswith("Error: ") and "Traceback" not in result.err


SETTINGS: list[object] = [
    3, "x", [], [1], None, {"trim_blocks": 3}, {"trim_blocks": []}, {"block_start_string": ""},
    {"block_start_string": "{{"}, {"variable_start_string": "{%", "block_start_string": "{%"},
    {"line_statement_prefix": {}}, {"comment_start_string": None},
]  # fmt: skip


@pytest.mark.parametrize("settings", SETTINGS, ids=json.dumps)
def test_odd_settings_of_jinja(invoke: Run, own: Path, settings: object) -> None:
    context = json.loads((own / "cookiecutter.json").read_text())
    (own / "cookiecutter.json").write_text(json.dumps({**context, "_jinja2_env_vars": settings}))
    result = invoke("new", own, "shop", "--defaults")
    assert "Traceback" not in result.err
    assert is_sentence(result) or result.status == 0


@pytest.mark.parametrize(
    "extends", ["a\\0b", "x" * 5000, "../" * 2000, "/", "..", "\\x1b", "nowhere", "a\\nb"]
)
def test_odd_names_of_what_is_extended(invoke: Run, own: Path, extends: str) -> None:
    text = (own / "blueprint.yaml").read_text()
    assert "extends: base\n" in text
    (own / "blueprint.yaml").write_text(text.replace("extends: base\n", f'extends: "{extends}"\n'))
    assert is_sentence(invoke("new", own, "shop", "--defaults"))


@pytest.mark.parametrize("name", ["x" * 256, "x" * 5000, "/".join(["x" * 200] * 30)])
def test_odd_names_on_the_command_line(invoke: Run, own: Path, name: str) -> None:
    for command in (
        ("new", own, name + "/x", "--defaults"), ("new", name, "--defaults"), ("show", name),
        ("values", "get", "a", "--platform", name), ("new", own, "--answers", name),
    ):  # fmt: skip
        assert is_sentence(invoke(*command)), command[0]


@pytest.mark.parametrize("written", [(), ("--write-baseline", "--yes")])
@pytest.mark.parametrize("name", ["x" * 256, "x" * 5000, "/".join(["x" * 200] * 30)])
def test_odd_names_of_a_baseline(invoke: Run, here: Here, name: str, written: tuple[str, ...]) -> None:
    assert is_sentence(invoke("values", "lint", "--baseline", name, *written))


@pytest.mark.parametrize("name", ["values.schema.json", ".helm-blueprint-baseline.json", "values-prod.yaml"])
def test_json_that_is_nested_very_deep(invoke: Run, here: Here, name: str) -> None:
    here.put(name, "[" * 100_000 + "]" * 100_000)
    result = invoke("values", "lint")
    assert result.status in (1, 2)
    assert "Traceback" not in result.err
    assert "Traceback" not in invoke("values", "set", f"web.x:={'[' * 100_000}", "--yes").err


def test_a_working_folder_that_is_gone(invoke: Run, tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    os.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    for command in (
        ("values", "lint"),
        ("values", "get", "a"),
        ("new", "tiny", "shop", "--defaults"),
        ("show", "./x"),
    ):
        assert is_sentence(invoke(*command)), command
