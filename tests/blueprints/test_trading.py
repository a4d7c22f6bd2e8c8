"""What is special to the trading blueprint: its engine's nodes and rights, its encryption, its option."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.blueprints import rules
from tests.blueprints.platforms import ENVIRONMENTS, folder, rendered, values
from tests.charts import consistency
from tests.charts.support import controllers, env_of, main_container, pod_of, the

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.helm

ENCRYPTED = ("staging", "prod", "dr")


@pytest.mark.parametrize("environment", ENCRYPTED)
def test_the_engine_has_processors_and_memory_to_itself(environment: str, helm4: Path) -> None:
    engine = the("StatefulSet", rendered(helm4, "trading", environment), "exchange-trading-engine")
    pod = pod_of(engine)
    for container in rules.containers(engine):
        assert container["resources"]["limits"] == container["resources"]["requests"]
    asked = main_container(engine)["resources"]["requests"]
    assert float(asked["cpu"]) % 1 == 0
    assert asked["hugepages-2Mi"]
    assert pod["nodeSelector"] == {"node-pool": "trading", "topology-manager-policy": "single-numa-node"}
    assert pod["tolerations"][0]["value"] == "trading"
    (claim,) = engine["spec"]["volumeClaimTemplates"]
    assert claim["spec"]["storageClassName"] == "local-nvme"


@pytest.mark.parametrize("environment", ["dev", "test"])
def test_small_environments_need_no_special_nodes(environment: str, helm4: Path) -> None:
    for each in controllers(rendered(helm4, "trading", environment, "sriov=true")):
        assert "nodeSelector" not in pod_of(each)
        assert set(main_container(each)["resources"]["requests"]) == {"cpu", "memory"}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_service_leads_to_the_active_engine_alone(environment: str, helm4: Path) -> None:
    found = rendered(helm4, "trading", environment)
    assert the("Service", found, "exchange-trading-engine")["spec"]["selector"]["trading-role"] == "active"
    engine = the("StatefulSet", found, "exchange-trading-engine")
    assert engine["spec"]["template"]["metadata"]["labels"]["trading-role"] == "standby"


def test_the_engine_may_change_its_lease_and_its_pods_alone(helm4: Path) -> None:
    found = rendered(helm4, "trading", "prod")
    lease = the("Lease", found, "exchange-trading-engine")["metadata"]["name"]
    replicas = the("StatefulSet", found, "exchange-trading-engine")["spec"]["replicas"]
    granted = {
        (resource, name, verb)
        for rule in the("Role", found, "exchange-trading-engine")["rules"]
        for resource in rule["resources"]
        for name in rule["resourceNames"]
        for verb in rule["verbs"]
    }
    assert granted == {("leases", lease, "get"), ("leases", lease, "patch")} | {
        ("pods", f"exchange-trading-engine-{ordinal}", "patch") for ordinal in range(replicas)
    }


@pytest.mark.parametrize("environment", ENCRYPTED)
def test_every_connection_is_encrypted(environment: str, helm4: Path) -> None:
    found = rendered(helm4, "trading", environment)
    certified = {rules.service_of(each) for each in found if each["kind"] == "Certificate"}
    connections = values("trading")["global"]["connections"]
    health = {name for name in connections if name == "monitoring"}  # which reads metrics, and those only
    called = {
        callee.partition(":")[0] for caller in set(connections) - health for callee in connections[caller]
    }
    there = {rules.service_of(each) for each in controllers(found)}
    assert called & there <= certified
    plain = [
        f"{rules.service_of(each)}: {name}={value}"
        for each in controllers(found)
        for name, value in env_of(each).items()
        if isinstance(value, str) and value.startswith(("http://$", "nats://", "redis://"))
    ]
    assert plain == []


@pytest.mark.parametrize("environment", ["dev", "test"])
def test_one_switch_turns_encryption_off(environment: str, helm4: Path) -> None:
    found = rendered(helm4, "trading", environment)
    assert [each["metadata"]["name"] for each in found if each["kind"] == "Certificate"] == []
    texts = [
        value for each in controllers(found) for value in env_of(each).values() if isinstance(value, str)
    ]
    assert [text for text in texts if text.startswith(("https://$", "tls://"))] == []


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_a_network_device_for_the_engine(environment: str, helm4: Path) -> None:
    found = rendered(helm4, "trading", environment, "sriov=true")
    problems = [*rules.unknown_fields(found, "1.34"), *consistency.problems(found)]
    for each in controllers(found):
        problems += [*rules.not_restricted(each), *rules.unknown_variables(each)]
    assert problems == []
    engine = main_container(the("StatefulSet", found, "exchange-trading-engine"))
    assert engine["resources"]["limits"].get("vendor.com/sriov") == ("1" if environment == "prod" else None)


def test_without_a_device_no_trace_of_it_remains() -> None:
    for path in (*folder("trading").glob("*.yaml"), *folder("trading").glob("docs/**/*.md")):
        if path.name != "platform.yaml":
            assert "sriov" not in path.read_text().lower(), path.name


@pytest.mark.parametrize(("environment", "ends"), [("dev", 0), ("test", 0), ("staging", 64), ("prod", 64)])
def test_a_stand_in_claims_nothing_in_the_audit_trail_and_fails_where_it_is_not_allowed(
    environment: str, ends: int, helm4: Path, tmp_path: Path
) -> None:
    """What is in the trail stays for seven years."""
    (tmp_path / "curl").write_text('#!/bin/sh\nprintf "%s\\n" "$*" >>"$ASKED"\n')
    (tmp_path / "curl").chmod(0o755)
    for kind, service, told in (
        ("Job", "compliance", ["started", "stand-in: nothing was checked"]),
        ("CronJob", "regulatory-report", ["stand-in: nothing was sent"]),
    ):
        job = next(
            each
            for each in rendered(helm4, "trading", environment)
            if each["kind"] == kind and each["metadata"]["name"].startswith(f"exchange-{service}")
        )
        asked = tmp_path / f"{service}.asked"
        env = {each["name"]: each.get("value", "") for each in main_container(job)["env"]}
        done = subprocess.run(
            main_container(job)["command"], capture_output=True, text=True, check=False,
            env={**env, "JOB_COMPLETION_INDEX": "0", "ASKED": str(asked), "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        )  # fmt: skip
        assert re.findall(r'"event":"([^"]*)"', asked.read_text()) == told
        assert (done.returncode, done.stdout.split(":")[0]) == (ends, "a stand-in")
