"""Canary and blue-green, judged by Argo Rollouts' own validation and by what its controller needs to find."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.core.check.consistency import inconsistencies
from tests.charts import support

# What carries the weights of a canary, and what the service and its platform need for it.
ROUTE = {"httpRoute": {"enabled": True, "parentRefs": [{"name": "edge", "namespace": "ingress"}]}}
INGRESS = {"ingress": {"enabled": True, "hosts": [{"host": "a.example.com"}]}}
HEADER = {"header": {"name": "X-Try", "value": "new"}}
WAYS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "pods": ("", {}, {"strategy": "canary"}),
    "nginx": ("", INGRESS, {"strategy": "canary", "traffic": "nginx", **HEADER}),
    "gateway": ("", ROUTE, {"strategy": "canary", "traffic": "gateway", **HEADER}),
    "linkerd": ("linkerd", {}, {"strategy": "canary", "traffic": "gateway", **HEADER}),
    "istio": ("istio", {}, {"strategy": "canary", "traffic": "istio", **HEADER}),
    "blue-green": ("istio", {}, {"strategy": "blueGreen"}),
}
STABLE, CANARY = "shop-app-stable", "shop-app-canary"


def rendered(helm: Path, folder: Path, way: str, **changes: Any) -> list[support.Object]:
    mesh, values, rollout = WAYS[way]
    app = {
        "image": support.IMAGE,
        "ports": {"http": 8080},
        "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}},
        "mesh": {"timeout": "5s", "outlierDetection": {"consecutive5xxErrors": 5}},
        "podDisruptionBudget": {"enabled": True},
        "autoscaling": {"enabled": True, "targetCPUUtilizationPercentage": 70},
        **values,
        "rollout": {"analysis": {"enabled": True}, **rollout, **changes},
    }
    of_all = {
        "prometheus": "http://prometheus.monitoring:9090",
        "connections": {"caller": ["app"]},
        **({"mesh": {"type": mesh}} if mesh else {}),
    }
    services = {"app": "deployment", "caller": "deployment"}
    made = {"global": of_all, "app": app, "caller": {"image": support.IMAGE}}
    return support.template(helm, support.umbrella(folder, support.Umbrella(services, made)))


def judged(program: Path, objects: list[support.Object]) -> str:
    done = subprocess.run(
        [program], input=yaml.safe_dump_all(objects), capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.mark.long
@pytest.mark.helm
@pytest.mark.parametrize("way", WAYS)
def test_argo_rollouts_accepts_it_and_every_part_is_there(
    way: str, helm4: Path, rollout_validation: Path, tmp_path: Path
) -> None:
    found = rendered(helm4, tmp_path, way)
    assert judged(rollout_validation, found) == "1 Rollouts are fine\n"
    assert list(inconsistencies(found, ())) == []


@pytest.mark.long
@pytest.mark.helm
def test_what_argo_rollouts_refuses_is_found(helm4: Path, rollout_validation: Path, tmp_path: Path) -> None:
    found = rendered(helm4, tmp_path, "istio", steps=[{"setWeight": 120}])
    assert "spec.strategy.steps[0].setWeight" in judged(rollout_validation, found)
    found = [one for one in found if one["metadata"]["name"] != CANARY]
    assert f'there is no Service "{CANARY}"' in judged(rollout_validation, found)
    support.the("VirtualService", found)["spec"]["http"][1]["route"].pop()
    assert f"Canary Service '{CANARY}' not found in route" in judged(rollout_validation, found)


@pytest.mark.helm
def test_calls_in_a_mesh_are_split_and_those_with_the_header_go_to_the_canary(
    helm4: Path, tmp_path: Path
) -> None:
    istio = support.by_key(rendered(helm4, tmp_path / "istio", "istio"))
    spec = istio["VirtualService", "shop-app"]["spec"]
    assert spec["hosts"] == ["shop-app"]
    assert spec["http"] == [
        {
            "name": "header",
            "match": [{"headers": {"X-Try": {"exact": "new"}}}],
            "route": [{"destination": {"host": CANARY}}],
            "timeout": "5s",
        },
        {
            "name": "weighted",
            "route": [
                {"destination": {"host": STABLE}, "weight": 100},
                {"destination": {"host": CANARY}, "weight": 0},
            ],
            "timeout": "5s",
        },
    ]
    routing = istio["Rollout", "shop-app"]["spec"]["strategy"]["canary"]["trafficRouting"]
    assert routing == {"istio": {"virtualService": {"name": "shop-app", "routes": ["weighted"]}}}
    assert {name for kind, name in istio if kind == "DestinationRule"} == {STABLE, CANARY}

    linkerd = support.by_key(rendered(helm4, tmp_path / "linkerd", "linkerd"))
    route = linkerd["HTTPRoute", "shop-app-calls"]
    assert route["metadata"]["annotations"]["timeout.linkerd.io/request"] == "5s"
    assert route["spec"] == {
        "parentRefs": [{"group": "", "kind": "Service", "name": "shop-app", "port": 8080}],
        "rules": [
            {
                "matches": [{"headers": [{"type": "Exact", "name": "X-Try", "value": "new"}]}],
                "backendRefs": [{"name": CANARY, "port": 8080}],
            },
            {
                "backendRefs": [
                    {"name": STABLE, "port": 8080, "weight": 100},
                    {"name": CANARY, "port": 8080, "weight": 0},
                ]
            },
        ],
    }


@pytest.mark.helm
def test_who_may_call_and_who_scales_holds_for_the_pods_of_both_services(helm4: Path, tmp_path: Path) -> None:
    """Edges and budgets select pods by labels that both revisions have, whichever Service leads to them."""
    found = support.by_key(rendered(helm4, tmp_path, "istio"))
    rollout = found["Rollout", "shop-app"]
    labels = rollout["spec"]["template"]["metadata"]["labels"].items()
    for kind, key in (
        ("NetworkPolicy", "podSelector"),
        ("AuthorizationPolicy", "selector"),
        ("PodDisruptionBudget", "selector"),
    ):
        assert found[kind, "shop-app"]["spec"][key]["matchLabels"].items() <= labels
    target = found["HorizontalPodAutoscaler", "shop-app"]["spec"]["scaleTargetRef"]
    assert target == {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "name": "shop-app"}
