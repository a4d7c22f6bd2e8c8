"""What a fresh platform says is what `values lint` wants to read."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.commands._rules import all_rules
from generator.core.lint.facts import findings
from generator.core.values.model import load_values
from generator.edge.bundled import bundled
from tests.blueprints.platforms import NAMES, tree


@pytest.mark.parametrize("blueprint", NAMES)
def test_fresh_platform_is_clean(blueprint: str) -> None:
    found = findings(load_values(tree(blueprint)), all_rules(), bundled())
    told = [f"{one.where} {one.rule.id}: {one.what}" for one in found]
    assert [one for one in told if " stand-in: " not in one] == []
    assert len(told) == tree(blueprint)[PurePosixPath("values.yaml")].count(
        b"ghcr.io/stefanprodan/podinfo"
    ), "each stand-in is told"
