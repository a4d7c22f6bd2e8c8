"""Every blueprint in every environment: the same objects from every Helm that is supported.

`make test-plugin` goes through all versions, `make test` compares the two newest.
"""

from __future__ import annotations

import os

import pytest

from tests import tools
from tests.blueprints.platforms import CASES, Case, rendered
from tests.charts.support import by_key

pytestmark = [pytest.mark.helm, pytest.mark.helm_versions]

OLDER = tuple(name for name in tools.TOOLS if name.startswith("helm") and name not in ("helm3", "helm4"))
HELMS = OLDER if os.environ.get("HELM_ALL") else ("helm3",)


@pytest.mark.parametrize("name", HELMS)
@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_same_objects(case: Case, name: str) -> None:
    newest, other = tools.find("helm4"), tools.find(name)
    assert newest, "helm4 is missing: run `python tests/tools.py install`"
    assert other, f"{name} is missing: run `python tests/tools.py install {name}`"
    expected = rendered(newest, case.blueprint, case.environment)
    assert by_key(rendered(other, case.blueprint, case.environment)) == by_key(expected)
