"""What the Prometheus operator makes of monitors and rules: a configuration that Prometheus reads, with every target that is meant."""

from __future__ import annotations

import base64
import gzip
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests import tools
from tests.cluster.network import selects
from tests.cluster.release import eventually
from tests.controllers import objects
from tests.controllers.test_refused import WRONG

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.cluster.controlplane import Api
    from tests.controllers.objects import Unit

Object = dict[str, Any]
MONITORS = {"ServiceMonitor": "endpoints", "PodMonitor": "podMetricsEndpoints"}
# As the chart kube-prometheus-stack has its Prometheus select: by the release that it is installed as.
SELECTOR = {"matchLabels": {"release": "kube-prometheus-stack"}}
MONITORED = [unit for unit in objects.units() if not unit.answer]


def ask_for_prometheus(api: Api, namespace: str, selector: Object) -> None:
    """A Prometheus that takes what is in its namespace."""
    objects.create_namespace(api, namespace)
    chosen = {"serviceMonitorSelector", "podMonitorSelector", "ruleSelector"}
    made = {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "Prometheus",
        "metadata": {"name": "all"},
        "spec": {"version": "v3.5.0"} | dict.fromkeys(chosen, selector),
    }
    assert objects.apply(api, made, namespace) == []


def configuration(api: Api, namespace: str) -> str:
    secrets = api.items(f"/api/v1/namespaces/{namespace}/secrets?fieldSelector=metadata.name=prometheus-all")
    packed = [one["data"].get("prometheus.yaml.gz", "") for one in secrets]
    return gzip.decompress(base64.b64decode(packed[0])).decode() if packed and packed[0] else ""


def jobs(text: str) -> set[str]:
    return {one["job_name"] for one in (yaml.load(text, yaml.CSafeLoader) or {}).get("scrape_configs") or []}


def promtool(*arguments: object) -> str:
    done = subprocess.run(
        [str(tools.install("promtool")), *map(str, arguments)], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr if done.returncode else ""


@pytest.mark.parametrize("unit", MONITORED, ids=lambda unit: unit.namespace)
def test_monitors_and_rules_become_what_prometheus_reads(api: Api, unit: Unit, tmp_path: Path) -> None:
    objects.complaints(api, unit)  # test_accepted tells of them
    ask_for_prometheus(api, unit.namespace, SELECTOR)
    wanted, rules = set(), set()
    for item in objects.rendered(unit):
        place = item["metadata"].get("namespace", unit.namespace)
        if item["kind"] in MONITORS and place == unit.namespace:
            prefix = item["kind"][0].lower() + item["kind"][1:]
            for number in range(len(item["spec"][MONITORS[item["kind"]]])):
                wanted.add(f"{prefix}/{unit.namespace}/{item['metadata']['name']}/{number}")
        elif item["kind"] == "PrometheusRule" and place == unit.namespace:
            rules |= {group["name"] for group in item["spec"]["groups"]}
    said: dict[str, str] = {}

    def complaint() -> str:
        said["configuration"] = configuration(api, unit.namespace)
        found = {
            name: text
            for one in api.items(f"/api/v1/namespaces/{unit.namespace}/configmaps")
            if one["metadata"]["name"].startswith("prometheus-all-rulefiles-")
            for name, text in (one.get("data") or {}).items()
        }
        said.update(found)
        scraped = jobs(said["configuration"])
        grouped = {group["name"] for text in found.values() for group in yaml.safe_load(text)["groups"]}
        missing = sorted(wanted - scraped) + sorted(rules - grouped)
        return f"not in the configuration: {missing}" if missing or not said["configuration"] else ""

    eventually(complaint, 60)
    (tmp_path / "prometheus.yaml").write_text(said.pop("configuration"))
    assert promtool("check", "config", "--syntax-only", tmp_path / "prometheus.yaml") == ""
    for name, text in said.items():
        (tmp_path / name).write_text(text)
        assert promtool("check", "rules", "--lint=all", "--lint-fatal", tmp_path / name) == ""


@pytest.mark.parametrize("unit", MONITORED, ids=lambda unit: unit.namespace)
def test_every_monitor_has_targets(unit: Unit) -> None:
    """A monitor that selects nothing is accepted by everybody, and nothing is measured."""
    items = objects.rendered(unit)
    idle = [
        f"{item['kind']} {item['metadata']['name']}"
        for item in items
        if item["kind"] in MONITORS and not all(targets(items, item))
    ]
    assert idle == []


def targets(items: Sequence[Object], monitor: Object) -> list[list[str]]:
    """For each endpoint of a monitor the objects whose port it reads."""
    wanted = [one["port"] for one in monitor["spec"][MONITORS[monitor["kind"]]]]
    selector = monitor["spec"]["selector"]
    if monitor["kind"] == "ServiceMonitor":
        services = [
            one
            for one in items
            if one["kind"] == "Service" and selects(selector, one["metadata"].get("labels", {}))
        ]
        return [
            [
                one["metadata"]["name"]
                for one in services
                if port in {each.get("name") for each in one["spec"]["ports"]}
            ]
            for port in wanted
        ]
    pods = [
        (one["metadata"]["name"], template)
        for one in items
        if (template := (one.get("spec") or {}).get("template"))
        and selects(selector, template["metadata"]["labels"])
    ]
    return [[name for name, template in pods if port in _ports(template["spec"])] for port in wanted]


def _ports(spec: Object) -> set[str]:
    containers = [*spec["containers"], *spec.get("initContainers", [])]
    return {port.get("name", "") for one in containers for port in one.get("ports", [])}


ASIDE = [wrong for wrong in WRONG if wrong["by"] == "prometheus-operator"]


@pytest.mark.parametrize("wrong", ASIDE, ids=lambda wrong: str(wrong["object"]["metadata"]["name"]))
def test_what_is_wrong_is_left_out_in_its_own_words(api: Api, wrong: Object) -> None:
    """The operator refuses nothing at the door: it leaves out what it cannot read, and says so in its status."""
    namespace = "wrong-monitors"
    ask_for_prometheus(api, namespace, {})
    item = wrong["object"]
    assert objects.apply(api, item, namespace) == []

    def complaint() -> str:
        status = objects.read(api, item, namespace).get("status", {})
        said = [
            one.get("message", "")
            for binding in status.get("bindings", [])
            for one in binding["conditions"]
            if one["type"] == "Accepted" and one["status"] == "False"
        ]
        return "" if any(wrong["says"] in one for one in said) else f"says otherwise: {said}"

    eventually(complaint, 30)
    assert [
        one for one in jobs(configuration(api, namespace)) if f"/{item['metadata']['name']}/" in one
    ] == []
