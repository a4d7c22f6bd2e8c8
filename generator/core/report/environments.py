"""The environments of a platform as a list: where each runs, and the files that it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.core.platform.file import Environment

if TYPE_CHECKING:
    from generator.core.values.model import ValuesModel

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
