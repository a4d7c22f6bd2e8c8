"""Environments and regions that come and go, on every blueprint and with everything that delivers it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
import yaml

from generator.commands._rules import all_rules
from generator.core.blueprint.derived import derived_files, with_what_follows
from generator.core.change.environment import refuse_broken_values
from generator.core.change.environment_add import EnvironmentChange, Wish, with_environment
from generator.core.change.environment_region import with_region_of, without_region_of
from generator.core.change.environment_remove import without_environment
from generator.core.change.environment_rename import with_environment_renamed
from generator.core.changes import Change, applied, changes_between
from generator.core.lint.facts import findings
from generator.core.tree import Tree
from generator.core.values.model import ValuesModel, load_values
from generator.edge.bundled import bundled
from tests.bench.synthetic import write
from tests.blueprints.platforms import NAMES, tree
from tests.charts import support

Step = Callable[[ValuesModel], EnvironmentChange]
DELIVERY = [("gitops=argocd", "ci=github"), ("gitops=flux", "ci=gitlab"), ("gitops=none", "ci=none")]
OTHERS = [("gitops=argocd", "ci=gitlab"), ("gitops=argocd", "ci=none"), ("gitops=flux", "ci=github"),
          ("gitops=flux", "ci=none"), ("gitops=none", "ci=github"), ("gitops=none", "ci=gitlab")]  # fmt: skip
GROWS: list[Step] = [
    lambda model: with_environment(model, Wish("qa", "staging")),
    lambda model: with_environment(model, Wish("playground", "dev")),
    lambda model: with_environment(
        model, Wish("demo", "prod", inherits=True, after="staging", clusters=("demo",))
    ),
    lambda model: with_region_of(model, "prod", "eu-west-1"),
    lambda model: with_region_of(model, "prod", "us-east-1", cluster="in-cluster"),
    lambda model: with_environment_renamed(model, "dev", "play"),
    lambda model: with_environment_renamed(model, "prod", "live"),
]
SHRINKS: list[Step] = [
    lambda model: with_environment_renamed(model, "live", "prod"),
    lambda model: with_environment_renamed(model, "play", "dev"),
    lambda model: without_region_of(model, "prod", "us-east-1"),
    lambda model: without_region_of(model, "prod", "eu-west-1"),
    lambda model: without_environment(model, "demo"),
    lambda model: without_environment(model, "playground"),
    lambda model: without_environment(model, "qa"),
]
CAME = ("qa", "playground", "play", "live", "demo", "live-eu-west-1", "live-us-east-1")


def after(platform: Tree, steps: list[Step], *, one_by_one: bool = False) -> Tree:
    """The platform after the steps with what follows from them, from each or from all at once."""
    if one_by_one:
        for step in steps:
            platform = after(platform, [step])
        return platform
    changed = platform
    for step in steps:
        changed = applied(changed, step(load_values(changed)).changes)
    result = applied(platform, with_what_follows(platform, whole_changes(platform, changed), bundled()))
    refuse_broken_values(load_values(platform), load_values(result))
    return result


def whole_changes(before: Tree, later: Tree) -> tuple[Change, ...]:
    return changes_between(before, {**dict.fromkeys(before), **later})


@cache
def grown(blueprint: str, *answers: str) -> Tree:
    return after(tree(blueprint, *answers), GROWS)


def found(platform: Tree) -> set[str]:
    return {f"{one.rule.id}: {one.what}" for one in findings(load_values(platform), all_rules())}


def passed(platform: Tree) -> dict[str, dict[str, list[str]]]:
    """For each file that delivers: its entries, with the values files that they pass."""
    entries: dict[str, dict[str, list[str]]] = {}
    for path, data in platform.items():
        name = str(path)
        if name == ".github/workflows/platform.yaml":
            matrix = yaml.safe_load(data)["jobs"]["check"]["strategy"]["matrix"]["include"]
            entries[name] = {one["environment"]: one["values"].replace("-f ", "").split() for one in matrix}
        elif name == ".gitlab-ci.yml":
            matrix = yaml.safe_load(data)["render"]["parallel"]["matrix"]
            entries[name] = {one["ENVIRONMENT"]: one["VALUES"].replace("-f ", "").split() for one in matrix}
        elif name == "gitops/argocd/applicationset.yaml":
            elements = yaml.safe_load(data)["spec"]["generators"][0]["list"]["elements"]
            files = {
                one["environment"]: [f"values-{each}.yaml" for each in one["values"]] for one in elements
            }
            entries[name] = files
        elif name.startswith("gitops/flux/"):
            releases = [one for one in yaml.safe_load_all(data) if one["kind"] == "HelmRelease"]
            home = yaml.safe_load(platform[PurePosixPath("platform.yaml")])["answers"]["name"]
            for one in releases:
                chart = one["spec"]["chart"]["spec"]["valuesFiles"]
                known = entries.setdefault("gitops/flux", {})
                known[one["metadata"]["name"].removeprefix(f"{home}-")] = chart[1:]
    return entries


def delivers_every_release(platform: Tree) -> bool:
    """Each release once; what ran in a cluster before it became a region's keeps its name."""
    model = load_values(platform)
    assert model.platform is not None
    wanted = sorted([str(file) for file in model.files(one.name)] for one in model.platform.releases())
    return all(sorted(entries.values()) == wanted for entries in passed(platform).values())


@pytest.mark.long
@pytest.mark.parametrize("delivery", DELIVERY, ids=lambda one: one[0])
@pytest.mark.parametrize("blueprint", NAMES)
def test_platform_grows_without_a_finding_and_shrinks_to_the_byte(
    blueprint: str, delivery: tuple[str, str]
) -> None:
    before, big = tree(blueprint, *delivery), grown(blueprint, *delivery)
    assert set(big) - set(before) >= {PurePosixPath(f"values-{name}.yaml") for name in CAME}
    assert found(big) - found(before) == set()
    assert delivers_every_release(big)
    assert len(passed(big)) == 2 * (delivery[0] != "gitops=none")
    # Nothing is stale: making the generated parts anew changes nothing.
    assert changes_between(big, derived_files(big, bundled())) == ()
    small = after(big, SHRINKS)
    assert {str(path) for path in {*small, *before} if small.get(path) != before.get(path)} == set()


@pytest.mark.long
def test_one_by_one_is_taken_back_one_by_one() -> None:
    before = tree("microservices", *DELIVERY[0])
    big = after(before, GROWS, one_by_one=True)
    assert delivers_every_release(big)
    assert found(big) - found(before) == set()
    assert after(big, SHRINKS, one_by_one=True) == before


@pytest.mark.parametrize("delivery", OTHERS, ids=" ".join)
def test_any_pipeline_goes_with_any_gitops(delivery: tuple[str, str]) -> None:
    assert delivers_every_release(grown("ecommerce", *delivery))
    assert len(passed(grown("ecommerce", *delivery))) == sum("none" not in one for one in delivery)


@pytest.mark.long
@pytest.mark.parametrize("blueprint", NAMES)
def test_every_environment_that_came_renders(blueprint: str, helms: Path, tmp_path: Path) -> None:
    platform = grown(blueprint, *DELIVERY[0])
    home = write(platform, tmp_path)
    model = load_values(platform)
    for name in ("qa", "playground", "play", "live-eu-west-1"):
        files = [part for file in model.files(name) for part in ("-f", str(home / file))]
        labels = [one["metadata"].get("labels", {}) for one in support.template(helms, home, *files)]
        regions = {one["region"] for one in labels if "region" in one}
        assert regions == ({name.removeprefix("live-")} if name.startswith("live-") else set())
