"""What a change of a whole platform does to its clusters: each object in one class, equal rows as one."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias, get_args

from generator.core.data import equal, value_at
from generator.core.differences import beside
from generator.core.objects.effects import (
    DOCUMENT_BREAK,
    ONLY_DEFAULTS,
    WITH_PODS,
    ObjectKey,
    beside_by_name,
    immutable_changes,
    is_made_anew,
    listed_paths,
    rendered_objects,
    restart_of,
    served,
)
from generator.core.objects.holders import data_lost, data_lost_with, readers_of_config
from generator.core.objects.network import NETWORK_POLICY, OTHER_POLICIES, edges
from generator.core.paths import format_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EffectClass: TypeAlias = Literal[
    "data", "refused", "recreated", "deleted", "restart", "opened", "closed", "capacity", "live", "new",
    "none",
]  # fmt: skip
CLASSES: Final[tuple[EffectClass, ...]] = get_args(EffectClass)  # the worst first
_CAPACITY = frozenset({
    "HorizontalPodAutoscaler", "VerticalPodAutoscaler", "ScaledObject", "ResourceQuota", "LimitRange",
    "PodDisruptionBudget",
})  # fmt: skip
_CONFIGURATION = ("ConfigMap", "Secret")
_POLICY = ("metadata", "annotations", "helm.sh/resource-policy")
_TEMPLATE = ("spec", "template")
_HASHED = re.compile(r"(.+)-(?=[0-9a-z]*[0-9])[0-9a-z]{5,10}")
_Objects: TypeAlias = "dict[ObjectKey, Any]"


class Consequence(NamedTuple):
    """What becomes of objects in environments; `pods` is how many restart, in all of these together."""

    of: EffectClass
    environments: tuple[str, ...]
    kind: str
    names: tuple[str, ...]
    what: str
    pods: int = 0


class _One(NamedTuple):
    of: EffectClass
    kind: str
    name: str
    what: str
    pods: int = 0


def consequences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Consequence]:
    """What differs between two renderings of each environment, the worst first.

    An environment that only one of them has is new, or deleted, as a whole.
    """
    rows: dict[tuple[EffectClass, str, str], dict[str, list[_One]]] = {}
    for environment in (*before, *(one for one in after if one not in before)):
        for one in _of_environment(before.get(environment, ""), after.get(environment, "")):
            of_row = rows.setdefault((one.of, one.kind, one.what), {})
            of_row.setdefault(environment, []).append(one)
    # Environments in which a row has the same objects say it together.
    merged: dict[tuple[EffectClass, str, str, tuple[str, ...]], list[tuple[str, int]]] = {}
    for (of, kind, what), several in rows.items():
        for environment, ones in several.items():
            names = tuple(sorted(one.name for one in ones))
            pods = sum(one.pods for one in ones)
            merged.setdefault((of, kind, what, names), []).append((environment, pods))
    found = [
        Consequence(of, tuple(name for name, _ in where), kind, names, what, sum(pods for _, pods in where))
        for (of, kind, what, names), where in merged.items()
    ]
    return sorted(found, key=lambda one: CLASSES.index(one.of))


def _of_environment(before: str, after: str) -> Iterator[_One]:
    old, new = set(DOCUMENT_BREAK.split(before)), set(DOCUMENT_BREAK.split(after))
    # Most documents are the same text: only the others are parsed.
    gone, come = rendered_objects(sorted(old - new)), rendered_objects(sorted(new - old))
    anew = _under_another_name(gone, come)
    # Environments have namespaces of their own: what most objects are in says nothing.
    own = Counter(key[2] for key in (*gone, *come)).most_common(1)
    for key in sorted((gone.keys() | come.keys()) - {*anew.values()}):
        group, kind, namespace, name = key
        shown = name if not namespace or namespace == own[0][0] else f"{namespace}/{name}"
        if key in anew:
            yield _One("recreated", kind, shown, "is made anew, under another name")
        elif key not in gone:
            yield _One("new", kind, shown, "is new")
            if kind == NETWORK_POLICY and not _has_workload(come, namespace, name):
                yield _One("closed", kind, shown, "nothing but what it names goes in or out from now on")
        elif key not in come and value_at(gone[key], _POLICY) == "keep":
            yield _One("live", kind, shown, "leaves the release, and stays in the cluster")
        elif key not in come:
            lost = data_lost(group, kind, gone[key])
            yield _One("data" if lost else "deleted", kind, shown, lost or "is deleted")
            if kind == NETWORK_POLICY and not _has_workload(gone, namespace, name):
                yield _One("opened", kind, shown, "it limits nobody any more")
        elif not equal(gone[key], come[key]):
            was, becomes = served(key, gone[key]), served(key, come[key])
            if equal(was, becomes):
                yield _One("none", kind, shown, ONLY_DEFAULTS)
                continue
            found = list(_changed(key, was, becomes))
            if not found and kind in _CONFIGURATION:
                found = [_read_by(key, new, gone, come)]
            for of, what, pods in found or [("live", _paths_of(name, was, becomes), 0)]:
                yield _One(of, kind, shown, what, pods)


def _under_another_name(gone: _Objects, come: _Objects) -> dict[ObjectKey, ObjectKey]:
    """Objects that bear a hash of what they hold in their name, each with what comes in its place."""
    fresh: dict[ObjectKey, ObjectKey] = {}
    for key in come.keys() - gone.keys():
        if found := _HASHED.fullmatch(key[3]):
            fresh[key[0], key[1], key[2], found[1]] = key
    pairs = {}
    for key in sorted(gone.keys() - come.keys()):
        found = _HASHED.fullmatch(key[3])
        if found and (other := fresh.pop((key[0], key[1], key[2], found[1]), None)):
            pairs[key] = other
    return pairs


def _has_workload(objects: _Objects, namespace: str, name: str) -> bool:
    """Whether the policy of this name came, or went, with the pods that it is about."""
    kinds = (*WITH_PODS, "Job", "CronJob")
    return any(kind in kinds and (space, own) == (namespace, name) for _, kind, space, own in objects)


_Said: TypeAlias = "tuple[EffectClass, str, int]"


def _changed(key: ObjectKey, old: Any, new: Any) -> Iterator[_Said]:
    _, kind, _, name = key
    if is_made_anew(new):
        yield "recreated", "is a hook: it is made anew each time", 0
        return
    if lost := data_lost_with(kind, old, new):
        yield "data", lost, 0
    forbidden = sorted(format_path(path) for path in immutable_changes(kind, old, new))
    if forbidden:
        yield "refused", f"{', '.join(forbidden)} cannot be changed: delete it first", 0
        return
    if all(path.startswith(("metadata.labels", "metadata.annotations")) for path in _differing(old, new)):
        yield "none", "labels or annotations alone", 0
        return
    if kind in WITH_PODS:
        yield from _of_workload(key, old, new)
    opened, closed = edges(kind, old, new)
    if opened:
        yield "opened", "; ".join(opened), 0
    if closed:
        yield "closed", "; ".join(closed), 0
    if kind in OTHER_POLICIES:
        yield "opened", f"who may call whom changes: {_paths_of(name, old, new)}", 0
    if kind in _CAPACITY:
        yield "capacity", _paths_of(name, old, new), 0


def _of_workload(key: ObjectKey, old: Any, new: Any) -> Iterator[_Said]:
    _, kind, _, name = key
    count = value_at(new, ("spec", "replicas"))
    if not equal(value_at(old, _TEMPLATE), value_at(new, _TEMPLATE)):
        # Of a DaemonSet nobody knows how many there are.
        every = count if isinstance(count, int) else 1
        found = restart_of(kind, new)
        what = f"{found.rule}: {_paths_of(name, old, new, in_pods=True)}"
        if found.pods == 0:
            yield "live", what, 0
        else:
            yield "restart", what, found.pods or every
    replicas = [value_at(one, ("spec", "replicas")) for one in (old, new)]
    if not equal(*replicas):
        counts = " → ".join(str(one) if isinstance(one, int) else "as it is scaled" for one in replicas)
        yield "capacity", f"{counts} pods", 0


def _read_by(key: ObjectKey, documents: set[str], gone: _Objects, come: _Objects) -> _Said:
    """What becomes of changed configuration: those who read it restart, notice it, or do not."""
    _, kind, namespace, name = key
    # The name stands in whatever reads it: only these documents are parsed.
    near = rendered_objects(sorted(one for one in documents if name in one))
    workloads = [
        (other, near[other])
        for other in near
        if other[1] in (*WITH_PODS, "Job", "CronJob") and other[2] == namespace
    ]
    how = {
        way
        for other, way in readers_of_config(kind, name, workloads)
        if other not in gone
        or equal(*(value_at(served(other, one.get(other, {})), _TEMPLATE) for one in (gone, come)))
    }
    if not how:
        return "none", "its readers restart, or there are none", 0
    slow = how & {"variables", "single files"}
    if slow:
        return "live", f"pods keep what they have until they restart: as {' and '.join(sorted(slow))}", 0
    return "live", "pods see the new files within two minutes, if they read them again", 0


def _differing(old: Any, new: Any) -> list[str]:
    return sorted(format_path(one.path) for one in beside((old, new), within=beside_by_name))


def _paths_of(name: str, old: Any, new: Any, *, in_pods: bool = False) -> str:
    """Where two versions differ; a container that bears its service's name is the service's own."""
    paths = _differing(old, new)
    if in_pods:
        paths = [path for path in paths if path.startswith("spec.template.")]
    return listed_paths(sorted({_shortened(path, name) for path in paths}))


def _shortened(path: str, name: str) -> str:
    before, found, after = path.partition(".containers.")
    container, dot, rest = after.partition(".")
    if found and dot and f"-{name}".endswith(f"-{container}"):
        path = f"{before}.container.{rest}"
    return path.removeprefix("spec.template.spec.").removeprefix("spec.template.")
