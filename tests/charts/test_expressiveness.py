"""What real platforms ask of a chart, said with our values (expressiveness.yaml) and found in the manifests."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, cast

import jsonschema_rs
import pytest
import yaml

from tests import crds
from tests.blueprints import rules
from tests.charts import kubernetes, support

SOURCE = Path(__file__).with_name("expressiveness.yaml")
PAGE = support.ROOT / "docs" / "expressiveness.md"
PLATFORM: dict[str, Any] = yaml.safe_load(SOURCE.read_text())
CASES: dict[str, Any] = PLATFORM["cases"]


@pytest.fixture(scope="session")
def chart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    values = {alias: case["values"] for alias, case in CASES.items()}
    values |= {"global": PLATFORM["global"], "namespace": PLATFORM["namespace"]}
    services = {alias: case["type"] for alias, case in CASES.items()}
    folder = tmp_path_factory.mktemp("expressiveness")
    return support.umbrella(folder, support.Umbrella(services, values, namespace=True))


@pytest.fixture(scope="session")
def rendered(helms: Path, chart: Path) -> dict[support.Key, support.Object]:
    return support.by_key(support.template(helms, chart))


def at(where: support.Object, path: str) -> Any:
    """What stands at a path of keys and places; None where nothing does. A "+" in a key stands for its dot."""
    value: Any = where
    for step in path.split("."):
        if isinstance(value, list):
            value = value[int(step)] if int(step) < len(value) else None
        else:
            value = cast("dict[str, Any]", value or {}).get(step.replace("+", "."))
    return value


def differences(case: dict[str, Any], rendered: dict[support.Key, support.Object]) -> dict[str, Any]:
    """Path -> what stands there instead of what the case expects."""
    found: dict[str, Any] = {}
    for which, facts in case.get("expect", {}).items():
        kind, _, name = which.partition("/")
        each = rendered.get((kind, name))
        if each is None:
            found[which] = "missing"
            continue
        found |= {f"{which} {path}": at(each, path) for path, fact in facts.items() if at(each, path) != fact}
    for which in case.get("absent", ()):
        kind, _, name = which.partition("/")
        if (kind, name) in rendered:
            found[which] = "is there"
    return found


@pytest.mark.helm
@pytest.mark.parametrize("alias", CASES)
def test_the_manifests_say_what_the_values_say(
    alias: str, rendered: dict[support.Key, support.Object]
) -> None:
    assert differences(CASES[alias], rendered) == {}


@pytest.mark.helm
def test_objects_that_services_share(rendered: dict[support.Key, support.Object]) -> None:
    assert differences(PLATFORM, rendered) == {}


@pytest.mark.helm
def test_kubernetes_knows_every_field(rendered: dict[support.Key, support.Object]) -> None:
    newest = kubernetes.RELEASES[-1]
    found = list(rendered.values())
    if not crds.is_installed():
        found = [each for each in found if (each["apiVersion"], each["kind"]) in kubernetes._names(newest)]
    assert list(rules.unknown_fields(found, newest)) == []


def documented() -> list[str]:
    """The values that the tables of the page show."""
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    shown = [span for row in rows for span in re.findall(r"`([^`]+)`", row.split(" | ", 1)[-1])]
    return [span for span in shown if ": " in span]


@pytest.fixture(scope="session")
def schema(chart: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((chart / "values.schema.json").read_text())
    return found


@pytest.mark.parametrize("shown", documented())
def test_the_page_shows_values_that_exist(shown: str, schema: dict[str, Any]) -> None:
    given = yaml.safe_load(shown)
    if "global" in given:
        given = {"presets": given["global"].get("presets", {})}
        part: dict[str, Any] = {
            "properties": {"presets": {"additionalProperties": {"$ref": "#/definitions/any"}}}
        }
    elif "namespace" in given:
        part = {"properties": {"namespace": {"$ref": "#/definitions/namespace"}}}
    else:
        part = {"$ref": "#/definitions/any"}
    validator = jsonschema_rs.Draft7Validator({"allOf": [part], "definitions": schema["definitions"]})
    assert [error.message for error in validator.iter_errors(given)] == []
