"""What the API server would say about the form of an object: the strict schemas of Kubernetes, and ours of the Gateway API."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

# From the release that people still meet to the newest: 1.29 has native sidecars.
RELEASES = ("1.29", "1.34", "1.37")

# A case that shows a field of a newer release than this one.
NEEDS_NEWER = {
    ("cronjob/everything", "1.29"),  # successPolicy
    ("deployment/volumes", "1.29"),  # image volumes
    ("job/everything", "1.29"),  # successPolicy
}

# Kinds that the Kubernetes schemas do not have; only HTTPRoute is written by the charts, and has a schema here.
FOREIGN = {"PodMonitor", "Rollout", "ScaledObject", "ServiceMonitor"}
HTTP_ROUTE = Path(__file__).with_name("httproute.schema.yaml")


@cache
def _definitions(release: str) -> dict[str, Any]:
    package = importlib.util.find_spec("kubernetes_validate")
    assert package is not None
    assert package.origin is not None
    folder = Path(package.origin).parent / "kubernetes-json-schema" / f"v{release}.0-local-strict"
    definitions: dict[str, Any] = json.loads((folder / "_definitions.json").read_text())["$defs"]
    return definitions


@cache
def _names(release: str) -> dict[tuple[str, str], str]:
    """(apiVersion, kind) -> name of the definition."""
    names = {}
    for name, schema in _definitions(release).items():
        for each in schema.get("x-kubernetes-group-version-kind", ()):
            api = f"{each['group']}/{each['version']}" if each["group"] else each["version"]
            names[api, each["kind"]] = name
    return names


@cache
def _validator(release: str, api: str, kind: str) -> jsonschema_rs.Draft7Validator:
    if kind == "HTTPRoute":
        return jsonschema_rs.Draft7Validator(yaml.safe_load(HTTP_ROUTE.read_text()))
    name = _names(release)[api, kind]
    return jsonschema_rs.Draft7Validator(
        {"allOf": [{"$ref": f"#/$defs/{name}"}], "$defs": _definitions(release)}
    )


def problems(each: dict[str, Any], release: str) -> list[str]:
    """Every way in which an object is not what the release knows; null counts as one."""
    label = f"{release} {each['kind']} {each['metadata']['name']}"
    found = [f"{label}: null at {path}" for path in _nulls(each)]
    if each["kind"] not in FOREIGN:
        for error in _validator(release, each["apiVersion"], each["kind"]).iter_errors(each):
            found.append(f"{label}: {'/'.join(map(str, error.instance_path))}: {error.message}")
    return found


def _nulls(value: Any, path: str = "") -> list[str]:
    if value is None:
        return [path]
    if isinstance(value, dict):
        return [found for key, each in value.items() for found in _nulls(each, f"{path}/{key}")]
    if isinstance(value, list):
        return [found for number, each in enumerate(value) for found in _nulls(each, f"{path}/{number}")]
    return []
