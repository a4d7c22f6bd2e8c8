"""The services of a platform as a reader of its values.yaml sees them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.helm.chart_file import VALUES
from generator.core.yaml.fields import load

if TYPE_CHECKING:
    from generator.core.platform.umbrella import Umbrella
    from generator.core.tree import Tree

_KEY_WITH_COMMENT = re.compile(r"^([a-z][-a-z0-9]*):[ \t]*(?:#[ \t]*(.*?)[ \t]*)?$", re.MULTILINE)


class Service(NamedTuple):
    """One service: what its block and its presets in values.yaml say, and the comment beside its name."""

    name: str
    workload: str
    tier: str
    image: str
    description: str
    calls: tuple[str, ...]


def describe_services(platform: Tree, umbrella: Umbrella) -> list[Service]:
    """The services in the order of Chart.yaml."""
    text = platform.get(VALUES, b"")
    values = load(text, str(VALUES))
    values = values if isinstance(values, dict) else {}
    comments = dict(_KEY_WITH_COMMENT.findall(text.decode()))
    shared = _mapping(values.get("global"))
    connections = {**_mapping(shared.get("connections")), **_mapping(values.get("connections"))}
    presets = _mapping(shared.get("presets"))
    services = []
    for name, workload in umbrella.services.items():
        own = _mapping(values.get(name))
        named = own.get("presets")
        layers = ["all", workload, *(map(str, named) if isinstance(named, list) else ())]
        said = [*(_mapping(presets.get(layer)) for layer in layers), own]
        image = {key: part for layer in said for key, part in _mapping(layer.get("image")).items()}
        calls = connections.get(name)
        services.append(
            Service(
                name=name,
                workload=workload,
                tier=str(next((layer["tier"] for layer in reversed(said) if "tier" in layer), "")),
                image=":".join(str(image[part]) for part in ("repository", "tag") if image.get(part)),
                description=comments.get(name, ""),
                calls=tuple(map(str, calls)) if isinstance(calls, list) else (),
            )
        )
    return services


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
