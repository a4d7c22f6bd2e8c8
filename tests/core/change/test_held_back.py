"""Which values name the environment that they come from."""

from __future__ import annotations

import pytest

from generator.core.change.held_back import EnvironmentNames, names_of_origin
from generator.core.data import Data
from generator.core.values.model import load_values
from tests.small_platform import PLATFORM, foreign_umbrella, small_platform

BEARS: list[tuple[str, Data]] = [
    ("test", "test"),
    ("test", "shop.test.example.org"),
    ("test", "https://test.example.org/shop"),
    ("test", "shop-test"),
    ("test", "shop_test_bucket"),
    ("test", "Test"),
    ("test", "shopTest"),
    ("test", "test2.example.org"),
    ("test", "testing"),
    ("test", ["a", {"b": "x/test"}]),
    ("test", {"shop.test.example.org": {}}),
    ("prod", "production"),
    ("staging", "stg.example.org"),
    ("dev", "redis.dev.svc.cluster.local"),
    ("dev", "https://x/dev/a"),
    ("prod-eu-1", "shop.prod_eu_1.example.org"),
    ("prod-eu-1", "prodeu1"),
    ("1st", "a-1st"),
    ("qa", "qa"),
    ("idfdev", "nb.data-dev.example.org"),
    ("devidf", "development"),
    ("roundtable-dev", "git-lfs-dev"),
    ("eu-prod", "prd.example.org"),
    ("integration-eu", "int.example.org"),
    ("dev2", "shop-dev"),
]
HAS_NOTHING: list[tuple[str, Data]] = [
    ("test", "latest"),
    ("test", "attestation"),
    ("test", "contest.example.org"),
    ("test", "tést"),
    ("test", 5),
    ("test", True),
    ("test", None),
    ("test", {"a": ["b"]}),
    ("dev", "/dev/shm"),
    ("local", "redis.shop.svc.cluster.local"),
    ("prod", "product"),
    ("prod", "reproduction"),
    ("eu-1", "eu-12"),
    ("1st", "21st"),
    ("--", "a--b"),
    ("latest", "test"),  # no environment that one would call so has anything of a test
    ("devops", "dev"),
    ("non-prod", "prod"),
    ("preprod", "prod"),
    ("uk-pre-prod", "prod"),
    ("backstage", "stage"),
    ("mint", "int"),
    ("products", "prod"),
]


@pytest.mark.parametrize(("name", "value"), BEARS)
def test_bears_the_name(name: str, value: Data) -> None:
    assert EnvironmentNames([name]).within(value)


@pytest.mark.parametrize(("name", "value"), HAS_NOTHING)
def test_has_nothing_of_the_name(name: str, value: Data) -> None:
    assert EnvironmentNames([name]).within(value) == ""


def test_the_text_that_names_it_is_told() -> None:
    assert (
        EnvironmentNames(["test"]).within({"hosts": ["a.example.org", "b.test.example.org"]})
        == "b.test.example.org"
    )
    assert (
        EnvironmentNames(["test"]).within("right", ("hosts", 0, "b.test.example.org")) == "b.test.example.org"
    )


@pytest.mark.parametrize(
    ("origin", "target", "text", "held"),
    [
        ("staging", "prod", "stg", True),
        ("prod", "dev", "shop-prod", True),
        ("prod", "dr", "shop-prod", False),  # dr inherits from prod: what names prod is right there
        ("dr", "prod", "shop-dr", True),
        ("prod-eu", "prod-us", "s3.eu.example.org", True),
        ("prod-eu", "prod-us", "shop-prod", False),
        ("prod", "prod-eu", "shop-production", False),
        ("prod-eu", "prod", "prod-eu", True),
    ],
)
def test_what_names_the_target_as_well_is_right_there(
    origin: str, target: str, text: str, held: bool
) -> None:
    regions = PLATFORM.replace("shop}", "shop, regions: {eu: {}, us: {}}}")
    files = dict.fromkeys(("values_prod_eu", "values_prod_us"), "{}\n")
    model = load_values(small_platform(**{"platform.yaml": regions}, **files))
    assert bool(names_of_origin(model, origin, target).within(text)) is held


def test_without_a_platform_yaml_names_are_those_of_files() -> None:
    model = load_values(foreign_umbrella())
    assert names_of_origin(model, "dev", "prod").within("shop.dev.example.org")
    assert not names_of_origin(model, "dev", "prod").within("shop.prod.example.org")


@pytest.mark.parametrize(
    ("origin", "target", "text", "held"),
    [
        ("idfdev", "idfprod", "data-dev.example.org", True),
        ("idfdev", "usdfdev", "data-dev.example.org", False),  # dev is right in both
        ("idfdev", "usdfdev", "idfdev.example.org", True),
        ("test2", "test3", "test.example.org", False),
    ],
)
def test_a_usual_word_in_a_name_counts_unless_the_target_has_it_too(
    origin: str, target: str, text: str, held: bool
) -> None:
    files = {f"values_{name}": "a: 1\n" for name in (origin, target)}
    model = load_values(foreign_umbrella(**files))
    assert bool(names_of_origin(model, origin, target).within(text)) is held
