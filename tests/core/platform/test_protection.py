"""Which environments nobody writes by pressing return."""

from __future__ import annotations

import pytest

from generator.core.platform.file import parse_platform
from generator.core.platform.protection import is_production, is_protected
from generator.errors import Invalid

PRODUCTION = [
    "prod",
    "production",
    "prd",
    "live",
    "dr",
    "eu-prod",
    "prod-eu-west-1",
    "prod2",
    "Prod",
    "k8s.prod",
]
OTHERS = [
    "dev",
    "test",
    "staging",
    "preprod",
    "pre-prod",
    "nonprod",
    "non-prod",
    "product",
    "delivery",
    "drill",
]


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_is_known_by_its_name(name: str) -> None:
    assert is_production(name)


@pytest.mark.parametrize("name", OTHERS)
def test_what_comes_before_production_is_none(name: str) -> None:
    assert not is_production(name)


def read(*environments: str) -> dict[str, bool]:
    text = "apiVersion: helm-blueprint/v1\nblueprint: {name: a, version: 1.0.0}\nenvironments:\n"
    platform = parse_platform((text + "".join(f"  {one}\n" for one in environments)).encode())
    return {name: is_protected(platform.environments, name) for name in platform.environments}


def test_what_the_file_says_wins_and_what_inherits_follows() -> None:
    assert read(
        "staging: {protected: true}", "prod: {protected: false}", "live: {regions: {eu: {}}}",
        "canary: {inherits: live}", "standby: {inherits: prod}", "spare: {inherits: canary, protected: false}",
    ) == {
        "staging": True, "prod": False, "live": True, "live-eu": True,
        "canary": True, "standby": False, "spare": False,
    }  # fmt: skip


def test_what_is_neither_true_nor_false_is_refused() -> None:
    with pytest.raises(Invalid, match=r"environments\.prod\.protected: true or false is expected"):
        read("prod: {protected: always}")


def test_charts_without_a_platform_yaml_have_protected_environments_too() -> None:
    assert {name: is_protected({}, name) for name in ("dev", "prod")} == {"dev": False, "prod": True}
