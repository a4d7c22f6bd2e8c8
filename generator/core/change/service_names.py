"""Names that a service of a platform can have, and why others are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import map_or_empty
from generator.core.graph.known import known_as
from generator.core.helm.chart_file import CHART_FILE
from generator.core.words import wrong_with_label
from generator.core.yaml.scalars import resolve_plain
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.values.model import ValuesModel

LONGEST_OBJECT_NAME = 52  # of an object, see charts/workload/templates/_register.tpl
_OURS = {
    "global": "Helm gives every chart what stands there",
    "tags": "Helm reads there which charts are switched on",
    "connections": "who calls whom may stand there",
    "namespace": "the chart of that name has its values there",
    "workload": "the library of the charts has that name",
}
_TYPES = ("deployment", "statefulset", "daemonset", "job", "cronjob")
_COMPANIONS = {
    "backup": ("backup",),
    "drill": ("backup", "drill"),
    "restore": ("restore",),
}  # where each is switched on


def refuse_service_name(model: ValuesModel, name: str, *, instead_of: str = "") -> None:
    """BlueprintError where a new service cannot have this name, with the reason.

    `instead_of` is a service that gives up its name for it and stays, for Kubernetes, what it was.
    """
    for reason in _reasons(model, name, instead_of):
        raise BlueprintError(
            f'"{name}" cannot name a service: {reason}', hint="Choose another name; nothing was changed."
        )


def _reasons(model: ValuesModel, name: str, instead_of: str) -> Iterator[str]:
    if reason := wrong_with_label(name):
        yield reason
    if not isinstance(resolve_plain(name), str):
        yield f"YAML reads {name} as {'null' if resolve_plain(name) is None else 'true or false'}"
    if name in _OURS:
        yield _OURS[name]
    if name in _TYPES:
        yield f"it is a workload type: global.presets.{name} is about every service of that type"
    yield from _longer_than_objects(model, name, instead_of)
    yield from _taken(model, name, instead_of)


def _longer_than_objects(model: ValuesModel, name: str, instead_of: str) -> Iterator[str]:
    """Of names that Kubernetes gets to see: <release>-<service>, with the usual name of a release."""
    release = model.charts[1].name
    is_seen = not instead_of and any(chart.is_ours for chart in model.subcharts.values())
    if is_seen and len(release) + 1 + len(name) > LONGEST_OBJECT_NAME:
        yield (
            f"{release}-{name} has {len(release) + 1 + len(name)} characters, "
            f"the charts allow {LONGEST_OBJECT_NAME} in names of objects"
        )


def _taken(model: ValuesModel, name: str, instead_of: str) -> Iterator[str]:
    for key, chart in model.subcharts.items():
        if key == name:
            yield f"there is one of that name already ({chart.wanted.line or CHART_FILE})"
        elif key == instead_of:
            continue
        elif known_as(model.stated(None), key) == name:
            yield f"Kubernetes knows {key} by that name (global.knownAs)"
        elif chart.kind == "service":
            yield from _of_companion(model, key, chart.type, name)
    for file in model.all_files:
        if name in model.source(file).data and name not in model.subcharts:
            yield f"{file} has a key of that name, which is no service"


def _of_companion(model: ValuesModel, key: str, workload: str, name: str) -> Iterator[str]:
    """Whether a service makes an object of that name for itself."""
    if workload == "statefulset" and name == f"{key}-headless":
        yield f"the Service behind the pods of {key} has that name"
    for suffix, path in _COMPANIONS.items():
        if name == f"{key}-{suffix}" and any(
            map_or_empty(model.effective(environment, (key, *path))).get("enabled")
            for environment in (None, *model.environments)
        ):
            yield f"the {suffix} of {key} has that name"
