"""Values side by side as a page: what it shows first, what shares a cell, what is marked, what waits for a click."""

from __future__ import annotations

import pytest

from generator.core.data import MISSING, Data
from generator.core.encrypted import UNKNOWN
from generator.core.report.values_page import PageCell, PageGroup, PageRow, ValuesPage, values_page
from generator.core.values.compare import Row

ROWS = [
    Row(("web", "replicaCount"), (1, 3), differs=True),
    Row(("web", "image", "tag"), ("1.4", MISSING), differs=True, expected=True),
    Row(("web", "image"), ("a", "a"), differs=False),
    Row(("web", "args"), (["-v"], ["-q"]), differs=True, follows=("global", "presets", "all", "args")),
    Row(("global", "presets", "all", "args"), (["-v"], ["-q"]), differs=True),
    Row(("web", "key"), ("(encrypted)", "(encrypted)"), differs=False, unknown=True),
]


def test_what_differs_comes_first_and_what_is_the_same_once() -> None:
    assert values_page(ROWS, ["dev", "prod"], heading="Shop", summary="2 differences.") == ValuesPage(
        "Shop",
        "2 differences.",
        ("dev", "prod"),
        (
            PageGroup(
                "web",
                (
                    PageRow(
                        ("replicaCount",),
                        "web.replicacount",
                        "news",
                        "",
                        (PageCell("1", "dev", 1, ""), PageCell("3", "prod", 1, "other")),
                    ),
                    PageRow(
                        ("image.", "tag"),
                        "web.image.tag",
                        "expected quiet",
                        "",
                        (PageCell('"1.4"', "dev", 1, ""), PageCell("—", "prod", 1, "absent other")),
                    ),
                    PageRow(
                        ("args", "[]"),
                        "web.args[]",
                        "news quiet",
                        "follows from global.presets.all.args",
                        (PageCell("-v", "dev", 1, ""), PageCell("—", "prod", 1, "absent other")),
                    ),
                    PageRow(
                        ("args", "[]"),
                        "web.args[]",
                        "news quiet",
                        "follows from global.presets.all.args",
                        (PageCell("—", "dev", 1, "absent"), PageCell("-q", "prod", 1, "other")),
                    ),
                    PageRow(
                        ("key",),
                        "web.key",
                        "unknown",
                        UNKNOWN,
                        (PageCell("(encrypted)", "dev, prod", 2, ""),),
                    ),
                ),
            ),
            PageGroup(
                "global",
                (
                    PageRow(
                        ("presets.", "all.", "args", "[]"),
                        "global.presets.all.args[]",
                        "news",
                        "",
                        (PageCell("-v", "dev", 1, ""), PageCell("—", "prod", 1, "absent other")),
                    ),
                    PageRow(
                        ("presets.", "all.", "args", "[]"),
                        "global.presets.all.args[]",
                        "news",
                        "",
                        (PageCell("—", "dev", 1, "absent"), PageCell("-q", "prod", 1, "other")),
                    ),
                ),
            ),
        ),
        2,
        (
            PageGroup(
                "web",
                (PageRow(("image",), "web.image", "", "", (PageCell("a", "everywhere", 1, ""),)),),
            ),
        ),
        "1 key is the same everywhere",
    )


@pytest.mark.parametrize(
    ("values", "cells"),
    [
        ((1, 1, 2), [("1", "a, b", 2, ""), ("2", "c", 1, "other")]),
        ((1, 2, 2), [("1", "a", 1, "other"), ("2", "b, c", 2, "")]),
        ((1, 2, 1), [("1", "a", 1, ""), ("2", "b", 1, "other"), ("1", "c", 1, "")]),
        ((1, 2, 3), [("1", "a", 1, ""), ("2", "b", 1, "other"), ("3", "c", 1, "other")]),
        ((1, True, 1), [("1", "a", 1, ""), ("true", "b", 1, "other"), ("1", "c", 1, "")]),
        ((MISSING, MISSING, None), [("—", "a, b", 2, "absent"), ("null", "c", 1, "other")]),
    ],
)
def test_who_agrees_beside_each_other_shares_a_cell(
    values: tuple[Data, ...], cells: list[tuple[str, str, int, str]]
) -> None:
    page = values_page([Row(("k",), values, differs=True)], ["a", "b", "c"], heading="", summary="")
    assert [tuple(one) for one in page.differing[0].rows[0].cells] == cells


def test_keys_break_between_their_parts_alone() -> None:
    row = Row(("web", "podDisruptionBudget", "items", 0, "example.com/a"), (1, 2), differs=True)
    page = values_page([row], ["a", "b"], heading="", summary="")
    assert page.differing[0].rows[0].key == ("podDisruptionBudget.", "items", "[0].", "example\\.", "com/a")


def test_defaults_that_differ_are_told_once_for_all_services_that_have_them() -> None:
    cause = ("chart defaults", "deployment", "args")
    rows = [Row((name, "args"), (1, 2), differs=True, follows=cause) for name in ("web", "orders")]
    page = values_page(rows, ["prod@v1", "prod"], heading="Shop", summary="")
    assert [(group.name, [row.kinds for row in group.rows]) for group in page.differing] == [
        ("web", ["news quiet"]),
        ("orders", ["news quiet"]),
        ("chart defaults", ["news"]),
    ]


def test_nothing_in_it_is_a_letter_that_a_reader_would_obey() -> None:
    evil = "a\x1b[2J\u202eb"
    page = values_page([Row((evil, evil), (evil, 1), differs=True)], [evil, "b"], heading=evil, summary=evil)
    assert not {"\x1b", "\u202e"} & set(repr(page).replace("\\x1b", "\x1b"))
