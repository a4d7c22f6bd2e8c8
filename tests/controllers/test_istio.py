"""Istio's own reading of what mesh=istio renders; no cluster is needed for it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests import tools
from tests.controllers import objects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Object = dict[str, Any]
UNITS = [unit for unit in objects.units() if unit.answer == "mesh=istio"]
WRONG: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "wrong_istio.yaml").read_text(encoding="utf-8")
)


def istioctl(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(tools.install("istioctl")), *arguments], capture_output=True, text=True, check=False
    )


def write(items: Iterable[Object], folder: Path) -> str:
    file = folder / "objects.yaml"
    file.write_text(yaml.safe_dump_all(items), encoding="utf-8")
    return str(file)


def said(items: Sequence[Object], namespace: str, folder: Path) -> list[str]:
    """What the analysis says, whatever its level."""
    home = {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": namespace, "labels": {"istio-injection": "enabled"}},
    }
    file = write([home, *items], folder)
    done = istioctl(
        "analyze", "--use-kube=false", "-n", namespace, "-o", "json", "--failure-threshold=Info", file
    )
    assert done.stdout, done.stderr
    return [
        f"{one['code']} {one.get('origin', '')}: {one['message']}" for one in json.loads(done.stdout) or []
    ]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.namespace)
def test_istio_has_nothing_against_what_is_rendered(istio: None, unit: objects.Unit, tmp_path: Path) -> None:
    items = objects.rendered(unit)
    file = write(items, tmp_path)
    validated = istioctl("validate", "-f", file)
    assert (validated.returncode, validated.stdout + validated.stderr) == (0, f'"{file}" is valid\n')
    assert said(items, unit.namespace, tmp_path) == []


@pytest.mark.parametrize(
    "wrong", WRONG["refused"], ids=lambda wrong: str(wrong["object"]["metadata"]["name"])
)
def test_what_is_wrong_is_refused(istio: None, wrong: dict[str, Any], tmp_path: Path) -> None:
    done = istioctl("validate", "-f", write([wrong["object"]], tmp_path))
    assert done.returncode != 0
    assert wrong["says"] in done.stdout + done.stderr


@pytest.mark.parametrize("wrong", WRONG["told"], ids=lambda wrong: str(wrong["says"].split()[0]))
def test_what_does_nothing_is_told(istio: None, wrong: dict[str, Any], tmp_path: Path) -> None:
    found = said(wrong["objects"], "wrong", tmp_path)
    assert [one for one in found if wrong["says"] in one] != [], found
