"""Rendering charts with real helms: alone, as people package them, and vendored into an umbrella, as `new` does it."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from generator.core.blueprint.schema import compile_schema, schema_bytes
from generator.core.blueprint.vendor import chart_schemas, vendored_files
from generator.core.platform.umbrella import read_umbrella
from generator.core.tree import overlay
from tests.bench.synthetic import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[2]
CHARTS = ROOT / "charts"
TYPES = sorted(
    chart.parent.name
    for chart in CHARTS.glob("*/Chart.yaml")
    if "helm-blueprint/workload" in yaml.safe_load(chart.read_text()).get("annotations", {})
)
STANDALONE = [*TYPES, "namespace"]
IMAGE = {"repository": "ghcr.io/example/app", "tag": "1.4.2"}

Object = dict[str, Any]
Key = tuple[str, str]  # kind and name: a release has one namespace


class StrictLoader(yaml.CSafeLoader):
    """YAML as the API server reads it: a key that stands twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"twice: {twice}", node.start_mark)
        return super().construct_mapping(node, deep)


class HelmError(Exception):
    """Helm refused; its message is the text."""


class Umbrella(NamedTuple):
    """A platform to render: alias -> workload type, its values, and whether it has the namespace chart."""

    services: Mapping[str, str]
    values: Mapping[str, Any]
    namespace: bool = False
    name: str = "shop"


def run(helm: Path, *arguments: object) -> str:
    """The standard output of one helm call; HelmError with its message if it fails."""
    done = subprocess.run([helm, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise HelmError(done.stderr + done.stdout)
    return done.stdout


def template(helm: Path, chart: Path, *arguments: object, release: str = "shop") -> list[Object]:
    """The objects that `helm template` writes, in its order."""
    return objects(run(helm, "template", release, chart, "--namespace", "shop-test", *arguments))


def objects(manifests: str) -> list[Object]:
    # StrictLoader is a CSafeLoader
    return [found for found in yaml.load_all(manifests, StrictLoader) if found]


def by_key(found: Sequence[Object]) -> dict[Key, Object]:
    """Objects by kind and name; two of the same are an error."""
    keyed = {(each["kind"], each["metadata"]["name"]): each for each in found}
    assert len(keyed) == len(found), "an object is rendered twice"
    return keyed


def the(kind: str, found: Sequence[Object], name: str = "") -> Object:
    """The one object of a kind (and name)."""
    fitting = [each for each in found if each["kind"] == kind and name in ("", each["metadata"]["name"])]
    assert len(fitting) == 1, f"{len(fitting)} objects are {kind} {name}"
    return fitting[0]


def pod_of(controller: Object) -> Object:
    spec = controller["spec"]
    if controller["kind"] == "CronJob":
        spec = spec["jobTemplate"]["spec"]
    pod: Object = spec["template"]["spec"]
    return pod


def main_container(controller: Object) -> Object:
    container: Object = pod_of(controller)["containers"][0]
    return container


def env_of(controller: Object) -> dict[str, Any]:
    return {each["name"]: each.get("value", each) for each in main_container(controller).get("env", [])}


def controllers(found: Sequence[Object]) -> Iterator[Object]:
    kinds = ("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob")
    return (each for each in found if each["kind"] in kinds)


def standalone(folder: Path, name: str) -> Path:
    """A copy of a chart with its library laid into charts/, as `helm dependency build` lays it."""
    target = folder / name
    if not target.exists():
        shutil.copytree(CHARTS / name, target)
        shutil.copytree(CHARTS / "workload", target / "charts" / "workload")
    return target


@cache
def charts_tree() -> dict[PurePosixPath, bytes]:
    return {
        PurePosixPath(path.relative_to(CHARTS).as_posix()): path.read_bytes()
        for path in sorted(CHARTS.glob("*/**/*"))
        if path.is_file()
    }


def umbrella(folder: Path, platform: Umbrella, *foreign: Mapping[str, Any]) -> Path:
    """Write the umbrella chart of a platform, vendored as `new` does it; `foreign` are dependencies that are not ours."""
    versions = {name: yaml.safe_load((CHARTS / name / "Chart.yaml").read_text())["version"] for name in TYPES}
    dependencies: list[Mapping[str, Any]] = [{"name": "workload", "version": versions[TYPES[0]]}, *foreign]
    dependencies += [
        {"name": kind, "version": versions[kind], "alias": alias, "condition": f"{alias}.enabled"}
        for alias, kind in platform.services.items()
    ]
    if platform.namespace:
        dependencies.append({"name": "namespace", "version": versions[TYPES[0]]})
    chart = {"apiVersion": "v2", "name": platform.name, "version": "0.1.0", "dependencies": dependencies}
    tree = {
        PurePosixPath("Chart.yaml"): yaml.safe_dump(chart, sort_keys=False).encode(),
        PurePosixPath("values.yaml"): json.dumps(platform.values).encode(),
    }
    sorted_out = read_umbrella(tree, charts_tree())
    schema = schema_bytes(compile_schema(sorted_out, chart_schemas(sorted_out, charts_tree())))
    vendored = vendored_files(sorted_out, charts_tree())
    return write(overlay(tree, vendored, {PurePosixPath("values.schema.json"): schema}), folder)


def values_file(folder: Path, values: Mapping[str, Any], name: str = "more.yaml") -> Path:
    path = folder / name
    path.write_text(json.dumps(values))
    return path


def of_service(found: Sequence[Object], alias: str) -> list[Object]:
    """The objects that carry a service's label."""
    label = "app.kubernetes.io/name"
    return [each for each in found if each["metadata"]["labels"].get(label) == alias]


def merged(*layers: Mapping[str, Any]) -> dict[str, Any]:
    """Maps merged as Helm merges values."""
    out: dict[str, Any] = {}
    for layer in layers:
        for key, value in layer.items():
            old = out.get(key)
            both = isinstance(value, dict) and isinstance(old, dict)
            out[key] = merged(old or {}, value) if both else value
    return out
