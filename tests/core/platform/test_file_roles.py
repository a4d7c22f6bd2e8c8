"""Layouts that people have: which files of a repository are whose environment's values, by their names."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.platform.environments import (
    chains_of,
    passed_over,
    roles_of,
    summary_of_guess,
)
from generator.core.platform.file_roles import is_usual

LAYOUTS: dict[str, tuple[str | None, str, dict[str, str]]] = {
    "beside the chart's folder": (
        "helm_deploy/app",
        (
        "helm_deploy/values-dev.yaml helm_deploy/values-prod.yaml helm_deploy/values-t2.yaml"
        " helm_deploy/app/values.yaml helm_deploy/values-example.yaml helm_deploy/values.schema.yaml"
        ),
        {
            "dev": "helm_deploy/values-dev.yaml",
            "t2": "helm_deploy/values-t2.yaml",
            "prod": "helm_deploy/values-prod.yaml",
        },
    ),
    "helm-values": (
        "chart",
        "environments/helm-values/values-int.yaml environments/helm-values/values-prod.yaml",
        {"int": "environments/helm-values/values-int.yaml", "prod": "environments/helm-values/values-prod.yaml"},
    ),
    "config": (
        "mybinder",
        "config/prod.yaml config/staging.yaml config/bids-ovh.yaml config/test-secrets.yaml config/k3s/x.yaml",
        {"bids-ovh": "config/bids-ovh.yaml", "staging": "config/staging.yaml", "prod": "config/prod.yaml"},
    ),
    "config of something else": ("app", "config/logging.yaml config/database.yaml", {}),
    "clusters": (
        "helm-charts/basehub",
        (
        "config/clusters/a/prod.values.yaml config/clusters/a/common.values.yaml config/clusters/a/cluster.yaml"
        " config/clusters/b/prod.values.yaml config/clusters/b/lis.values.yaml"
        " config/clusters/b/support.values.yaml config/clusters/b/enc-prod.secret.values.yaml"
        ),
        {
            "b-lis": "config/clusters/b/lis.values.yaml",
            "a-prod": "config/clusters/a/common.values.yaml config/clusters/a/prod.values.yaml",
            "b-prod": "config/clusters/b/prod.values.yaml",
        },
    ),
    "a folder each, chart elsewhere": (
        None,
        "prod/values.yaml dev/values.yaml base/values.yaml argocd/values.yaml values-prod/x.yaml",
        {"dev": "base/values.yaml dev/values.yaml", "prod": "base/values.yaml prod/values.yaml"},
    ),
    "stages": (
        "base",
        "stages/prod/values.yaml stages/blue/values.yaml",
        {"blue": "stages/blue/values.yaml", "prod": "stages/prod/values.yaml"},
    ),
    "overlays": (
        "app",
        "overlays/prod/values.yaml overlays/dev/values.yaml overlays/dev/kustomization.yaml",
        {"dev": "overlays/dev/values.yaml", "prod": "overlays/prod/values.yaml"},
    ),
    "ci": ("app", "ci/prod.yaml ci/full-values.yaml app/ci/test-values.yaml", {"test": "app/ci/test-values.yaml", "prod": "ci/prod.yaml"}),
    "name in front": (
        ".",
        "prod-values.yaml dev-values.yaml prod-values.enc.yaml prod-values.dec.yaml",
        {"dev": "dev-values.yaml", "prod": "prod-values.yaml"},
    ),
    "common and regions": (
        "chart",
        "values/common.yaml values/prod.yaml values/prod-eu.yaml values/dev.yaml values/secrets-prod.yaml",
        {
            "dev": "values/common.yaml values/dev.yaml",
            "prod": "values/common.yaml values/prod.yaml",
            "prod-eu": "values/common.yaml values/prod.yaml values/prod-eu.yaml",
        },
    ),
    "a file a service": (
        "charts/orders",
        "envs/prod/orders.yaml envs/test/orders.yaml envs/test/cart.yaml envs/test/common.yaml",
        {"test": "envs/test/common.yaml envs/test/orders.yaml", "prod": "envs/prod/orders.yaml"},
    ),
    "one chart for all services": (
        "charts/generic",
        "envs/prod/orders.yaml envs/test/orders.yaml",
        {"orders-test": "envs/test/orders.yaml", "orders-prod": "envs/prod/orders.yaml"},
    ),
    "a folder a service": (
        "charts/orders",
        "deploy/orders/values-prod.yaml deploy/cart/values-prod.yaml deploy/orders/values-test.yaml",
        {"test": "deploy/orders/values-test.yaml", "prod": "deploy/orders/values-prod.yaml"},
    ),
    "the service in the name": (
        "charts/orders",
        "values/orders-prod.yaml values/cart-prod.yaml values/orders-test.yaml values/orders.yaml",
        {
            "test": "values/orders.yaml values/orders-test.yaml",
            "prod": "values/orders.yaml values/orders-prod.yaml",
        },
    ),
    "another release beside": (
        None,
        "environments/dev/values.yaml environments/dev/web-values.yaml",
        {"dev": "environments/dev/values.yaml"},
    ),
    "what a chart's name ends in": (
        "charts/countly-kafka",
        (
        "environments/local/countly.yaml environments/local/global.yaml environments/local/kafka.yaml"
        " environments/local/credentials-kafka.yaml environments/example-small/global.yaml"
        ),
        {"local": "environments/local/global.yaml environments/local/kafka.yaml"},
    ),
    "two kinds of place": (
        "chart",
        "chart/values-dev.yaml envs/prod.yaml chart/envs/test/values.yaml chart/values-ci.yaml",
        {"dev": "chart/values-dev.yaml", "test": "chart/envs/test/values.yaml", "prod": "envs/prod.yaml"},
    ),
    "a base beside": (
        "deploy/app",
        "deploy/values.yaml deploy/values.prod.yaml deploy/values_qa.yml",
        {"qa": "deploy/values.yaml deploy/values_qa.yml", "prod": "deploy/values.yaml deploy/values.prod.yaml"},
    ),
    "the chart's name before values": (
        "charts/shop",
        "k8s/shop-values-prod.yaml k8s/redis-values-prod.yaml k8s/shop-values-test.yaml",
        {"test": "k8s/shop-values-test.yaml", "prod": "k8s/shop-values-prod.yaml"},
    ),
    "regions in folders": (
        "app",
        "environments/eu/prod.yaml environments/us/prod.yaml environments/eu/test.yaml",
        {
            "eu-test": "environments/eu/test.yaml",
            "eu-prod": "environments/eu/prod.yaml",
            "us-prod": "environments/us/prod.yaml",
        },
    ),
    "manifests and pipelines": (
        "app",
        (
        ".github/values-prod.yaml docs/values-prod.yaml templates/prod.yaml tests/values-prod.yaml prod.txt"
        " deploy/kustomization.yaml k8s/namespace.yaml prod-proxy.yaml"
        ),
        {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_files_of_environments_are_known_by_their_names(layout: str) -> None:
    chart, files, wanted = LAYOUTS[layout]
    others = ("support", "daskhub", "cart", "redis", "countly")
    service = chart.rpartition("/")[2].strip(".") if chart else ""
    folder = PurePosixPath(chart) if chart else None
    found = chains_of(roles_of(map(PurePosixPath, files.split()), folder, service, others))
    assert {name: " ".join(map(str, paths)) for name, paths in found.items()} == wanted
    assert list(found) == list(wanted)


def test_content_can_speak_against_a_file_outside_of_the_chart_or_a_doubtful_one() -> None:
    asked: list[str] = []

    def takes(path: PurePosixPath) -> bool:
        asked.append(str(path))
        return False

    files = ["app/dev-values.yaml", "app/envs/prod.yaml", "app/ingress-values.yaml", "values-qa.yaml"]
    chart = PurePosixPath("app")
    found = roles_of(map(PurePosixPath, files), chart, "app", takes=takes)
    assert [str(role.path) for role in found] == ["app/dev-values.yaml", "app/envs/prod.yaml"]
    assert asked == ["app/ingress-values.yaml", "values-qa.yaml"]


@pytest.mark.parametrize(
    ("name", "usual"),
    [("prod", True), ("eu-prod", True), ("dev2", True), ("pre-prod", True), ("t2", False), ("products", False)],
)  # fmt: skip
def test_usual_names(name: str, usual: bool) -> None:
    assert is_usual(name) is usual


def test_guess_is_told_in_a_line() -> None:
    chains = {name: (PurePosixPath(f"values-{name}.yaml"),) for name in "abcdefgh"}
    assert summary_of_guess(chains, lambda path: f"../{path}") == (
        "taken for environments: a, b, c, d, e, f … (8) (a: ../values-a.yaml)"
    )
    odd = [PurePosixPath(f"{name}-values.yaml") for name in ("api", "beat", "cron", "web", "worker")]
    assert summary_of_guess({"prod": chains["a"]}, str, odd) == (
        "taken for environments: prod (prod: values-a.yaml);"
        " for none: api-values.yaml, beat-values.yaml, cron-values.yaml, web-values.yaml … (5)"
    )


def test_values_of_no_environment_beside_those_of_one_are_told() -> None:
    names = "web-values.yaml prod-values.yaml values.worker.yaml orders-values.yaml values.yaml ingress.yaml"
    none = "example-values.yaml values-schema.yaml secret-values.yaml common-values.yaml values-x.txt"
    files = [PurePosixPath("deploy", name) for name in f"{names} {none}".split()]
    chains = {"prod": (PurePosixPath("deploy/prod-values.yaml"),)}
    elsewhere = PurePosixPath("other/web-values.yaml")
    assert passed_over([*files, elsewhere], chains, {"orders"}) == [
        PurePosixPath("deploy/values.worker.yaml"), PurePosixPath("deploy/web-values.yaml")
    ]  # fmt: skip
