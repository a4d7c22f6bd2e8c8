"""What `region add` and `region remove` write besides what is generated."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest

from generator.core.change.environment_add import EnvironmentChange
from generator.core.change.environment_region import with_region_of, without_region_of
from generator.core.platform.file import parse_platform
from generator.core.values.model import load_values
from generator.errors import BlueprintError
from tests.small_platform import PLATFORM, VALUES, foreign_umbrella, small_platform

CLUSTERS = PLATFORM.replace("{namespace: shop}", "{namespace: shop, clusters: [a, b]}")
REGIONS = PLATFORM.replace(
    "{namespace: shop}", "{namespace: shop, clusters: [a], regions: {eu: {cluster: a}, us: {}}}"
)
EU = {"values-prod-eu.yaml": "global: {domain: eu.example.com}\n", "values-prod-us.yaml": ""}


def written(plan: EnvironmentChange) -> dict[str, str | None]:
    return {str(one.path): None if one.after is None else one.after.decode() for one in plan.changes}


def prod_in(text: str | None) -> str:
    return next(line.strip() for line in (text or "").splitlines() if line.startswith("  prod:"))


def test_region_has_a_file_that_says_where_it_is() -> None:
    prod = "# yaml-language-server: $schema=values.schema.json\n# prod\n"
    plan = with_region_of(load_values(small_platform(values_prod=prod)), "prod", "eu-west-1")
    files = written(plan)
    assert files["values-prod-eu-west-1.yaml"] == (
        "# yaml-language-server: $schema=values.schema.json\n"
        "# prod-eu-west-1: only what differs from prod in this region. Comes after values-prod.yaml: "
        "-f values-prod.yaml -f values-prod-eu-west-1.yaml\n"
        "global:\n  region: eu-west-1 # a label of every object\n"
    )
    assert prod_in(files["platform.yaml"]) == "prod: {namespace: shop, regions: {eu-west-1: {}}}"
    assert (set(files), plan.notes, plan.gone) == ({"platform.yaml", "values-prod-eu-west-1.yaml"}, (), ())


@pytest.mark.parametrize(
    ("cluster", "note"),
    [
        ("", ("prod itself stays deployed in a, b, as before",)),
        ("b", ("what prod runs in b is prod-eu's from now on, with that file on top",)),
    ],
)
def test_what_becomes_of_the_environment_s_own_release_is_told(cluster: str, note: tuple[str, ...]) -> None:
    model = load_values(small_platform(**{"platform.yaml": CLUSTERS}))
    plan = with_region_of(model, "prod", "eu", cluster=cluster, namespace="own")
    assert plan.notes == note
    region = parse_platform((written(plan)["platform.yaml"] or "").encode()).environments["prod-eu"]
    assert (region.clusters, region.namespace) == ((cluster or "eu",), "own")


def test_region_that_goes_takes_its_file_and_its_place_in_the_intent() -> None:
    intent = "  mustMatch: [{keys: a, environments: [prod-us, prod-eu]}, {keys: b, environments: [prod-us, dr, dev]}]\n"
    tree = small_platform(intent=intent, **{"platform.yaml": REGIONS + f"intent:\n{intent}"}, **EU)
    plan = without_region_of(load_values(tree), "prod", "us")
    files = written(plan)
    assert files["values-prod-us.yaml"] is None
    assert (
        prod_in(files["platform.yaml"])
        == "prod: {namespace: shop, clusters: [a], regions: {eu: {cluster: a}}}"
    )
    assert (files["platform.yaml"] or "").endswith(
        "intent:\n  mustMatch: [{keys: b, environments: [dr, dev]}]\n"
    )
    assert (plan.gone, plan.notes) == (("prod-us",), ())


def test_where_the_environment_runs_then_is_told() -> None:
    tree = small_platform(**{"platform.yaml": REGIONS}, **EU)
    plan = without_region_of(load_values(tree), "prod", "eu")
    assert (plan.gone, plan.notes) == ((), ("what runs in a is prod's own again",))
    alone = PLATFORM.replace("{namespace: shop}", "{namespace: shop, regions: {eu: }}")
    plan = without_region_of(load_values(small_platform(**{"platform.yaml": alone}, **EU)), "prod", "eu")
    assert plan.notes == ("prod has no region left, and no cluster: platform.yaml says not where it runs",)
    assert prod_in(written(plan)["platform.yaml"]) == "prod: {namespace: shop}"


def test_service_that_ran_in_the_region_alone_is_told() -> None:
    files = {"platform.yaml": REGIONS, **EU, "values-prod-eu.yaml": "db: {enabled: true}\n"}
    files["values.yaml"] = VALUES.replace("db:\n", "db:\n  enabled: false\n")
    plan = without_region_of(load_values(small_platform(**files)), "prod", "eu")
    assert plan.notes == (
        "what runs in a is prod's own again",
        "db ran in prod-eu alone: no environment has it switched on any more",
    )


REFUSED: dict[str, tuple[str, dict[str, str], str]] = {
    "eu": ("prod", {}, "prod has the region eu already"),
    "EU": ("prod", {}, '"EU" cannot name a region: only lower-case letters'),
    "off": ("prod", {}, '"off" cannot name a region: YAML reads it as something else'),
    "x" * 59: ("prod", {}, "it is 64 characters long with its environment"),
    "one": ("eu", {}, 'there is no environment "eu"'),
    "two": ("prod-eu", {}, "prod-eu is a region of prod"),
    "three": ("dev", {"cluster": "a", "namespace": "shop"}, "dev-three would be installed where prod-eu is"),
    "left": ("prod", {}, "this file is there already, and no region reads it"),
    "blue": ("dev", {}, "the region would be called dev-blue, which is an environment already"),
}


@pytest.mark.parametrize("region", REFUSED)
def test_refused_with_the_reason(region: str) -> None:
    environment, options, reason = REFUSED[region]
    platform = REGIONS + "  dev-blue: {}\n"
    files: dict[str, Any] = {
        "platform.yaml": platform,
        "values-prod-left.yaml": "",
        "values-dev-blue.yaml": "",
        **EU,
    }
    with pytest.raises(BlueprintError) as caught:
        with_region_of(load_values(small_platform(**files)), environment, region, **options)
    assert reason in str(caught.value)


def test_region_that_is_not_there_or_that_others_inherit_from_stays() -> None:
    platform = REGIONS.replace("inherits: prod", "inherits: prod-eu")
    model = load_values(small_platform(**{"platform.yaml": platform}, **EU))
    with pytest.raises(BlueprintError, match=r"(?s)prod has no region ue.*Known are: eu, us"):
        without_region_of(model, "prod", "ue")
    with pytest.raises(
        BlueprintError, match=r"(?s)dev has no region eu.*It has none: `region add eu --env dev`"
    ):
        without_region_of(model, "dev", "eu")
    with pytest.raises(BlueprintError, match="dr inherits from prod-eu"):
        without_region_of(model, "prod", "eu")


def test_foreign_umbrella_has_no_regions() -> None:
    with pytest.raises(BlueprintError, match=r"there is no platform\.yaml, and regions are declared there"):
        with_region_of(load_values(foreign_umbrella()), "prod", "eu")


def test_environment_may_be_called_like_what_a_region_of_another_begins_with() -> None:
    plan = with_region_of(load_values(small_platform()), "prod", "e")
    assert PurePosixPath("values-prod-e.yaml") in {one.path for one in plan.changes}
