"""docs/data.md, step by step: every `helm` command is rendered, both ways to run PostgreSQL, and does what the step says."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest

from tests.blueprints.platforms import folder
from tests.charts import support
from tests.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.helm

PAGE = (ROOT / "docs" / "data.md").read_text()
CHAPTER = PAGE.partition("## Restore, promotion and return, step by step\n")[2].partition("\n## ")[0]
WAYS = {"StatefulSets": "postgres=statefulset", "CloudNativePG": "postgres=cloudnative-pg"}


def steps() -> list[tuple[str, str]]:
    """Each command that renders, behind what runs the databases: what was last said before its block."""
    found = []
    for before, block in re.findall(r"(.*?)```console\n(.*?)```", CHAPTER, re.DOTALL):
        way = re.findall(r"^(?:### [\w ]+: |With )(StatefulSets|CloudNativePG)\b", before, re.MULTILINE)[-1]
        lines = [
            line[2:] for line in block.splitlines() if line.startswith(("$ helm install", "$ helm upgrade"))
        ]
        found += [(way, line) for line in lines]
    return found


def databases(helm: Path, way: str, command: str, page: Path) -> dict[str, dict[str, Any]]:
    """The specs of the databases that a command of the page leads to."""
    home = folder("ecommerce", "backups=s3", WAYS[way])
    words = [word for word in shlex.split(command) if word != "--wait"][2:]
    words = [
        str(page if word == "values-return.yaml" else home / word) if word.endswith(".yaml") else word
        for word in words
    ]
    assert words[:3] == ["shop", ".", "-n"]
    kind = {"StatefulSets": "StatefulSet", "CloudNativePG": "Cluster"}[way]
    found = support.template(helm, home, *words[4:], release=words[0])
    return {
        each["metadata"]["name"].removeprefix("shop-"): each["spec"]
        for each in found
        if each["kind"] == kind and each["metadata"]["name"].endswith("-db")
    }


def test_the_steps_are_those_that_are_tried() -> None:
    told = [(way, line.partition(" -n ")[2].split()[0], "false" in line) for way, line in steps()]
    statefulsets, operator = "StatefulSets", "CloudNativePG"
    assert told == [
        (statefulsets, "shop", False),
        (statefulsets, "shop", False),
        (operator, "shop", False),
        (statefulsets, "shop-dr", True),
        (operator, "shop-dr", True),
        (statefulsets, "shop", False),
        (statefulsets, "shop", True),
        (operator, "shop", False),
        (operator, "shop", True),
    ]


@pytest.mark.long
def test_every_step_renders_and_does_what_it_says(helm4: Path, tmp_path: Path) -> None:
    values = re.search(r"```yaml\n(# values-return.yaml.*?)```", CHAPTER, re.DOTALL)
    assert values
    page = tmp_path / "values-return.yaml"
    page.write_text(values[1])
    for way, command in steps():
        found = databases(helm4, way, command, page)
        assert len(found) == 4, command
        is_promotion = "enabled=false" in command
        if way == "CloudNativePG":
            for name, spec in found.items():
                begins = (
                    ["recovery"]
                    if "restore" in command or "-f values-dr" in command or "return" in command
                    else ["initdb"]
                )
                if "until" in command and name != "order-db":
                    begins = ["initdb"]
                assert list(spec["bootstrap"]) == begins, (command, name)
                follows = "follow=true" in command
                assert spec.get("replica", {}).get("enabled", False) is follows, (command, name)
                assert ("plugins" in spec) is not follows, (command, name)
                if "until" in command and name == "order-db":
                    assert spec["plugins"][0]["parameters"]["serverName"] == "order-db-2"
                    assert spec["externalClusters"][0]["plugin"]["parameters"]["serverName"] == "order-db"
        else:
            for name, spec in found.items():
                init = {each["name"]: each for each in spec["template"]["spec"]["initContainers"]}
                restores = "restore" in init
                wanted = (
                    name == "order-db"
                    if "until" in command
                    else "-f values-return" in command or "-dr" in command
                )
                assert restores is wanted, (command, name)
                archives = "archive_mode=on" in str(spec["template"]["spec"]["containers"][0])
                assert archives is (is_promotion or "return" not in command), (command, name)
