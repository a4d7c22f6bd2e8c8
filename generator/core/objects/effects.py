"""What a change does to a cluster: which objects change, which pods restart, what must be made anew."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from generator.core.data import MISSING, equal, map_at, value_at
from generator.core.differences import beside, entries_of_maps
from generator.core.identity import aligned
from generator.core.objects.defaults import as_served
from generator.core.objects.immutable import IMMUTABLE, ONLY
from generator.core.paths import format_path
from generator.core.yaml.fields import plain_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.core.paths import KeyPath, Segment

DOCUMENT_BREAK = re.compile(r"^---.*\n", re.MULTILINE)
_LONGEST = 3
_SIGNS = "!-+~"  # the worst first
_RESTARTS = "pods "
ONLY_DEFAULTS = "defaults of the API server are stated, or are no more"
_BUILT_IN = ("", "apps", "batch", "networking.k8s.io")  # groups of kinds that have defaults here

WITH_PODS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout")


ObjectKey: TypeAlias = tuple[str, str, str, str]


class Effect(NamedTuple):
    """One object that is new (+), gone (-), changed (~), or cannot be changed and must be recreated (!)."""

    sign: str
    kind: str
    name: str
    what: str


def effects(before: str, after: str) -> list[Effect]:
    """What differs between two renderings of a chart."""
    old, new = set(DOCUMENT_BREAK.split(before)), set(DOCUMENT_BREAK.split(after))
    # Most documents are the same text: only the others are parsed.
    gone, come = rendered_objects(old - new), rendered_objects(new - old)
    found = []
    for key in sorted({*gone, *come}):
        _, kind, namespace, name = key
        shown = f"{namespace}/{name}" if namespace else name
        if key not in gone:
            found.append(Effect("+", kind, shown, "is new"))
        elif key not in come:
            found.append(Effect("-", kind, shown, "is removed"))
        elif not equal(gone[key], come[key]):
            found.append(_changed(kind, shown, served(key, gone[key]), served(key, come[key])))
    return sorted(found, key=lambda one: (_SIGNS.index(one.sign), _RESTARTS not in one.what))


def rendered_objects(documents: Iterable[str]) -> dict[ObjectKey, Any]:
    """The objects that stand in these documents of YAML, by API group, kind, namespace and name."""
    found = {}
    for document in documents:
        data = plain_data(document, "the rendered chart")
        if isinstance(data, dict) and data.get("kind"):
            metadata = data.get("metadata") or {}
            version = str(data.get("apiVersion", ""))
            key = (
                version.rpartition("/")[0],
                str(data["kind"]),
                str(metadata.get("namespace", "")),
                str(metadata.get("name", "")),
            )
            found[key] = data
    return found


def served(key: ObjectKey, manifest: Any) -> Any:
    """A manifest as the API server completes it; a custom resource as it is."""
    return as_served(key[1], manifest) if key[0] in _BUILT_IN else manifest


def _changed(kind: str, name: str, old: Any, new: Any) -> Effect:
    if equal(old, new):
        return Effect("~", kind, name, ONLY_DEFAULTS)
    if is_made_anew(new):
        return Effect("~", kind, name, "is a hook: it is made anew each time")
    forbidden = sorted(format_path(path) for path in immutable_changes(kind, old, new))
    if forbidden:
        which = ", ".join(forbidden)
        return Effect("!", kind, name, f"must be deleted and made anew: {which} cannot be changed")
    paths = sorted(format_path(one.path) for one in beside((old, new), within=beside_by_name))
    return Effect("~", kind, name, _consequence(kind, old, new, paths))


def is_made_anew(new: Any) -> bool:
    """Whether it is a hook that Helm deletes before it makes the next one."""
    annotations = value_at(new, ("metadata", "annotations")) or {}
    policy = str(annotations.get("helm.sh/hook-delete-policy", "before-hook-creation"))
    return "helm.sh/hook" in annotations and "before-hook-creation" in policy


def immutable_changes(kind: str, old: Any, new: Any) -> Iterator[KeyPath]:
    """The fields that differ and that the API server does not let anybody change."""
    for path in IMMUTABLE.get(kind, ()):
        if not equal(value_at(old, path), value_at(new, path)):
            yield path
    if kind in ("ConfigMap", "Secret") and old.get("immutable"):
        for field in ("data", "stringData", "binaryData", "immutable"):
            if not equal(old.get(field), new.get(field)):
                yield (field,)
    if kind in ONLY:
        specs = [map_at(one, "spec") for one in (old, new)]
        for field in specs[0].keys() | specs[1].keys():
            if field not in ONLY[kind] and not equal(specs[0].get(field), specs[1].get(field)):
                yield ("spec", str(field))


def _consequence(kind: str, old: Any, new: Any, paths: list[str]) -> str:
    if kind in WITH_PODS:
        template = ("spec", "template")
        if not equal(value_at(old, template), value_at(new, template)):
            return f"{restart_of(kind, new).rule}: {listed_paths(paths, 'spec.template.')}"
        replicas = [value_at(one, ("spec", "replicas")) for one in (old, new)]
        if not equal(*replicas):
            counts = " → ".join("1" if count is MISSING else str(count) for count in replicas)
            return f"{counts} pods; none restarts"
    if all(path.startswith(("metadata.labels", "metadata.annotations")) for path in paths):
        return "labels or annotations alone"
    if kind == "CronJob":
        return f"from its next run on: {listed_paths(paths)}"
    return f"changes: {listed_paths(paths)}"


def listed_paths(paths: list[str], beginning: str = "") -> str:
    """The first few paths; of a pod template what does not only label it, if there is such a thing."""
    chosen = [path for path in paths if path.startswith(beginning)]
    telling = [path for path in chosen if ".labels." not in path] or chosen
    more = len(telling) - _LONGEST
    return ", ".join(telling[:_LONGEST]) + (f" and {more} more" if more > 0 else "")


class PodsRestart(NamedTuple):
    """How the pods of a workload follow a template that changes, and how many do: None for all of them."""

    rule: str
    pods: int | None = None


def restart_of(kind: str, new: Any) -> PodsRestart:
    """What becomes of the pods of a workload when their template changes."""
    strategy = map_at(map_at(new, "spec"), "strategy" if kind == "Deployment" else "updateStrategy")
    count = value_at(new, ("spec", "replicas"))
    replicas = count if isinstance(count, int) else 1
    if strategy.get("type") == "OnDelete" or kind == "ReplicaSet":
        return PodsRestart("pods change when somebody deletes them", 0)
    if value_at(new, ("spec", "paused")) is True:
        return PodsRestart("pods stay what they are while the roll-out is paused", 0)
    first = value_at(strategy, ("rollingUpdate", "partition"))
    if kind == "StatefulSet" and isinstance(first, int) and first > 0:
        return PodsRestart(
            f"pods restart from number {first} on, by spec.updateStrategy", max(replicas - first, 0)
        )
    if strategy.get("type") == "Recreate":
        return PodsRestart("all pods stop before new ones start")
    return PodsRestart("pods restart, one after the other")


def beside_by_name(values: Sequence[Any]) -> Iterable[tuple[Segment, Sequence[Any]]] | None:
    """The entries of maps; items of lists beside each other, by their names where they have some."""
    if all(isinstance(one, list) for one in values):
        return [(_label(pair, place), pair) for place, pair in enumerate(aligned(values))]
    inner = entries_of_maps(values)
    return None if inner is None else [(str(key), several) for key, several in inner]


def _label(items: Sequence[Any], place: int) -> str | int:
    names = (one["name"] for one in items if isinstance(one, dict) and isinstance(one.get("name"), str))
    return next(names, place)
