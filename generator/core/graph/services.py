"""The services of a platform as a reader of its diagram and its table of services sees them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import map_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.core.data import Values

_KEY_WITH_COMMENT = re.compile(r"^([a-z][-a-z0-9]*):[ \t]*(?:#[ \t]*(.*?)[ \t]*)?$", re.MULTILINE)


class Service(NamedTuple):
    """One service: what its effective values say, and the comment beside its name in values.yaml."""

    name: str
    workload: str
    tier: str
    image: str
    description: str
    calls: tuple[str, ...]


def describe_services(values: Values, workloads: Mapping[str, str], text: str) -> list[Service]:
    """The services in the order of `workloads`: their keys, each with its type of workload.

    `values` are the effective ones of the whole platform, `text` is that of values.yaml.
    """
    comments = dict(_KEY_WITH_COMMENT.findall(text.replace("\r\n", "\n")))
    shared = map_at(values, "global")
    connections = {**map_at(shared, "connections"), **map_at(values, "connections")}
    services = []
    for name, workload in workloads.items():
        own, calls = map_at(values, name), connections.get(name)
        services.append(
            Service(
                name=name,
                workload=workload,
                tier=str(own.get("tier", "")),
                image=image_reference(map_at(own, "image"), str(shared.get("imageRegistry") or "")),
                description=comments.get(name, ""),
                calls=tuple(map(str, calls)) if isinstance(calls, list) else (),
            )
        )
    return services


def image_reference(image: Values, registry: str = "") -> str:
    """The reference that the charts make of an `image` (see workload.pod.image); "" without a repository.

    `registry` is global.imageRegistry, which replaces the image's own.
    """
    repository = str(image.get("repository") or "")
    if not repository:
        return ""
    own = str(image.get("registry") or "")
    host, slash, rest = repository.partition("/")
    if slash and ("." in host or ":" in host or host == "localhost"):
        own, repository = own or host, rest
    registry = registry or own
    tag, digest = image.get("tag"), image.get("digest")
    parts = (
        f"{registry}/" if registry else "",
        repository,
        f":{tag}" if tag else "",
        f"@{digest}" if digest else "",
    )
    return "".join(parts)
