"""Languages inside YAML, as their own parsers read them: a program that cannot read its configuration never starts."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.blueprints.platforms import CASES, Case, rendered

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.helm

# Who has one at all: a configuration that goes missing is found here, not passed over.
WITH_ALLOY = ("devops", "microservices", "trading")


def wrong_with_alloy(parser: Path, text: str) -> str:
    done = subprocess.run([parser], input=text, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_alloy_reads_its_configurations(case: Case, helm3: Path, alloy_syntax: Path) -> None:
    found = {
        (one["metadata"]["name"], key): text
        for one in rendered(helm3, *case)
        if one["kind"] == "ConfigMap"
        for key, text in one.get("data", {}).items()
        if key.endswith(".alloy")
    }
    assert bool(found) == (case.blueprint in WITH_ALLOY)
    assert {where: wrong_with_alloy(alloy_syntax, text) for where, text in found.items()} == dict.fromkeys(
        found, ""
    )


def test_two_attributes_on_a_line_are_found(alloy_syntax: Path) -> None:
    wrong = wrong_with_alloy(alloy_syntax, 'a.b "c" {\n  rule { x = "1"  y = "2" }\n}\n')
    assert wrong == "config.alloy:2:19: expected TERMINATOR, got IDENT (and 1 more diagnostics)\n"
