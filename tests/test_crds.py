"""The schemas of custom resources catch what the API server would quietly drop."""

from __future__ import annotations

import os
from typing import Any

import jsonschema_rs
import pytest

from tests import crds, tools


@pytest.fixture(autouse=True, scope="module")
def _definitions() -> None:
    if crds.is_installed():
        return
    message = "the definitions of custom resources are missing: run `python -m tests.crds`, which `make test` does by itself"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def _errors(resource: dict[str, Any]) -> list[str]:
    group, version = resource["apiVersion"].split("/")
    schema = crds.crd_schema(group, version, resource["kind"])
    assert schema is not None
    found = jsonschema_rs.validator_for(schema).iter_errors(resource)
    return [f"{'.'.join(map(str, error.instance_path))}: {error.message}" for error in found]


def test_every_served_version_makes_a_schema() -> None:
    for (group, kind), definition in crds.definitions().items():
        for version in definition["spec"]["versions"]:
            if version["served"]:
                schema = crds.crd_schema(group, version["name"], kind)
                assert schema is not None
                jsonschema_rs.validator_for(schema)


RESOURCES = [
    (
        "keda.sh/v1alpha1",
        "ScaledObject",
        {
            "scaleTargetRef": {"name": "consumer"},
            "triggers": [{"type": "cron", "metadata": {"start": "0 8 * * *"}}],
        },
    ),
    ("policy.linkerd.io/v1beta3", "Server", {"podSelector": {"matchLabels": {"app": "api"}}, "port": "http"}),
    (
        "kafka.strimzi.io/v1beta2",
        "KafkaTopic",
        {"partitions": 12, "replicas": 3, "config": {"retention.ms": 1}},
    ),
    ("postgresql.cnpg.io/v1", "Cluster", {"instances": 3, "storage": {"size": "10Gi"}}),
]


@pytest.mark.parametrize(("api", "kind", "spec"), RESOURCES, ids=[kind for _, kind, _ in RESOURCES])
def test_accepts_what_the_api_has_and_refuses_what_it_lacks(
    api: str, kind: str, spec: dict[str, Any]
) -> None:
    resource = {"apiVersion": api, "kind": kind, "metadata": {"name": "x"}, "spec": spec}
    assert _errors(resource) == []
    assert len(_errors(resource | {"spec": spec | {"tpyo": 1}})) >= 1


def test_an_unknown_kind_has_no_schema() -> None:
    assert crds.crd_schema("example.com", "v1", "Thing") is None


def test_an_unknown_version_is_told() -> None:
    with pytest.raises(LookupError, match="has no version v9"):
        crds.crd_schema("keda.sh", "v9", "ScaledObject")


def test_definitions_are_of_the_version_of_the_software_that_judges() -> None:
    required = (tools.ROOT / "tests" / "programs" / "controllers" / "go.mod").read_text(encoding="utf-8")
    judged = {module.path: module.version for module in crds.MODULES if f"\t{module.path} " in required}
    assert len(judged) > 3
    assert {path: version for path, version in judged.items() if f"\t{path} {version}" not in required} == {}
