"""Platforms made from the blueprints of this repository, and what both Helms make of them; each is made once per process."""

from __future__ import annotations

import atexit
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from generator.core.blueprint.answers import parse_assignments, resolve
from generator.core.blueprint.generate import assemble
from generator.core.platform.file import PLATFORM_FILE, Origin, Platform, parse_platform
from generator.edge import blueprints
from generator.edge.bundled import charts_folder, cluster_profiles, platform_schema
from generator.edge.files import read_tree
from generator.edge.render import render_layer, render_text
from tests.bench.synthetic import write
from tests.charts import support

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from tests.charts.support import Object

_HOME = tempfile.TemporaryDirectory(prefix="helm-blueprint-platforms-")
atexit.register(_HOME.cleanup)
NAMES = tuple(blueprint.name for blueprint in blueprints.list_builtin())


@cache
def _charts() -> dict[PurePosixPath, bytes]:
    return dict(read_tree(charts_folder()))


@cache
def tree(blueprint: str, *answers: str) -> Mapping[PurePosixPath, bytes]:
    """A platform's files; answers as `new` takes them with --set, defaults for the rest."""
    source = blueprints.load_blueprint(blueprint)
    given = resolve(source.options, parse_assignments(answers), render_text)
    return assemble(
        [render_layer(layer, given) for layer in source.layers],
        _charts(),
        platform_schema=platform_schema(),
        blueprints=[layer.blueprint for layer in source.layers],
        origin=Origin(source.blueprint.name, "builtin", source.blueprint.version),
        answers=given,
        clusters=cluster_profiles(),
    ).files


@cache
def folder(blueprint: str, *answers: str) -> Path:
    return write(tree(blueprint, *answers), Path(tempfile.mkdtemp(dir=_HOME.name)))


@cache
def described(blueprint: str, *answers: str) -> Platform:
    return parse_platform((folder(blueprint, *answers) / PLATFORM_FILE).read_bytes())


def files_of(blueprint: str, environment: str, *answers: str) -> list[str]:
    """-f for every values file of an environment, in order."""
    home = folder(blueprint, *answers)
    files = described(blueprint, *answers).values_files(environment)
    return [part for file in files for part in ("-f", str(home / file))]


@cache
def rendered(helm: Path, blueprint: str, environment: str, *answers: str, more: str = "") -> list[Object]:
    """The objects of an environment; `more` are further arguments. Not to be changed by a test."""
    home = folder(blueprint, *answers)
    release = str(described(blueprint, *answers).answers["name"])
    return support.template(
        helm, home, *files_of(blueprint, environment, *answers), *more.split(), release=release
    )


def values(blueprint: str, file: str = "values.yaml", *answers: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((folder(blueprint, *answers) / file).read_text())
    return loaded


def secrets_told(helm: Path, blueprint: str, environment: str, *answers: str) -> dict[str, list[str]]:
    """The Secrets that an installation asks its user for, each with its keys."""
    home = folder(blueprint, *answers)
    release = str(described(blueprint, *answers).answers["name"])
    files = files_of(blueprint, environment, *answers)
    text = support.run(helm, "install", release, home, "--dry-run=client", *files)
    told = text.partition("Secrets that this namespace must have;")[2].partition("\n\n")[0]
    return {name: keys.split(", ") for name, keys in (line.split(None, 1) for line in told.splitlines()[1:])}


class Case(NamedTuple):
    blueprint: str
    environment: str

    @property
    def id(self) -> str:
        return f"{self.blueprint}-{self.environment}"


ENVIRONMENTS = ("dev", "test", "staging", "prod", "dr")
CASES = [Case(name, environment) for name in NAMES for environment in ENVIRONMENTS]
# Every answer that changes which containers there are, in the two environments that differ most.
ANSWERS = (
    ("ecommerce", "messaging=rabbitmq"),
    ("ecommerce", "messaging=nats"),
    ("ecommerce", "search=false"),
    ("iot", "gpu=true"),
    ("microservices", "mesh=istio"),
    ("microservices", "mesh=linkerd"),
    ("trading", "sriov=true"),
)
CHOSEN = [(Case(name, environment), answer) for name, answer in ANSWERS for environment in ("dev", "prod")]
