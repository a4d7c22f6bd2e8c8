"""A plan as a file: what it was planned with, digests, the diff; and whether it fits still."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.changes import Change
from generator.core.upgrade.plan_file import UpgradePlan, digests, parse_plan, plan_text
from generator.errors import BlueprintError, Invalid

ONE = Change(PurePosixPath("values.yaml"), b"a: 1\n", b"a: 2\n")
NEW = Change(PurePosixPath("docs/new.md"), None, b"new\n")
EFFECTS = "Effects on dev, prod: restarts 1\n  restarts            prod: Deployment a: pods restart\n"
PLAN = UpgradePlan("1.1.0", "ours", True, ("tiers",), *digests([ONE, NEW]), EFFECTS)
DIFF = "--- a/values.yaml\n+++ b/values.yaml\n\n-a: 1\n+a: 2\n"


def test_plan_is_what_was_written() -> None:
    text = plan_text(PLAN, DIFF)
    assert parse_plan(text.encode(), "plan.yaml") == PLAN
    assert text.endswith("diff: |2\n  --- a/values.yaml\n  +++ b/values.yaml\n\n  -a: 1\n  +a: 2\n")
    assert f"\neffects: |2\n  {EFFECTS.rstrip().replace(chr(10), chr(10) + '  ')}\ndiff: |2\n" in text
    assert "docs/new.md:\n    before: none\n    after: sha256:" in text
    empty = parse_plan(plan_text(UpgradePlan("", "", False, (), {}, {}), "").encode(), "p")
    assert empty == UpgradePlan("", "", False, (), {}, {})
    odd = plan_text(PLAN, "+a: \x07\x0c\r\n-\u2028\n")
    assert parse_plan(odd.encode(), "p") == PLAN
    assert odd.endswith("diff: |2\n  +a: \\u0007\\f\\r\n  -\\u2028\n")


def test_plan_refuses_what_does_something_else_to_clusters() -> None:
    """A service was switched on elsewhere: the files of the plan are the same."""
    PLAN.refuse_other_effects(EFFECTS, "plan.yaml")
    PLAN.refuse_other_effects("", "plan.yaml")  # nobody can tell: Helm is not here
    PLAN._replace(effects="").refuse_other_effects(EFFECTS, "plan.yaml")
    other = EFFECTS.replace("prod: ", "") + "  refused by the API  Service b: clusterIP\n"
    with pytest.raises(Invalid) as caught:
        PLAN.refuse_other_effects(other, "plan.yaml")
    assert caught.value.lines() == [
        "plan.yaml: this would do something else to clusters than what was planned",
        "  it would, too: restarts            Deployment a: pods restart",
        "  it would, too: refused by the API  Service b: clusterIP",
        "  it would not: restarts            prod: Deployment a: pods restart",
        "  Make a new plan: something beside its files was changed since.",
    ]


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
