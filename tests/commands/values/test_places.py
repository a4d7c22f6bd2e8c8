"""Places that a person reads lead there from where the user is; JSON keeps to the platform."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.edge import lock, repository
from generator.errors import BlueprintError
from tests.commands.conftest import Run
from tests.commands.values.conftest import Here

LATEST = "web:\n  image: {tag: latest}\n"


@pytest.fixture
def below(here: Here, monkeypatch: pytest.MonkeyPatch) -> Here:
    """The user is in a folder of the platform."""
    monkeypatch.chdir(here.folder / "charts")
    return here


def test_findings(invoke: Run, below: Here) -> None:
    below.put("values-dev.yaml", LATEST)
    assert invoke("values", "lint", "--only", "latest-tag").out.startswith("../values-dev.yaml:2:11: ")
    told = invoke("values", "lint", "--only", "latest-tag", "--output", "json").out
    assert [one["file"] for one in json.loads(told)] == ["values-dev.yaml"]


def test_errors(invoke: Run, below: Here) -> None:
    below.put("values-dev.yaml", "web: [\n")
    assert invoke("values", "get", "web", "--env", "dev").err.startswith("Error: ../values-dev.yaml:1: ")
    (below.folder / "values-dev.yaml").unlink()
    assert invoke("values", "get", "web", "--env", "dev").err.startswith(
        "Error: ../values-dev.yaml: this file is missing\n"
    )
    below.put("platform.yaml", below.text("platform.yaml") + "intent: {mustMatch: [{keys: web}, 5]}\n")
    assert "../platform.yaml:8: " in invoke("values", "get", "web").err


@pytest.mark.parametrize("is_link", [False, True])
def test_folder_in_the_place_of_a_file(invoke: Run, below: Here, *, is_link: bool) -> None:
    file = below.folder / "values-dev.yaml"
    file.unlink()
    file.symlink_to("charts") if is_link else file.mkdir()
    assert invoke("values", "get", "web", "--env", "dev").err == (
        "Error: ../values-dev.yaml: this is a folder, and a file of values is expected\n"
    )


def test_several_errors_at_once(invoke: Run, below: Here) -> None:
    err = invoke("values", "unset", "web.a", "web.b", "--env", "dev", "--yes").err
    places = [line.partition(": ")[0].strip() for line in err.splitlines()]
    assert places.count("../values-dev.yaml") == 2


def test_platform_that_is_named(invoke: Run, here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(here.folder.parent)
    here.put("values-dev.yaml", "web: [\n")
    assert invoke("values", "get", "--env", "dev", "--platform", "here").err.startswith(
        "Error: here/values-dev.yaml:1: "
    )


def test_what_the_user_names_stays_as_named(invoke: Run, below: Here) -> None:
    result = invoke("values", "set", "--from-file", "web.env.A=nope.yaml", "--yes")
    assert result.err.startswith("Error: nope.yaml: cannot read this")


def test_file_of_a_name_that_no_disk_takes(invoke: Run, here: Here) -> None:
    name = "a" * 300 + ".yaml"
    text = f"apiVersion: helm-blueprint/v1\nenvironments: {{dev: {{files: [{name}]}}}}\n"
    here.put("platform.yaml", text)
    done = invoke("values", "get", "web", "--env", "dev")
    assert (done.status, done.err.splitlines()[0].split(":")[1:]) == (
        2,
        [f" {name}", " this file is missing"],
    )


def test_a_repository_that_may_not_be_read_keeps_nobody_from_writing(
    invoke: Run, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(folder: Path) -> Path | None:
        raise BlueprintError("cannot read this: Permission denied", where=str(folder))

    for module in (lock, repository):
        monkeypatch.setattr(module, "repository_above", refused)
    written = invoke("values", "set", "web.replicaCount=9", "--env", "prod", "--yes")
    assert (written.status, written.out.splitlines()[0]) == (0, "--- a/values-prod.yaml"), written.err
    assert "replicaCount: 9" in here.text("values-prod.yaml")
