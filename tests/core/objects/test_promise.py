"""Which step of a version an effect asks for."""

from __future__ import annotations

import pytest

from generator.core.objects.consequences import Consequence, EffectClass
from generator.core.objects.promise import BUMPS, bump_asked, least_bump, promised_bump


def one(of: EffectClass, kind: str = "Deployment") -> Consequence:
    return Consequence(of, ("prod",), kind, ("a",), "x")


@pytest.mark.parametrize(
    ("of", "kind", "bump"),
    [
        ("data", "Namespace", "major"), ("refused", "Service", "major"), ("deleted", "Deployment", "major"),
        ("recreated", "StatefulSet", "major"), ("recreated", "Job", "minor"), ("deleted", "ConfigMap", "minor"),
        ("restart", "Deployment", "minor"), ("opened", "NetworkPolicy", "minor"), ("closed", "Ingress", "minor"),
        ("capacity", "ResourceQuota", "minor"), ("new", "Deployment", "minor"), ("live", "ConfigMap", "patch"),
        ("none", "Service", "patch"),
    ],
)  # fmt: skip
def test_each_class_asks_for_its_step(of: EffectClass, kind: str, bump: str) -> None:
    assert bump_asked(one(of, kind)) == bump


def test_the_worst_counts() -> None:
    assert least_bump([]) == "patch"
    assert least_bump([one("none"), one("restart"), one("live")]) == "minor"
    assert least_bump([one("restart"), one("data")]) == "major"
    assert BUMPS == ("", "patch", "minor", "major")


@pytest.mark.parametrize(
    ("previous", "version", "bump"),
    [
        ("1.2.3", "1.2.4", "patch"), ("1.2.3", "1.3.0", "minor"), ("1.2.3", "2.0.0", "major"), ("1.2.3", "1.2.3", ""),
        ("1.2.3", "1.2.2", ""), ("0.2.3", "0.3.0", "major"), ("0.2.3", "0.2.4", "patch"),
    ],
)  # fmt: skip
def test_step_between_versions(previous: str, version: str, bump: str) -> None:
    assert promised_bump(previous, version) == bump
