"""A release of dev that is upgraded to production's values, in place, and back.

Kubernetes refuses to change a StatefulSet's claim templates and a few more of its fields. Where the environments differ in them,
the StatefulSet is deleted first: without its pods (--cascade=orphan), so that nothing stops; with them where one environment keeps
the data in the pod and the other on a claim, because a pod's volumes cannot change either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.cluster import platforms
from tests.cluster.platforms import Unit
from tests.cluster.release import Release, eventually, is_ready, run_documented_scripts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cluster.controlplane import Api

Object = dict[str, Any]
# All that may change on a live StatefulSet.
_MUTABLE = {
    "replicas",
    "ordinals",
    "template",
    "updateStrategy",
    "revisionHistoryLimit",
    "persistentVolumeClaimRetentionPolicy",
    "minReadySeconds",
}

_NAMED_AFTER_THE_NAMESPACE = (
    "PriorityClass",
    "ClusterRole",
    "ClusterRoleBinding",
    "Namespace",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
)


@pytest.fixture(scope="module", params=platforms.wanted())
def promoted(request: pytest.FixtureRequest, api: Api) -> Iterator[Release]:
    release = Release(api, Unit(request.param, "dev", suffix="promoted"))
    try:
        platforms.described(request.param)
        release.install()
    except AssertionError as error:
        release.failure = str(error)
    yield release
    api.kubectl("delete", "namespace", release.namespace, "--wait=false", "--ignore-not-found")


def test_dev_becomes_production(promoted: Release) -> None:
    if not promoted.installed:
        pytest.fail(promoted.failure, pytrace=False)
    changed = _release_stateful_sets(promoted, "prod")
    refused = promoted.upgrade(environment="prod", check=False)
    assert refused.returncode == 0, f"{refused.stderr}\n(first deleted: {changed})\n{promoted.diagnose()}"
    # Throw-away passwords leave with dev's values; production's come from where its documentation says.
    run_documented_scripts(promoted.api, promoted.unit, "prod")
    _await_ready(promoted)
    assert _kinds(promoted.manifest()) == _kinds(platforms.rendered(promoted.unit.blueprint, "prod"))


def test_and_back(promoted: Release) -> None:
    if not promoted.installed:
        pytest.fail(promoted.failure, pytrace=False)
    _release_stateful_sets(promoted, "dev")
    for secret in promoted.live("Secret"):
        given = "meta.helm.sh/release-name" not in secret["metadata"].get("annotations", {})
        if given and secret["type"] != "helm.sh/release.v1":
            promoted.api.kubectl("-n", promoted.namespace, "delete", "secret", secret["metadata"]["name"])
    promoted.helm("rollback", promoted.name, "1", "--wait", "--timeout", "5m")
    _await_ready(promoted)
    assert _kinds(promoted.manifest()) == _kinds(platforms.rendered(promoted.unit.blueprint, "dev"))


def _release_stateful_sets(release: Release, environment: str) -> list[str]:
    """Delete those that the environment has otherwise than live, in a way that Kubernetes would refuse."""
    wanted = {
        item["metadata"]["name"]: item
        for item in platforms.rendered(release.unit.blueprint, environment)
        if item["kind"] == "StatefulSet"
    }
    current = {item["metadata"]["name"]: item for item in release.manifest() if item["kind"] == "StatefulSet"}
    differing = [name for name in wanted if name in current and _fixed(wanted[name]) != _fixed(current[name])]
    for name in differing:
        moves = _claims(wanted[name]) != _claims(current[name])
        cascade = "foreground" if moves else "orphan"
        release.api.kubectl("-n", release.namespace, "delete", "statefulset", name, f"--cascade={cascade}")
    return differing


def _fixed(item: Object) -> Object:
    return {key: value for key, value in item["spec"].items() if key not in _MUTABLE}


def _claims(item: Object) -> set[str]:
    return {claim["metadata"]["name"] for claim in item["spec"].get("volumeClaimTemplates", [])}


def _await_ready(release: Release) -> None:
    def complaint() -> str:
        waiting = [
            pod["metadata"]["name"]
            for pod in release.live("Pod")
            if pod["status"].get("phase") != "Succeeded" and not is_ready(pod)
        ]
        return f"not ready: {waiting}\n{release.diagnose()}" if waiting else ""

    eventually(complaint, 60)


def _kinds(objects: list[Object]) -> list[tuple[str, str]]:
    """Hooks and what is in the whole cluster apart: the first are not in the release, the second is named after the namespace.

    A Job's name may end in a hash of all that it says, the namespace included.
    """
    return sorted(
        (item["kind"], re.sub(r"-[0-9a-f]{8}$", "", item["metadata"]["name"]))
        for item in objects
        if item["kind"] not in _NAMED_AFTER_THE_NAMESPACE
        and "helm.sh/hook" not in item["metadata"].get("annotations", {})
    )
