"""`release`: the services that take a new version by Argo Rollouts, in every environment."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from generator.commands._rules import all_rules
from generator.core.lint.facts import findings
from generator.core.values.model import load_values
from generator.edge.bundled import bundled
from tests import crds
from tests.blueprints import outside, rules
from tests.blueprints.platforms import rendered, tree
from tests.charts.support import by_key

RELEASED = {
    "ecommerce": ["api-gateway", "order-service"],  # its payment-service keeps a journal: a StatefulSet
    "microservices": ["api-gateway", "order-service", "payment-service"],
}
CASES = [
    ("ecommerce", ("release=canary",)),
    ("ecommerce", ("release=blue-green", "gitops=flux")),
    ("microservices", ("release=canary", "mesh=istio")),
    ("microservices", ("release=canary", "mesh=linkerd", "gitops=flux")),
    ("microservices", ("release=blue-green", "mesh=istio")),
]
each_case = pytest.mark.parametrize(("blueprint", "answers"), CASES, ids=str)


@pytest.mark.long
@each_case
def test_argo_rollouts_takes_the_services_where_it_is_asked(
    blueprint: str, answers: tuple[str, ...], helm4: Path, rollout_validation: Path
) -> None:
    for environment in ("dev", "test", "staging", "prod", "dr"):
        found = rendered(helm4, blueprint, environment, *answers)
        judged = subprocess.run(
            [rollout_validation], input=yaml.safe_dump_all(found), capture_output=True, text=True, check=False
        )
        rolled = sorted(each["metadata"]["name"] for each in found if each["kind"] == "Rollout")
        expected = [] if environment in ("dev", "test") else [f"shop-{one}" for one in RELEASED[blueprint]]
        assert rolled == expected
        assert judged.stdout == f"{len(rolled)} Rollouts are fine\n"
        analyses = [each["metadata"]["name"] for each in found if each["kind"] == "AnalysisTemplate"]
        assert sorted(analyses) == (expected if environment == "prod" else [])
        assert outside.gaps(blueprint, found) == []


@pytest.mark.long
@each_case
def test_platform_is_clean_and_its_deployers_leave_the_weights_alone(
    blueprint: str, answers: tuple[str, ...]
) -> None:
    files = tree(blueprint, *answers)
    found = findings(load_values(files), all_rules(), bundled())
    assert [one.what for one in found if one.rule.id != "stand-in"] == []
    folder = "gitops/flux" if "gitops=flux" in answers else "gitops/argocd"
    made = [
        one
        for path, data in files.items()
        if str(path).startswith(folder)
        for one in yaml.safe_load_all(data)
        if one["kind"] in ("HelmRelease", "ApplicationSet")
    ]
    in_mesh = answers[:1] == ("release=canary",) and any(one.startswith("mesh=") for one in answers)
    for one in made:
        assert ("HTTPRoute" in str(one)) == in_mesh
        if crds.is_installed():
            assert list(rules.custom_resource(one)) == []


def test_canary_of_an_online_shop_is_asked_about_and_can_be_told_of(helm4: Path) -> None:
    found = by_key(rendered(helm4, "ecommerce", "prod", "release=canary"))
    rollout: dict[str, Any] = found["Rollout", "shop-order-service"]
    assert rollout["metadata"]["annotations"] == {
        "notifications.argoproj.io/subscribe.on-rollout-aborted.slack": "releases"
    }
    strategy = rollout["spec"]["strategy"]["canary"]
    assert (strategy["stableService"], strategy["canaryService"]) == (
        "shop-order-service-stable",
        "shop-order-service-canary",
    )
    assert strategy["analysis"]["templates"] == [{"templateName": "shop-order-service"}]
    target = found["HorizontalPodAutoscaler", "shop-order-service"]["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == ("Rollout", "shop-order-service")
    told = tree("ecommerce", "release=canary")[PurePosixPath("docs/architecture.md")].decode()
    assert "## Releases\n" in told
    assert "## Releases\n" not in tree("ecommerce")[PurePosixPath("docs/architecture.md")].decode()
