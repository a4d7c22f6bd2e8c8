"""Whether the objects of a release fit together: all that one names is there, or somebody else makes it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from generator.core.check.hosts import directory_of
from generator.core.check.made import things
from generator.core.check.names import lost_names
from generator.core.check.needs import needs
from generator.core.check.queries import lost_queries
from generator.core.check.release import Gap, name_of, namespace_of, objects_of_release
from generator.core.check.selectors import lost_selectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.core.check.made import Thing
    from generator.core.check.release import Outside, ReleaseObjects

# What every cluster has.
_OF_THE_CLUSTER = {
    "PriorityClass": ("system-cluster-critical", "system-node-critical"),
    "ClusterRole": ("admin", "cluster-admin", "edit", "view"),
}


def inconsistencies(objects: Sequence[Mapping[str, Any]], outside: Iterable[Outside] = ()) -> list[Gap]:
    """What does not fit together in the objects of one release: manifests, each with kind and metadata.name.

    `outside` is what the release relies on and others make.
    """
    release = objects_of_release(objects, outside)
    made = list(things(release))
    by_kind = defaultdict(set)
    for each in made:
        by_kind[each.kind].add(each.name)
    names = {name for each in release.pods for name in each.names} | {namespace_of(each) for each in objects}
    prefixes = {
        str((each["metadata"].get("labels") or {}).get("app.kubernetes.io/instance", "")) for each in objects
    }
    return [
        *lost_needs(release, made),
        *lost_selectors(release),
        *lost_names(
            release,
            directory_of(release, made),
            frozenset(names.union(*by_kind.values())),
            frozenset(prefixes - {""}),
        ),
        *lost_queries(release, {kind: frozenset(names) for kind, names in by_kind.items()}),
    ]


def lost_needs(release: ReleaseObjects, made: Sequence[Thing]) -> Iterator[Gap]:
    """Every name that an object says in a field for names, and that is not among what is made."""
    known: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    for each in made:
        known[each.kind, each.name].append(each)
    seen = set()
    for one in (found for each in release.objects for found in needs(each)):
        if one.name in _OF_THE_CLUSTER.get(one.kind, ()) or release.made_outside(one.kind, one.name):
            continue
        fitting = [
            each for each in known[one.kind, one.name] if not one.namespace or each.namespace == one.namespace
        ]
        missing = ""
        if not fitting:
            where = (
                f" in the namespace {one.namespace}" if one.namespace and known[one.kind, one.name] else ""
            )
            missing = f"there is no {one.kind} {one.name}{where}"
        elif one.key and not any(each.keys is None or one.key in each.keys for each in fitting):
            keys = ", ".join(sorted({key for each in fitting for key in each.keys or ()}))
            what = "port" if one.kind == "Service" else "key"
            missing = f"{one.kind} {one.name} has no {what} {one.key} (it has: {keys})"
        gap = Gap(one.each["kind"], name_of(one.each), one.path, missing, "render it, or name who makes it")
        if missing and gap not in seen:
            seen.add(gap)
            yield gap
