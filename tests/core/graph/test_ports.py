from __future__ import annotations

import pytest

from generator.core.graph.ports import connection_variables, host_of, main_port, ports_of


@pytest.mark.parametrize(
    ("values", "ports"),
    [
        ({}, {}),
        ({"ports": {"http": 8080, "admin": {"containerPort": 9000}}}, {"admin": 9000, "http": 8080}),
        ({"ports": {"http": {"containerPort": 1, "enabled": False}}}, {}),
        ({"ports": {"http": {"containerPort": 1, "service": False}}}, {}),
        ({"ports": {"http": 8080}, "service": {"ports": {"http": 80}}}, {"http": 80}),
        ({"ports": {"http": 8080}, "service": {"ports": {"http": {"targetPort": 1}}}}, {"http": 8080}),
        ({"ports": {"http": 8080}, "service": {"ports": {"http": {"enabled": False}}}}, {}),
        ({"ports": {"http": 8080}, "service": {"ports": {"read": {"port": 5}}}}, {"http": 8080, "read": 5}),
    ],
)
def test_ports_are_those_of_the_pods_but_for_what_the_service_says(
    values: dict[str, object], ports: dict[str, object]
) -> None:
    assert ports_of(values) == ports
    assert list(ports_of(values)) == sorted(ports)


@pytest.mark.parametrize(
    ("names", "main"),
    [
        (["a", "http", "grpc"], "http"),
        (["a", "grpc", "tcp"], "grpc"),
        (["a", "tcp"], "tcp"),
        (["metrics", "sql"], "sql"),
        (["metrics"], "metrics"),
    ],
)
def test_the_main_port_is_the_usual_one(names: list[str], main: str) -> None:
    assert main_port(dict.fromkeys(names, 1)) == main


def test_callers_get_a_variable_for_each_of_several_ports() -> None:
    one = {"sql": 5432}
    several = {"client": 9092, "metrics": 9000}
    assert connection_variables("order-db", "shop-order-db", one) == {
        "ORDER_DB_HOST": "shop-order-db",
        "ORDER_DB_PORT": 5432,
    }
    assert connection_variables("queue", "q", several, "metrics") == {
        "QUEUE_HOST": "q",
        "QUEUE_PORT": 9000,
        "QUEUE_PORT_CLIENT": 9092,
        "QUEUE_PORT_METRICS": 9000,
    }
    assert connection_variables("queue", "", several) == {}
    assert connection_variables("queue", "q", {}) == {}


@pytest.mark.parametrize(
    ("values", "workload", "host"),
    [
        ({"service": {"enabled": True}}, "deployment", "shop-a"),
        ({"service": {"enabled": True, "name": "own"}}, "deployment", "own"),
        ({"service": {"enabled": False}}, "deployment", ""),
        ({}, "daemonset", ""),
        ({"service": {"enabled": False}}, "statefulset", "shop-a-headless"),
        ({"service": {"enabled": False}, "headlessService": {"name": "h"}}, "statefulset", "h"),
        ({"service": {"enabled": False}, "headlessService": {"enabled": False}}, "statefulset", ""),
        ({"service": {"enabled": False}, "external": {"enabled": True}}, "statefulset", ""),
    ],
)
def test_a_service_is_called_by_its_service_or_the_headless_one(
    values: dict[str, object], workload: str, host: str
) -> None:
    assert host_of("shop-a", values, {"http": 1}, workload) == host
    assert host_of("shop-a", values, {}, workload) == ""
