"""What `env remove` takes away besides what is generated."""

from __future__ import annotations

import pytest

from generator.core.change.environment_remove import without_environment
from generator.core.values.model import load_values
from generator.errors import BlueprintError
from tests.small_platform import PLATFORM, VALUES, foreign_umbrella, small_platform

REGIONS = PLATFORM.replace("  dr: {inherits: prod, namespace: shop-dr}\n", "").replace(
    "{namespace: shop}", "{namespace: shop, regions: {eu: }}"
)
INTENT = "  mustMatch: [{keys: a, environments: [staging, prod-eu]}, b]\n  ordered: [{keys: c, order: prod > dev}]\n"


def test_environment_goes_with_its_regions_and_what_was_meant_of_it() -> None:
    tree = small_platform(**{"platform.yaml": REGIONS + f"intent:\n{INTENT}", "values-prod-eu.yaml": ""})
    plan = without_environment(load_values(tree), "prod")
    after = {str(one.path): one.after for one in plan.changes}
    assert after == {
        "values-prod.yaml": None,
        "values-prod-eu.yaml": None,
        "platform.yaml": PLATFORM.partition("  prod:")[0].encode() + b"intent:\n  mustMatch: [b]\n",
    }
    assert (plan.gone, plan.notes) == (
        ("prod", "prod-eu"),
        ("the intent says 2 things less: what needs prod",),
    )


def test_service_that_ran_nowhere_else_is_told() -> None:
    alone = {"values.yaml": VALUES.replace("web: # what customers see\n", "web:\n  enabled: false\n")}
    tree = small_platform(**alone, **{"values-dev.yaml": "web: {enabled: true}\n"})
    told = ("web ran in dev alone: no environment has it switched on any more",)
    assert without_environment(load_values(tree), "dev").notes == told
    tree = small_platform(
        **alone, **dict.fromkeys(("values-dev.yaml", "values-prod.yaml"), "web: {enabled: true}\n")
    )
    assert without_environment(load_values(tree), "dev").notes == ()


def test_environment_of_a_foreign_umbrella_is_its_file() -> None:
    plan = without_environment(load_values(foreign_umbrella()), "prod")
    assert [(str(one.path), one.after) for one in plan.changes] == [("values-prod.yaml", None)]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("prod", "dr inherits from prod"),
        ("nope", 'there is no environment "nope"'),
    ],
)
def test_refused_with_the_reason(name: str, reason: str) -> None:
    with pytest.raises(BlueprintError, match=reason):
        without_environment(load_values(small_platform()), name)


def test_region_is_no_environment_and_the_last_one_stays() -> None:
    text = PLATFORM.partition("  dev:")[0] + "  prod: {regions: {eu: }}\n"
    model = load_values(small_platform(**{"platform.yaml": text, "values-prod-eu.yaml": ""}))
    with pytest.raises(BlueprintError, match="prod-eu is a region of prod"):
        without_environment(model, "prod-eu")
    with pytest.raises(BlueprintError, match="prod is the only environment"):
        without_environment(model, "prod")
