"""The files around the code: workflows, templates, hooks, the settings of editors."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import __version__
from generator.core.yaml.fields import parse
from generator.errors import BlueprintError

ROOT = Path(__file__).resolve().parent.parent
TRACKED = subprocess.run(
    ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    check=True,
    capture_output=True,
    text=True,
).stdout.split("\0")
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def steps(workflow: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(workflow.read_text())["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_makes_what_can_be_made(workflow: Path) -> None:
    commands = [step["run"] for step in steps(workflow) if "run" in step]
    made = [target for command in commands for target in re.findall(r"^make (.+)$", command, re.MULTILINE)]
    assert {word for words in made for word in words.split()} <= TARGETS
    assert [
        command for command in commands if command.startswith(".ci/") and not (ROOT / command).exists()
    ] == []


@pytest.mark.parametrize(
    ("tag", "chapter", "passes"),
    [
        (f"v{__version__}", f"## {__version__}", True),
        ("v99.0.0", f"## {__version__}", False),
        (f"v{__version__}", "## Unreleased", False),
    ],
)
def test_release_is_refused_unless_tag_version_and_changelog_agree(
    tmp_path: Path, tag: str, chapter: str, passes: bool
) -> None:
    (script,) = [step["run"] for step in steps(ROOT / ".github/workflows/release.yml") if "notes.md" in step.get("run", "") and "name" in step]  # fmt: skip
    (tmp_path / "generator").mkdir()
    shutil.copy(ROOT / "generator" / "__init__.py", tmp_path / "generator")
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n{chapter}\n\n- One.\n\n## 0.0.1\n\n- Old.\n")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    environment = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "GITHUB_REF_NAME": tag}
    done = subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=environment, check=False)
    assert (done.returncode == 0) is passes
    if passes:
        assert (tmp_path / "notes.md").read_text() == "\n- One.\n\n"


@pytest.mark.parametrize(
    "form", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml")), ids=lambda p: p.name
)
def test_issue_form_asks_something_and_each_thing_once(form: Path) -> None:
    data = yaml.safe_load(form.read_text())
    ids = [field["id"] for field in data["body"]]
    assert {"name", "description"} <= data.keys()
    assert ids
    assert len(ids) == len(set(ids))
    assert [field["id"] for field in data["body"] if not field["attributes"].get("label")] == []


def test_pull_request_template_names_what_can_be_made() -> None:
    text = (ROOT / ".github" / "pull_request_template.md").read_text()
    assert set(re.findall(r"`make ([a-z-]+)`", text)) <= TARGETS


def test_development_container_makes_what_can_be_made() -> None:
    command = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())["postCreateCommand"]
    assert set(re.findall(r"make ([a-z-]+)", command)) <= TARGETS


def test_own_hooks_run_the_linters_of_make_lint() -> None:
    """With the same programs, so that their versions stand in one place."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    hooks = [hook for repository in config["repos"] for hook in repository["hooks"]]
    made = re.search(r"^lint:.*\n((?:\t.+\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert made is not None
    for hook in hooks:
        assert hook["language"] == "system"
        command = hook["entry"].replace(".venv/bin/", "$(BIN)/").replace("$(BIN)/python", "$(PY)")
        assert command.split(" --")[0] in made[1]
    assert len(hooks) == len(made[1].splitlines())


# What pages show as output may end in white space, golden files and fixtures are compared byte by byte.
UNTIDY = re.compile(r"docs/values\.md|tests/(.*/)?(golden|fixtures)/")


def test_text_files_are_as_editorconfig_says() -> None:
    untidy = []
    for name in filter(None, TRACKED):
        if UNTIDY.match(name) or not (ROOT / name).is_file():
            continue
        data = (ROOT / name).read_bytes()
        if (
            b"\0" not in data
            and data
            and (b"\r\n" in data or not data.endswith(b"\n") or re.search(rb"[ \t]$", data, re.MULTILINE))
        ):
            untidy.append(name)
    assert untidy == []


# What a template makes, and whole outputs, are read strictly where they are tested.
TEMPLATES = re.compile(r"\{\{|/templates/|tests/(.*/)?(golden|fixtures)/")


def test_no_key_stands_twice_in_a_file_of_data() -> None:
    """Readers of YAML and JSON take the last one and say nothing: what the first one states is lost."""
    files = [
        name for name in TRACKED if name.endswith((".json", ".yaml", ".yml")) and not TEMPLATES.search(name)
    ]
    assert len(files) > 40
    assert [said for name in files if (said := what_is_wrong(name))] == []


def what_is_wrong(name: str) -> str:
    try:
        parse((ROOT / name).read_bytes(), name)
    except BlueprintError as error:
        return str(error)
    return ""
