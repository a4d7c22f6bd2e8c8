"""What every change of environments is held to."""

from __future__ import annotations

import pytest

from generator.core.change.environment import refuse_broken_values
from generator.core.values.model import load_values
from generator.errors import BlueprintError
from tests.small_platform import PLATFORM, small_platform

WITH_QA = PLATFORM + "  qa: {}\n"


def test_what_the_schema_refuses_in_a_new_environment_is_told_with_its_place() -> None:
    before = load_values(small_platform())
    after = load_values(
        small_platform(**{"platform.yaml": WITH_QA, "values-qa.yaml": "web:\n  replicaCount: many\n"})
    )
    with pytest.raises(BlueprintError) as caught:
        refuse_broken_values(before, after)
    assert str(caught.value).startswith("values-qa.yaml:2: web.replicaCount: ")


def test_what_was_refused_before_stands_in_nobody_s_way() -> None:
    broken = "web: {replicaCount: many}\n"
    before = load_values(small_platform(values_dev=broken))
    after = load_values(small_platform(values_dev=broken, **{"platform.yaml": WITH_QA, "values-qa.yaml": ""}))
    refuse_broken_values(before, after)
    with pytest.raises(BlueprintError):
        refuse_broken_values(load_values(small_platform()), after)
