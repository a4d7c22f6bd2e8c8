"""The environments of a platform as a list: where each runs, and the files that it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.core.platform.file import Environment

if TYPE_CHECKING:
    from generator.core.values.model import ValuesModel

REGION_HEADERS = ("name", "environment", "region", "cluster", "namespace", "files")
HEADERS = ("name", "inherits", "namespace", "clusters", "regions", "files")


def rows(model: ValuesModel) -> list[list[str]]:
    """A row for each environment and each region, in promotion order; below HEADERS."""
    return [
        [
            one.name,
            one.inherits or "",
            one.namespace,
            ", ".join(one.clusters),
            ", ".join(_regions(model, one)),
            ", ".join(map(str, model.files(one.name))),
        ]
        for one in _declared(model)
    ]


def as_json(model: ValuesModel) -> list[dict[str, Any]]:
    """The same for programs; null where nothing is declared, of a region its own name, too."""
    return [
        {
            "name": one.name,
            "region": one.region or None,
            "inherits": one.inherits,
            "namespace": one.namespace or None,
            "clusters": list(one.clusters),
            "kubernetes": one.kubernetes,
            "regions": _regions(model, one),
            "files": [str(path) for path in model.files(one.name)],
        }
        for one in _declared(model)
    ]


def _declared(model: ValuesModel) -> list[Environment]:
    """The environments as platform.yaml has them; of an umbrella without one only their names are known."""
    if model.platform:
        return list(model.platform.environments.values())
    return [Environment(name, "", None, (), None) for name in model.environments]


def _regions(model: ValuesModel, one: Environment) -> list[str]:
    return [region.region for region in model.platform.regions(one.name)] if model.platform else []


def region_rows(model: ValuesModel, environment: str | None) -> list[list[str]]:
    """A row for each region of an environment, or of all; below REGION_HEADERS."""
    return [
        [
            one.name,
            one.inherits or "",
            one.region,
            ", ".join(one.clusters),
            one.namespace,
            ", ".join(map(str, model.files(one.name))),
        ]
        for one in _declared(model)
        if one.region and environment in (None, one.inherits)
    ]


def regions_as_json(model: ValuesModel, environment: str | None) -> list[dict[str, Any]]:
    """The same for programs; each as `as_json` has it."""
    return [one for one in as_json(model) if one["region"] and environment in (None, one["inherits"])]
