"""What is special to the devops blueprint: teams, their namespaces and gates, runners, stores with copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.blueprints import rules
from tests.blueprints.platforms import files_of, folder, rendered
from tests.charts.support import HelmError, by_key, env_of, main_container, of_service, run, the

if TYPE_CHECKING:
    from pathlib import Path

    from tests.charts.support import Object

pytestmark = pytest.mark.helm

NAME = "devops"
HOME = "shop-test"  # the namespace that tests render into
TEAM = "--set x-tenancy.teams.ledger.costCenter=4711 --set x-tenancy.teams.ledger.group=ledgers --set x-tenancy.teams.ledger.size=large"
MAIN = f"{TEAM} --set x-tenancy.teams.ledger.environments={{main}}"


def inside(found: list[Object], namespace: str) -> dict[str, Object]:
    return {each["kind"]: each for each in found if each["metadata"].get("namespace") == namespace}


def test_every_team_has_a_governed_namespace(helm4: Path) -> None:
    found = rendered(helm4, NAME, "prod")
    for team in ("payments", "storefront"):
        name = f"{HOME}-team-{team}-main"
        namespace = the("Namespace", found, name)
        labels = namespace["metadata"]["labels"]
        assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
        assert (labels["team"], labels["cost-center"]) == (team, team)
        assert set(inside(found, name)) == {"ResourceQuota", "LimitRange", "NetworkPolicy", "RoleBinding"}


def test_a_team_is_a_few_values(helm4: Path) -> None:
    """And what it costs is bounded by the size that they name."""
    found = rendered(helm4, NAME, "prod", more=MAIN)
    made = inside(found, f"{HOME}-team-ledger-main")
    assert made["ResourceQuota"]["spec"]["hard"]["requests.cpu"] == "16"
    assert made["RoleBinding"]["subjects"][0] == {
        "apiGroup": "rbac.authorization.k8s.io",
        "kind": "Group",
        "name": "ledgers",
    }


def test_environments_stay_and_previews_go(helm4: Path) -> None:
    found = rendered(helm4, NAME, "prod", more=f"{MAIN} --set x-tenancy.teams.ledger.previews={{pr-1}}")
    kept = {
        name: each["metadata"].get("annotations", {}).get("helm.sh/resource-policy")
        for (kind, name), each in by_key(found).items()
        if kind == "Namespace"
    }
    assert kept[f"{HOME}-team-ledger-main"] == "keep"
    assert kept[f"{HOME}-team-ledger-pr-1"] is None
    assert kept[f"{HOME}-builds"] is None


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (f"{MAIN} --set x-tenancy.teams.ledger.size=huge", 'has the size "huge", which x-tenancy.sizes does'),
        (f"{TEAM} --set x-tenancy.teams.ledger.environments={{{'x' * 50}}}", "Kubernetes allows 63"),
        (f"{MAIN} --set x-tenancy.teams.ledger.costCenter=", "ledger has no costCenter"),
    ],
    ids=["size", "length", "cost"],
)
def test_a_team_that_cannot_be_is_refused(values: str, sentence: str, helms: Path) -> None:
    with pytest.raises(HelmError) as refused:
        run(helms, "template", "forge", folder(NAME), *files_of(NAME, "prod"), *values.split())
    assert sentence in str(refused.value)


def test_gates_name_the_registries_and_hold_for_teams_alone(helm4: Path) -> None:
    found = rendered(helm4, NAME, "staging", more="--set x-tenancy.gates.registries={quay.io/}")
    policy = the("ValidatingAdmissionPolicy", found, f"{HOME}-workloads")
    assert (
        "['registry.staging.forge.example.com/','quay.io/']" in policy["spec"]["validations"][0]["expression"]
    )
    binding = the("ValidatingAdmissionPolicyBinding", found, f"{HOME}-workloads")
    assert binding["spec"]["validationActions"] == ["Deny"]
    selector = binding["spec"]["matchResources"]["namespaceSelector"]
    assert selector["matchLabels"] == {"tenant-of": HOME}
    assert selector["matchExpressions"] == [{"key": "team", "operator": "NotIn", "values": ["builds"]}]


def test_dev_only_warns(helm4: Path) -> None:
    found = rendered(helm4, NAME, "dev")
    for each in found:
        if each["kind"] == "ValidatingAdmissionPolicyBinding":
            assert each["spec"]["validationActions"] == ["Warn", "Audit"]


def test_runners_follow_the_queue_and_build_elsewhere(helm4: Path) -> None:
    found = rendered(helm4, NAME, "prod")
    scaler = the("ScaledObject", found, "forge-ci-runner")
    assert "woodpecker_pending_steps" in scaler["spec"]["triggers"][0]["metadata"]["query"]
    runner = the("Deployment", found, "forge-ci-runner")
    assert env_of(runner)["WOODPECKER_BACKEND_K8S_NAMESPACE"] == f"{HOME}-builds"
    rights = inside(found, f"{HOME}-builds")
    assert rights["RoleBinding"]["subjects"] == [
        {"kind": "ServiceAccount", "name": "forge-ci-runner", "namespace": HOME}
    ]
    assert not [each for each in of_service(found, "ci-runner") if each["kind"].startswith("ClusterRole")]


@pytest.mark.parametrize(("environment", "copies"), [("dev", 1), ("test", 2), ("prod", 2), ("dr", 2)])
def test_agents_write_to_every_copy_of_a_store(environment: str, copies: int, helm4: Path) -> None:
    found = rendered(helm4, NAME, environment)
    for store, where in (("metrics-store", _metrics(found)), ("log-store", _logs(found))):
        assert the("StatefulSet", found, f"forge-{store}")["spec"]["replicas"] == copies
        named = [number for number in range(9) if f"forge-{store}-{number}.forge-{store}-headless" in where]
        assert named == list(range(copies))


def _metrics(found: list[Object]) -> str:
    return " ".join(main_container(the("DaemonSet", found, "forge-monitoring"))["args"])


def _logs(found: list[Object]) -> str:
    data: dict[str, Any] = the("ConfigMap", found, "forge-log-management-config")["data"]
    return str(data["config.alloy"])


def test_in_dr_nothing_works_until_it_is_promoted(helm4: Path) -> None:
    found = rendered(helm4, NAME, "dr")
    assert {each["spec"]["replicas"] for each in found if each["kind"] == "Deployment"} == {0}
    assert {rules.service_of(each) for each in found if each["kind"] == "Job"} >= {
        "config-restore",
        "config-db-restore",
        "ci-db-restore",
    }
