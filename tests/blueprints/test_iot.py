"""What is special to the IoT blueprint: who gets in, what runs at the edge, who consumes the stream, and what leaves the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.blueprints import rules
from tests.blueprints.platforms import rendered
from tests.charts import consistency
from tests.charts.support import by_key, controllers, env_of, main_container, pod_of, the

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.helm


def test_devices_get_in_with_tls_only(helm4: Path) -> None:
    found = rendered(helm4, "iot", "prod")
    outside = the("Service", found, "iot-mqtt-broker-devices")["spec"]
    assert outside["type"] == "LoadBalancer"
    assert [port["port"] for port in outside["ports"]] == [8883]
    anyone = [
        rule
        for rule in the("NetworkPolicy", found, "iot-mqtt-broker")["spec"]["ingress"]
        if "from" not in rule
    ]
    assert [port["port"] for rule in anyone for port in rule["ports"]] == [8883]


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_the_broker_presents_a_certificate_that_is_there(environment: str, helm4: Path) -> None:
    found = rendered(helm4, "iot", environment)
    broker = the("Deployment", found, "iot-mqtt-broker")
    mounted = "/tls" in [mount["mountPath"] for mount in main_container(broker)["volumeMounts"]]
    certificate = env_of(broker)["EMQX_LISTENERS__SSL__DEFAULT__SSL_OPTIONS__CERTFILE"]
    assert mounted == certificate.startswith("/tls/")
    assert mounted == (environment == "prod")


def test_edge_processing_runs_on_edge_nodes_alone(helm4: Path) -> None:
    pod = pod_of(the("DaemonSet", rendered(helm4, "iot", "prod"), "iot-edge-processing"))
    assert pod["nodeSelector"] == {"node-pool": "edge"}
    assert [toleration["key"] for toleration in pod["tolerations"]] == ["node-pool"]


def test_keda_finds_the_brokers_from_its_own_namespace(helm4: Path) -> None:
    found = rendered(helm4, "iot", "prod")
    (trigger,) = the("ScaledObject", found, "iot-stream-processor")["spec"]["triggers"]
    assert trigger["metadata"]["bootstrapServers"].endswith(".svc:9092")
    broker = the("StatefulSet", found, "iot-stream-processing")
    assert env_of(broker)["KAFKA_ADVERTISED_LISTENERS"].endswith(".svc:9092")


def test_there_are_no_more_consumers_than_partitions(helm4: Path) -> None:
    found = rendered(helm4, "iot", "prod")
    (topics,) = [each for each in controllers(found) if rules.service_of(each) == "topics"]
    scaled = the("ScaledObject", found, "iot-stream-processor")["spec"]
    topic = scaled["triggers"][0]["metadata"]["topic"]
    assert (
        f"--topic {topic} --partitions {scaled['maxReplicaCount']} " in main_container(topics)["command"][-1]
    )


def test_only_dr_restores_and_it_does_nothing_else_by_the_clock(helm4: Path) -> None:
    running = {
        environment: {
            name
            for (kind, name), each in by_key(rendered(helm4, "iot", environment)).items()
            if kind == "CronJob" and not each["spec"].get("suspend")
        }
        for environment in ("dev", "prod", "dr")
    }
    assert running["dr"] == {"iot-archive-restore"}
    assert "iot-archive-restore" not in running["prod"]
    assert running["dev"] == set()


def test_gpus_are_a_choice(helm4: Path) -> None:
    found = rendered(helm4, "iot", "prod", "gpu=true")
    problems = [*rules.unknown_fields(found, "1.34"), *consistency.problems(found)]
    analytics = the("CronJob", found, "iot-analytics")
    assert problems + list(rules.not_restricted(analytics)) == []
    assert main_container(analytics)["resources"]["limits"]["nvidia.com/gpu"] == "1"
    usual = the("CronJob", rendered(helm4, "iot", "prod"), "iot-analytics")
    assert "nvidia.com/gpu" not in main_container(usual)["resources"]["limits"]
