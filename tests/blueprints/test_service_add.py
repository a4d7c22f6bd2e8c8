"""On every blueprint a service more renders, whatever it is made of or like."""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath

import pytest
import yaml

from generator.core.advice.traits import Traits
from generator.core.blueprint.derived import with_what_follows
from generator.core.blueprint.validate import errors_of_values
from generator.core.change.new_service.add import addition
from generator.core.change.new_service.decide import decided
from generator.core.change.new_service.neighbours import workloads
from generator.core.change.new_service.request import ServiceRequest
from generator.core.values.model import ValuesModel, load_values
from generator.edge.bundled import bundled, chart_versions
from tests.bench.synthetic import write
from tests.blueprints.platforms import NAMES, tree
from tests.charts import support

IMAGE = {"repository": "ghcr.io/example/new", "tag": "1.0.0"}
KINDS = {
    "deployment": Traits(critical=True, scales_on=("rps",)),
    "public": Traits(public=True),
    "singleton": Traits(single=True),
    "statefulset": Traits(stateful=True, clustered=True, sensitive=True),
    "cache": Traits(in_memory=True),
    "daemonset": Traits(per_node=True),
    "job": Traits(once=True, parallel=3),
    "cronjob": Traits(schedule="0 2 * * *", cheap=True),
}


@cache
def model_of(blueprint: str) -> ValuesModel:
    return load_values(tree(blueprint))


def with_service(model: ValuesModel, request: ServiceRequest, traits: Traits | None = None) -> ValuesModel:
    made = addition(model, decided(model, request, None, traits or Traits()), chart_versions())
    return model.with_changes(with_what_follows(model.tree, made.changes, bundled()))


@pytest.mark.long
@pytest.mark.parametrize("blueprint", NAMES)
def test_one_like_each_of_its_services_is_accepted(blueprint: str) -> None:
    model = model_of(blueprint)
    for like in workloads(model):
        after = with_service(model, ServiceRequest("new", like=like, called_by=(like,)))
        assert errors_of_values(after) == [], like
        assert after.subcharts["new"].type == model.subcharts[like].type


@pytest.mark.long
@pytest.mark.helm
@pytest.mark.parametrize("blueprint", NAMES)
def test_every_kind_of_service_renders(blueprint: str, helms: Path, tmp_path: Path) -> None:
    """All of them in one platform, with a database and a cache, in production and in dr."""
    model = model_of(blueprint)
    first = next(iter(workloads(model)))
    for number, (kind, traits) in enumerate(KINDS.items()):
        stores = {"deployment": ("postgres",)}.get(kind, ())
        request = ServiceRequest(
            f"new-{kind}", image=IMAGE, ports={"http": 8000 + number} if number % 2 else None, stores=stores
        )
        if kind in ("deployment", "cronjob"):
            request = request._replace(calls=(first,))
        model = with_service(model, request, traits)
        assert errors_of_values(model) == []
    home = write(model.tree, tmp_path / "platform")
    for environment in ("dev", "prod", "dr"):
        files = [part for file in model.files(environment) for part in ("-f", str(home / file))]
        objects = support.template(helms, home, *files, release="shop")
        kinds = {one["metadata"]["name"].removeprefix("shop-"): one["kind"] for one in objects}
        assert kinds.keys() >= {f"new-{kind}" for kind in KINDS if kind != "job"}


@pytest.mark.parametrize("blueprint", NAMES)
def test_the_readme_and_the_schema_follow(blueprint: str) -> None:
    after = with_service(model_of(blueprint), ServiceRequest("new", image=IMAGE), Traits(per_node=True))
    readme = after.tree[PurePosixPath("README.md")].decode()
    assert "| new | daemonset | infrastructure |" in readme
    assert yaml.safe_load(after.tree[PurePosixPath("platform.yaml")])["charts"]["daemonset"] == "1.0.0"
