"""A few generated histories of platforms that follow their blueprint; `make nightly` has 300."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path, PurePosixPath
from random import Random

import pytest

from tests.effort import examples
from tests.fuzz import upgrade_judge as judge
from tests.fuzz import upgrade_steps as steps
from tests.fuzz import upgrades
from tests.fuzz.upgrade_news import News, Releases


def test_an_upgrade_loses_nothing_and_sees_no_conflict_that_none_is() -> None:
    counts: Counter[str] = Counter()
    history = upgrades.History(Random(7), counts)  # no secret
    assert [*history.upgrade(1), *history.upgrade(2), *history.again()] == []
    assert counts.total() > 3


@pytest.mark.long
def test_generated_histories(tmp_path: Path, helm3: Path, helm4: Path) -> None:
    found = upgrades.campaign(examples(8), 5, tmp_path)
    assert found.wrong == ()
    assert found.conflicts > 0


def test_the_judge_notices() -> None:
    releases = Releases("ecommerce")
    ours = releases.latest.files
    releases.release(News(()), "1.1.0")
    found = upgrades.upgraded(ours, releases)
    assert judge.judged(found.plan, found.pinned, [], releases) == []
    key = ("storefront", "image", "tag")
    lost = partial(steps.set_keys, steps.Assignment(steps.VALUES, key, "9"))
    told = judge.judged(found.plan, found.pinned, [steps.UpgradeStep("values", lost, frozenset())], releases)
    assert any(one.startswith("values.yaml: ['storefront.image.tag changed") for one in told)
    marked = {**found.plan.after, PurePosixPath("docs/x.md"): b"<<<<<<< ours\n"}
    plan = found.plan._replace(after=marked)
    told = judge.judged(plan, found.pinned._replace(tree=marked), [], releases)
    assert told == ["docs/x.md: markers that nobody told of", "docs/x.md: is there"]


def test_the_judge_notices_defaults_that_are_others() -> None:
    releases = Releases("ecommerce")
    ours = releases.latest.files
    releases.level = 1
    releases.release(News(()), "1.1.0")
    found = upgrades.upgraded(ours, releases)
    assert judge.defaults_stay(ours, found.pinned.tree, Random(1)) == []  # no secret
    told = judge.defaults_stay(ours, found.plan.after, Random(1))  # no secret
    assert told[0].endswith(": storefront.revisionHistoryLimit was 3, is 4")
