"""What real platforms ask of a chart, said with our values (expressiveness.yaml) and found in the manifests."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from tests.charts import kubernetes, support

SOURCE = Path(__file__).with_name("expressiveness.yaml")
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
    assert [problem for each in rendered.values() for problem in kubernetes.problems(each, newest)] == []
