"""Network policies and variables follow from connections, and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.charts import support
from tests.charts.support import Umbrella, env_of, the

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.helm

PRESETS = {"all": {"image": {"repository": "example/app", "tag": "1"}}}
Edge = tuple[str, str, int | str]


def render(helm: Path, folder: Path, services: dict[str, str], **values: Any) -> list[support.Object]:
    values["global"] = {"presets": PRESETS, **values.get("global", {})}
    return support.template(helm, support.umbrella(folder / "platform", Umbrella(services, values)))


def edges(found: Sequence[support.Object], direction: str) -> set[Edge]:
    """(from, to, port) of every rule between services, as the policies of one direction have them."""
    out: set[Edge] = set()
    for policy in found:
        if policy["kind"] != "NetworkPolicy":
            continue
        own = policy["spec"]["podSelector"]["matchLabels"]["app.kubernetes.io/name"]
        for rule in policy["spec"].get(direction, []):
            for peer in rule.get("from" if direction == "ingress" else "to", []):
                labels = peer.get("podSelector", {}).get("matchLabels", {})
                other = labels.get("app.kubernetes.io/name")
                if other:
                    assert labels["app.kubernetes.io/instance"] == "shop"
                    pair = (other, own) if direction == "ingress" else (own, other)
                    out |= {(*pair, port["port"]) for port in rule["ports"]}
    return out


SERVICES = {"web": "deployment", "api": "deployment", "db": "statefulset", "job": "job", "idle": "deployment"}
VALUES: dict[str, Any] = {
    "web": {"ports": {"http": 8080}},
    "api": {"ports": {"http": 8000, "grpc": 9000}, "service": {"ports": {"http": 80}}},
    "db": {"ports": {"postgres": 5432, "metrics": 9187}},
    "idle": {"enabled": False, "ports": {"http": 1}},
}


def test_each_edge_opens_exactly_caller_to_callee_on_the_callees_ports(helms: Path, tmp_path: Path) -> None:
    connections = {"web": ["api", "idle"], "api": ["db:postgres", "api:grpc"], "job": ["db"], "idle": ["db"]}
    found = render(helms, tmp_path, SERVICES, **VALUES, **{"global": {"connections": connections}})
    expected: set[Edge] = {
        ("web", "api", 8000),
        ("web", "api", 9000),
        ("api", "db", 5432),
        ("api", "api", 9000),
        ("job", "db", 5432),
        ("job", "db", 9187),
    }
    assert edges(found, "ingress") == expected
    assert edges(found, "egress") == expected


def test_connections_stand_in_global_or_at_the_top(helms: Path, tmp_path: Path) -> None:
    found = render(
        helms,
        tmp_path,
        SERVICES,
        **VALUES,
        connections={"web": ["api:http"]},
        **{"global": {"connections": {"api": ["db:postgres"]}}},
    )
    assert edges(found, "egress") == {("web", "api", 8000), ("api", "db", 5432)}


def test_a_caller_gets_host_and_port_of_each_callee(helms: Path, tmp_path: Path) -> None:
    connections = {"web": ["api", "idle", "db"], "job": ["api:grpc"]}
    found = render(
        helms, tmp_path, SERVICES, **VALUES, **{"global": {"connections": connections, "names": {"db": "pg"}}}
    )
    assert env_of(the("Deployment", found, "shop-web")) == {
        "API_HOST": "shop-api",
        "API_PORT": "80",
        "API_PORT_GRPC": "9000",
        "API_PORT_HTTP": "80",
        "DB_HOST": "pg",
        "DB_PORT": "5432",  # metrics is never the main port
        "DB_PORT_METRICS": "9187",
        "DB_PORT_POSTGRES": "5432",
    }
    # of a Job, by way of a ConfigMap: another port is no other Job
    reference = {"name": "shop-job-ports", "key": "API_PORT"}
    assert env_of(the("Job", found))["API_PORT"]["valueFrom"] == {"configMapKeyRef": reference}
    assert the("ConfigMap", found)["data"]["API_PORT"] == "9000"
    assert env_of(the("StatefulSet", found)) == {}


def test_values_win_over_connection_variables(helm3: Path, tmp_path: Path) -> None:
    web = {**VALUES["web"], "env": {"API_HOST": "elsewhere", "URL": "http://$(API_HOST):$(API_PORT)"}}
    found = render(
        helm3, tmp_path, SERVICES, **{**VALUES, "web": web}, **{"global": {"connections": {"web": ["api"]}}}
    )
    env = support.main_container(the("Deployment", found, "shop-web"))["env"]
    assert env[0] == {"name": "API_HOST", "value": "elsewhere"}
    assert env[-1] == {"name": "URL", "value": "http://$(API_HOST):$(API_PORT)"}


def test_without_a_service_a_callee_has_no_host_but_may_be_reached(helm3: Path, tmp_path: Path) -> None:
    values = {**VALUES, "api": {**VALUES["api"], "service": {"enabled": False}}}
    found = render(helm3, tmp_path, SERVICES, **values, **{"global": {"connections": {"web": ["api:grpc"]}}})
    assert env_of(the("Deployment", found, "shop-web")) == {}
    assert edges(found, "ingress") == {("web", "api", 9000)}


def test_a_statefulset_without_a_client_service_is_reached_by_its_headless_one(
    helm3: Path, tmp_path: Path
) -> None:
    values = {**VALUES, "db": {**VALUES["db"], "service": {"enabled": False}}}
    found = render(
        helm3, tmp_path, SERVICES, **values, **{"global": {"connections": {"api": ["db:postgres"]}}}
    )
    assert env_of(the("Deployment", found, "shop-api"))["DB_HOST"] == "shop-db-headless"


def test_a_port_of_a_job_is_open_to_callers_unless_it_is_no_port_of_the_service(
    helm3: Path, tmp_path: Path
) -> None:
    ports = {"status": 8080, "debug": {"containerPort": 6060, "service": False}}
    values = {**VALUES, "job": {"ports": ports}}
    found = render(helm3, tmp_path, SERVICES, **values, **{"global": {"connections": {"web": ["job"]}}})
    assert edges(found, "ingress") == {("web", "job", 8080)}
    assert not [each for each in support.of_service(found, "job") if each["kind"] == "Service"]


def test_callers_of_what_runs_elsewhere_may_leave_for_its_addresses(helm3: Path, tmp_path: Path) -> None:
    external = {"enabled": True, "addresses": ["192.0.2.1"], "cidrs": ["198.51.100.0/24"]}
    values = {**VALUES, "db": {**VALUES["db"], "external": external}}
    found = render(
        helm3, tmp_path, SERVICES, **values, **{"global": {"connections": {"api": ["db:postgres"]}}}
    )
    egress = the("NetworkPolicy", found, "shop-api")["spec"]["egress"]
    assert egress[1:] == [
        {
            "to": [{"ipBlock": {"cidr": "198.51.100.0/24"}}, {"ipBlock": {"cidr": "192.0.2.1/32"}}],
            "ports": [{"port": 5432, "protocol": "TCP"}],
        }
    ]


def test_replicas_reach_the_first_pod_though_no_connection_says_so(helm3: Path, tmp_path: Path) -> None:
    db = {
        "ports": {"postgres": 5432, "metrics": 9187},
        "replicaCount": 2,
        "replication": {"enabled": True},
        "env": {"PGDATA": "/data/pgdata"},
        "volumeClaimTemplates": {"data": {"size": "1Gi", "mountPath": "/data"}},
    }
    found = render(helm3, tmp_path, SERVICES, **{**VALUES, "db": db})
    assert edges(found, "ingress") == edges(found, "egress") == {("db", "db", 5432)}
    assert "DB_HOST" not in env_of(the("StatefulSet", found))


def test_everyone_may_resolve_names_and_nothing_else_by_itself(helm3: Path, tmp_path: Path) -> None:
    found = render(helm3, tmp_path, SERVICES, **VALUES)
    dns = {
        "to": [
            {
                "namespaceSelector": {},
                "podSelector": {
                    "matchExpressions": [
                        {"key": "k8s-app", "operator": "In", "values": ["kube-dns", "node-local-dns"]}
                    ]
                },
            },
            {"ipBlock": {"cidr": "169.254.20.10/32"}},
            {"ipBlock": {"cidr": "169.254.25.10/32"}},
        ],
        "ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}],
    }
    policies = [each["spec"] for each in found if each["kind"] == "NetworkPolicy"]
    assert len(policies) == 4
    for spec in policies:
        assert spec["policyTypes"] == ["Ingress", "Egress"]
        assert spec["egress"] == [dns]
        assert "ingress" not in spec


def test_what_is_reached_from_outside_is_open_on_its_ports(helm3: Path, tmp_path: Path) -> None:
    gateway = {"ports": {"http": 80, "admin": {"containerPort": 81, "service": False}}}
    more = {
        "services": {"public": {"type": "LoadBalancer", "ports": {"admin": {"port": 443, "targetPort": 81}}}}
    }
    values = {
        "web": {**gateway, "service": {"type": "NodePort"}},
        "api": {**gateway, **more},
        "idle": {**gateway, "ingress": {"enabled": True, "hosts": [{"host": "x"}]}},
    }
    found = render(helm3, tmp_path, SERVICES, **values)
    opened = {name: the("NetworkPolicy", found, f"shop-{name}")["spec"]["ingress"] for name in values}
    elsewhere = {"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["shop-test"]}
    controllers = {"namespaceSelector": {"matchExpressions": [elsewhere]}}
    assert opened == {
        "web": [{"ports": [{"port": 80, "protocol": "TCP"}]}],
        "api": [{"ports": [{"port": 81, "protocol": "TCP"}]}],
        "idle": [{"from": [controllers], "ports": [{"port": 80, "protocol": "TCP"}]}],
    }


def test_a_chart_used_alone_has_a_policy_only_with_rules_of_its_own(helm3: Path, tmp_path: Path) -> None:
    """Without connections a policy would shut everybody out."""
    chart = support.standalone(tmp_path, "deployment")
    values: dict[str, Any] = {"image": support.IMAGE, "ports": {"http": 80}}
    least = support.template(helm3, chart, "-f", support.values_file(tmp_path, values))
    assert "NetworkPolicy" not in {each["kind"] for each in least}
    values["networkPolicy"] = {"ingress": [{"from": [{"podSelector": {}}]}]}
    ruled = support.template(helm3, chart, "-f", support.values_file(tmp_path, values))
    assert the("NetworkPolicy", ruled)["spec"]["ingress"] == [{"from": [{"podSelector": {}}]}]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, None),
        ({"attempts": 0, "perTryTimeout": "2s"}, {"attempts": 0}),
        ({"attempts": 2, "perTryTimeout": "2s"}, {"attempts": 2, "perTryTimeout": "2s"}),
    ],
)
def test_istio_is_told_that_nothing_is_tried_again(
    helm3: Path, tmp_path: Path, stated: dict[str, Any], expected: dict[str, Any] | None
) -> None:
    """Untold, it tries twice more; and it refuses what stands beside a 0."""
    api = {**VALUES["api"], "mesh": {"timeout": "5s", "retries": stated}}
    found = render(
        helm3, tmp_path, SERVICES, **{**VALUES, "api": api}, **{"global": {"mesh": {"type": "istio"}}}
    )
    services = [each for each in found if each["kind"] == "VirtualService"]
    assert [each["spec"]["http"][0].get("retries") for each in services] == [expected]


def test_the_port_of_linkerds_proxy_is_opened_to_pods_that_have_one_alone(
    helm3: Path, tmp_path: Path
) -> None:
    values = {**VALUES, "db": {**VALUES["db"], "mesh": {"enabled": False}}}
    of_all = {"mesh": {"type": "linkerd"}, "connections": {"web": ["api", "db:postgres"]}}
    found = render(helm3, tmp_path, SERVICES, **values, **{"global": of_all})
    opened = {(callee, port) for caller, callee, port in edges(found, "egress") if caller == "web"}
    assert opened == {("api", 8000), ("api", 9000), ("api", 4143), ("db", 5432)}
