"""The electors of trading's engine and a real API server: its rights, its conflicts, its words."""

from __future__ import annotations

import shutil
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.blueprints.electors import Elector, Watch
from tests.blueprints.lease_server import LeaseServer
from tests.blueprints.platforms import rendered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cluster.controlplane import Api

PATIENCE = 60  # seconds: a machine that does other work, too
NAME, NAMESPACE = "exchange-trading-engine", "elector"
KINDS = {
    "Lease": "leases",
    "ServiceAccount": "serviceaccounts",
    "Role": "roles",
    "RoleBinding": "rolebindings",
}


def prepared(api: Api, helm: Path) -> None:
    """The namespace with what the blueprint renders for the electors, and two pods that nobody schedules."""
    api.create("/api/v1/namespaces", {"metadata": {"name": NAMESPACE}})
    found = [
        each
        for each in rendered(helm, "trading", "prod")
        if each["metadata"]["name"] == NAME and each["kind"] in KINDS
    ]
    assert {each["kind"] for each in found} == {*KINDS}
    for each in found:
        moved = {**each, "metadata": {**each["metadata"], "namespace": NAMESPACE}}
        for subject in moved.get("subjects", []):
            subject["namespace"] = NAMESPACE
        version = each["apiVersion"]
        root = f"/apis/{version}" if "/" in version else f"/api/{version}"
        api.create(f"{root}/namespaces/{NAMESPACE}/{KINDS[each['kind']]}", moved)
    for ordinal in (0, 1):
        api.create(f"/api/v1/namespaces/{NAMESPACE}/pods", {
            "metadata": {"name": f"{NAME}-{ordinal}", "labels": {"trading-role": "standby"}},
            "spec": {"serviceAccountName": NAME, "schedulerName": "nobody", "containers": [{"name": "engine", "image": "engine"}]},
        })  # fmt: skip


@pytest.mark.skipif(not shutil.which("curl"), reason="the elector's image is curl's")
def test_the_api_server_lets_one_engine_be_active_and_never_two(
    api: Api, helm3: Path, tmp_path: Path
) -> None:
    """Taken, given back, taken over from one that stands still, by the rights that are rendered."""
    prepared(api, helm3)
    account = f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/{NAME}/token"
    engines = LeaseServer()  # the engines' readiness alone
    electors = []
    for ordinal in (0, 1):
        pod = f"{NAME}-{ordinal}"
        electors.append(Elector(
            tmp_path / pod, pod, api=api.url.removeprefix("https://"), engine=f"http://{engines.address}/readyz/{pod}",
            token=api.call("POST", account, {"spec": {"expirationSeconds": 3600}})["status"]["token"],
            authority=api.authority.read_bytes(), namespace=NAMESPACE, lease=NAME,
        ))  # fmt: skip
    watch = Watch(electors)

    def wait(reached: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not reached():
            assert time.monotonic() < end, (lease(), [each.epoch() for each in electors])
            time.sleep(0.1)

    def lease() -> dict[str, object]:
        spec: dict[str, object] = api.get(
            f"/apis/coordination.k8s.io/v1/namespaces/{NAMESPACE}/leases/{NAME}"
        )["spec"]
        return spec

    def holder() -> str:
        return str(lease().get("holderIdentity", "")).partition("/")[0]

    def roles() -> dict[str, str]:
        pods = api.items(f"/api/v1/namespaces/{NAMESPACE}/pods")
        return {each["metadata"]["name"]: each["metadata"]["labels"]["trading-role"] for each in pods}

    def is_active(elector: Elector) -> Callable[[], bool]:
        other = next(each for each in electors if each is not elector)
        expected = {elector.pod: "active", other.pod: "standby"}
        return lambda: elector.epoch() is not None and holder() == elector.pod and roles() == expected

    try:
        for each in electors:
            each.start()
        wait(lambda: any(each.epoch() is not None for each in electors))
        active, other = sorted(electors, key=lambda each: each.epoch() is None)
        wait(is_active(active))
        active.signal(signal.SIGTERM)
        wait(is_active(other))
        assert active.process
        active.process.wait(PATIENCE)
        active.start()
        other.signal(signal.SIGSTOP)
        wait(is_active(active))
        other.signal(signal.SIGCONT)
        time.sleep(4)
        assert is_active(active)()
        engines.sick.add(active.pod)
        wait(is_active(other))
    finally:
        watch.over.set()
        watch.thread.join()
        for each in electors:
            if each.process:
                each.signal(signal.SIGKILL)
                each.process.wait()
        engines.stop()
        api.call("DELETE", f"/api/v1/namespaces/{NAMESPACE}")
    assert watch.together == [], "two were active"
    assert [pods for pods in watch.epochs.values() if len(pods) > 1] == []
    assert watch.order == sorted(watch.order) == [1, 2, 3, 4]
