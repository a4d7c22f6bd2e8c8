"""Keys across environments, as people and machines read them."""

from __future__ import annotations

import pytest

from generator.core.data import MISSING
from generator.core.report.matrix import as_json, as_text, summary
from generator.core.styled import Line, Part, Table
from generator.core.values.compare import Row
from tests.core.report.plain import plain

PRESET = ("global", "presets", "deployment", "replicaCount")
ROWS = [
    Row(("global", "domain"), ("a.example.com", "b.example.com"), differs=True, expected=True),
    Row(PRESET, (2, MISSING), differs=True),
    Row(("web", "replicaCount"), (2, 1), differs=True, follows=PRESET),
    Row(("web", "port"), (80, 80), differs=False),
]


def test_marks_and_what_follows_is_only_counted() -> None:
    assert (
        plain(as_text(ROWS[:3], ["dev", "prod"], all_keys=False))
        == """\
   KEY                                     dev            prod
~  global.domain                           a.example.com  b.example.com
*  global.presets.deployment.replicaCount  2              —
3 keys differ. 1 of them follow from presets or overrides (--all shows them).
"""
    )


def test_all_keys() -> None:
    shown = as_text(ROWS, ["dev", "prod"], all_keys=True)
    assert (
        plain(shown)
        == """\
   KEY                                     dev            prod
~  global.domain                           a.example.com  b.example.com
*  global.presets.deployment.replicaCount  2              —
*  web.replicaCount                        2              1
   web.port                                80             80
3 of 4 keys differ.
"""
    )
    assert isinstance(shown[0], Table)
    assert shown[0].whole == 2  # the mark and the key are never cut


def test_nothing_to_show_has_no_table() -> None:
    assert as_text([], ["dev", "prod"], all_keys=False) == [Line((Part("0 keys differ.", "bold"),))]


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 keys differ."), (1, "1 key differs."), (2, "2 keys differ.")]
)
def test_summary_counts_in_words(count: int, text: str) -> None:
    assert summary(ROWS[:count], all_keys=False) == text


def test_json_leaves_out_what_is_not_set() -> None:
    assert as_json(ROWS[1:3], ["dev", "prod"]) == {
        "environments": ["dev", "prod"],
        "rows": [
            {
                "path": "global.presets.deployment.replicaCount",
                "values": {"dev": 2},
                "differs": True,
                "expected": False,
                "follows": None,
            },
            {
                "path": "web.replicaCount",
                "values": {"dev": 2, "prod": 1},
                "differs": True,
                "expected": False,
                "follows": "global.presets.deployment.replicaCount",
            },
        ],
    }
