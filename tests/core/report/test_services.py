from __future__ import annotations

from generator.core.report.services import (
    listed_services,
    service_headers,
    service_rows,
    services_as_json,
)
from generator.core.values.model import load_values
from tests.small_platform import VALUES, foreign_umbrella, small_platform


def test_lists_type_replicas_by_environment_and_calls_both_ways() -> None:
    extra = "  connections:\n    web: [orders:http]\n"
    values = VALUES.replace("domain: example.com", "domain: example.com\n  imageRegistry: mirror.example.com")
    model = load_values(
        small_platform(
            values=values.replace("web: # what", "web:\n  tier: presentation # what"),
            values_dev=f"global:\n{extra}db: {{enabled: false}}\n",
        )
    )
    services = listed_services(model)
    assert [service_headers(services), *service_rows(services)] == [
        ["name", "workload", "tier", "dev", "staging", "prod", "dr", "calls", "called by", "image"],
        ["web", "deployment", "presentation", "2", "2", "3", "1", "orders, orders:http", "",
         "mirror.example.com/web:1.4.2"],
        ["orders", "deployment", "", "2", "2", "3–30", "1–30", "db", "web", "mirror.example.com/orders:2.0"],
        ["db", "statefulset", "", "off", "1", "1", "1", "", "orders", "mirror.example.com/db:17.6"],
    ]  # fmt: skip
    assert services_as_json(services)[2] == {
        "name": "db",
        "workload": "statefulset",
        "tier": None,
        "image": "mirror.example.com/db:17.6",
        "replicas": {
            "dev": {"enabled": False, "min": None, "max": None},
            "staging": {"enabled": True, "min": 1, "max": 1},
            "prod": {"enabled": True, "min": 1, "max": 1},
            "dr": {"enabled": True, "min": 1, "max": 1},
        },
        "calls": [],
        "calledBy": ["orders"],
    }


def test_of_other_charts_it_shows_what_is_usual() -> None:
    model = load_values(
        foreign_umbrella(
            values="cart:\n  image: example.com/cart:1\nredis:\n  keda: {enabled: true, maxReplicaCount: 4}\n"
        )
    )
    services = listed_services(model)
    assert [service_headers(services), *service_rows(services)] == [
        ["name", "workload", "tier", "dev", "prod", "calls", "called by", "image"],
        ["redis", "redis", "", "…–4", "…–4", "", "", ""],
        ["cart", "cart", "", "1", "1", "", "", "example.com/cart:1"],
    ]


def test_without_environments_there_is_one_column() -> None:
    tree = {path: data for path, data in foreign_umbrella().items() if not path.name.startswith("values-")}
    services = listed_services(load_values(tree))
    assert service_headers(services)[3:5] == ["replicas", "calls"]
    assert services_as_json(services)[1]["replicas"] == {"values.yaml": {"enabled": True, "min": 2, "max": 2}}
    assert service_headers([]) == ["name", "workload", "tier", "calls", "called by", "image"]


def test_a_job_has_no_number_of_pods() -> None:
    chart = small_platform()
    chart = {
        path: data.replace(b"workload: statefulset", b"workload: cronjob") for path, data in chart.items()
    }
    db = listed_services(load_values(chart))[2]
    assert (db.workload, db.replicas["prod"].text) == ("cronjob", "")
