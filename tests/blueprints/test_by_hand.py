"""Every blueprint, changed as people change it: a service more in Chart.yaml and values.yaml, all its scheduled work thrown out.

Nothing of ours runs in between: the schema and charts/ are those that `new` wrote, and plain Helm renders every environment.
"""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
import yaml

from tests.blueprints.platforms import CASES, NAMES, Case, described, files_of, folder, rendered, values
from tests.charts import support
from tests.charts.support import HelmError, Key, by_key, env_of, of_service, the

pytestmark = pytest.mark.helm

COUPONS = {"name": "deployment", "alias": "coupons", "condition": "coupons.enabled", "version": "1.0.0"}
BLOCK = {"image": {"repository": "example/coupons", "tag": "1"}, "ports": {"http": 8080}}


def dependencies(home: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((home / "Chart.yaml").read_text())["dependencies"]
    return found


def scheduled(blueprint: str) -> list[str]:
    """The services that a CronJob makes: the only ones of their type."""
    return [one["alias"] for one in dependencies(folder(blueprint)) if one["name"] == "cronjob"]


def first_deployment(blueprint: str) -> str:
    return next(one["alias"] for one in dependencies(folder(blueprint)) if one["name"] == "deployment")


def without_hash(keys: set[Key]) -> set[Key]:
    """A Job is called after its pod, which is another one where a callee has gone."""
    return {(kind, re.sub("-[0-9a-f]{8}$", "", name) if kind == "Job" else name) for kind, name in keys}


@cache
def changed(blueprint: str) -> Path:
    home = Path(mkdtemp(dir=folder(blueprint).parent))
    shutil.copytree(folder(blueprint), home, dirs_exist_ok=True)
    gone = scheduled(blueprint)
    chart = yaml.safe_load((home / "Chart.yaml").read_text())
    chart["dependencies"] = [one for one in chart["dependencies"] if one.get("alias") not in gone] + [COUPONS]
    (home / "Chart.yaml").write_text(yaml.safe_dump(chart))
    for file in home.glob("values*.yaml"):
        content = yaml.safe_load(file.read_text()) or {}
        for name in gone:
            content.pop(name, None)
        for graph in (content.get("connections"), content.get("global", {}).get("connections")):
            for caller, callees in list((graph or {}).items()):
                graph[caller] = [one for one in callees if one.partition(":")[0] not in gone]
                if caller in gone:
                    del graph[caller]
        if file.name == "values.yaml":
            content["coupons"] = BLOCK
            content["global"]["connections"].setdefault(first_deployment(blueprint), []).append("coupons")
        file.write_text(yaml.safe_dump(content))
    return home


@pytest.mark.parametrize("blueprint", NAMES)
def test_blueprint_has_scheduled_work_and_its_chart_stays(blueprint: str) -> None:
    assert scheduled(blueprint)
    assert (changed(blueprint) / "charts" / "cronjob").is_dir()


@pytest.mark.long
@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_service_that_is_added_and_services_that_are_thrown_out_by_hand_render(
    case: Case, helms: Path
) -> None:
    home = changed(case.blueprint)
    files = [file.replace(str(folder(case.blueprint)), str(home)) for file in files_of(*case)]
    release = str(described(case.blueprint).answers["name"])
    found = by_key(support.template(helms, home, *files, release=release))
    coupons = by_key(of_service(list(found.values()), "coupons"))
    before = rendered(helms, *case)
    gone = {key for name in scheduled(case.blueprint) for key in by_key(of_service(before, name))}
    assert without_hash(set(found) - set(coupons)) == without_hash(set(by_key(before)) - gone)
    assert the("Deployment", list(coupons.values()))["metadata"]["name"] == f"{release}-coupons"
    caller = next(
        one
        for one in of_service(list(found.values()), first_deployment(case.blueprint))
        if one["kind"] in ("Deployment", "Rollout")
    )
    assert env_of(caller)["COUPONS_PORT"] == "8080"


@pytest.mark.parametrize("blueprint", NAMES)
def test_misspelt_service_is_refused_by_name(blueprint: str, helms: Path) -> None:
    name = first_deployment(blueprint)
    misspelt = name[:-2] + name[-1] + name[-2]
    assert misspelt not in values(blueprint)
    with pytest.raises(HelmError, match=f'{misspelt}: Chart.yaml has no service .* did you mean "{name}"'):
        support.template(helms, folder(blueprint), "--set", f"{misspelt}.enabled=false")


def test_readme_shows_what_helm_says(helms: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    shown = re.search(r"^\$ helm template shop demo/shop (--set .*)\n((?:[^$`].*\n)+)", readme, re.MULTILINE)
    assert shown
    with pytest.raises(HelmError) as refused:
        support.run(helms, "template", "shop", folder("ecommerce"), *shown[1].split())
    assert str(refused.value).partition("\n\n")[0] + "\n" == shown[2]
