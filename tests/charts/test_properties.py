"""A values key that is accepted is used: for each, two renders that differ in nothing else differ in what they write."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.charts import support
from tests.charts.properties import Chart
from tests.charts.support import CHARTS, TYPES, Umbrella, merged

if TYPE_CHECKING:
    from pathlib import Path

GLOBAL = {
    "environment": "dev",
    "prometheus": "http://prometheus:9090",
    "telemetry": {"endpoint": "http://collector:4317"},
    "mesh": {"type": "istio"},
    "storageTiers": {"sample": "slow"},
}


# As little as lets most values mean something: what is missing stands in properties.CONTEXTS.
BASE = {
    "image": {**support.IMAGE},
    "ports": {"http": 8080, "metrics": {"containerPort": 9090, "service": False}},
    "schedule": "0 0 * * *",
    "ingress": {"enabled": True, "hosts": [{"host": "www.example.com"}]},
    "httpRoute": {"enabled": True, "parentRefs": [{"name": "edge"}]},
    "autoscaling": {"enabled": True},
    "podDisruptionBudget": {"enabled": True},
}


@pytest.mark.helm
@pytest.mark.parametrize("name", TYPES)
def test_an_accepted_value_is_used(name: str, helm3: Path, tmp_path: Path) -> None:
    chart = Chart(name, merged(defaults(name), BASE))
    base = {key: value for key, value in BASE.items() if key in chart.schema["properties"]}
    pairs = list(chart.pairs())
    assert len(pairs) > 200
    aliases: dict[str, str] = {}
    for pair in pairs:
        for values in (pair.without, *pair.given):
            aliases.setdefault(json.dumps(values), f"p{len(aliases):04}")
    values = {alias: json.loads(given.replace("{{alias}}", alias)) for given, alias in aliases.items()}
    values["queue"] = {"image": support.IMAGE, "ports": {"extra": 9093, "tcp": 9092}}
    other = "deployment" if name == "statefulset" else "statefulset"
    shared = {
        **GLOBAL,
        "presets": {name: base, "named": {"podAnnotations": {"preset": "named"}}},
        "connections": {
            alias: ["queue"] for given, alias in aliases.items() if "connectionVariables" in given
        },
    }
    platform = Umbrella({**dict.fromkeys(values, name), "queue": other}, {"global": shared, **values})
    folder = support.umbrella(tmp_path / "platform", platform)
    found = rendered_by_alias(support.run(helm3, "template", "shop", folder, "--namespace", "shop-test"))
    unused = [
        pair.label
        for pair in pairs
        if all(
            found.get(aliases[json.dumps(pair.without)]) == found.get(aliases[json.dumps(given)])
            for given in pair.given
        )
    ]
    assert not unused, "\n".join(unused)


def defaults(name: str) -> dict[str, Any]:
    values: dict[str, Any] = yaml.safe_load((CHARTS / name / "values.yaml").read_text())
    return values


def rendered_by_alias(manifests: str) -> dict[str, list[str]]:
    """What each service renders to, with its own name taken out."""
    out: dict[str, list[str]] = {}
    for each in manifests.split("\n---\n"):
        source, _, text = each.removeprefix("---\n").partition("\n")
        alias = source.removeprefix("# Source: shop/charts/").partition("/")[0]
        text = text.replace(alias, "X")
        # a Job's name follows from its content: that a value changes it says nothing
        out.setdefault(alias, []).append(re.sub(r"\bshop-X-[0-9a-f]{8}\b", "shop-X-content", text))
    return {alias: sorted(texts) for alias, texts in out.items()}
