"""Synthetic platforms of any size, made of the real charts: what the rendering benchmark measures.

Eight services of ten are Deployments with autoscaling and a disruption budget, one is a StatefulSet with a claim, one a CronJob.
Every Deployment calls two other services.
"""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from generator.core.blueprint.schema import compile_schema, schema_bytes
from generator.core.blueprint.vendor import chart_schemas, vendored_files
from generator.core.platform.umbrella import read_umbrella
from generator.core.tree import Tree, overlay

VERSION = "1.0.0"
EVERYTHING = {
    "metrics": {"enabled": True},
    "slo": {"enabled": True},
    "tls": {"enabled": True, "issuer": {"name": "internal"}},
    "credentials": {"enabled": True, "source": "externalSecret", "store": {"name": "vault"}},
    "mesh": {"timeout": "5s", "retries": {"attempts": 2}, "outlierDetection": {"consecutive5xxErrors": 5}},
    "backup": {"enabled": True},
    "nodePool": "business",
    "spot": "prefer",
}
MESH = {
    "mesh": {"type": "istio"},
    "telemetry": {"endpoint": "http://collector.monitoring:4317"},
    "prometheus": "http://prometheus.monitoring:9090",
}


def platform(
    services: int, charts: Tree, *, graph: str = "global", everything: bool = False
) -> dict[PurePosixPath, bytes]:
    """An umbrella of `services` services, vendored as `new` does it.

    graph: where the connections stand: "global" (global.connections), "top" (connections) or "none".
    everything: switch on whatever a service can have at the same time.
    """
    tree = _umbrella(services, graph, EVERYTHING if everything else {}, MESH if everything else {})
    umbrella = read_umbrella(tree, charts)
    schema = schema_bytes(compile_schema(umbrella, chart_schemas(umbrella, charts)))
    return overlay(tree, vendored_files(umbrella, charts), {PurePosixPath("values.schema.json"): schema})


def unvendored(services: int, charts: Tree) -> dict[PurePosixPath, bytes]:
    """The same umbrella of the same charts, un-vendored: library and schema lie in every chart, as `helm dependency build` has it."""
    tree = _umbrella(services, "none", {}, {})
    chart = yaml.safe_load(tree[PurePosixPath("Chart.yaml")])
    chart["dependencies"] = [entry for entry in chart["dependencies"] if entry["name"] != "workload"]
    files = {**tree, PurePosixPath("Chart.yaml"): yaml.safe_dump(chart, sort_keys=False).encode()}
    for name in ("deployment", "statefulset", "cronjob"):
        for path, data in charts.items():
            if path.parts[0] == name:
                files[PurePosixPath("charts", path)] = data
            if path.parts[0] == "workload":
                files[PurePosixPath("charts", name, "charts", path)] = data
    return files


def umbrella(services: int) -> dict[str, str]:
    """Chart.yaml and values.yaml of as many services, for a blueprint to hold."""
    return {str(path): data.decode() for path, data in _umbrella(services, "global", {}, {}).items()}


def write(tree: Tree, folder: Path) -> Path:
    for path, data in tree.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder


def _umbrella(
    services: int, graph: str, preset: dict[str, Any], shared: dict[str, Any]
) -> dict[PurePosixPath, bytes]:
    dependencies: list[dict[str, str]] = [{"name": "workload", "version": VERSION}]
    connections: dict[str, list[str]] = {}
    values: dict[str, object] = {}
    presets = {
        "all": {"resources": {"limits": {"memory": "256Mi"}}, **preset},
        "deployment": {
            "replicaCount": 3,
            "autoscaling": {"enabled": True},
            "podDisruptionBudget": {"enabled": True},
            "topologySpread": {"zones": "prefer"},
        },
    }
    for number in range(services):
        alias = f"service-{number}"
        kind = {8: "statefulset", 9: "cronjob"}.get(number % 10, "deployment")
        dependencies.append(
            {"name": kind, "version": VERSION, "alias": alias, "condition": f"{alias}.enabled"}
        )
        service: dict[str, object] = {
            "tier": "business",
            "image": {"repository": f"registry.example.com/team/{alias}", "tag": "1.4.2"},
            "env": {"LOG_LEVEL": "info", "FEATURES": "a,b,c"},
            "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}},
        }
        if kind == "cronjob":
            service["schedule"] = "15 3 * * *"
        else:
            service["ports"] = {"http": 8080, "metrics": 9090}
            service["readinessProbe"] = {"httpGet": {"path": "/ready", "port": "http"}}
            service["livenessProbe"] = {"httpGet": {"path": "/live", "port": "http"}}
        if kind == "statefulset":
            service["volumeClaimTemplates"] = {"data": {"size": "10Gi", "mountPath": "/data"}}
        if kind == "deployment":
            callees = {(number + step) % services for step in (1, 8)} - {number}
            connections[alias] = [f"service-{callee}" for callee in sorted(callees) if callee % 10 != 9]
        values[alias] = service
    values["global"] = {"presets": presets, **shared}
    if graph == "global":
        values["global"] = {"presets": presets, "connections": connections, **shared}
    elif graph == "top":
        values["connections"] = connections
    chart = {"apiVersion": "v2", "name": "shop", "version": "0.1.0", "dependencies": dependencies}
    return {
        PurePosixPath("Chart.yaml"): yaml.safe_dump(chart, sort_keys=False).encode(),
        PurePosixPath("values.yaml"): json.dumps(values, indent=1).encode(),
    }
