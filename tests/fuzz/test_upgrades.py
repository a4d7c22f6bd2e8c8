"""A few generated histories of platforms that follow their blueprint; `make nightly` has 300."""

from __future__ import annotations

from collections import Counter
from pathlib import Path, PurePosixPath
from random import Random

import pytest

from tests.effort import examples
from tests.fuzz import upgrade_steps as steps
from tests.fuzz import upgrades


def test_an_upgrade_loses_nothing_and_sees_no_conflict_that_none_is() -> None:
    counts: Counter[str] = Counter()
    _, wrong = upgrades.history(Random(7), counts, upgrades=2)  # no secret
    assert wrong == []
    assert counts.total() > 3


@pytest.mark.long
def test_generated_histories(tmp_path: Path, helm3: Path, helm4: Path) -> None:
    found = upgrades.campaign(examples(8), 5, tmp_path)
    assert found.wrong == ()
    assert found.conflicts > 0


def test_the_judge_notices() -> None:
    version = upgrades.released("ecommerce", (), [], "1.1.0")
    ours = upgrades.released("ecommerce", (), [], "1.0.0").files
    plan = upgrades.upgraded(ours, version)
    assert upgrades.judged(plan, [], version) == []
    key, path = ("storefront", "image", "tag"), steps.VALUES
    lost = steps.UpgradeStep("value", steps.set_key(path, key, "9"), frozenset())
    told = upgrades.judged(plan, [lost], version)
    assert any(one.startswith("values.yaml: ['storefront.image.tag changed") for one in told)
    marked = {**plan.after, PurePosixPath("docs/x.md"): b"<<<<<<< ours\n"}
    found = upgrades.judged(plan._replace(after=marked), [], version)
    assert found[:2] == ["docs/x.md: markers that nobody told of", "docs/x.md: is there"]
