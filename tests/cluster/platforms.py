"""The platforms that are installed: one of every blueprint, generated and rendered once for all tests."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from generator.core.platform.file import Platform, parse_platform
from generator.edge import blueprints
from tests import tools

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ENVIRONMENTS = ("dev", "test", "staging", "prod", "dr")
Manifest = dict[str, Any]


def wanted() -> list[str]:
    """The blueprints under test: those that come with the program, or what BLUEPRINT names (names or paths)."""
    chosen = os.environ.get("BLUEPRINT", "").split()
    return chosen or [blueprint.name for blueprint in blueprints.list_builtin()]


@dataclass(frozen=True)
class Unit:
    """One installation: a blueprint in one of its environments, by one Helm, in a namespace of its own."""

    blueprint: str
    environment: str
    helm: str = "helm3"
    suffix: str = ""

    @property
    def name(self) -> str:
        return "-".join(part for part in (Path(self.blueprint).name, self.environment, self.suffix) if part)


def folder() -> Path:
    """Where the run keeps its files; `python -m tests.cluster` makes it."""
    return Path(os.environ["HELM_BLUEPRINT_CLUSTER"])


def platform_folder(blueprint: str) -> Path:
    return folder() / "platforms" / Path(blueprint).name


def generate(blueprint: str) -> None:
    """Make the platform as a user does, with the answers' defaults. What goes wrong is kept for the tests to tell."""
    target = platform_folder(blueprint)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "generator", "new", blueprint, str(target), "--defaults"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tools.ROOT,
    )
    if done.returncode:
        _failure(blueprint).write_text(done.stdout + done.stderr, encoding="utf-8")


def _failure(blueprint: str) -> Path:
    return platform_folder(blueprint).with_suffix(".failure")


@functools.cache
def described(blueprint: str) -> Platform:
    """The platform.yaml of a generated platform."""
    failure = _failure(blueprint)
    if failure.exists():
        raise AssertionError(f"{blueprint} cannot be generated:\n{failure.read_text(encoding='utf-8')}")
    return parse_platform((platform_folder(blueprint) / "platform.yaml").read_bytes())


def release_name(blueprint: str) -> str:
    return str(described(blueprint).answers.get("name", Path(blueprint).name))


def helm_arguments(blueprint: str, environment: str) -> list[str]:
    """The platform's folder and values files, as its README passes them."""
    home = platform_folder(blueprint)
    files = described(blueprint).values_files(environment)
    return [str(home), *(part for file in files for part in ("-f", str(home / file)))]


def render(blueprint: str, environment: str) -> None:
    """Keep what Helm 3 renders, for the tests and for what the cluster must offer."""
    command = [str(tools.find("helm3")), "template", release_name(blueprint)]
    done = subprocess.run(
        [*command, *helm_arguments(blueprint, environment), "--namespace", Unit(blueprint, environment).name],
        capture_output=True,
        text=True,
        check=False,
    )
    target = rendered_file(blueprint, environment)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(done.stdout, encoding="utf-8")


def rendered_file(blueprint: str, environment: str) -> Path:
    return folder() / "manifests" / f"{Unit(blueprint, environment).name}.yaml"


@functools.lru_cache(maxsize=4)
def rendered(blueprint: str, environment: str) -> list[Manifest]:
    """All objects of an environment, hooks included."""
    text = rendered_file(blueprint, environment).read_text(encoding="utf-8")
    return [document for document in yaml.load_all(text, yaml.CSafeLoader) if document]


def prepare() -> None:
    """Generate and render everything."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        list(pool.map(generate, wanted()))
        made = [name for name in wanted() if not _failure(name).exists()]
        pairs = [(name, environment) for name in made for environment in described(name).environments]
        list(pool.map(lambda pair: render(*pair), pairs))


def everything() -> Iterator[Manifest]:
    """All objects of all platforms."""
    for blueprint in wanted():
        if not _failure(blueprint).exists():
            for environment in described(blueprint).environments:
                yield from rendered(blueprint, environment)


def pod_specs(manifests: Iterable[Manifest]) -> Iterator[Manifest]:
    """The pod specs of all workloads."""
    for manifest in manifests:
        template = pod_template(manifest)
        if template:
            yield template["spec"]


def pod_template(manifest: Manifest) -> Manifest | None:
    """The pod template of a workload of any kind."""
    spec = manifest.get("spec") or {}
    spec = spec.get("jobTemplate", {}).get("spec") or spec.get("jobTargetRef") or spec
    template: Manifest | None = spec.get("template") if isinstance(spec, dict) else None
    return template if template and "spec" in template and manifest["kind"] in WORKLOADS else None


WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Rollout", "ScaledJob")


def umbrella_services(blueprint: str) -> dict[str, str]:
    """The services of a platform by their alias, with their workload type."""
    chart = yaml.safe_load((platform_folder(blueprint) / "Chart.yaml").read_text(encoding="utf-8"))
    return {entry["alias"]: entry["name"] for entry in chart["dependencies"] if "alias" in entry}
