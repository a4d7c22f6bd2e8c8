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


MANY = [f"env-{number:02}" for number in range(1, 24)]


def test_environments_that_agree_stand_behind_their_value() -> None:
    rows = [Row(("web", "replicaCount"), (2, 2, 3, 3), differs=True), *ROWS[:2]]
    rows[1:] = [row._replace(values=(*row.values, *row.values)) for row in rows[1:]]
    assert (
        plain(as_text(rows, ["dev", "test", "staging", "prod"], all_keys=False, by="environment"))
        == """\
*  web.replicaCount
     2  dev, test
     3  staging, prod
~  global.domain
     a.example.com  dev, staging
     b.example.com  test, prod
*  global.presets.deployment.replicaCount
     2  dev, staging
     —  test, prod
3 keys differ.
"""
    )


def test_what_is_the_same_everywhere_names_no_environment() -> None:
    assert plain(as_text(ROWS[3:], ["dev", "prod"], all_keys=True, by="environment")) == (
        "   web.port\n     80  everywhere\n0 of 1 keys differ.\n"
    )


def test_a_table_that_has_no_room_is_grouped() -> None:
    row = Row(("web", "image", "tag"), (*["1.4.2"] * 20, "1.5.0", "1.5.0", "1.6.0"), differs=True)
    grouped = """\
*  web.image.tag
     1.4.2  the other 20
     1.5.0  env-21, env-22
     1.6.0  env-23
1 key differs.
"""
    assert plain(as_text([row], MANY, all_keys=False, width=80)) == grouped
    assert plain(as_text([row], MANY, all_keys=False, by="environment", width=80)) == grouped
    for table in (
        as_text([row], MANY, all_keys=False, width=400),
        as_text([row], MANY, all_keys=False, by="key", width=80),
        as_text([row], MANY, all_keys=False),
    ):
        assert isinstance(table[0], Table)


def test_names_of_environments_are_wrapped_and_whole() -> None:
    row = Row(("tag",), (*["1"] * 12, *["2"] * 11), differs=True)
    shown = plain(as_text([row], MANY, all_keys=False, by="environment", width=50))
    assert (
        shown
        == """\
*  tag
     "1"  the other 12
     "2"  env-13, env-14, env-15, env-16, env-17,
          env-18, env-19, env-20, env-21, env-22,
          env-23
1 key differs.
"""
    )
    # Without a width everything is named.
    assert MANY[0] in plain(as_text([row], MANY, all_keys=False, by="environment"))


def test_environments_stand_below_values_that_leave_no_room() -> None:
    row = Row(("text",), ("x" * 90 + "a", "x" * 90 + "b", "short"), differs=True)
    for width in (40, 60, 80):
        lines = plain(as_text([row], ["a", "b", "c"], all_keys=False, by="environment", width=width))
        assert len(set(lines.splitlines())) == len(lines.splitlines())
        assert max(map(len, lines.splitlines())) <= width
    row = Row(("text",), ("x" * 90 + "a" + "x" * 80, "x" * 90 + "b"), differs=True)
    assert (
        plain(as_text([row], ["a" * 30, "b"], all_keys=False, by="environment", width=30))
        == f"""\
*  text
     …xxxxxxxaxxxxxxxxxxxxxx…
         {"a" * 30}
     …xxxxxxxxxxxxxxxxxxxxxb
         b
1 key differs.
"""
    )


def test_values_that_only_print_alike_are_told_apart() -> None:
    row = Row(("text",), ("1", 1, True, None, MISSING, "1"), differs=True)
    assert (
        plain(as_text([row], ["a", "b", "c", "d", "e", "f"], all_keys=False, by="environment", width=30))
        == """\
*  text
     "1"   a, f
     1     b
     true  c
     null  d
     —     e
1 key differs.
"""
    )
