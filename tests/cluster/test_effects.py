"""What an upgrade says that it does to a cluster is what a cluster does: each change is made, and looked at.

Two hundred changes at once, each of an object of its own: whether the server takes it, whether it sees a
change at all (generation), whether the object is the same (UID), and how many pods went.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

from generator.core.data import value_at
from generator.core.objects.consequences import Consequence, consequences
from tests.cluster import controlplane
from tests.cluster.controlplane import Refused
from tests.cluster.fields import TRIALS, changed, replacing, resource
from tests.cluster.platforms import Unit
from tests.cluster.release import Release, eventually

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.cluster.controlplane import Api

    Object = dict[str, Any]

# Limits and quotas are among the fields: pods are elsewhere.
FIELDS, PODS = "effects-fields", "effects-pods"
SPACES = {FIELDS: TRIALS, PODS: Path(__file__).with_name("effects.yaml")}
NODE = {
    "apiVersion": "v1",
    "kind": "Node",
    "metadata": {"name": "effects", "labels": {"effects": "true"}},
    "spec": {"taints": [{"key": "effects", "value": "true", "effect": "NoSchedule"}]},
    "status": {
        "allocatable": {"cpu": "100", "memory": "100Gi", "pods": "1000"},
        "capacity": {"cpu": "100", "memory": "100Gi", "pods": "1000"},
    },
}


class Case(NamedTuple):
    """One change of one object: where its kind is, what it is and becomes, and how it is tried."""

    name: str
    place: str
    before: Object
    after: Object
    trial: Object
    path: str


class Seen(NamedTuple):
    """What the server has: who the object is, whether its spec changed, what it says, and its pods."""

    uid: str
    generation: int | None
    says: Object
    pods: frozenset[str]


def cases(api: Api) -> Iterator[Case]:
    places: dict[tuple[str, str], str] = {}
    number = 0
    for space, file in SPACES.items():
        for trial in yaml.safe_load(file.read_text()):
            kind, version = trial["object"]["kind"], trial["object"]["apiVersion"]
            if (kind, version) not in places:
                places[kind, version] = resource(api, kind, version)
            place = places[kind, version].replace("/namespaces/default/", f"/namespaces/{space}/")
            for path in trial["changes"]:
                number += 1
                yield _case(f"effects-{number}", place, trial, path)


def _case(name: str, place: str, trial: Object, path: str) -> Case:
    """The change with names and labels of its own, so that no two meet."""
    text = yaml.safe_dump({**trial, "changes": {path: trial["changes"][path]}}, sort_keys=False)
    words = {
        f"field-{trial['object']['kind'].lower()}": name,
        "field-a": f"{name}-a",
        "app: x": f"app: {name}",
        "namespace: default": f"namespace: {FIELDS}",
    }
    for old, new in words.items():
        text = text.replace(old, new)
    own = yaml.safe_load(text)
    before = {**own["object"], "metadata": {"name": name}}
    return Case(name, place, before, changed(before, path, own["changes"][path]), own, path)


def made(api: Api, case: Case) -> None:
    for one in case.trial.get("needs", ()):
        api.create(resource(api, one["kind"], one["apiVersion"]), one)
    api.create(case.place, case.before)


def is_taken(api: Api, case: Case) -> bool:
    """Make the change; whether the server took it."""
    here = f"{case.place}/{case.name}"
    try:
        api.call(
            "PATCH", here, replacing(api.get(here), case.trial, case.path), kind="application/json-patch+json"
        )
    except Refused as error:
        if error.status not in (403, 422):
            raise
        return False
    return True


def pods_by_app(api: Api) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in api.items(f"/api/v1/namespaces/{PODS}/pods"):
        if not one["metadata"].get("deletionTimestamp"):
            found.setdefault(one["metadata"]["labels"]["app"], set()).add(one["metadata"]["uid"])
    return found


def seen(api: Api, case: Case, pods: dict[str, set[str]]) -> Seen:
    there = api.get(f"{case.place}/{case.name}")
    metadata = there["metadata"]
    says = {key: value for key, value in there.items() if key not in ("metadata", "status")}
    return Seen(metadata["uid"], metadata.get("generation"), says, frozenset(pods.get(case.name, ())))


def said(before: Sequence[Object], after: Sequence[Object]) -> list[Consequence]:
    sides = ("---\n".join(yaml.safe_dump(one) for one in objects) for objects in (before, after))
    old, new = ({"prod": text} for text in sides)
    return consequences(old, new)


def restarting(rows: Sequence[Consequence], pods: int) -> int:
    """How many pods restart by what is said, of so many; of a DaemonSet nobody knows how many there are."""
    return min(sum(one.pods for one in rows if one.of == "restart"), pods)


def wanted_pods(case: Case) -> int:
    """How many pods there are before the change: none of what nobody runs on the node of these tests."""
    spec = case.before.get("spec", {})
    is_here = value_at(spec, ("template", "spec", "nodeSelector", "effects")) == "true"
    return int(spec.get("replicas", 1)) if is_here and not spec.get("paused") else 0


def wrong(case: Case, taken: bool, old: Seen, new: Seen) -> str:
    """Where what is said of a change is not what became of it; nothing where it is."""
    rows = said([case.before], [case.after])
    classes = {one.of for one in rows}
    gone = len(old.pods - new.pods)
    what = ""
    if ("refused" in classes) == taken:
        what = "was taken" if taken else "was refused"
    elif old.uid != new.uid:
        what = "is another object"
    elif gone != restarting(rows, len(old.pods)):
        what = f"{gone} pods went"
    elif taken and case.path.startswith("metadata.") and old.says != new.says:
        what = "its spec is another one"
    elif taken and case.path.startswith("metadata.") and old.generation != new.generation:
        # A Deployment hands its annotations on to its ReplicaSet, which is work for its controller.
        is_handed_on = case.before["kind"] == "Deployment" and case.path == "metadata.annotations"
        what = "" if is_handed_on else "its generation is another one"
    elif (
        taken
        and case.before["kind"] not in ("ConfigMap", "Secret")
        and classes == {"none"}
        and old.says != new.says
    ):
        what = "its spec is another one"
    elif taken and classes - {"none"} and old.says == new.says:
        what = "nothing changed"
    return (
        f"{case.before['kind']} {case.path}: {what}: {[f'{one.of}: {one.what}' for one in rows]}"
        if what
        else ""
    )


@pytest.mark.usefixtures("api")  # this one runs where the others do, and meets none of them
def test_two_hundred_changes_do_what_is_said_of_them(tmp_path: Path) -> None:
    with controlplane.running(tmp_path) as own:
        _try_all(own)


def _try_all(api: Api) -> None:
    every = list(cases(api))
    api.create("/api/v1/nodes", NODE)
    for space in SPACES:
        api.create(
            "/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": space}}
        )
        accounts = f"/api/v1/namespaces/{space}/serviceaccounts"
        eventually(lambda: "" if api.items(accounts) else "no ServiceAccount yet")  # noqa: B023  # at once
    for case in every:
        made(api, case)
    eventually(lambda: _missing(api, every), 90)
    pods = pods_by_app(api)
    old = [seen(api, case, pods) for case in every]
    taken = [is_taken(api, case) for case in every]
    eventually(lambda: _late(api, every, old), 120)
    pods = pods_by_app(api)
    found = [
        wrong(case, one, was, seen(api, case, pods)) for case, one, was in zip(every, taken, old, strict=True)
    ]
    assert [one for one in found if one] == []
    assert len(every) >= 200
    assert {one.of for case in every for one in said([case.before], [case.after])} >= {
        "refused", "restart", "live", "capacity", "opened", "closed", "none", "data",
    }  # fmt: skip


@pytest.mark.parametrize("helm", ["helm3", "helm4"])
def test_what_comes_and_goes_with_a_release_is_what_is_said(api: Api, tmp_path: Path, helm: str) -> None:
    texts = yaml.safe_load(Path(__file__).with_name("comes_and_goes.yaml").read_text())
    found = consequences({"prod": texts["before"]}, {"prod": texts["after"]})
    rows = [(one.of, one.kind, *one.names) for one in found]
    assert sorted(rows) == [
        ("data", "PersistentVolumeClaim", "claim"),
        ("data", "StatefulSet", "along"),
        ("data", "StatefulSet", "behind"),
        ("deleted", "ConfigMap", "gone"),
        ("deleted", "Deployment", "old"),
        ("live", "ConfigMap", "stays"),
        ("new", "ConfigMap", "fresh"),
        ("recreated", "ConfigMap", "hook"),
        ("recreated", "Job", "work-0a1b2c3d"),
    ]
    release = Release(api, Unit("effects", "test", helm, f"comes-{helm}"))
    api.kubectl("create", "namespace", release.namespace)
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: shop\nversion: 1.0.0\n")
    (tmp_path / "templates" / "all.yaml").write_text(texts["before"])
    release.helm("install", "shop", str(tmp_path))
    claims = {"claim", "data-along-0", "data-behind-0"}
    eventually(lambda: "" if claims <= {name for _, name in _uids(release)} else "no claims yet")
    old = _uids(release)
    (tmp_path / "templates" / "all.yaml").write_text(texts["after"])
    release.helm("upgrade", "shop", str(tmp_path))
    leaves = {("PersistentVolumeClaim", "data-along-0")}  # "is deleted, and its claims with it"
    eventually(lambda: "" if not leaves & _uids(release).keys() else "its claims are still there")
    new = _uids(release)
    wrong = []
    for of, kind, name in rows:
        was, becomes = old.get((kind, name)), new.get((kind, name))
        right = {
            "new": was is None and becomes is not None,
            "live": was is not None and was == becomes,
            "recreated": was is not None and becomes != was,
        }.get(of, was is not None and becomes is None)
        wrong += [] if right else [f"{of} {kind} {name}: {was} → {becomes}"]
    assert wrong == []
    assert ("Job", "work-9f8e7d6c") in new
    behind = ("PersistentVolumeClaim", "data-behind-0")  # "its claims stay behind"
    assert old[behind] == new[behind]
    api.kubectl("delete", "namespace", release.namespace, "--wait=false")


def _uids(release: Release) -> dict[tuple[str, str], str]:
    """Who is there and not on the way out, by kind and name."""
    kinds = ("ConfigMap", "Job", "Deployment", "StatefulSet", "PersistentVolumeClaim")
    return {
        (one["kind"], one["metadata"]["name"]): one["metadata"]["uid"]
        for one in release.live(*kinds)
        if not one["metadata"].get("deletionTimestamp")
    }


def _missing(api: Api, every: Sequence[Case]) -> str:
    pods = pods_by_app(api)
    late = [case.name for case in every if len(pods.get(case.name, ())) != wanted_pods(case)]
    unbound = [
        case.name
        for case in every
        if "phase" in case.trial
        and api.get(f"{case.place}/{case.name}")["status"].get("phase") != case.trial["phase"]
    ]
    return f"not there yet: {late[:9]}, {unbound}" if late or unbound else ""


def _late(api: Api, every: Sequence[Case], old: Sequence[Seen]) -> str:
    """Pods that are to restart and have not."""
    pods = pods_by_app(api)
    late = []
    for case, was in zip(every, old, strict=True):
        count = restarting(said([case.before], [case.after]), len(was.pods))
        now = pods.get(case.name, set())
        if len(was.pods - now) < count:
            late.append(f"{case.before['kind']} {case.path}")
    return f"did not restart: {late}" if late else ""
