"""A plan as a file: what it was planned with, digests, the diff; and whether it fits still."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.changes import Change
from generator.core.upgrade.plan_file import UpgradePlan, digests, parse_plan, plan_text
from generator.errors import BlueprintError, Invalid

ONE = Change(PurePosixPath("values.yaml"), b"a: 1\n", b"a: 2\n")
NEW = Change(PurePosixPath("docs/new.md"), None, b"new\n")
PLAN = UpgradePlan("1.1.0", "ours", True, ("tiers",), *digests([ONE, NEW]))  # a record's field
DIFF = "--- a/values.yaml\n+++ b/values.yaml\n\n-a: 1\n+a: 2\n"


def test_plan_is_what_was_written() -> None:
    text = plan_text(PLAN, DIFF)
    assert parse_plan(text.encode(), "plan.yaml") == PLAN
    assert text.endswith("diff: |2\n  --- a/values.yaml\n  +++ b/values.yaml\n\n  -a: 1\n  +a: 2\n")
    assert "docs/new.md:\n    before: none\n    after: sha256:" in text
    assert parse_plan(plan_text(UpgradePlan("", "", False, (), {}, {}), "").encode(), "p").before == {}


def test_plan_refuses_what_moved_on() -> None:
    PLAN.refuse_others([ONE, NEW], "plan.yaml")
    with pytest.raises(Invalid) as caught:
        PLAN.refuse_others([ONE._replace(before=b"a: 3\n"), NEW._replace(after=b"other\n")], "plan.yaml")
    assert caught.value.lines() == [
        "plan.yaml: this plan does not fit any more",
        "  values.yaml is not what it was when this was planned",
        "  docs/new.md would become something else than what was planned",
        "  Make a new one.",
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: 1\n", "this is no plan of an upgrade"),
        (plan_text(PLAN, DIFF).replace("before: none", "before: [1]"), "this plan is broken"),
        (plan_text(PLAN, DIFF).replace("keepCharts: true", "keepChart: true"), "this plan is broken"),
    ],
)
def test_what_is_no_plan_is_refused(text: str, what: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        parse_plan(text.encode(), "plan.yaml")
    assert caught.value.what == what
