"""What differs, as people and machines read it."""

from __future__ import annotations

import pytest

from generator.core.data import MISSING
from generator.core.report.diff import as_json, as_text, summary
from generator.core.styled import Line, Part
from generator.core.values.compare import Row
from tests.core.report.plain import plain

PRESET = ("global", "presets", "deployment", "replicaCount")
ROWS = [
    Row(("global", "domain"), ("a.example.com", "b.example.com"), differs=True, expected=True),
    Row(PRESET, (2, 3), differs=True),
    *(Row((name, "replicaCount"), (2, 3), differs=True, follows=PRESET) for name in "abcd"),
    Row(("a", "presets"), (["x"], MISSING), differs=True),
    Row(("a", "env"), ("x", {"A": "y" * 80}), differs=True, follows=("a", "presets")),
    Row(("own",), (1, 2), differs=True),
]


def test_groups_with_what_follows_and_why() -> None:
    assert (
        plain(as_text(ROWS, ROWS))
        == """\
global
  domain  a.example.com → b.example.com   (expected)
  presets.deployment.replicaCount  2 → 3   (in 4 services: a, b …)

a
  replicaCount  2 → 3   (from global.presets.deployment.replicaCount)
  presets  [x] → —   (with all that these presets bring)
  env  x → {A: """
        + "y" * 80
        + """}   (from a.presets)

b
  replicaCount  2 → 3   (from global.presets.deployment.replicaCount)

c
  replicaCount  2 → 3   (from global.presets.deployment.replicaCount)

d
  replicaCount  2 → 3   (from global.presets.deployment.replicaCount)

own
  (the value)  1 → 2

"""
    )


def test_few_services_are_named() -> None:
    shown = plain(as_text(ROWS[1:2], ROWS[1:4]))
    assert shown == "global\n  presets.deployment.replicaCount  2 → 3   (in a, b)\n\n"


def test_both_values_and_the_remark_have_their_styles() -> None:
    title, row, _ = as_text(ROWS[:1], ROWS)
    assert title == Line((Part("global", "bold"),))
    assert row == Line(
        (
            Part("  domain  "),
            Part("a.example.com", "red"),
            Part(" → "),
            Part("b.example.com", "green"),
            Part("   (expected)", "dim"),
        )
    )


@pytest.mark.parametrize(
    ("rows", "told", "text"),
    [
        ([], [], "No differences."),
        (ROWS[1:2], ROWS[1:2], "1 difference."),
        (ROWS[:2], ROWS[1:2], "1 difference, 1 expected (--all shows them)."),
        (ROWS[:1], [], "0 differences, 1 expected (--all shows them)."),
        (ROWS[1:3], ROWS[1:2], "1 difference, 1 that follow from them (--all shows them)."),
        (ROWS[6:7] + ROWS[8:], ROWS[6:7] + ROWS[8:], "2 differences."),
    ],
)
def test_summary(rows: list[Row], told: list[Row], text: str) -> None:
    assert summary(rows, told) == text


def test_json_leaves_out_what_is_not_set() -> None:
    assert as_json(ROWS[:1] + ROWS[2:3] + ROWS[6:7], ["dev", "prod@v1"]) == {
        "from": "dev",
        "to": "prod@v1",
        "differences": [
            {
                "path": "global.domain",
                "from": "a.example.com",
                "to": "b.example.com",
                "expected": True,
                "follows": None,
            },
            {
                "path": "a.replicaCount",
                "from": 2,
                "to": 3,
                "expected": False,
                "follows": "global.presets.deployment.replicaCount",
            },
            {"path": "a.presets", "from": ["x"], "expected": False, "follows": None},
        ],
    }
